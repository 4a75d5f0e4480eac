"""Detached signatures of a committee over exact bytes, ``<id>.osys.sig.json``.

Each signature is Ed25519 (RFC 8032) over::

    "OSYS-PROTOCOL-1" 00 | SHA-512 of the signed bytes

and comes with an attestation, Ed25519 by the same key over::

    "OSYS-ATTESTATION-1" 00 | SHA-512 of the canonical JSON of
    {date, id, key, proofs, role, sha512, subject, version}

so that the date, the role and the proof report that was read cannot be changed either. A list
of withdrawals is signed the same way under "OSYS-REVOCATIONS-1" 00: a signature of one kind
never counts for the other.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha512
from typing import Annotated, Literal

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from protocols.sign_bytes import (
    Day,
    Hex16,
    Hex64,
    ProtocolId,
    Words,
    canonical,
    decoded,
    require_day,
)
from protocols.sign_keys import Committee, CommitteeKey
from protocols.sign_refusals import OtherBytes, SignatureRefusal, TooFewSignatures

MAXIMUM_SIGNATURES = 64 * 1024

_NAME = "Le fichier de signatures"
_ATTESTATION = b"OSYS-ATTESTATION-1\0"
_STARTS = {"protocol": b"OSYS-PROTOCOL-1\0", "revocations": b"OSYS-REVOCATIONS-1\0"}


class Subject(StrEnum):
    """What is signed."""

    PROTOCOL = "protocol"
    REVOCATIONS = "revocations"


@dataclass(frozen=True, slots=True)
class Signature:
    """One line: ``key`` and ``role`` say who, ``proofs`` is the SHA-256 of the report read."""

    attestation: Hex64
    date: Day
    key: Hex16
    proofs: Annotated[str, msgspec.Meta(pattern=r"\A(?:[0-9a-f]{64})?\Z")]
    role: Words
    signature: Hex64

    def __post_init__(self) -> None:
        require_day(self.date)


@dataclass(frozen=True, slots=True)
class Signatures:
    """The signatures of one content, in the order of their keys, one for each key."""

    id: ProtocolId
    sha512: Hex64
    signatures: tuple[Signature, ...]
    subject: Subject
    version: Annotated[str, msgspec.Meta(pattern=r"\A[0-9.]{1,20}\Z")]
    format: Literal["osys-signatures-1"] = "osys-signatures-1"

    def __post_init__(self) -> None:
        keys = [one.key for one in self.signatures]
        if keys != sorted(set(keys)):
            raise ValueError("one signature for each key, in order")


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody whose signature counts; ``role`` is the one this station knows them by."""

    holder: str
    role: str
    date: str
    key: str
    proofs: str


def message(subject: Subject, data: bytes) -> bytes:
    """Return what is signed for ``data``."""
    return _STARTS[subject] + sha512(data).digest()


def unsigned(subject: Subject, name: str, version: str, data: bytes) -> Signatures:
    """Return the signature file of ``data`` before anybody signs it."""
    return Signatures(name, sha512(data).hexdigest(), (), subject, version)


def read_signatures(data: bytes) -> Signatures:
    """Return the signatures written in ``data``; none is verified here.

    Raises:
        UnreadableFile: another form, or two signatures of one key.
    """
    return decoded(data, Signatures, MAXIMUM_SIGNATURES, _NAME)


def signatures_file(signatures: Signatures) -> bytes:
    """Return the file of ``signatures``."""
    return canonical(signatures)


def signed(
    before: Signatures,
    data: bytes,
    by: tuple[CommitteeKey, Ed25519PrivateKey],
    day: str,
    proofs: str,
) -> Signatures:
    """Return ``before`` with one signature more.

    Args:
        before: the signatures of the same bytes, perhaps none.
        data: the exact bytes signed.
        by: the public record of the signer and the private key that goes with it.
        day: ISO date of the signature.
        proofs: SHA-256 of the proof report that was read, "" when there is none.

    Raises:
        OtherBytes: ``before`` is of other bytes.
        SignatureRefusal: this key signed already, or the private key is not that of the record.
    """
    key, private = by
    if before.sha512 != sha512(data).hexdigest():
        raise _other_bytes()
    if private.public_key().public_bytes_raw() != key.public_bytes:
        raise SignatureRefusal("La clé privée n’est pas celle de cette clé publique.")
    if any(one.key == key.id for one in before.signatures):
        raise SignatureRefusal(
            f"{key.holder} a déjà signé. Une même clé ne compte qu’une fois\u00a0: "
            "demandez la signature d’une autre personne."
        )
    blank = Signature("0" * 128, day, key.id, proofs, key.role, "0" * 128)
    line = replace(
        blank,
        attestation=private.sign(_attestation(before, blank)).hex(),
        signature=private.sign(message(before.subject, data)).hex(),
    )
    lines = sorted((*before.signatures, line), key=lambda one: one.key)
    return replace(before, signatures=tuple(lines))


def signers(
    data: bytes, signatures: Signatures, committee: Committee, revoked: Collection[str]
) -> tuple[Signer, ...]:
    """Return whose signatures count for ``data``, enough of them.

    A key that this station does not know, or that was revoked, does not count and does no
    harm; a line of a known key that does not verify is a file that was changed.

    Raises:
        OtherBytes: the signatures are of other bytes, a line was changed, or the signers did
            not read the same proof report.
        TooFewSignatures: fewer different holders than the committee needs.
    """
    if signatures.sha512 != sha512(data).hexdigest():
        raise _other_bytes()
    known = [(one, committee.key(one.key)) for one in signatures.signatures]
    counted = [
        _verified(data, signatures, line, key)
        for line, key in known
        if key is not None and key.id not in revoked
    ]
    if len({one.proofs for one in counted}) > 1:
        raise OtherBytes(
            "Les signataires n’ont pas lu le même rapport de preuves. "
            "Demandez au comité de signer de nouveau."
        )
    if len({one.holder.casefold() for one in counted}) < committee.needed:
        raise TooFewSignatures(_too_few(known, counted, committee.needed, revoked))
    return tuple(counted)


def _verified(data: bytes, signatures: Signatures, line: Signature, key: CommitteeKey) -> Signer:
    public = Ed25519PublicKey.from_public_bytes(key.public_bytes)
    try:
        public.verify(bytes.fromhex(line.signature), message(signatures.subject, data))
        public.verify(bytes.fromhex(line.attestation), _attestation(signatures, line))
    except InvalidSignature:
        raise OtherBytes(
            f"La signature de {key.holder} n’est pas la sienne\u00a0: le fichier a été modifié. "
            "Demandez de nouveau le fichier d’origine au comité."
        ) from None
    return Signer(key.holder, key.role, line.date, key.id, line.proofs)


def _attestation(signatures: Signatures, line: Signature) -> bytes:
    told = {
        "date": line.date,
        "id": signatures.id,
        "key": line.key,
        "proofs": line.proofs,
        "role": line.role,
        "sha512": signatures.sha512,
        "subject": signatures.subject.value,
        "version": signatures.version,
    }
    return _ATTESTATION + sha512(canonical(told)).digest()


def _other_bytes() -> OtherBytes:
    return OtherBytes(
        "Les signatures portent sur un autre contenu. "
        "Demandez de nouveau le fichier d’origine au comité."
    )


def _too_few(
    known: Iterable[tuple[Signature, CommitteeKey | None]],
    counted: Collection[Signer],
    needed: int,
    revoked: Collection[str],
) -> str:
    lines = tuple(known)
    strangers = sum(key is None for _, key in lines)
    dead = sum(key is not None and key.id in revoked for _, key in lines)
    holders = len({one.holder.casefold() for one in counted})
    said = [f"{holders} signature(s) reconnue(s), il en faut {needed}, de personnes différentes"]
    said += [f"{strangers} d’une clé inconnue de ce poste"] if strangers else []
    said += [f"{dead} d’une clé révoquée"] if dead else []
    return f"Signatures insuffisantes\u00a0: {', '.join(said)}. Demandez-les au comité."
