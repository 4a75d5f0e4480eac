"""What a pharmacist's session hands to those who keep, copy and destroy sheets.

It exists for accounts that hold the key of the sheets only: an owner's or an auditor's
session has none.
"""

from dataclasses import dataclass
from pathlib import Path

from app.records.database import Store
from app.records.journal.ledger import Ledger
from app.records.keys.accounts import Account
from app.records.keys.keystore import KeyStore
from app.records.keys.ring import KeyRing
from app.records.keys.room import KeyRoom
from app.records.station_file import StationFile
from app.records.vault import Vault


@dataclass(frozen=True, slots=True)
class Custody:
    """The open files and keys of one pharmacist; used by one thread at a time."""

    folder: Path
    station: StationFile
    account: Account
    store: Store
    keystore: KeyStore
    ring: KeyRing
    ledger: Ledger
    vault: Vault

    @property
    def room(self) -> KeyRoom:
        """What the changes of people and keys work with."""
        return KeyRoom(
            folder=self.folder,
            station=self.station,
            account=self.account,
            keystore=self.keystore,
            ring=self.ring,
            store=self.store,
            ledger=self.ledger,
        )
