"""The months of a vault against its key file: a row moved to another month, a key that lacks.

The month decides when a sheet is destroyed, and no journal line tells it: the key that wraps
the sheet does, for it belongs to one month.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from app.records.check.destroyed import has_table
from app.records.check.journal import Finding
from app.records.keys.accounts import Domain

_SHEETS = "select seq, month, substr(wrapped, 1, 4) from sheet order by seq"
_SHEETS_NOT_HELD = """
    select seq, month, substr(wrapped, 1, 4) from sheet
    where not exists (
        select 1 from kept where kept.id = sheet.id and kept.version = sheet.version
    ) order by seq
"""


@dataclass(frozen=True, slots=True)
class Months:
    """What was moved to another month, and the months (yyyymm) some of whose keys lack."""

    findings: tuple[Finding, ...] = ()
    closed: tuple[int, ...] = ()


def read_months(vault: sqlite3.Connection, keys: sqlite3.Connection) -> Months:
    """Compare the month of each sheet and fact with that of its key.

    A month whose key was destroyed is neither: its rows go when the purge is finished.
    """
    known = {
        (domain, key_id): month
        for key_id, domain, month in keys.execute("select id, domain, month from month_key")
    }
    findings, closed = [], set()
    for row in (*_sheets(vault), *_facts(vault)):
        found = known.get((row.domain, row.key_id))
        if found is None:
            closed.add(row.month)
        elif found != row.month:
            findings.append(Finding(row.seq, row.moved))
    return Months(tuple(findings), tuple(sorted(closed)))


@dataclass(frozen=True, slots=True)
class _Row:
    domain: Domain
    key_id: int
    month: int
    seq: int
    moved: str


def _sheets(vault: sqlite3.Connection) -> Iterator[_Row]:
    sql = _SHEETS_NOT_HELD if has_table(vault, "kept") else _SHEETS
    for seq, month, start in vault.execute(sql):
        moved = f"La fiche de l’entrée {seq} a été rangée dans un autre mois."
        yield _Row(Domain.SHEETS, int.from_bytes(start, "big"), month, seq, moved)


def _facts(vault: sqlite3.Connection) -> Iterator[_Row]:
    for fact_id, month, key_id in vault.execute("select id, month, key from fact order by id"):
        moved = f"Le fait d’activité {fact_id.hex()[:8]}… a été rangé dans un autre mois."
        yield _Row(Domain.FACTS, key_id, month, 0, moved)
