"""How the journal says what was destroyed: numbers packed where other traces hold a hash.

A month, in 32 bytes, big endian::

    domain u8 | month u32 (yyyymm) | rows u64 | zeros 19

It is followed by the Merkle root of what went: for sheets, of the leaves of their own journal
entries, in order, so that whoever holds the journal computes it again.
"""

import struct
from dataclasses import dataclass

from app.records.journal.entries import DESTROYED_TRACE, MONTH_TRACE, Trace

_MONTH = struct.Struct(">BIQ19x")


@dataclass(frozen=True, slots=True)
class DestroyedMonth:
    """A month that a journal entry says destroyed, and how many rows went."""

    domain: int
    month: int
    rows: int


def month_traces(month: DestroyedMonth, root: bytes) -> tuple[Trace, Trace]:
    """Return what the entry of a destroyed month holds."""
    packed = _MONTH.pack(month.domain, month.month, month.rows)
    return Trace(MONTH_TRACE, packed), Trace(DESTROYED_TRACE, root)


def destroyed_traces(root: bytes) -> tuple[Trace, ...]:
    """Return what the entry of an erasure holds: the root of the leaves of what went."""
    return (Trace(DESTROYED_TRACE, root),)


def destroyed_months(traces: tuple[Trace, ...]) -> tuple[DestroyedMonth, ...]:
    """Return the months that the traces of an entry name."""
    packed = (trace.digest for trace in traces if trace.kind == MONTH_TRACE)
    return tuple(DestroyedMonth(*_MONTH.unpack(one)) for one in packed)


def destroyed_roots(traces: tuple[Trace, ...]) -> tuple[bytes, ...]:
    """Return the roots of what an entry says destroyed."""
    return tuple(trace.digest for trace in traces if trace.kind == DESTROYED_TRACE)
