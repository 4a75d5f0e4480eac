"""The journal's own word on an older copy that was put back.

One trace, 32 bytes big endian: entries of the copy u64 | newest size known then u64 | zeros.
Anchors between the two are no contradiction: the people who restored declared them lost.
"""

import struct
from collections.abc import Iterable, Iterator

from app.records.columns import blob
from app.records.database import Store
from app.records.journal.entries import COPY_SIZE_TRACE, Entry, Event, Trace, decode

_SIZES = struct.Struct(">QQ16x")
# The event is the byte after version, number and time of an entry.
_RESTORED = "select entry from ledger where substr(entry, 18, 1) = ?"


def restoration_trace(copied: int, lost: int) -> Trace:
    """Return the trace of a copy of ``copied`` entries, ``lost`` being the newest size known."""
    return Trace(COPY_SIZE_TRACE, _SIZES.pack(copied, lost))


def restorations(store: Store) -> Iterator[tuple[int, int, int]]:
    """Yield (entries of the copy, newest size known, milliseconds) of each restoration.

    It reads the whole journal: asked only when an anchor contradicts it.
    """
    rows = store.rows(_RESTORED, (bytes((Event.RESTORED,)),))
    yield from restorations_in(decode(blob(row, "entry")) for row in rows)


def restorations_in(entries: Iterable[Entry]) -> Iterator[tuple[int, int, int]]:
    """Yield (entries of the copy, newest size known, milliseconds) of each restoration."""
    for entry in entries:
        traces = entry.traces if entry.event == Event.RESTORED else ()
        for trace in traces:
            if trace.kind == COPY_SIZE_TRACE:
                copied, lost = _SIZES.unpack(trace.digest)
                yield copied, lost, entry.time_ms
