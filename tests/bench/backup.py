"""A vault of 1 GB copied while the station goes on sealing: nothing refused, nothing slowed much.

Then both halves are proven by a drill, which restores them whole into a temporary folder.
"""

import os
import shutil
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

from app.records.copies.backup import DataCopy, Places, copy_data, finish_backup
from app.records.copies.drill import Reader, drill
from app.records.copies.places import require_places
from app.records.people.session import PharmacistSession
from app.records.refusals import VaultRefusal
from app.records.station_file import VAULT
from app.records.vault import Document, DocumentKind, Vault
from tests.bench.figure import Figure, at_least, at_most, told
from tests.records.stations import LATER, SECRET, a_request, make_station, opened

SIZE = 1_000_000_000
PAPER = 62_000
SHEET = 4 * PAPER


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as room:
        return _measured(Path(room))


def _measured(room: Path) -> list[Figure]:
    folder = make_station(room / "station")
    places = Places(room / "disk", room / "stick")
    with opened(folder) as session:
        assert isinstance(session, PharmacistSession)
        vault, custody = session.vault, session.custody
        first = SIZE // SHEET
        quiet = [_sealed(vault, number) for number in range(1, first + 1)][-200:]
        octets = (folder / VAULT).stat().st_size
        require_places(folder, places)
        copied: list[DataCopy] = []
        started = time.perf_counter()
        copying = threading.Thread(
            target=lambda: copied.append(copy_data(folder, custody.station, places.data, LATER))
        )
        copying.start()
        busy, refused, number = [], 0, first
        while copying.is_alive():
            number += 1
            try:
                busy.append(_sealed(vault, number))
            except VaultRefusal:
                refused += 1
        copying.join()
        copy_s = time.perf_counter() - started
        report = finish_backup(custody, places, copied[0], LATER)
        whole_s = time.perf_counter() - started
        assert report.findings == () and report.sample.is_good
        assert len(vault.sheets()) == number - refused
    shutil.rmtree(folder)
    started = time.perf_counter()
    proven = drill((places.data, places.keys), LATER, Reader("helene", SECRET), room=room)
    drill_s = time.perf_counter() - started
    return [
        told("backup.size", octets / 1e6, "MB"),
        told("backup.copy", copy_s, "s"),
        told("backup.copy_rate", octets / 1e6 / copy_s, "MB/s"),
        told("backup.with_proof", whole_s, "s"),
        at_least("backup.sealed_meanwhile", len(busy), "sheets", 1),
        at_most("backup.refused_writes", refused, "writes", 0),
        told("backup.seal_quiet", median(quiet) * 1000, "ms"),
        told("backup.seal_while_copying", median(busy) * 1000, "ms"),
        told("backup.longest_seal_while_copying", max(busy) * 1000, "ms"),
        told("backup.drill", drill_s, "s"),
        at_least("backup.drill_is_good", int(proven.is_good), "", 1),
    ]


def _sealed(vault: Vault, number: int) -> float:
    """Seal a sheet of four incompressible documents; return the seconds it took."""
    papers = tuple(Document(kind, os.urandom(PAPER)) for kind in DocumentKind)
    request = replace(a_request(number), documents=papers, outbox=(), draft_id=None)
    started = time.perf_counter()
    vault.seal(request, vault.tree_head())
    return time.perf_counter() - started
