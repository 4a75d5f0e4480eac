"""The sealed log of who opened, exported or handed over what.

In clear: the order, the month and the number of the key that sealed a line. A line is kept
twelve months, then the key of its month is destroyed like that of any other month.
"""

TABLES: tuple[str, ...] = (
    """
    create table access (
        seq integer primary key autoincrement,
        id blob not null unique check (length(id) = 16),
        month integer not null,
        key integer not null,
        body blob not null
    ) strict
    """,
)
