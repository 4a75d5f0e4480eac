"""The private key of a member of a committee, on their own key or disk, under a password.

Canonical JSON: the public record, the Argon2id cost and salt, the nonce, and the 32 private bytes
sealed with AES-256-GCM. Everything but the sealed bytes is authenticated with them. The file never
enters a station and no station needs it.
"""

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.effects.protocol_refusals import RefusedFile, said
from app.records.keys.argon import (
    DEMONSTRATION_COST,
    REAL_COST,
    SALT_BYTES,
    ArgonCost,
    require_cost,
    stretch,
)
from app.records.station_file import Purpose
from protocols.sign_bytes import Hex16, canonical, decoded
from protocols.sign_keys import CommitteeKey, KeyUse

SHORTEST_SECRET = 12
MAXIMUM_FILE = 4096

_NONCE = 12
_NAME = "Le fichier de clé privée"
_PURPOSE = {KeyUse.REAL: Purpose.REAL, KeyUse.DEMONSTRATION: Purpose.DEMONSTRATION}
COST = {KeyUse.REAL: REAL_COST, KeyUse.DEMONSTRATION: DEMONSTRATION_COST}
"""What one guess of the password of a key costs, unless said otherwise."""


@dataclass(frozen=True, slots=True)
class PrivateKeyFile:
    """What is written on the disk."""

    cost: ArgonCost
    nonce: Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{24}\Z")]
    public: CommitteeKey
    salt: Hex16
    sealed: Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{96}\Z")]
    format: Literal["osys-committee-private-1"] = "osys-committee-private-1"


def new_key(
    holder: str, role: str, use: KeyUse, secret: str, cost: ArgonCost | None = None
) -> tuple[CommitteeKey, bytes]:
    """Return a fresh public key and the file of its private key.

    Raises:
        RefusedFile: the password is short, or the name or role is not one line of text.
        WeakCost: a real key asks for a real cost.
    """
    if len(secret) < SHORTEST_SECRET:
        raise RefusedFile(f"Choisissez un mot de passe d’au moins {SHORTEST_SECRET} caractères.")
    chosen = cost or COST[use]
    require_cost(chosen, _PURPOSE[use])
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw().hex()
    fields = {"holder": holder.strip(), "public": public, "role": role.strip(), "use": use.value}
    try:
        key = msgspec.convert(fields, CommitteeKey)
    except msgspec.ValidationError:
        raise RefusedFile("Le nom et la fonction s’écrivent sur une ligne de texte.") from None
    salt, nonce = os.urandom(SALT_BYTES), os.urandom(_NONCE)
    blank = PrivateKeyFile(chosen, nonce.hex(), key, salt.hex(), "")
    content = private.private_bytes_raw()
    sealed = AESGCM(stretch(secret, salt, chosen)).encrypt(nonce, content, canonical(blank))
    return key, canonical(replace(blank, sealed=sealed.hex()))


def read_private(data: bytes, secret: str) -> tuple[CommitteeKey, Ed25519PrivateKey]:
    """Return the public record and the private key of ``data``.

    Raises:
        RefusedFile: not such a file, or not its password.
        WeakCost: the cost written in it is outside what is allowed.
    """
    with said():
        file = decoded(data, PrivateKeyFile, MAXIMUM_FILE, _NAME)
    require_cost(file.cost, _PURPOSE[file.public.use])
    opening = AESGCM(stretch(secret, bytes.fromhex(file.salt), file.cost))
    bound = canonical(replace(file, sealed=""))
    try:
        content = opening.decrypt(bytes.fromhex(file.nonce), bytes.fromhex(file.sealed), bound)
    except InvalidTag:
        raise RefusedFile(
            "Mot de passe refusé, ou fichier de clé modifié. Vérifiez la touche Majuscule."
        ) from None
    return file.public, Ed25519PrivateKey.from_private_bytes(content)


def write_new(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write a file that does not exist yet, on the disk when this returns.

    Raises:
        RefusedFile: it exists already, or cannot be written.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError:
        raise RefusedFile(f"{path.name} existe déjà. Choisissez un autre nom.") from None
    except OSError:
        raise RefusedFile(f"{path.name} ne peut pas être écrit. Vérifiez le dossier.") from None
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
