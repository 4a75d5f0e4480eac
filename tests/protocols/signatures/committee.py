"""An invented committee, versions of a shipped protocol, and what it signs of them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from protocols.load import SHARED
from protocols.model import Protocol
from protocols.package import Delivery, delivery_file, packed
from protocols.sign import Signatures, Subject, signatures_file, signed, unsigned
from protocols.sign_bytes import canonical
from protocols.sign_keys import Committee, CommitteeKey, KeyUse
from protocols.sign_proofs import Proofs, ProvedProperty
from protocols.sign_revocations import LIST_ID, Revocations, revocations_file

ID = "piqure_tique"
DAY = "2026-11-25"
LONG = "2027-03-31"


@dataclass(frozen=True)
class Member:
    key: CommitteeKey
    private: Ed25519PrivateKey


@cache
def member(name: str, use: KeyUse = KeyUse.REAL) -> Member:
    """Return somebody of the committee; the key lasts as long as the tests."""
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw().hex()
    return Member(CommitteeKey(name, public, "membre", use), private)


def members(use: KeyUse = KeyUse.REAL) -> tuple[Member, Member, Member]:
    return member("Anne Keller", use), member("Basile Ortiz", use), member("Chloé Ravel", use)


def committee(*people: Member, needed: int = 2) -> Committee:
    return Committee(needed, tuple(one.key for one in people))


@cache
def library_files(protocol_id: str = ID) -> dict[str, bytes]:
    folder = files("protocols") / "library"
    return {name: (folder / name).read_bytes() for name in (*SHARED, f"{protocol_id}.yaml")}


@cache
def a_version(
    version: str = "2026.12.0",
    status: str = "valid",
    valid_to: str = LONG,
    replaced: tuple[tuple[str, str], ...] = (),
    protocol_id: str = ID,
) -> Protocol:
    """Return the shipped protocol with another head, and perhaps other words."""
    content = version_files(version, status, valid_to, replaced, protocol_id)
    return packed(protocol_id, content)


def version_files(
    version: str,
    status: str,
    valid_to: str = LONG,
    replaced: tuple[tuple[str, str], ...] = (),
    protocol_id: str = ID,
) -> dict[str, bytes]:
    text = library_files(protocol_id)[f"{protocol_id}.yaml"].decode()
    text = re.sub(r"^version: .*$", f"version: {version}", text, flags=re.MULTILINE)
    text = re.sub(r"^status: .*$", f"status: {status}", text, flags=re.MULTILINE)
    text = re.sub(r"(?<=to: )\d{4}-\d{2}-\d{2}", valid_to, text)
    for old, new in replaced:
        assert old in text
        text = text.replace(old, new)
    return {**library_files(protocol_id), f"{protocol_id}.yaml": text.encode()}


def proofs_of(protocol: Protocol, *, holds: bool = True) -> bytes:
    line = ProvedProperty(
        holds, "bounded", "" if holds else "une question", 12, "L’entretien finit"
    )
    return canonical(Proofs((line,), protocol.id, protocol.sha256, protocol.version))


def signatures(protocol: Protocol, *people: Member, proofs: bytes | None = None) -> Signatures:
    from hashlib import sha256

    report = proofs_of(protocol) if proofs is None else proofs
    digest = sha256(report).hexdigest() if report else ""
    found = unsigned(Subject.PROTOCOL, protocol.id, protocol.version, protocol.package)
    for one in people:
        found = signed(found, protocol.package, (one.key, one.private), DAY, digest)
    return found


def list_signatures(revocations: Revocations, *people: Member) -> Signatures:
    data = revocations_file(revocations)
    found = unsigned(Subject.REVOCATIONS, LIST_ID, str(revocations.counter), data)
    for one in people:
        found = signed(found, data, (one.key, one.private), DAY, "")
    return found


def delivery(
    protocol: Protocol | None = None,
    *people: Member,
    revocations: Revocations | None = None,
    list_people: tuple[Member, ...] | None = None,
    proofs: bytes | None = None,
) -> bytes:
    """Return the delivered file of a protocol, of a list, or of both."""
    parts: dict[str, str] = {}
    if protocol is not None:
        report = proofs_of(protocol) if proofs is None else proofs
        parts["protocol"] = protocol.package.decode()
        parts["proofs"] = report.decode()
        parts["signatures"] = signatures_file(signatures(protocol, *people, proofs=report)).decode()
    if revocations is not None:
        signers = people if list_people is None else list_people
        parts["revocations"] = revocations_file(revocations).decode()
        parts["revocations_signatures"] = signatures_file(
            list_signatures(revocations, *signers)
        ).decode()
    return delivery_file(Delivery(**parts))


def changed(data: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    """Return a canonical file with one of its fields changed, still in canonical form."""
    import json

    content = json.loads(data)
    change(content)
    return canonical(content)
