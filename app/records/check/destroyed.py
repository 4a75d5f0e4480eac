"""What the journal says destroyed: its rows may be missing, and only its.

A tombstone names a sheet entry whose rows are gone, and the entry that says so. That entry
holds the Merkle root of the leaves of everything it destroyed: a tombstone slipped in, or
taken away, changes the root.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.records.check.journal import Finding
from app.records.journal.entries import Entry, Event
from app.records.journal.merkle import Tree
from app.records.keys.accounts import Domain
from app.records.retention.traces import destroyed_months, destroyed_roots

_DESTROYING = frozenset({Event.PURGE_DONE, Event.SHEET_ERASED, Event.RESTORED})


@dataclass(frozen=True, slots=True)
class Destroyed:
    """The numbers of the sheet entries whose rows are gone, and how many facts are."""

    entries: frozenset[int]
    facts: int
    findings: tuple[Finding, ...]


def destroyed(evidence: sqlite3.Connection, entries: Iterable[Entry]) -> Destroyed:
    """Return what went with the journal's knowledge, and what pretends to."""
    by_gone = _tombstones(evidence)
    findings: list[Finding] = []
    facts = 0
    for entry in entries:
        if entry.event not in _DESTROYING:
            continue
        findings += _contradicted(evidence, entry, by_gone.pop(entry.seq, []))
        facts += sum(m.rows for m in destroyed_months(entry.traces) if m.domain == Domain.FACTS)
    gone = {seq for rows in _tombstones(evidence).values() for seq in rows}
    for seq in by_gone:
        findings.append(Finding(seq, f"L’entrée {seq} ne dit pas qu’une fiche a été effacée."))
        gone -= set(by_gone[seq])
    return Destroyed(frozenset(gone), facts, tuple(findings))


def has_table(evidence: sqlite3.Connection, name: str) -> bool:
    """Tell whether a table is there: a copy of an earlier version has fewer."""
    wanted = "select 1 from sqlite_master where type = 'table' and name = ?"
    return evidence.execute(wanted, (name,)).fetchone() is not None


def _tombstones(evidence: sqlite3.Connection) -> defaultdict[int, list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    if not has_table(evidence, "tombstone"):
        return found
    for entry, gone in evidence.execute("select entry, gone from tombstone order by entry"):
        found[gone].append(entry)
    return found


def _contradicted(evidence: sqlite3.Connection, entry: Entry, gone: list[int]) -> Iterator[Finding]:
    months = destroyed_months(entry.traces)
    if entry.event == Event.PURGE_DONE and months and months[0].domain != Domain.SHEETS:
        return
    leaves = [leaf for seq in gone for leaf in _leaf(evidence, seq)]
    roots = destroyed_roots(entry.traces)
    if (roots or gone) and roots != (Tree(leaves).root(),):
        yield Finding(entry.seq, f"Ce que l’entrée {entry.seq} dit effacé n’est pas ce qui manque.")


def _leaf(evidence: sqlite3.Connection, seq: int) -> Iterator[bytes]:
    for (leaf,) in evidence.execute("select leaf from ledger where seq = ?", (seq,)):
        yield leaf
