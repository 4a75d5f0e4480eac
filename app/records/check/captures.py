"""The files of captures against the hashes the journal keeps of them, without any key."""

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from app.records.check.destroyed import has_table
from app.records.check.journal import Finding
from app.records.journal.entries import CAPTURE_TRACE, Entry
from app.records.sheets.captures import capture_digest, capture_path

Row = tuple[bytes, bytes, bytes]


def capture_findings(
    evidence: sqlite3.Connection, folder: Path, entries: Iterable[Entry], *, read_data: bool
) -> Iterator[Finding]:
    """Yield each capture that misses, differs or was added.

    ``entries`` are those whose rows must be there. A file is read whole with ``read_data``,
    else only seen to be there.
    """
    expected = {
        (entry.about, trace.digest): entry.seq
        for entry in entries
        for trace in entry.traces
        if trace.kind == CAPTURE_TRACE
    }
    rows: list[Row] = []
    if has_table(evidence, "capture"):
        rows = evidence.execute("select sheet, digest, id from capture").fetchall()
    found = {(sheet, digest): capture_id for sheet, digest, capture_id in rows}
    for place, seq in expected.items():
        if place not in found:
            yield Finding(seq, f"Une capture de l’entrée {seq} manque.")
            continue
        path = capture_path(folder, found[place])
        if not path.is_file():
            yield Finding(seq, f"Le fichier d’une capture de l’entrée {seq} manque.")
        elif read_data and capture_digest(path) != place[1]:
            yield Finding(seq, f"Le fichier d’une capture de l’entrée {seq} est altéré.")
    for place in found.keys() - expected.keys():
        yield Finding(0, f"La capture {found[place].hex()[:8]} n’est pas au journal.")
