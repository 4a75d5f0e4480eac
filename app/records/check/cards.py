"""The signatures by cards against the hashes the journal keeps of them, without any key.

What this cannot see is sealed: the certificate, its dates and the signature itself. They are
judged when the sheet is opened, or all at once by ``osys card verify``.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

from app.records.check.destroyed import has_table
from app.records.check.journal import Finding
from app.records.envelope import Kind, blob_header
from app.records.journal.entries import SIGNED_TRACE, Entry, Event

Versions = Mapping[int, tuple[bytes, int]]
"""The (sheet, version) that each sheet entry sealed, by the number of the entry."""


def card_findings(
    evidence: sqlite3.Connection, entries: Iterable[Entry], versions: Versions, gone: frozenset[int]
) -> Iterator[Finding]:
    """Yield each signature that misses, differs, was added, or signs no sheet of the journal.

    ``versions`` are those whose rows must be there, ``gone`` the entries whose rows went: a
    signature goes with what it signs.
    """
    signed = [entry for entry in entries if entry.event == Event.SHEET_SIGNED]
    rows = _rows(evidence)
    numbers = _numbers(evidence, {_digest(entry, SIGNED_TRACE) for entry in signed})
    for entry in signed:
        about = numbers.get(_digest(entry, SIGNED_TRACE), 0)
        row = rows.pop(entry.seq, None)
        if about not in gone:
            yield from _judged(entry, versions.get(about), row)
        elif row is not None:
            yield Finding(entry.seq, f"La signature par carte {entry.seq} signe une fiche effacée.")
    for seq in rows:
        yield Finding(0, f"La signature par carte rangée au numéro {seq} n’est pas au registre.")


_Row = tuple[bytes, bytes, int, bytes]


def _rows(evidence: sqlite3.Connection) -> dict[int, _Row]:
    if not has_table(evidence, "card_signature"):
        return {}
    sql = "select seq, id, sheet, version, body from card_signature order by seq"
    return {seq: tuple(rest) for seq, *rest in evidence.execute(sql)}


def _judged(entry: Entry, signed: tuple[bytes, int] | None, row: _Row | None) -> Iterator[Finding]:
    seq = entry.seq
    if signed is None or signed[0] != entry.about:
        yield Finding(seq, f"L’entrée {seq} signe une fiche qui n’est pas au registre.")
    elif row is None:
        yield Finding(seq, f"La signature par carte de l’entrée {seq} manque.")
    else:
        row_id, sheet, version, body = row
        header = (Kind.CARD_SIGNATURE, version, row_id)
        kept = (sheet, version), sha256(body).digest(), blob_header(body)
        if kept != (signed, _digest(entry, Kind.CARD_SIGNATURE), header):
            yield Finding(seq, f"La signature par carte de l’entrée {seq} a été modifiée.")


def _digest(entry: Entry, kind: int) -> bytes:
    return next((trace.digest for trace in entry.traces if trace.kind == kind), b"")


def _numbers(evidence: sqlite3.Connection, leaves: set[bytes]) -> dict[bytes, int]:
    """Return the numbers of the entries that have these leaves."""
    if not leaves:
        return {}
    every = evidence.execute("select leaf, seq from ledger")
    return {leaf: seq for leaf, seq in every if leaf in leaves}
