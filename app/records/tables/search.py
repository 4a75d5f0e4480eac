"""The sealed monthly lists that the search is loaded from."""

TABLES: tuple[str, ...] = ()
