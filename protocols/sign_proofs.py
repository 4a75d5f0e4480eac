"""The proof report that signers read, ``<id>.osys.proofs.json``, bound to exact bytes.

Signatures hold its SHA-256, so nobody can say later that another report was read.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from protocols.model import Protocol
from protocols.sign_bytes import Hex32, ProtocolId, Version, Words, canonical, decoded
from protocols.sign_refusals import OtherBytes, SignatureRefusal

if TYPE_CHECKING:
    from protocols.prove import ProofReport

MAXIMUM_PROOFS = 1024 * 1024

_NAME = "Le rapport de preuves"


@dataclass(frozen=True, slots=True)
class ProvedProperty:
    """One line: ``subjects`` things were checked, ``subject`` is the one that breaks it."""

    holds: bool
    id: Annotated[str, msgspec.Meta(pattern=r"\A[a-z_]{1,40}\Z")]
    subject: Annotated[str, msgspec.Meta(max_length=400)]
    subjects: Annotated[int, msgspec.Meta(ge=0)]
    title: Words


@dataclass(frozen=True, slots=True)
class Proofs:
    """The report of one version; ``sha256`` is that of the protocol proved."""

    obligations: tuple[ProvedProperty, ...]
    protocol: ProtocolId
    sha256: Hex32
    version: Version
    format: Literal["osys-proofs-1"] = "osys-proofs-1"

    @property
    def broken(self) -> tuple[str, ...]:
        """The titles of the properties that do not hold, each once."""
        return tuple(dict.fromkeys(one.title for one in self.obligations if not one.holds))


def proofs_file(report: "ProofReport") -> bytes:
    """Return the file of what was proved: the same report always gives the same bytes."""
    lines = tuple(
        ProvedProperty(one.holds, one.id, one.subject, one.subjects, one.title)
        for one in report.obligations
    )
    return canonical(Proofs(lines, report.protocol, report.sha256, report.version))


def read_proofs(data: bytes, protocol: Protocol) -> Proofs:
    """Return the report in ``data``, which is that of ``protocol``.

    Raises:
        UnreadableFile: it is no such file.
        OtherBytes: it is the report of other bytes.
    """
    proofs = decoded(data, Proofs, MAXIMUM_PROOFS, _NAME)
    named = (proofs.protocol, proofs.version, proofs.sha256)
    if named != (protocol.id, protocol.version, protocol.sha256):
        raise OtherBytes(
            "Le rapport de preuves est celui d’un autre contenu. "
            "Demandez de nouveau le paquet d’origine au comité."
        )
    return proofs


def require_proved(proofs: Proofs) -> None:
    """Refuse a report where a property does not hold, or that checked nothing.

    Raises:
        SignatureRefusal: with the titles of what does not hold.
    """
    if not proofs.obligations:
        raise SignatureRefusal("Le rapport de preuves ne vérifie rien. Refaites-le.")
    if proofs.broken:
        raise SignatureRefusal(
            f"Propriétés non vérifiées\u00a0: {', '.join(proofs.broken)}. "
            "Corrigez le protocole avant de le signer."
        )
