"""The rows that go with a month or with one sheet, deleted inside the caller's transaction."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.records.columns import Value, blob, integer
from app.records.database import Store
from app.records.keys.accounts import Domain
from app.records.retention.plan import ACCESS_DOMAIN

_OF_SHEET = (
    "delete from document where sheet = ? and version = ?",
    "delete from summary where id = ? and version = ?",
    "delete from kept where id = ? and version = ?",
    "delete from sheet where id = ? and version = ?",
)
_AROUND_SHEET = ("delete from outbox where ref = ?", "delete from hold where sheet = ?")
# Rows whose month is their whole date; sheets are told apart by their legal holds.
_OF_MONTH: dict[int, tuple[str, ...]] = {
    Domain.SHEETS: ("request",),
    Domain.FACTS: ("fact",),
    ACCESS_DOMAIN: ("access",),
}


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """One version of a sheet: where it is, and its journal entry."""

    sheet_id: bytes
    version: int
    seq: int


def stored_versions(store: Store, where: str, *parameters: Value) -> tuple[StoredVersion, ...]:
    """Return the versions for which the SQL condition ``where`` holds, in journal order."""
    rows = store.rows(f"select id, version, seq from sheet where {where} order by seq", parameters)  # noqa: S608 - conditions written in this folder
    return tuple(
        StoredVersion(blob(row, "id"), integer(row, "version"), integer(row, "seq")) for row in rows
    )


def delete_sheets(store: Store, gone: Iterable[StoredVersion], by: int) -> None:
    """Delete these versions with all that hangs on them, and leave their tombstones.

    ``by`` is the number of the journal entry that says so.
    """
    whole = set()
    for one in gone:
        for statement in _OF_SHEET:
            store.execute(statement, (one.sheet_id, one.version))
        store.execute("insert or ignore into tombstone values (?, ?)", (one.seq, by))
        whole.add(one.sheet_id)
    for sheet_id in whole:
        for statement in _AROUND_SHEET:
            store.execute(statement, (sheet_id,))


def delete_month(store: Store, domain: int, month: int) -> None:
    """Delete the rows of one month of a domain, sheets excepted."""
    for table in _OF_MONTH[domain]:
        store.execute(f"delete from {table} where month = ?", (month,))  # noqa: S608 - a name above
