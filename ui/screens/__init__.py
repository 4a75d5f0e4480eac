"""One file per screen, with the name of its step."""
