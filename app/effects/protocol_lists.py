"""The list of withdrawals in force at a station.

The journal holds the counter and the hash of each list that was taken: a list that was changed,
removed or put back to an older one is seen, and no protocol opens until it is restored. A list
stays in force even when a key that signed it is gone.
"""

import struct
from datetime import datetime
from hashlib import sha256

from app.effects.protocol_room import Room
from app.errors import StationError
from app.records.journal.entries import REVOCATIONS_TRACE, Event, Trace
from app.records.sheets.approvals import Approval
from protocols.package import (
    DeliveredList,
    delivered_list,
    list_alone,
    read_delivery,
)
from protocols.sign_refusals import SignatureRefusal
from protocols.sign_revocations import NOTHING_REVOKED, Revocations

_COUNTER = struct.Struct(">QQ")


class LostList(StationError):
    """The list of withdrawals this station took is gone or was changed."""


def list_in_force(room: Room) -> Revocations:
    """Return the last list the station took.

    Raises:
        Tampered: the journal is not sound.
        LostList: the list is gone or was changed.
    """
    last = _last(room)
    if last is None:
        return NOTHING_REVOKED
    data = room.folder.get(last.digests[0])
    found = _read(data) if data is not None else None
    if found is None:
        raise LostList(
            f"La liste des retraits n°\u00a0{_counter(last)} manque dans le dossier du poste, ou "
            "elle a été modifiée. Demandez cette même liste au comité et importez-la\u00a0: "
            "d’ici là, aucun protocole ne s’ouvre."
        )
    return found.revocations


def is_in_force(room: Room, brought: DeliveredList) -> bool:
    """Tell whether ``brought`` is, byte for byte, the last list the station took."""
    last = _last(room)
    return last is not None and sha256(list_alone(brought)).digest() == last.digests[0]


def brings_news(room: Room, brought: DeliveredList) -> bool:
    """Tell whether taking ``brought`` changes something, or restores the list that was lost."""
    last = _last(room)
    if last is None:
        return True
    data = room.folder.get(last.digests[0])
    found = _read(data) if data is not None else None
    return found is None or found.revocations != brought.revocations


def keep_list(room: Room, brought: DeliveredList, now: datetime) -> None:
    """Keep a list that was examined; the same list again only restores its file."""
    digest = room.folder.put(list_alone(brought))
    if is_in_force(room, brought):
        return
    about = _COUNTER.pack(0, brought.revocations.counter)
    trace = Trace(REVOCATIONS_TRACE, digest)
    room.vault.approvals.approve(Event.REVOCATIONS_ACCEPTED, about, (trace,), now)


def _last(room: Room) -> Approval | None:
    """Return the line of the list with the greatest counter."""
    lines = room.vault.approvals.lines(Event.REVOCATIONS_ACCEPTED)
    return max(lines, key=lambda one: (_counter(one), one.seq), default=None)


def _counter(line: Approval) -> int:
    return int(_COUNTER.unpack(line.about)[1])


def _read(data: bytes) -> DeliveredList | None:
    try:
        return delivered_list(read_delivery(data))
    except SignatureRefusal:
        return None
