"""What an open session hands to those who change people and keys.

It exists for pharmacists and owners. What an owner's holds cannot open a sheet: its ring has
no key of the sheets.
"""

from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.records.database import Store
from app.records.journal.ledger import Ledger
from app.records.keys.accounts import Account
from app.records.keys.keystore import KeyStore
from app.records.keys.ring import KeyRing
from app.records.station_file import StationFile


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """The account of the session, whatever its role, as it was at login."""

    station: StationFile
    account: Account
    keystore: KeyStore


@dataclass(frozen=True, slots=True)
class KeyRoom:
    """The open files and keys of a pharmacist or an owner; used by one thread at a time."""

    folder: Path
    station: StationFile
    account: Account
    keystore: KeyStore
    ring: KeyRing
    store: Store
    ledger: Ledger

    def seal(self) -> Ed25519PrivateKey:
        """Return the key by which the station vouches for accounts and grants."""
        return Ed25519PrivateKey.from_private_bytes(self.ring.station_seed())
