"""The rows that go with a month or with one sheet, deleted inside the caller's transaction.

A table falls by the names of its columns: with ``sheet`` it falls with the sheet (and with its
``version`` if it names one), with ``month`` and ``domain`` it falls with the month. The tables
of one domain only are named here. A table added later follows one of these rules.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.records.columns import Value, blob, integer, text
from app.records.database import Store
from app.records.keys.accounts import Domain

_OF_VERSION = (
    "delete from summary where id = ? and version = ?",
    "delete from kept where id = ? and version = ?",
    "delete from sheet where id = ? and version = ?",
)
# Tables whose month is their whole date, and that hold one domain only.
_OF_DOMAIN = {Domain.SHEETS: "request", Domain.FACTS: "fact", Domain.ACCESS: "access"}
# The lists the search is loaded from: made again from the sheets that are left.
_SEARCH_LIST = "segment"
_WITH = """
    select made.name from sqlite_master as made
    join pragma_table_info(made.name) as named
    where made.type = 'table' and named.name = ?
"""


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """One version of a sheet: where it is, its month, and its journal entry."""

    sheet_id: bytes
    version: int
    month: int
    seq: int


def stored_versions(store: Store, where: str, *parameters: Value) -> tuple[StoredVersion, ...]:
    """Return the versions for which the SQL condition ``where`` holds, in journal order."""
    rows = store.rows(
        f"select id, version, month, seq from sheet where {where} order by seq",  # noqa: S608 - conditions written in the code
        parameters,
    )
    return tuple(
        StoredVersion(
            blob(row, "id"), integer(row, "version"), integer(row, "month"), integer(row, "seq")
        )
        for row in rows
    )


def delete_sheets(store: Store, gone: Iterable[StoredVersion], by: int) -> None:
    """Delete these versions with all that hangs on them, and leave their tombstones.

    ``by`` is the number of the journal entry that says so. The search lists of their months
    hold their names too: they go, and are made again.
    """
    gone = tuple(gone)
    named, versioned = _tables_with(store, "sheet"), _tables_with(store, "version")
    for one in gone:
        for table in named & versioned:
            where = "where sheet = ? and version = ?"
            store.execute(f"delete from {table} {where}", (one.sheet_id, one.version))  # noqa: S608 - a table of the schema
        for statement in _OF_VERSION:
            store.execute(statement, (one.sheet_id, one.version))
        store.execute("insert or ignore into tombstone values (?, ?)", (one.seq, by))
    for sheet_id in {one.sheet_id for one in gone}:
        for table in named - versioned:
            store.execute(f"delete from {table} where sheet = ?", (sheet_id,))  # noqa: S608 - idem
        store.execute("delete from outbox where ref = ?", (sheet_id,))
    for month in {one.month for one in gone}:
        _delete_lists(store, Domain.SHEETS, month)


def delete_month(store: Store, domain: int, month: int) -> None:
    """Delete the rows of one month of a domain, sheets excepted."""
    _delete_lists(store, domain, month)
    table = _OF_DOMAIN.get(Domain(domain), "")
    if table in _tables_with(store, "month"):
        store.execute(f"delete from {table} where month = ?", (month,))  # noqa: S608 - a name above


def sealed_rows(store: Store, domain: int, month: int) -> list[bytes]:
    """Return the sealed bodies of one month of the activity, or of the access log."""
    table = _OF_DOMAIN[Domain(domain)]
    if table not in _tables_with(store, "month"):
        return []
    rows = store.rows(f"select body from {table} where month = ? order by 1", (month,))  # noqa: S608 - a name above
    return [blob(row, "body") for row in rows]


def _delete_lists(store: Store, domain: int, month: int) -> None:
    for table in _tables_with(store, "month") & _tables_with(store, "domain"):
        where = "where month = ? and domain = ?"
        store.execute(f"delete from {table} {where}", (month, domain))  # noqa: S608 - a table of the schema
    if domain == Domain.SHEETS and _SEARCH_LIST in _tables_with(store, "month"):
        store.execute(f"delete from {_SEARCH_LIST} where month = ?", (month,))  # noqa: S608 - a name above


def _tables_with(store: Store, column: str) -> set[str]:
    return {text(row, "name") for row in store.rows(_WITH, (column,))}
