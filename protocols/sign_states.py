"""draft -> review -> valid -> withdrawn: what a version is, and who may move it.

The file says ``draft``, ``review`` or ``valid``; a file that says ``valid`` is in review for
everybody until enough of the committee signed its bytes. ``withdrawn`` is never written in the
file, whose bytes are signed: a list of withdrawals says it, or the station itself. A
demonstration is beside this path and never enters it.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from protocols.model import Protocol
from protocols.sign import Signatures, Signer, Subject, signers
from protocols.sign_keys import Committee
from protocols.sign_refusals import OtherBytes, SignatureRefusal
from protocols.terms import ProtocolStatus

FRENCH: Mapping[ProtocolStatus, str] = MappingProxyType(
    {
        ProtocolStatus.DRAFT: "brouillon",
        ProtocolStatus.REVIEW: "relecture",
        ProtocolStatus.VALID: "valide",
        ProtocolStatus.WITHDRAWN: "retiré",
        ProtocolStatus.DEMONSTRATION: "démonstration",
    }
)
SIGNABLE = frozenset({ProtocolStatus.VALID, ProtocolStatus.DEMONSTRATION})

_NEXT = {
    ProtocolStatus.DRAFT: ProtocolStatus.REVIEW,
    ProtocolStatus.REVIEW: ProtocolStatus.VALID,
    ProtocolStatus.VALID: ProtocolStatus.WITHDRAWN,
}
_BACK_TO_DRAFT = (ProtocolStatus.REVIEW, ProtocolStatus.DRAFT)
_STATUS_LINE = re.compile(rb"^status: (?P<status>[a-z]+)(?=\r?$)", re.MULTILINE)


def may_become(before: ProtocolStatus, after: ProtocolStatus) -> bool:
    """Tell whether a version may go from ``before`` to ``after``.

    One step forward at a time; a review may send the file back to draft.
    """
    return _NEXT.get(before) is after or (before, after) == _BACK_TO_DRAFT


def state_of(written: ProtocolStatus, *, is_signed: bool, is_withdrawn: bool) -> ProtocolStatus:
    """Return what a version is, from what its file says and what people did with it."""
    if is_withdrawn:
        return ProtocolStatus.WITHDRAWN
    if written is ProtocolStatus.VALID and not is_signed:
        return ProtocolStatus.REVIEW
    return written


def advanced(data: bytes, after: ProtocolStatus) -> bytes:
    """Return the protocol file ``data`` with its status moved one step to ``after``.

    Raises:
        SignatureRefusal: the step is not one of the path, or the status is not written once.
    """
    lines = list(_STATUS_LINE.finditer(data))
    if len(lines) != 1 or lines[0]["status"].decode() not in set(ProtocolStatus):
        raise SignatureRefusal(
            "Le fichier doit dire son état sur une seule ligne, "
            "par exemple «\u00a0status: draft\u00a0»."
        )
    before = ProtocolStatus(lines[0]["status"].decode())
    if after is ProtocolStatus.WITHDRAWN:
        raise SignatureRefusal(
            "Un retrait ne s’écrit pas dans le protocole, dont le contenu est signé. "
            "Utilisez la liste des retraits."
        )
    if not may_become(before, after):
        steps = f"«\u00a0{FRENCH[before]}\u00a0» à «\u00a0{FRENCH[after]}\u00a0»"
        raise SignatureRefusal(f"Un protocole ne passe pas de {steps}.")
    start, end = lines[0].span("status")
    return data[:start] + after.value.encode() + data[end:]


def protocol_signers(
    protocol: Protocol,
    signatures: Signatures,
    committee: Committee,
    revoked: frozenset[str],
) -> tuple[Signer, ...]:
    """Return whose signatures count for ``protocol``.

    Raises:
        OtherBytes: the signatures are those of another protocol, version or content.
        TooFewSignatures: see ``protocols.sign.signers``.
    """
    named = (signatures.subject, signatures.id, signatures.version)
    if named != (Subject.PROTOCOL, protocol.id, protocol.version):
        raise OtherBytes(
            "Ces signatures sont celles d’un autre protocole ou d’une autre version. "
            "Demandez de nouveau le fichier d’origine au comité."
        )
    return signers(protocol.package, signatures, committee, revoked)
