"""Whom a station trusts about protocols: the keys, the list of withdrawals, its own withdrawals.

The keys are those pinned with the product and those that two people of the station accepted;
a key made for another use never counts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from app.effects.protocol_lists import brings_news, is_in_force, keep_list, list_in_force
from app.effects.protocol_marks import by_two
from app.effects.protocol_refusals import AlreadyInstalled, RefusedFile, said
from app.effects.protocol_room import Room
from app.records.journal.entries import COMMITTEE_KEY_TRACE, Event, Trace
from app.records.sheets.approvals import Approval
from protocols.package import DeliveredList
from protocols.sign_keys import Committee, CommitteeKey, KeyUse, read_key
from protocols.sign_refusals import SignatureRefusal
from protocols.sign_revocations import Revocations, list_signers, require_successor


@dataclass(frozen=True, slots=True)
class Trust:
    """The keys that may sign for this station, and what was taken back.

    ``withdrawn`` are the versions this station withdrew by itself, by their mark.
    """

    committee: Committee
    revocations: Revocations
    withdrawn: Mapping[bytes, Approval]


def read_trust(room: Room) -> Trust:
    """Return whom the station trusts now.

    Raises:
        Tampered: the journal is not sound.
        LostList: the list of withdrawals is gone or was changed.
    """
    return _trust(room, list_in_force(room))


def trust_after(room: Room, brought: DeliveredList | None) -> Trust:
    """Return the trust of the station once ``brought`` is taken; nothing is written.

    Raises:
        RefusedFile: the list goes back, or its signatures do not count here.
        LostList: the list in force is gone, and ``brought`` is not that very one.
    """
    if brought is None:
        return read_trust(room)
    if is_in_force(room, brought):
        return _trust(room, brought.revocations)
    trust = read_trust(room)
    if brought.revocations == trust.revocations:
        return trust
    with said():
        require_successor(trust.revocations, brought.revocations)
        list_signers(brought.data, brought.signatures, trust.committee)
    return replace(trust, revocations=brought.revocations)


def accept_list(room: Room, brought: DeliveredList, now: datetime) -> None:
    """Take a list of withdrawals; one person is enough to stop a protocol.

    Raises:
        RefusedFile, LostList: see ``trust_after``.
    """
    trust_after(room, brought)
    if brings_news(room, brought):
        keep_list(room, brought, now)


def examine_key(room: Room, data: bytes) -> CommitteeKey:
    """Return the public key in ``data``, which this station could accept.

    Raises:
        RefusedFile: it is not a key, not one for this kind of station, or it is revoked.
        AlreadyInstalled: it is trusted already.
    """
    with said():
        key = read_key(data)
    if key.use is not room.use:
        here = "de démonstration" if room.use is KeyUse.DEMONSTRATION else "réel"
        raise RefusedFile(f"Cette clé n’est pas faite pour un poste {here}. Elle n’y entre pas.")
    trust = read_trust(room)
    if key.id in trust.revocations.revoked:
        raise RefusedFile("Le comité a révoqué cette clé. Demandez-lui la nouvelle.")
    if trust.committee.key(key.id) is not None:
        raise AlreadyInstalled(f"La clé de {key.holder} est déjà reconnue par ce poste.")
    return key


def accept_key(room: Room, data: bytes, now: datetime) -> None:
    """Approve a public key for the person of the session; it counts when a second one does.

    Raises:
        RefusedFile, AlreadyInstalled: see ``examine_key``.
    """
    key = examine_key(room, data)
    trace = Trace(COMMITTEE_KEY_TRACE, room.folder.put(data))
    about = bytes.fromhex(key.id)
    room.vault.approvals.approve(Event.COMMITTEE_KEY_ACCEPTED, about, (trace,), now)


def _trust(room: Room, revocations: Revocations) -> Trust:
    withdrawn = {one.about: one for one in room.vault.approvals.lines(Event.PROTOCOL_WITHDRAWN)}
    committee = room.shipped.committee.with_keys(_accepted(room)).for_use(room.use)
    return Trust(committee, revocations, withdrawn)


def _accepted(room: Room) -> Iterator[CommitteeKey]:
    """Yield the keys that two people accepted; one whose file is gone does not count."""
    for line in by_two(room.vault.approvals.lines(Event.COMMITTEE_KEY_ACCEPTED)):
        data = room.folder.get(line.digests[0])
        key = _readable_key(data) if data is not None else None
        if key is not None:
            yield key


def _readable_key(data: bytes) -> CommitteeKey | None:
    try:
        return read_key(data)
    except SignatureRefusal:
        return None
