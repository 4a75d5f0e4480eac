"""How an account is bound to its password, to the station and to what it opens.

- The private keys of a person are sealed under the password. The whole public account, the
  Argon2 parameters, the purpose and the public key of the station are authenticated with
  them: none can be weakened or exchanged in the file.
- The station signs each account (its certificate) and each grant: a forged domain key, one
  that an intruder would know, is refused although anybody can seal to a public key.

Source: RFC 9180 (HPKE, base mode, X25519 + HKDF-SHA256 + AES-256-GCM); RFC 8032.
"""

import os
import struct
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from app.records.envelope import KEY_BYTES, Key, subkey
from app.records.journal.entries import signed_by
from app.records.keys.accounts import Account, Domain, Grant
from app.records.keys.argon import stretch
from app.records.refusals import Tampered, WrongSecret
from app.records.station_file import SUITE, StationFile

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_NONCE = 12


@dataclass(frozen=True, slots=True)
class PrivateKeys:
    """What a password opens: the key that reads grants and the key that signs."""

    x25519: X25519PrivateKey
    ed25519: Ed25519PrivateKey


def new_private_keys() -> PrivateKeys:
    """Return a fresh pair of pairs."""
    return PrivateKeys(X25519PrivateKey.generate(), Ed25519PrivateKey.generate())


def seal_private(keys: PrivateKeys, account: Account, station: StationFile, secret: str) -> bytes:
    """Return the private keys sealed under ``secret`` for this very account."""
    nonce = os.urandom(_NONCE)
    content = keys.x25519.private_bytes_raw() + keys.ed25519.private_bytes_raw()
    sealed = _sealer(account, secret).encrypt(nonce, content, _private_bound(account, station))
    return nonce + sealed


def open_private(account: Account, station: StationFile, secret: str) -> PrivateKeys:
    """Return the private keys of ``account``.

    Raises:
        WrongSecret: the secret, the account or the station file is not the one that was
            sealed; which one cannot be known.
    """
    nonce, sealed = account.sealed[:_NONCE], account.sealed[_NONCE:]
    try:
        content = bytearray(
            _sealer(account, secret).decrypt(nonce, sealed, _private_bound(account, station))
        )
    except (InvalidTag, ValueError) as error:
        raise WrongSecret from error
    keys = PrivateKeys(
        X25519PrivateKey.from_private_bytes(content[:32]),
        Ed25519PrivateKey.from_private_bytes(content[32:]),
    )
    content[:] = bytes(len(content))
    return keys


def certificate_message(account: Account, station: StationFile) -> bytes:
    """Return what the station signs to vouch for an account."""
    return b"OSyS account 1\0" + _public_account(account, station)


def is_certified(account: Account, station: StationFile) -> bool:
    """Tell whether the station vouches for ``account``."""
    message = certificate_message(account, station)
    return signed_by(station.public, account.certificate, message)


def require_certificate(account: Account, station: StationFile) -> None:
    """Refuse an account the station did not sign.

    Raises:
        Tampered: the certificate is of another account or station.
    """
    if not is_certified(account, station):
        raise Tampered


def seal_grant(
    key: Key, account: Account, domain: Domain, epoch: int, station: StationFile
) -> Grant:
    """Return the domain key sealed to ``account``, 80 bytes, not signed yet."""
    public = X25519PublicKey.from_public_bytes(account.x25519)
    info = _grant_info(account.account_id, domain, epoch, station)
    return Grant(account.account_id, domain, epoch, _SUITE.encrypt(bytes(key), public, info=info))


def grant_message(grant: Grant, station: StationFile) -> bytes:
    """Return what the station signs to vouch for a grant."""
    info = _grant_info(grant.account_id, grant.domain, grant.epoch, station)
    return b"OSyS grant signature 1\0" + info + grant.sealed


def open_grant(grant: Grant, keys: PrivateKeys, station: StationFile) -> bytearray:
    """Return the domain key of ``grant``; the caller wipes it.

    Raises:
        Tampered: the grant is not of this account, domain, epoch or station.
    """
    if not signed_by(station.public, grant.signature, grant_message(grant, station)):
        raise Tampered
    info = _grant_info(grant.account_id, grant.domain, grant.epoch, station)
    try:
        key = bytearray(_SUITE.decrypt(grant.sealed, keys.x25519, info=info))
    except (InvalidTag, ValueError) as error:
        raise Tampered from error
    if len(key) != KEY_BYTES:
        raise Tampered
    return key


def _sealer(account: Account, secret: str) -> AESGCM:
    return AESGCM(subkey(stretch(secret, account.salt, account.cost), "private"))


def _private_bound(account: Account, station: StationFile) -> bytes:
    cost = account.cost
    return (
        b"OSyS private 1\0"
        + _public_account(account, station)
        + struct.pack(">III16s", cost.memory_kib, cost.passes, cost.lanes, account.salt)
        + station.public
    )


def _public_account(account: Account, station: StationFile) -> bytes:
    names = (account.login, account.label, account.role.value, account.title)
    return (
        struct.pack(">B16s", SUITE, station.station_id)
        + _counted(station.purpose.value)
        + struct.pack(">16sB", account.account_id, account.status)
        + b"".join(map(_counted, names))
        + account.x25519
        + account.ed25519
    )


def _counted(words: str) -> bytes:
    encoded = words.encode()
    return struct.pack(">H", len(encoded)) + encoded


def _grant_info(account_id: bytes, domain: int, epoch: int, station: StationFile) -> bytes:
    head = b"OSyS grant 1\0" + station.station_id
    return head + struct.pack(">16sBI", account_id, domain, epoch)
