"""The one file by which a committee sends a protocol, or a list of withdrawals, to stations.

Canonical JSON without compression: nothing unfolds, and no name of a file inside becomes a path.
Each part is the exact text of another file, "" when it is not sent::

    {"format": "osys-delivery-1", "proofs": ..., "protocol": ..., "revocations": ...,
     "revocations_signatures": ..., "signatures": ...}

``protocol`` is ``Protocol.package``: the protocol with the gate, the scores and the catalogue it
was signed with, which are also the bytes that every sheet keeps.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from typing import Literal

from protocols.load import SHARED, load_package
from protocols.model import Protocol
from protocols.read_head import SEMANTICS
from protocols.sign import MAXIMUM_SIGNATURES, Signatures, read_signatures, signatures_file
from protocols.sign_bytes import canonical, decoded, unreadable
from protocols.sign_proofs import MAXIMUM_PROOFS, Proofs, read_proofs
from protocols.sign_refusals import OtherBytes, SignatureRefusal
from protocols.sign_revocations import MAXIMUM_REVOCATIONS, Revocations, read_revocations

MAXIMUM_DELIVERY = 6 * 1024 * 1024
"""A protocol of four files of 256 KiB written twice as JSON, its proofs, a list, signatures."""

_NAME = "Le paquet"


@dataclass(frozen=True, slots=True)
class Delivery:
    """The parts of a delivered file, each the text of a whole file or ""."""

    proofs: str = ""
    protocol: str = ""
    revocations: str = ""
    revocations_signatures: str = ""
    signatures: str = ""
    format: Literal["osys-delivery-1"] = "osys-delivery-1"

    def __post_init__(self) -> None:
        whole = bool(self.protocol) == bool(self.signatures)
        listed = bool(self.revocations) == bool(self.revocations_signatures)
        if not (whole and listed and (self.protocol or self.revocations)):
            raise ValueError("each content comes with its signatures")
        if self.proofs and not self.protocol:
            raise ValueError("proofs are those of a protocol")


@dataclass(frozen=True, slots=True)
class DeliveredProtocol:
    """A protocol that was delivered, its signatures not verified yet.

    ``proofs`` is the report that its signers read, None when they read none.
    """

    protocol: Protocol
    signatures: Signatures
    proofs: Proofs | None


@dataclass(frozen=True, slots=True)
class DeliveredList:
    """A list of withdrawals that was delivered, its signatures not verified yet."""

    data: bytes
    revocations: Revocations
    signatures: Signatures


def delivery_file(delivery: Delivery) -> bytes:
    """Return the bytes of a delivered file: the same parts always give the same bytes."""
    return canonical(delivery)


def read_delivery(data: bytes) -> Delivery:
    """Return the parts of a delivered file.

    Raises:
        UnreadableFile: too long, another form, a part twice, unknown or without signatures.
    """
    delivery = decoded(data, Delivery, MAXIMUM_DELIVERY, _NAME)
    bounds = (
        (delivery.proofs, MAXIMUM_PROOFS),
        (delivery.revocations, MAXIMUM_REVOCATIONS),
        (delivery.revocations_signatures, MAXIMUM_SIGNATURES),
        (delivery.signatures, MAXIMUM_SIGNATURES),
    )
    if any(len(part.encode()) > most for part, most in bounds):
        raise unreadable(_NAME)
    return delivery


def delivered_protocol(delivery: Delivery) -> DeliveredProtocol | None:
    """Return the protocol of a delivery, None when it only brings a list.

    Raises:
        ProtocolError: the protocol does not load.
        UnreadableFile: its signatures are not a signature file.
        OtherBytes: the proof report is not the one that was signed.
    """
    if not delivery.protocol:
        return None
    signatures = read_signatures(delivery.signatures.encode())
    proofs = delivery.proofs.encode()
    digest = sha256(proofs).hexdigest() if proofs else ""
    if any(one.proofs != digest for one in signatures.signatures):
        raise OtherBytes(
            "Le rapport de preuves joint n’est pas celui que les signataires ont lu. "
            "Demandez de nouveau le paquet d’origine au comité."
        )
    protocol = _loaded(delivery.protocol.encode())
    read = read_proofs(proofs, protocol) if proofs else None
    return DeliveredProtocol(protocol, signatures, read)


@lru_cache(maxsize=32)
def _loaded(package: bytes) -> Protocol:
    """Return the protocol of these bytes; two people and a shelf ask for the same one in a row."""
    return load_package(package)


def delivered_list(delivery: Delivery) -> DeliveredList | None:
    """Return the list of withdrawals of a delivery, None when there is none.

    Raises:
        UnreadableFile: the list or its signatures are not such files.
    """
    if not delivery.revocations:
        return None
    data = delivery.revocations.encode()
    signatures = read_signatures(delivery.revocations_signatures.encode())
    return DeliveredList(data, read_revocations(data), signatures)


def protocol_alone(delivery: Delivery) -> bytes:
    """Return the delivered file of the protocol without the list that came with it."""
    return delivery_file(replace(delivery, revocations="", revocations_signatures=""))


def list_alone(brought: DeliveredList) -> bytes:
    """Return the delivered file of a list without the protocol it came with."""
    signatures = signatures_file(brought.signatures).decode()
    alone = Delivery(revocations=brought.data.decode(), revocations_signatures=signatures)
    return delivery_file(alone)


def packed(protocol_id: str, files: Mapping[str, bytes]) -> Protocol:
    """Return the protocol made of ``files``: its own file and the three it depends on.

    Raises:
        ProtocolError: a file is missing, not UTF-8, or the protocol does not load.
        SignatureRefusal: the files are not those of one protocol.
    """
    if set(files) != {*SHARED, f"{protocol_id}.yaml"}:
        raise SignatureRefusal(
            f"Il faut {protocol_id}.yaml et, à côté, {', '.join(sorted(SHARED))}."
        )
    try:
        texts = {name: data.decode("utf-8") for name, data in files.items()}
    except UnicodeDecodeError:
        raise SignatureRefusal("Un des fichiers du protocole n’est pas en UTF-8.") from None
    content = {"files": texts, "osys": SEMANTICS, "protocol": protocol_id}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return _loaded(text.encode())
