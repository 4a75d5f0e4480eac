"""The signed heads of a copy, and the signature of each entry: seconds, then minutes of work."""

import sqlite3
from collections.abc import Callable, Iterator

from app.records.check.journal import Finding, Journal
from app.records.journal.entries import (
    MalformedEntry,
    TreeHead,
    entry_signed_by,
    head_signed,
    outline,
)
from app.records.refusals import VaultRefusal
from app.records.station_file import StationFile

Progress = Callable[[int, int], bool]
_EVERY = 500


class CheckStopped(VaultRefusal):
    """The verification was stopped before its end."""

    said = "Vérification arrêtée avant la fin\u00a0: rien n’est prouvé. Recommencez-la."


def last_head(
    evidence: sqlite3.Connection, journal: Journal, station: StationFile
) -> Iterator[Finding]:
    """Yield what is wrong with the numbers of the heads, and with the last one.

    It covers every entry: when it agrees, the others can only be false by themselves.
    """
    size = journal.tree.size
    seen = {at for (at,) in evidence.execute("select size from head")}
    for at in sorted(set(range(1, size + 1)) - seen):
        yield Finding(at, f"La tête signée {at} manque.")
    for at in sorted(seen - set(range(1, size + 1))):
        yield Finding(at, f"Une tête signée compte {at} entrées, le registre en a {size}.")
    rows = evidence.execute("select * from head where size = ?", (size,))
    yield from _heads(rows, journal, station)


def signatures(
    evidence: sqlite3.Connection,
    journal: Journal,
    station: StationFile,
    progress: Progress | None,
) -> Iterator[Finding]:
    """Yield each entry its actor did not sign, and each head that is not the station's.

    Raises:
        CheckStopped: ``progress`` returned False.
    """
    rows = evidence.execute("select seq, entry from ledger order by seq")
    for done, (seq, encoded) in enumerate(rows):
        _go_on(progress, done, journal.tree.size)
        if not _is_signed(encoded, journal, station):
            yield Finding(seq, f"La signature de l’entrée {seq} n’est pas valable.")
    heads = evidence.execute(
        "select * from head where size between 1 and ? order by size", _of(journal)
    )
    yield from _heads(heads, journal, station)
    _go_on(progress, journal.tree.size, journal.tree.size)


def _of(journal: Journal) -> tuple[int]:
    return (journal.tree.size,)


def _is_signed(encoded: bytes, journal: Journal, station: StationFile) -> bool:
    """Tell whether the entry is signed; an unknown actor was said when the journal was read."""
    try:
        _, actor, _ = outline(encoded)
    except MalformedEntry:
        return True
    public = journal.signers.get(actor)
    return public is None or entry_signed_by(encoded, station.station_id, public)


def _heads(
    rows: Iterator[tuple[int, bytes, int, bytes]], journal: Journal, station: StationFile
) -> Iterator[Finding]:
    """Compare signed heads with the tree; the first fork is said, later ones follow it."""
    forked = False
    for at, root, time_ms, signature in rows:
        head = TreeHead(at, root)
        if not head_signed(head, time_ms, station.station_id, signature, station.public):
            yield Finding(at, f"La tête signée {at} n’est pas de cette station.")
        elif not forked and journal.tree.root(at) != root:
            forked = True
            yield Finding(at, f"Le registre ne correspond plus à la tête signée {at}.")


def _go_on(progress: Progress | None, done: int, total: int) -> None:
    if progress is not None and (done % _EVERY == 0 or done == total) and not progress(done, total):
        raise CheckStopped
