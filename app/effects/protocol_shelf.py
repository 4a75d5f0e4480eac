"""Which protocols this station may run: shipped or imported, checked again at each session.

A real station runs a protocol that says ``valid``, is signed by enough of the committee, is in
date, open in its region, and that nobody withdrew. A demonstration runs the demonstration
protocols of the product and signed demonstration packages, and nothing else. Of several versions
the greatest counts, alone: when it may not run, an older one does not come back in its place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.effects.access import Access
from app.effects.protocol_candidates import Candidate, candidates
from app.effects.protocol_folder import ProtocolFolder
from app.effects.protocol_marks import mark
from app.effects.protocol_recall import said_reason
from app.effects.protocol_refusals import RefusedProtocol
from app.effects.protocol_room import Room, shipped
from app.effects.protocol_trust import Trust, read_trust
from app.encounter.choose import refusal as general_refusal
from app.errors import StationError
from app.station import Station
from protocols.model import Protocol, ProtocolStatus
from protocols.sign import Signer
from protocols.sign_refusals import SignatureRefusal
from protocols.sign_states import FRENCH, protocol_signers, state_of


@dataclass(frozen=True, slots=True)
class Standing:
    """What a protocol is at this station; ``refusal`` is "" when it may run that day."""

    protocol: Protocol
    state: ProtocolStatus
    imported: bool
    signers: tuple[Signer, ...]
    refusal: str


def standings(room: Room, today: date) -> tuple[Standing, ...]:
    """Return one standing for each protocol the station holds, in the order of their ids.

    Where the journal or the list of withdrawals cannot be trusted, none may run.
    """
    try:
        trust, found = read_trust(room), candidates(room)
    except StationError as lost:
        return tuple(
            Standing(one, one.status, imported=False, signers=(), refusal=lost.sentence)
            for one in room.shipped.library.values()
        )
    return tuple(standing(one, room, trust, today) for one in found)


def standing(candidate: Candidate, room: Room, trust: Trust, today: date) -> Standing:
    """Return what one candidate is under ``trust``."""
    protocol = candidate.protocol
    withdrawn = _withdrawn(protocol, trust, room)
    signers, unsigned = _signers(candidate, trust, room)
    general = general_refusal(protocol, room.station, today)
    refusals = (candidate.refusal, _unfit(protocol, room), withdrawn, unsigned, general)
    state = state_of(protocol.status, is_signed=not unsigned, is_withdrawn=bool(withdrawn))
    said = next((one for one in refusals if one), "")
    return Standing(protocol, state, candidate.imported, signers, said)


class Shelf:
    """The shelf of whoever is logged in; the files are read again at each session."""

    def __init__(self, access: Access, station: Station) -> None:
        self._access = access
        self._station = station
        self._found: tuple[Standing, ...] = ()
        self._read_for: tuple[object, date] | None = None

    def standings(self) -> tuple[Standing, ...]:
        """Return what each protocol is today for the open session.

        Raises:
            SessionClosed: nobody is logged in.
        """
        vault, today = self._access.vault, self._access.now().date()
        if self._read_for != (vault, today):
            folder = ProtocolFolder(self._access.folder)
            room = Room(vault, folder, self._station, shipped())
            self._found, self._read_for = standings(room, today), (vault, today)
        return self._found

    def runnable(self) -> Mapping[str, Protocol]:
        """Return the protocols that may run today, by id."""
        return {one.protocol.id: one.protocol for one in self.standings() if not one.refusal}

    def protocol(self, protocol_id: str) -> Protocol:
        """Return the protocol to run.

        Raises:
            RefusedProtocol: it is not here, or may not run; the sentence says why.
        """
        known = {one.protocol.id: one for one in self.standings()}.get(protocol_id)
        if known is None:
            raise RefusedProtocol("Ce protocole n’est pas installé. Choisissez-en un autre.")
        if known.refusal:
            raise RefusedProtocol(known.refusal)
        return known.protocol


def _unfit(protocol: Protocol, room: Room) -> str:
    """Return why this kind of station never runs such a protocol, "" when it may."""
    is_demonstration = protocol.status is ProtocolStatus.DEMONSTRATION
    if is_demonstration and not room.station.demonstration:
        return "Ce protocole est une démonstration. Un poste réel ne l’ouvre pas."
    if room.station.demonstration and not is_demonstration:
        return "Ce protocole est fait pour un poste réel. La démonstration ne l’ouvre pas."
    if protocol.status in {ProtocolStatus.DRAFT, ProtocolStatus.REVIEW}:
        state = FRENCH[protocol.status]
        return f"Ce protocole est encore à l’état «\u00a0{state}\u00a0». Il reste fermé."
    return ""


def _withdrawn(protocol: Protocol, trust: Trust, room: Room) -> str:
    """Return why this version was taken back, "" when it was not."""
    listed = trust.revocations.withdrawal(protocol.id, protocol.version)
    if listed is not None:
        return (
            f"La version {protocol.version} a été retirée par le comité\u00a0: {listed.reason}. "
            "Installez la version suivante."
        )
    here = trust.withdrawn.get(mark(protocol.id, protocol.version))
    if here is not None:
        reason = said_reason(room, here)
        why = f"\u00a0: {reason}" if reason else ""
        return (
            f"La version {protocol.version} a été retirée sur ce poste{why}. "
            "Installez la version suivante."
        )
    if protocol.status is ProtocolStatus.WITHDRAWN:
        return "Ce protocole est retiré. Installez la version suivante."
    return ""


def _signers(candidate: Candidate, trust: Trust, room: Room) -> tuple[tuple[Signer, ...], str]:
    """Return whose signatures count, or why there are not enough.

    Only what came with the program may have no signature file at all: a demonstration runs it.
    """
    if candidate.signatures is None:
        if room.station.demonstration:
            return (), ""
        return (), "Ce protocole n’est pas signé par le comité. Il reste fermé."
    dead = trust.revocations.revoked
    try:
        counted = protocol_signers(candidate.protocol, candidate.signatures, trust.committee, dead)
    except SignatureRefusal as refused:
        return (), refused.sentence
    return counted, ""
