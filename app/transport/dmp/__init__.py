"""The web service of the shared medical record: what is said to it, and what it answers."""
