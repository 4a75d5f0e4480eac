"""The recovery key of a station: domain keys sealed to a key that only paper holds.

The private half is on no disk: it is split between printed shares. The public half is signed
by the station, so that nobody can have the domain keys sealed to a key of their own.

Source: RFC 9180 (HPKE, base mode, X25519 + HKDF-SHA256 + AES-256-GCM); RFC 8032.
"""

import struct
from dataclasses import dataclass, replace

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from app.records.columns import Row, blob, integer
from app.records.envelope import KEY_BYTES, Key
from app.records.journal.entries import signed_by
from app.records.keys.accounts import Domain
from app.records.keys.keystore import KeyStore
from app.records.refusals import Tampered
from app.records.station_file import StationFile

UNCHECKED = 1
CHECKED = 2
USED = 3
_MOST = 0xFFFFFFFF

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


@dataclass(frozen=True, slots=True)
class RecoveryKey:
    """The public half, when it was made and last checked (milliseconds since 1970)."""

    public: bytes
    made_ms: int
    checked_ms: int
    state: int
    signature: bytes = b""


@dataclass(frozen=True, slots=True)
class RecoveryGrant:
    """A domain key sealed to the recovery key, signed by the station."""

    domain: int
    epoch: int
    sealed: bytes
    signature: bytes


def recovery_key(keystore: KeyStore, station: StationFile) -> RecoveryKey | None:
    """Return the recovery key of a station, None where none was made.

    Raises:
        Tampered: the station did not sign it.
    """
    row = keystore.store.one("select * from recovery")
    if row is None:
        return None
    key = RecoveryKey(
        public=blob(row, "public"),
        made_ms=integer(row, "made"),
        checked_ms=integer(row, "checked"),
        state=integer(row, "state"),
        signature=blob(row, "signature"),
    )
    try:
        message = _key_message(key, station)
    except struct.error as error:
        raise Tampered from error
    if not signed_by(station.public, key.signature, message):
        raise Tampered
    return key


def write_recovery_key(
    keystore: KeyStore, key: RecoveryKey, station: StationFile, seal: Ed25519PrivateKey
) -> None:
    """Sign and write the recovery key in place of the former one, in the open transaction."""
    signed = replace(key, signature=seal.sign(_key_message(key, station)))
    keystore.store.execute(
        "insert or replace into recovery values (1, ?, ?, ?, ?, ?)",
        (signed.public, signed.made_ms, signed.checked_ms, signed.state, signed.signature),
    )


def write_recovery_grant(
    keystore: KeyStore,
    public: bytes,
    held: tuple[Domain, int, Key],
    station: StationFile,
    seal: Ed25519PrivateKey,
) -> None:
    """Seal one domain key (domain, epoch, key) to the recovery key, in the open transaction."""
    domain, epoch, key = held
    bound = _grant_bound(public, domain, epoch, station)
    sealed = _SUITE.encrypt(bytes(key), X25519PublicKey.from_public_bytes(public), info=bound)
    keystore.store.execute(
        "insert or replace into recovery_grant values (?, ?, ?, ?)",
        (domain, epoch, sealed, seal.sign(bound + sealed)),
    )


def open_recovery_grants(
    keystore: KeyStore, private: X25519PrivateKey, station: StationFile
) -> dict[Domain, tuple[int, bytearray]]:
    """Return the epoch and key of every domain, opened by the recovery key.

    Raises:
        Tampered: a domain is missing, or one is not what the station sealed.
    """
    rows = keystore.store.rows("select * from recovery_grant order by domain")
    grants = tuple(map(_grant, rows))
    if [grant.domain for grant in grants] != sorted(Domain):
        raise Tampered
    public = private.public_key().public_bytes_raw()
    return {
        Domain(one.domain): (one.epoch, _opened(one, private, public, station)) for one in grants
    }


def _opened(
    grant: RecoveryGrant, private: X25519PrivateKey, public: bytes, station: StationFile
) -> bytearray:
    bound = _grant_bound(public, grant.domain, grant.epoch, station)
    if not signed_by(station.public, grant.signature, bound + grant.sealed):
        raise Tampered
    try:
        key = bytearray(_SUITE.decrypt(grant.sealed, private, info=bound))
    except (InvalidTag, ValueError) as error:
        raise Tampered from error
    if len(key) != KEY_BYTES:
        raise Tampered
    return key


def _grant(row: Row) -> RecoveryGrant:
    epoch = integer(row, "epoch")
    if not 0 <= epoch <= _MOST:
        raise Tampered
    return RecoveryGrant(integer(row, "domain"), epoch, blob(row, "sealed"), blob(row, "signature"))


def _key_message(key: RecoveryKey, station: StationFile) -> bytes:
    numbers = struct.pack(">QQB", key.made_ms, key.checked_ms, key.state)
    return b"OSyS recovery 1\0" + station.station_id + key.public + numbers


def _grant_bound(public: bytes, domain: int, epoch: int, station: StationFile) -> bytes:
    head = b"OSyS recovery grant 1\0" + station.station_id + public
    return head + struct.pack(">BI", domain, epoch)
