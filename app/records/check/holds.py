"""The legal holds against the journal, without any key: taken away, changed or slipped in."""

import sqlite3
from collections.abc import Iterable, Iterator, Set
from hashlib import sha256

from app.records.check.destroyed import has_table
from app.records.check.journal import Finding
from app.records.journal.entries import HOLD_TRACE, Entry, Event, Trace


def hold_findings(
    evidence: sqlite3.Connection, entries: Iterable[Entry], present: Set[bytes]
) -> Iterator[Finding]:
    """Yield each hold whose row is not what the journal says; ``present`` are the sheets there."""
    if not has_table(evidence, "hold"):
        return
    rows = {
        sheet: (placed, sha256(body).digest())
        for sheet, placed, body in evidence.execute("select sheet, placed, body from hold")
    }
    for sheet, entry in _in_force(entries).items():
        row = rows.pop(sheet, None)
        if row is None and sheet in present:
            yield Finding(entry.seq, f"La conservation forcée de l’entrée {entry.seq} manque.")
        elif row is not None and not _is_that(entry, *row):
            yield Finding(entry.seq, f"La conservation de l’entrée {entry.seq} a été modifiée.")
    for sheet in rows:
        yield Finding(0, f"La conservation de la fiche {sheet.hex()[:8]}… n’est pas au registre.")


def _in_force(entries: Iterable[Entry]) -> dict[bytes, Entry]:
    placed: dict[bytes, Entry] = {}
    for entry in entries:
        if entry.event == Event.HOLD_PLACED:
            placed[entry.about] = entry
        elif entry.event == Event.HOLD_RELEASED:
            placed.pop(entry.about, None)
    return placed


def _is_that(entry: Entry, placed: int, digest: bytes) -> bool:
    return placed == entry.time_ms and Trace(HOLD_TRACE, digest) in entry.traces
