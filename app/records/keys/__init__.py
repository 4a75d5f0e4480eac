"""Accounts, grants and month keys: what opens the sealed bytes."""
