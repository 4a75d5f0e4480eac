"""The version of each protocol that counts: shipped with the product, or imported by two people."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from app.effects.protocol_marks import Installed, family, installed
from app.effects.protocol_room import Room
from protocols.model import Protocol, ProtocolStatus
from protocols.package import DeliveredProtocol, delivered_protocol, read_delivery
from protocols.refusals import ProtocolError
from protocols.sign import Signatures, read_signatures
from protocols.sign_bytes import version_numbers
from protocols.sign_refusals import SignatureRefusal


@dataclass(frozen=True, slots=True)
class Candidate:
    """One version; ``refusal`` tells what is wrong with its files, "" when nothing is."""

    protocol: Protocol
    signatures: Signatures | None
    imported: bool
    refusal: str = ""

    @property
    def numbers(self) -> tuple[int, int, int]:
        """The version as numbers."""
        return version_numbers(self.protocol.version)


def candidates(room: Room) -> tuple[Candidate, ...]:
    """Return one candidate for each protocol, in the order of their ids.

    Raises:
        Tampered: the journal is not sound.
    """
    known = installed(room.vault)
    found = tuple(chain(_shipped(room), _imported(room, known.values())))
    names = sorted({one.protocol.id for one in found})
    greatest = (_greatest(tuple(one for one in found if one.protocol.id == n), room) for n in names)
    return tuple(_without_loss(one, known) for one in greatest)


def lost_versions(room: Room) -> tuple[str, ...]:
    """Return the versions that two people imported whose file is gone or was changed.

    Raises:
        Tampered: the journal is not sound.
    """
    return tuple(
        one.version for one in installed(room.vault).values() if _delivered(room, one) is None
    )


def _shipped(room: Room) -> Iterator[Candidate]:
    for name, protocol in room.shipped.library.items():
        data = room.shipped.signatures.get(name)
        if data is None:
            yield Candidate(protocol, None, imported=False)
            continue
        try:
            yield Candidate(protocol, read_signatures(data), imported=False)
        except SignatureRefusal as refused:
            yield Candidate(protocol, None, imported=False, refusal=refused.sentence)


def _imported(room: Room, known: Iterable[Installed]) -> Iterator[Candidate]:
    for one in known:
        brought = _delivered(room, one)
        if brought is not None:
            yield Candidate(brought.protocol, brought.signatures, imported=True)


def _delivered(room: Room, one: Installed) -> DeliveredProtocol | None:
    """Return what two people installed, None when its file is gone or is not that one."""
    data = room.folder.get(one.delivery)
    brought = _read(data) if data is not None else None
    if brought is None:
        return None
    protocol = brought.protocol
    same = family(protocol.id) == one.family and version_numbers(protocol.version) == one.numbers
    return brought if same and bytes.fromhex(protocol.sha256) == one.protocol else None


def _read(data: bytes) -> DeliveredProtocol | None:
    try:
        return delivered_protocol(read_delivery(data))
    except (SignatureRefusal, ProtocolError):
        return None


def _greatest(same_id: tuple[Candidate, ...], room: Room) -> Candidate:
    """Return the greatest version made for this kind of station, else the greatest of all.

    A demonstration never hides a real protocol, nor the other way round.
    """
    wanted = room.station.demonstration
    fit = [one for one in same_id if _is_demonstration(one) == wanted] or list(same_id)
    best = max(fit, key=lambda one: (one.numbers, one.imported))
    rivals = [one for one in fit if one.numbers == best.numbers]
    if len({one.protocol.sha256 for one in rivals}) > 1:
        return replace(
            best,
            refusal="Deux contenus différents portent cette même version. "
            "Le protocole reste fermé\u00a0: prévenez le comité.",
        )
    return best


def _is_demonstration(candidate: Candidate) -> bool:
    return candidate.protocol.status is ProtocolStatus.DEMONSTRATION


def _without_loss(best: Candidate, known: Mapping[bytes, Installed]) -> Candidate:
    """Refuse an older version that would come back because the imported file is gone."""
    last = known.get(family(best.protocol.id))
    if last is None or best.imported or best.numbers > last.numbers:
        return best
    if best.numbers == last.numbers and bytes.fromhex(best.protocol.sha256) == last.protocol:
        return best
    return replace(
        best,
        refusal=f"Le paquet importé de ce protocole (version {last.version}) manque dans le "
        "dossier du poste, ou il a été modifié. Importez-le de nouveau.",
    )
