"""A backup: the data to one place, the keys to another, read back and proven.

The data are copied by a connection of their own that only reads, so that the station goes on
sealing meanwhile; this part may run on another thread. The keys are copied after the data:
whatever the data hold, the keys open it. Source: sqlite.org/backup.html.
"""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from app.records.check.verify import Check, Depth, Finding, open_evidence, verify
from app.records.copies.completion import note_complete
from app.records.copies.copying import (
    DataCopy,
    Progress,
    copy_data,
    finished,
    generation,
    octets_of,
)
from app.records.copies.coverage import months_without_keys
from app.records.copies.erased import write_erased
from app.records.copies.files import PRIVATE, copy_file
from app.records.copies.manifest import MANIFEST, Half, Manifest, set_name
from app.records.copies.places import Places, require_places
from app.records.copies.pruning import prune_data, prune_keys
from app.records.copies.refusals import CopyUnproven
from app.records.copies.register import Register
from app.records.copies.sample import Sample, open_sample
from app.records.custody import Custody
from app.records.journal.entries import COPY_TRACE, Event, Trace, TreeHead
from app.records.station_file import KEYSTORE, STATION, VAULT

__all__ = ["BackupReport", "DataCopy", "Places", "backup", "copy_data", "finish_backup"]

_SAME_DEVICE = (
    "Les données et les clés sont sur le même support\u00a0: sa perte les emporte ensemble. "
    "Préférez deux supports."
)


@dataclass(frozen=True, slots=True)
class BackupReport:
    """A finished backup. ``findings`` are those of the station itself, without any key.

    ``warning`` says what could be better, empty when nothing.
    """

    data: Path
    keys: Path
    head: TreeHead
    octets: int
    sample: Sample
    findings: tuple[Finding, ...]
    warning: str


def backup(
    custody: Custody, places: Places, now: datetime, progress: Progress | None = None
) -> BackupReport:
    """Copy data and keys, prove the copy, and write it in the journal.

    Raises:
        SamePlace, InsideStation, PlaceUnusable: the places are refused; nothing was written.
        PlaceFull, Stopped, CopyUnproven: nothing half made is left, older copies are untouched.
    """
    require_places(custody.folder, places)
    data = copy_data(custody.folder, custody.station, places.data, now, progress)
    return finish_backup(custody, places, data, now)


def finish_backup(
    custody: Custody, places: Places, data: DataCopy, now: datetime, depth: Depth = Depth.DATA
) -> BackupReport:
    """Copy the keys, prove both halves, write the journal, let the old copies go.

    Runs where the session does. ``depth`` is how much of the copy is verified: less where the
    session is about to end.
    """
    keys, manifest = _copy_keys(custody, places.keys, data.manifest.head, now)
    if months_without_keys(data.folder / VAULT, keys / KEYSTORE):
        shutil.rmtree(keys)
        raise CopyUnproven
    sample = open_sample(data.folder / VAULT, custody.ring)
    findings = verify(data.folder, Check(depth)).findings
    register = Register(custody.store, custody.ring)
    proof = sha256((data.folder / MANIFEST).read_bytes()).digest()
    with custody.ledger.writing():
        custody.ledger.append(Event.BACKUP_MADE, manifest.copy_id, (Trace(COPY_TRACE, proof),), now)
        register.note(data.manifest, places.data)
        register.note(manifest, places.keys)
    prune_data(places.data, custody.station.station_id)
    gone = prune_keys(places.keys, custody.station.station_id, now)
    with custody.store.writing():
        for copy_id in gone:
            register.note_gone(copy_id, now)
    note_complete(custody, now)
    return BackupReport(
        data=data.folder,
        keys=keys,
        head=data.manifest.head,
        octets=octets_of(data.folder / VAULT) + sum(data.manifest.captures.values()),
        sample=sample,
        findings=findings,
        warning=_SAME_DEVICE if places.share_a_device else "",
    )


def _copy_keys(
    custody: Custody, place: Path, head: TreeHead, now: datetime
) -> tuple[Path, Manifest]:
    group = place / set_name(custody.station.station_id, Half.KEYS)
    with generation(group, now) as (partial, final):
        with closing(open_evidence(custody.folder / KEYSTORE)) as read:
            (partial / KEYSTORE).touch(mode=PRIVATE)
            with closing(sqlite3.connect(partial / KEYSTORE, isolation_level=None)) as written:
                read.backup(written)
        copy_file(custody.folder / STATION, partial / STATION)
        write_erased(custody, partial)
        manifest = finished(partial, custody.station, Half.KEYS, (now, head, {}))
    return final, manifest
