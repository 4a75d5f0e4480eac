"""Signatures of sealed sheets by cards: what is signed, kept and judged."""
