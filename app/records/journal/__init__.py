"""The append-only ledger and its tree, after RFC 6962."""
