"""The list of erased sheets that goes with the keys, signed by the station.

A copy of the data made before an erasure still holds the sheet. A restore reads this list in
the copy of the keys, which is newer or as old, and erases again before anybody opens.

Layout: JSON, the numbers of the journal entries whose rows are gone, and the Ed25519
signature of ``OSyS erased 1 NUL | station id | leaf of each entry``. The leaf names the
entry: a list cannot be turned against other sheets.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.records.columns import blob, integer
from app.records.copies.files import write_file
from app.records.copies.manifest import ERASED
from app.records.copies.refusals import CopyDamaged
from app.records.custody import Custody
from app.records.database import Store
from app.records.journal.entries import signed_by
from app.records.station_file import StationFile


@dataclass(frozen=True, slots=True)
class Erased:
    """One journal entry whose rows are gone: its number and its leaf."""

    seq: int
    leaf: bytes


def erased_sheets(store: Store) -> tuple[Erased, ...]:
    """Return the erased entries of an open vault."""
    rows = store.rows(
        "select tombstone.entry, ledger.leaf from tombstone"
        " join ledger on ledger.seq = tombstone.entry order by tombstone.entry"
    )
    return tuple(Erased(integer(row, "entry"), blob(row, "leaf")) for row in rows)


def write_erased(custody: Custody, folder: Path) -> None:
    """Write the signed list of an open vault into a copy of its keys."""
    erased = erased_sheets(custody.store)
    station = Ed25519PrivateKey.from_private_bytes(custody.ring.station_seed())
    fields = {
        "erased": [[one.seq, one.leaf.hex()] for one in erased],
        "signature": station.sign(_message(custody.station.station_id, erased)).hex(),
    }
    write_file(folder / ERASED, json.dumps(fields).encode("ascii"))


def read_erased(folder: Path, station: StationFile) -> tuple[Erased, ...]:
    """Return the list in a copy of the keys.

    Raises:
        CopyDamaged: it is missing, or the station did not sign it.
    """
    try:
        fields = json.loads((folder / ERASED).read_bytes())
        erased = tuple(Erased(int(seq), bytes.fromhex(leaf)) for seq, leaf in fields["erased"])
        signature = bytes.fromhex(fields["signature"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CopyDamaged from error
    if not signed_by(station.public, signature, _message(station.station_id, erased)):
        raise CopyDamaged
    return erased


def _message(station_id: bytes, erased: Sequence[Erased]) -> bytes:
    leaves = b"".join(one.seq.to_bytes(8, "big") + one.leaf for one in erased)
    return b"OSyS erased 1\0" + station_id + leaves
