"""Files of a committee as its commands read and write them: bounded, whole, named by rule.

Beside ``<id>.yaml`` stand ``<id>.osys.sig.json`` (signatures) and ``<id>.osys.proofs.json`` (what
the signers read); beside a list ``<name>.json`` stands ``<name>.sig.json``.
"""

import argparse
import json
import sys
from pathlib import Path

from app.effects.protocol_refusals import RefusedFile, said
from protocols.load import SHARED
from protocols.model import Protocol
from protocols.package import packed
from protocols.sign import MAXIMUM_SIGNATURES, Signatures, Subject, read_signatures, unsigned
from protocols.sign_revocations import LIST_ID, MAXIMUM_REVOCATIONS, read_revocations
from protocols.yaml_tree import MAXIMUM_BYTES


def read_file(path: Path, most: int) -> bytes:
    """Return the bytes of ``path``, never more than ``most`` and one.

    Raises:
        RefusedFile: it does not open.
    """
    try:
        with path.open("rb") as stream:
            return stream.read(most + 1)
    except OSError:
        raise RefusedFile(f"{path.name} ne s’ouvre pas. Vérifiez son nom et son dossier.") from None


def write_over(path: Path, data: bytes) -> None:
    """Put ``data`` in place of what ``path`` held, whole or not at all.

    Raises:
        RefusedFile: the folder cannot be written.
    """
    aside = path.with_name(f"{path.name}.part")
    try:
        aside.write_bytes(data)
        aside.replace(path)
    except OSError:
        raise RefusedFile(f"{path.name} ne peut pas être écrit. Vérifiez le dossier.") from None


def tell(arguments: argparse.Namespace, told: dict[str, object], *lines: str) -> int:
    """Print ``told`` for a machine or ``lines`` for a person; return the exit code of success."""
    if arguments.json:
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 0


def signatures_path(path: Path) -> Path:
    """Return where the signatures of a protocol file or of a list stand."""
    ending = ".osys.sig.json" if path.suffix == ".yaml" else ".sig.json"
    return path.with_name(f"{path.stem}{ending}")


def proofs_path(path: Path) -> Path:
    """Return where the proof report of a protocol file stands."""
    return path.with_name(f"{path.stem}.osys.proofs.json")


def protocol_files(path: Path) -> dict[str, bytes]:
    """Return the protocol file ``path`` and the three it depends on, beside it."""
    names = (path.name, *SHARED)
    return {name: read_file(path.with_name(name), MAXIMUM_BYTES) for name in names}


def read_protocol(path: Path) -> Protocol:
    """Return the protocol written in ``path`` with the shared files beside it.

    Raises:
        RefusedFile: a file is missing or the protocol does not load.
    """
    with said():
        return packed(path.stem, protocol_files(path))


def signatures_of(path: Path, blank: Signatures) -> Signatures:
    """Return the signatures that stand beside ``path``, ``blank`` when there are none yet.

    Raises:
        RefusedFile: they are not such a file, or are those of another content.
    """
    beside = signatures_path(path)
    if not beside.exists():
        return blank
    with said():
        found = read_signatures(read_file(beside, MAXIMUM_SIGNATURES))
    named = (found.subject, found.id, found.version, found.sha512)
    if named != (blank.subject, blank.id, blank.version, blank.sha512):
        raise RefusedFile(
            f"{beside.name} signe un autre contenu. Rangez-le ailleurs avant de signer celui-ci."
        )
    return found


def protocol_signatures(path: Path, protocol: Protocol) -> Signatures:
    """Return the signatures of a protocol so far; see ``signatures_of``."""
    blank = unsigned(Subject.PROTOCOL, protocol.id, protocol.version, protocol.package)
    return signatures_of(path, blank)


def read_list(path: Path) -> tuple[bytes, Signatures]:
    """Return the bytes of a list of withdrawals and its signatures so far.

    Raises:
        RefusedFile: it is no such list; see ``signatures_of``.
    """
    data = read_file(path, MAXIMUM_REVOCATIONS)
    with said():
        counter = read_revocations(data).counter
    blank = unsigned(Subject.REVOCATIONS, LIST_ID, str(counter), data)
    return data, signatures_of(path, blank)
