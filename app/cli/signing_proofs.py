"""What the machine checks of a protocol before a person signs it."""

from pathlib import Path

from app.cli.signing_files import proofs_path, read_file, signatures_path
from app.effects.protocol_refusals import RefusedFile, said
from protocols.model import Protocol, ProtocolStatus
from protocols.sign_proofs import MAXIMUM_PROOFS, proofs_file, read_proofs, require_proved


def proof_report(path: Path, protocol: Protocol) -> bytes:
    """Return the proof report of ``protocol``, the very one that others signed before.

    Raises:
        RefusedFile: an invented patient does not get what its author expects, a property does
            not hold for a protocol made for patients, or the report differs from the one that
            stands beside its signatures.
    """
    _require_vignettes(protocol)
    data = _proved(protocol)
    if protocol.status is ProtocolStatus.VALID:
        with said():
            require_proved(read_proofs(data, protocol))
    beside = proofs_path(path)
    was_read = signatures_path(path).exists() and beside.exists()
    if was_read and read_file(beside, MAXIMUM_PROOFS) != data:
        raise RefusedFile(
            f"{beside.name} n’est pas le rapport que ce logiciel établit. "
            "Les signataires doivent tous lire le même\u00a0: utilisez la même version."
        )
    return data


def _require_vignettes(protocol: Protocol) -> None:
    from protocols.vignettes import failures

    failed = failures(protocol)
    if failed:
        raise RefusedFile(
            f"Un patient d’exemple n’obtient pas ce qui est attendu\u00a0: {failed[0]}. "
            "Corrigez le protocole ou l’exemple avant de signer."
        )


def _proved(protocol: Protocol) -> bytes:
    # The diagrams are loaded by this command only.
    from protocols.diagram import TooIntricate
    from protocols.prove import prove

    try:
        return proofs_file(prove(protocol))
    except TooIntricate as error:
        raise RefusedFile(error.sentence) from None
