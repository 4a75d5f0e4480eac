"""Who works at the station: its creation, their unlocking, their changes."""
