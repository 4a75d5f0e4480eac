"""Whether a key file opens what a vault holds, seen without any key: by their numbers."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from app.records.check.verify import open_evidence

_USED = (
    "select distinct month, substr(wrapped, 1, 4) from sheet"
    " where (id, version) not in (select id, version from kept)",
    "select distinct sheet.month, kept.key from kept"
    " join sheet on sheet.id = kept.id and sheet.version = kept.version",
    "select distinct month, key from fact",
)


def months_without_keys(vault: Path, keystore: Path) -> tuple[int, ...]:
    """Return the months (yyyymm) some of whose rows have no key in ``keystore``.

    A key that was destroyed on purpose is known there, and is not missing.
    """
    with closing(open_evidence(keystore)) as evidence:
        known = {key_id for (key_id,) in evidence.execute("select id from month_key")}
    with closing(open_evidence(vault)) as evidence:
        missing = {month for month, key_id in _used(evidence) if key_id not in known}
    return tuple(sorted(missing))


def _used(evidence: sqlite3.Connection) -> Iterator[tuple[int, int]]:
    for sql in _USED:
        for month, key in evidence.execute(sql):
            yield month, int.from_bytes(key, "big") if isinstance(key, bytes) else key
