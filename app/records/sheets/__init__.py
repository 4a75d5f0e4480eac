"""Sheets, documents, drafts and what waits to be sent."""
