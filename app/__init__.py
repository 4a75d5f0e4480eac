"""What the station does: the consultation, its records, its exchanges."""

__version__ = "0.1.0"
