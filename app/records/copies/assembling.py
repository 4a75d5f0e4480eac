"""Both halves of a backup put together again in a folder of their own, and proven.

Only files named by a finished generation are taken, each compared with its hash: a log left
beside an old database can never be found by the new one.
"""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from app.records.check.verify import Finding, verify
from app.records.copies.copying import FOLDERS_KEPT, SETTINGS_KEPT, Progress, Watch
from app.records.copies.coverage import months_without_keys
from app.records.copies.erased import Erased, read_erased
from app.records.copies.files import copy_file, digest_of
from app.records.copies.manifest import CAPTURES, Half, Manifest, is_inside, newest
from app.records.copies.refusals import CopyDamaged, ForeignKeys
from app.records.database import Store
from app.records.keys.keystore import KeyStore
from app.records.schema import VAULT as VAULT_SCHEMA
from app.records.station_file import KEYSTORE, STATION, VAULT, StationFile, read_station_file

_ALLOWED = frozenset({STATION, VAULT, *SETTINGS_KEPT})


@dataclass(frozen=True, slots=True)
class Assembled:
    """A station put together from its two halves.

    ``closed`` are the months (yyyymm) some of whose rows have no key; ``findings`` what a
    verification without any key says; ``erased`` what was erased after the data were copied.
    """

    station: StationFile
    data: Manifest
    keys: Manifest
    erased: tuple[Erased, ...]
    closed: tuple[int, ...]
    findings: tuple[Finding, ...]


def assemble(source: Path, keys: Path, target: Path, progress: Progress | None = None) -> Assembled:
    """Fill ``target``, an empty folder, from the newest finished generation of each half.

    Raises:
        NoCopy, CopyDamaged, ForeignKeys, Stopped: the caller throws ``target`` away.
        FolderBroken, NewerStation: a file is not what this product writes.
    """
    data_folder, data = newest(source, Half.DATA)
    keys_folder, keys_said = newest(keys, Half.KEYS)
    if data.station_id != keys_said.station_id:
        raise ForeignKeys
    plan = _data_files(data_folder, data) | {KEYSTORE: _keys_file(keys_folder, keys_said)}
    watch = Watch(progress, sum(_octets(path) for path, _ in plan.values()))
    for name, (path, digest) in plan.items():
        _take(path, target / name, digest, watch.add)
    station = _same_station(target, keys_folder)
    _bring_up_to_date(target)
    return Assembled(
        station=station,
        data=data,
        keys=keys_said,
        erased=read_erased(keys_folder, station),
        closed=months_without_keys(target / VAULT, target / KEYSTORE),
        findings=verify(target).findings,
    )


def _data_files(folder: Path, said: Manifest) -> dict[str, tuple[Path, str]]:
    files = {}
    for name, digest in said.files.items():
        if not is_inside(name) or not (name in _ALLOWED or name.split("/")[0] in FOLDERS_KEPT):
            raise CopyDamaged
        files[name] = (folder / name, digest)
    if not {STATION, VAULT} <= set(files):
        raise CopyDamaged
    for name, octets in said.captures.items():
        path = folder.parent / CAPTURES / name
        if not is_inside(name) or not path.is_file() or _octets(path) != octets:
            raise CopyDamaged
        files[f"{CAPTURES}/{name}"] = (path, "")
    return files


def _keys_file(folder: Path, said: Manifest) -> tuple[Path, str]:
    if KEYSTORE not in said.files:
        raise CopyDamaged
    return folder / KEYSTORE, said.files[KEYSTORE]


def _take(source: Path, target: Path, digest: str, copied: Callable[[int], None]) -> None:
    """Copy one file and read it back; a capture has no hash here, the vault holds it."""
    if source.is_symlink() or not source.is_file():
        raise CopyDamaged
    copy_file(source, target, copied)
    if digest and digest_of(target) != digest:
        raise CopyDamaged


def _same_station(target: Path, keys_folder: Path) -> StationFile:
    station, other = read_station_file(target), read_station_file(keys_folder)
    if (station.station_id, station.public) != (other.station_id, other.public):
        raise ForeignKeys
    return station


def _bring_up_to_date(target: Path) -> None:
    """Open each file once, as the product does: a copy of an older version becomes this one."""
    with closing(Store(target / VAULT, VAULT_SCHEMA)), closing(KeyStore(target).store):
        pass


def _octets(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0
