"""``osys archive verify`` over ten years: hashes only, rows, then every sealed byte read again.

The town of the search, each sheet with a small document; then sheets with a document as large as
the real ones, for what reading a gigabyte costs. The command itself is run, once a depth.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from app.records.station_file import VAULT
from app.records.vault import Document, DocumentKind, SealRequest
from tests.bench.figure import Figure, told
from tests.bench.town import requests
from tests.records.stations import make_station, opened, vault_of

SIZE, SMALL = 500_000, 2_000
LARGE_SIZE, LARGE = 10_000, 71_000
AT_ONCE = 50_000
DEPTHS = {"hashes": ("--hashes-only",), "rows": (), "data": ("--read-data",)}
"""What is read, and the words that ask for it."""


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as room:
        return [*_ten_years(Path(room, "years")), *_large(Path(room, "large"))]


def _ten_years(folder: Path) -> Iterator[Figure]:
    _fill(folder, SIZE, SMALL)
    name = f"verification.{SIZE}"
    yield told(f"{name}.size", (folder / VAULT).stat().st_size / 1e6, "MB")
    for depth in DEPTHS:
        yield told(f"{name}.{depth}", _verified(folder, depth, SIZE), "s")
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    yield told(f"{name}.memory", memory / 1000, "MB")


def _large(folder: Path) -> Iterator[Figure]:
    """Yield what reading adds, on documents of the size of real ones."""
    _fill(folder, LARGE_SIZE, LARGE)
    rows, data = (_verified(folder, depth, LARGE_SIZE) for depth in ("rows", "data"))
    yield told(f"verification.{LARGE_SIZE}.large.rows", rows, "s")
    yield told(f"verification.{LARGE_SIZE}.large.data", data, "s")
    yield told("verification.read_rate", LARGE_SIZE * LARGE / 1e6 / (data - rows), "MB/s")


def _fill(folder: Path, size: int, octets: int) -> None:
    with opened(make_station(folder)) as session:
        vault, stream = vault_of(session), requests(size)
        while vault.take_in(_with_papers(islice(stream, AT_ONCE), octets)):
            continue


def _with_papers(sheets: Iterator[SealRequest], octets: int) -> Iterator[SealRequest]:
    for one in sheets:
        yield replace(one, documents=(Document(DocumentKind.PDF, os.urandom(octets)),))


def _verified(folder: Path, depth: str, size: int) -> float:
    """Return the seconds of the whole command; it finds nothing to say."""
    started = time.perf_counter()
    words = (sys.executable, "-m", "app", "archive", "verify", str(folder), "--json")
    said = subprocess.run((*words, *DEPTHS[depth]), check=True, capture_output=True)
    seconds = time.perf_counter() - started
    report = json.loads(said.stdout)
    assert report["depth"] == depth
    assert report["findings"] == report["months_without_key"] == []
    assert report["entries"] >= size
    return seconds
