"""The sealed log of who opened, searched or exported what."""

TABLES: tuple[str, ...] = ()
