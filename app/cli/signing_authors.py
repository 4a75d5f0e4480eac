"""The commands of a committee: keys, states, signatures, lists of withdrawals, packages.

They need no station and open no vault: the private key is a file of the person who signs.
"""

import argparse
import getpass
from hashlib import sha256
from pathlib import Path

import msgspec

from app import clock
from app.cli.signing_files import (
    proofs_path,
    protocol_files,
    protocol_signatures,
    read_file,
    read_list,
    read_protocol,
    signatures_path,
    tell,
    write_over,
)
from app.cli.signing_proofs import proof_report
from app.effects.committee_key import MAXIMUM_FILE, new_key, read_private, write_new
from app.effects.protocol_refusals import RefusedFile, said
from protocols.model import ProtocolStatus
from protocols.package import Delivery, delivered_list, delivered_protocol, delivery_file, packed
from protocols.sign import Signatures, signatures_file, signed
from protocols.sign_keys import KeyUse, key_file
from protocols.sign_proofs import MAXIMUM_PROOFS
from protocols.sign_revocations import (
    NOTHING_REVOKED,
    RevokedKey,
    WithdrawnVersion,
    next_list,
    read_revocations,
    revocations_file,
)
from protocols.sign_states import FRENCH, SIGNABLE, advanced

OWNER_ONLY = 0o600


def make_key(arguments: argparse.Namespace) -> int:
    """Write a private key under a password, and beside it the public key to give away."""
    use = KeyUse.DEMONSTRATION if arguments.demonstration else KeyUse.REAL
    private: Path = arguments.out
    public = private.with_name(f"{private.name}.pub")
    secret = getpass.getpass("Mot de passe de la clé\u00a0: ")
    if getpass.getpass("Le même, encore une fois\u00a0: ") != secret:
        raise RefusedFile("Les deux saisies diffèrent. Recommencez.")
    key, sealed = new_key(arguments.holder, arguments.role, use, secret)
    write_new(private, sealed, OWNER_ONLY)
    write_new(public, key_file(key))
    return tell(
        arguments,
        {"id": key.id, "private": str(private), "public": str(public)},
        f"Clé {key.id} de {key.holder} ({key.role}).",
        f"{private}\u00a0: clé privée, à garder sur vous, jamais sur un poste.",
        f"{public}\u00a0: clé publique, à donner aux postes.",
    )


def advance_state(arguments: argparse.Namespace) -> int:
    """Move the state of a protocol one step: draft, review, valid."""
    path: Path = arguments.file
    if signatures_path(path).exists():
        raise RefusedFile(
            "Ce protocole porte des signatures\u00a0: son contenu ne change plus. "
            "Écrivez une nouvelle version."
        )
    after = ProtocolStatus(arguments.state)
    files = protocol_files(path)
    with said():
        moved = advanced(files[path.name], after)
        packed(path.stem, {**files, path.name: moved})
    write_over(path, moved)
    told: dict[str, object] = {"file": str(path), "state": after.value}
    return tell(arguments, told, f"{path.stem}\u00a0: état «\u00a0{FRENCH[after]}\u00a0».")


def sign_file(arguments: argparse.Namespace) -> int:
    """Add one signature to the file beside a protocol or a list of withdrawals."""
    path: Path = arguments.file
    data, before, proofs = _protocol(path) if path.suffix == ".yaml" else (*read_list(path), b"")
    secret = getpass.getpass("Mot de passe de la clé\u00a0: ")
    by = read_private(read_file(arguments.key, MAXIMUM_FILE), secret)
    digest = sha256(proofs).hexdigest() if proofs else ""
    with said():
        after = signed(before, data, by, clock.now().date().isoformat(), digest)
    if proofs:
        write_over(proofs_path(path), proofs)
    beside = signatures_path(path)
    write_over(beside, signatures_file(after))
    told: dict[str, object] = {
        "file": str(beside),
        "id": after.id,
        "version": after.version,
        "sha512": after.sha512,
        "key": by[0].id,
        "proofs": digest,
        "signatures": len(after.signatures),
    }
    count = f"{len(after.signatures)} signature(s) dans {beside.name}"
    return tell(arguments, told, f"Signé par {by[0].holder}\u00a0: {count}.")


def make_list(arguments: argparse.Namespace) -> int:
    """Write the list that follows another, with what is taken back; it is not signed yet."""
    day = clock.now().date().isoformat()
    before = NOTHING_REVOKED
    if arguments.after is not None:
        with said():
            before = read_revocations(read_list(arguments.after)[0])
    lines = {"date": day, "reason": arguments.reason}
    typed = [{**lines, "id": name, "version": version} for name, version in arguments.withdraw]
    dead = [{**lines, "key": name} for name in arguments.revoke_key]
    try:
        versions = msgspec.convert(typed, tuple[WithdrawnVersion, ...])
        keys = msgspec.convert(dead, tuple[RevokedKey, ...])
    except msgspec.ValidationError:
        raise RefusedFile(
            "Donnez un identifiant et une version en trois nombres, ou l’identifiant "
            "d’une clé, et un motif d’une ligne."
        ) from None
    with said():
        after = next_list(before, versions, keys)
    write_new(arguments.out, revocations_file(after))
    told: dict[str, object] = {
        "file": str(arguments.out),
        "counter": after.counter,
        "versions": len(after.versions),
        "keys": len(after.keys),
    }
    return tell(
        arguments, told, f"Liste des retraits n°\u00a0{after.counter}, à signer maintenant."
    )


def pack(arguments: argparse.Namespace) -> int:
    """Write the one file that stations import: a protocol, a list of withdrawals, or both."""
    if arguments.protocol is None and arguments.list is None:
        raise RefusedFile("Donnez un protocole (--protocol), une liste (--list), ou les deux.")
    protocol, proofs, signatures = (
        ("", "", "") if arguments.protocol is None else _protocol_parts(arguments.protocol)
    )
    revocations, list_signatures = ("", "") if arguments.list is None else _list(arguments.list)
    delivery = Delivery(proofs, protocol, revocations, list_signatures, signatures)
    with said():
        brought, listed = delivered_protocol(delivery), delivered_list(delivery)
    content = delivery_file(delivery)
    write_new(arguments.out, content)
    told: dict[str, object] = {
        "file": str(arguments.out),
        "sha256": sha256(content).hexdigest(),
        "protocol": brought.protocol.id if brought else "",
        "version": brought.protocol.version if brought else "",
        "counter": listed.revocations.counter if listed else 0,
    }
    return tell(arguments, told, f"{arguments.out}\u00a0: {len(content)} octets, à importer.")


def _protocol(path: Path) -> tuple[bytes, Signatures, bytes]:
    """Return what is signed of a protocol, its signatures so far and its proof report."""
    protocol = read_protocol(path)
    if protocol.status not in SIGNABLE:
        state = f"«\u00a0{FRENCH[protocol.status]}\u00a0»"
        raise RefusedFile(f"Un protocole à l’état {state} ne se signe pas. Faites-le avancer.")
    return protocol.package, protocol_signatures(path, protocol), proof_report(path, protocol)


def _protocol_parts(path: Path) -> tuple[str, str, str]:
    """Return the texts of a protocol, of its proof report and of its signatures."""
    protocol = read_protocol(path)
    beside = proofs_path(path)
    proofs = read_file(beside, MAXIMUM_PROOFS) if beside.exists() else b""
    signatures = signatures_file(protocol_signatures(path, protocol))
    try:
        return protocol.package.decode(), proofs.decode(), signatures.decode()
    except UnicodeDecodeError:
        raise RefusedFile(f"{beside.name} n’est pas un rapport de preuves.") from None


def _list(path: Path) -> tuple[str, str]:
    """Return the texts of a list of withdrawals and of its signatures."""
    data, signatures = read_list(path)
    return data.decode(), signatures_file(signatures).decode()
