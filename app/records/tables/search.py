"""The sealed monthly lists that the search is loaded from: a cache that can be made again.

In clear: the month and the number of the key that sealed it. What a list covers is sealed
with it, and compared with the rows of the month before it is believed.
"""

TABLES: tuple[str, ...] = (
    """
    create table segment (
        month integer primary key,
        key integer not null,
        body blob not null
    ) strict
    """,
    "create index sheet_month on sheet (month, seq)",
)
