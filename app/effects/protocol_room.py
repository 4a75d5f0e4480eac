"""What every question about protocols is asked of: one open vault and what stands around it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import resources.files
from app.effects.protocol_folder import ProtocolFolder
from app.effects.protocol_refusals import said
from app.records.vault import Vault
from app.station import Station
from protocols.load import Library, shipped_library
from protocols.sign import MAXIMUM_SIGNATURES
from protocols.sign_keys import Committee, KeyUse, read_committee

PINNED = "committee/keys.toml"


@dataclass(frozen=True, slots=True)
class Shipped:
    """What the product brings: its library, its signature files by protocol, its pinned keys."""

    library: Library
    signatures: Mapping[str, bytes]
    committee: Committee


@dataclass(frozen=True, slots=True)
class Room:
    """One open vault, the folder of its protocols, its settings, and what the product ships."""

    vault: Vault
    folder: ProtocolFolder
    station: Station
    shipped: Shipped

    @property
    def use(self) -> KeyUse:
        """Which keys count here."""
        return KeyUse.DEMONSTRATION if self.station.demonstration else KeyUse.REAL


@cache
def shipped() -> Shipped:
    """Return what this version of the product ships.

    Raises:
        RefusedFile: the installation was altered.
    """
    with said():
        library = shipped_library()
        committee = read_committee(resources.files.text(PINNED))
    found = {name: data for name in library if (data := _signatures(name)) is not None}
    return Shipped(library, MappingProxyType(found), committee)


def _signatures(protocol_id: str) -> bytes | None:
    path = files("protocols") / "library" / f"{protocol_id}.osys.sig.json"
    try:
        with path.open("rb") as stream:
            data: bytes = stream.read(MAXIMUM_SIGNATURES + 1)
    except FileNotFoundError:
        return None
    return data
