"""A delivered package, from the file a committee sent to the shelf of the station.

Everything is examined before anybody is asked to approve, and again when each of the two people
approves. What is sealed keeps the protocol it was decided with: nothing here touches a sheet.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from app.effects.protocol_candidates import Candidate, candidates
from app.effects.protocol_lists import brings_news
from app.effects.protocol_marks import by_two, family, installed, mark
from app.effects.protocol_refusals import AlreadyInstalled, RefusedFile, said
from app.effects.protocol_room import Room
from app.effects.protocol_shelf import standing
from app.effects.protocol_trust import Trust, accept_list, trust_after
from app.records.journal.entries import DELIVERY_TRACE, PROTOCOL_TRACE, Event, Trace
from protocols.model import Protocol, ProtocolStatus
from protocols.package import (
    DeliveredList,
    DeliveredProtocol,
    delivered_list,
    delivered_protocol,
    protocol_alone,
    read_delivery,
)
from protocols.sign import Signer
from protocols.sign_bytes import version_numbers
from protocols.sign_proofs import Proofs, require_proved
from protocols.sign_revocations import Revocations


@dataclass(frozen=True, slots=True)
class Arrival:
    """A package that this station could take, and what it would change.

    ``before`` is the version it replaces, None when there is none. ``revocations`` is the list it
    brings, None when it brings none that is new. ``needs_two`` is false when it only withdraws,
    or only restores a file that two people approved before.
    """

    protocol: Protocol | None
    proofs: Proofs | None
    signers: tuple[Signer, ...]
    before: Protocol | None
    revocations: Revocations | None
    needs_two: bool


@dataclass(frozen=True, slots=True)
class _Opened:
    """The parts of a package; ``kept`` is the protocol alone, as the station keeps it."""

    brought: DeliveredProtocol | None
    listed: DeliveredList | None
    kept: bytes


def examine(room: Room, data: bytes, now: datetime) -> Arrival:
    """Return what ``data`` would change here; nothing is written.

    Raises:
        RefusedFile: not a package, not for this station, not signed enough, out of date,
            withdrawn, or older than what the station knows.
        AlreadyInstalled: it brings nothing new.
    """
    return _examined(room, _open(data), now)


def install(room: Room, data: bytes, now: datetime) -> Arrival:
    """Take ``data`` for the person of the session, after examining it again.

    A protocol is installed once a second person does the same; a list of withdrawals is taken
    at once.

    Raises:
        RefusedFile, AlreadyInstalled: see ``examine``; nothing was written.
    """
    opened = _open(data)
    arrival = _examined(room, opened, now)
    if opened.listed is not None:
        accept_list(room, opened.listed, now)
    if opened.brought is not None:
        digest = room.folder.put(opened.kept)
        if arrival.needs_two:
            about, traces = _line(opened.brought.protocol, digest)
            room.vault.approvals.approve(Event.PROTOCOL_IMPORTED, about, traces, now)
    return arrival


def _open(data: bytes) -> _Opened:
    with said():
        parts = read_delivery(data)
        brought = delivered_protocol(parts)
        kept = protocol_alone(parts) if brought is not None else b""
        return _Opened(brought, delivered_list(parts), kept)


def _examined(room: Room, opened: _Opened, now: datetime) -> Arrival:
    trust = trust_after(room, opened.listed)
    fresh = opened.listed is not None and brings_news(room, opened.listed)
    adds = restores = False
    signers: tuple[Signer, ...] = ()
    if opened.brought is not None:
        signers = _counted(room, opened.brought, trust, now)
        _require_not_older(room, opened.brought.protocol)
        adds = not _is_approved(room, opened)
        restores = not adds and room.folder.get(sha256(opened.kept).digest()) is None
    if not (fresh or adds or restores):
        raise AlreadyInstalled("Ce paquet est déjà installé\u00a0: rien n’a changé.")
    protocol = opened.brought.protocol if opened.brought else None
    return Arrival(
        protocol=protocol,
        proofs=opened.brought.proofs if opened.brought else None,
        signers=signers,
        before=_before(room, protocol),
        revocations=trust.revocations if fresh else None,
        needs_two=adds,
    )


def _counted(
    room: Room, brought: DeliveredProtocol, trust: Trust, now: datetime
) -> tuple[Signer, ...]:
    """Return whose signatures count; refuse what the shelf would not run."""
    arriving = Candidate(brought.protocol, brought.signatures, imported=True)
    found = standing(arriving, room, trust, now.date())
    if found.refusal:
        raise RefusedFile(found.refusal)
    _require_proved(brought)
    return found.signers


def _require_proved(brought: DeliveredProtocol) -> None:
    """Refuse a protocol for patients whose signers read no proof that it keeps its promises."""
    if brought.protocol.status is ProtocolStatus.DEMONSTRATION:
        return
    if brought.proofs is None:
        raise RefusedFile(
            "Ce paquet n’a pas de rapport de preuves. Demandez au comité le paquet complet."
        )
    with said():
        require_proved(brought.proofs)


def _require_not_older(room: Room, protocol: Protocol) -> None:
    """Refuse a version below one the station knows, or the same one with another content."""
    numbers = version_numbers(protocol.version)
    last = installed(room.vault).get(family(protocol.id))
    known = [(last.numbers, last.protocol.hex())] if last else []
    before = _before(room, protocol)
    if before is not None and before.status is protocol.status:
        known.append((version_numbers(before.version), before.sha256))
    for other, digest in known:
        if numbers < other:
            raise RefusedFile(
                f"Ce paquet apporte la version {protocol.version}, le poste connaît déjà la "
                f"version {'.'.join(map(str, other))}. On ne revient pas en arrière\u00a0: "
                "demandez au comité une version plus récente."
            )
        if numbers == other and digest != protocol.sha256:
            raise RefusedFile(
                f"La version {protocol.version} existe déjà avec un autre contenu. "
                "Prévenez le comité\u00a0: une version signée ne change plus."
            )


def _is_approved(room: Room, opened: _Opened) -> bool:
    """Tell whether two people already approved this very file."""
    if opened.brought is None:
        return False
    about, traces = _line(opened.brought.protocol, sha256(opened.kept).digest())
    digests = tuple(trace.digest for trace in traces)
    lines = by_two(room.vault.approvals.lines(Event.PROTOCOL_IMPORTED))
    return any((one.about, one.digests) == (about, digests) for one in lines)


def _line(protocol: Protocol, digest: bytes) -> tuple[bytes, tuple[Trace, Trace]]:
    """Return what the journal says of an installation."""
    content = Trace(PROTOCOL_TRACE, bytes.fromhex(protocol.sha256))
    return mark(protocol.id, protocol.version), (Trace(DELIVERY_TRACE, digest), content)


def _before(room: Room, protocol: Protocol | None) -> Protocol | None:
    if protocol is None:
        return None
    return next((one.protocol for one in candidates(room) if one.protocol.id == protocol.id), None)
