"""What a copy is: one folder for each generation, finished once its ``copie.json`` is there.

::

    DEST/osys-<station>-donnees/000007-2026-11-25T093000Z/  copie.json, vault.sqlite, ...
    DEST/osys-<station>-donnees/captures/   shared by the generations, never changed
    DEST2/osys-<station>-cles/000007-2026-11-25T093000Z/    copie.json, keystore.sqlite, ...

``<station>`` is the first half of the identifier of the station. Nothing in a name or in
``copie.json`` is secret.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from app.records.copies.files import digest_of, write_file
from app.records.copies.refusals import CopyDamaged, NoCopy
from app.records.journal.entries import TreeHead

MANIFEST = "copie.json"
ERASED = "erased.json"
CAPTURES = "captures"
FORMAT = 1
_DIGITS = 6
_LARGEST = 64 * 1024 * 1024


class Half(StrEnum):
    """The two halves of a backup: one alone opens nothing."""

    DATA = "donnees"
    KEYS = "cles"


@dataclass(frozen=True, slots=True)
class Manifest:
    """One finished generation of one half.

    ``files`` are names relative to the generation with their SHA-256; ``captures`` names
    relative to the shared folder with their sizes in bytes; ``head`` the journal as copied.
    """

    copy_id: bytes
    station_id: bytes
    half: Half
    made_at: datetime
    head: TreeHead
    files: Mapping[str, str]
    captures: Mapping[str, int]


def set_name(station_id: bytes, half: Half) -> str:
    """Return the folder that holds every generation of one half of a station."""
    return f"osys-{station_id.hex()[:16]}-{half.value}"


def generation_name(group: Path, made_at: datetime) -> str:
    """Return the folder of the next generation: they sort by number, whatever the clock says."""
    taken = [int(one.name[:_DIGITS]) for one in group.glob(f"{'[0-9]' * _DIGITS}-*")]
    day = made_at.astimezone(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    return f"{max(taken, default=0) + 1:0{_DIGITS}}-{day}"


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Finish the generation in ``folder``."""
    fields = {
        "format": FORMAT,
        "copy": manifest.copy_id.hex(),
        "station": manifest.station_id.hex(),
        "half": manifest.half.value,
        "made": manifest.made_at.astimezone(UTC).isoformat(),
        "size": manifest.head.size,
        "root": manifest.head.root.hex(),
        "files": dict(manifest.files),
        "captures": dict(manifest.captures),
    }
    write_file(folder / MANIFEST, json.dumps(fields, indent=1).encode("ascii"))


def read_manifest(folder: Path) -> Manifest:
    """Return what the generation in ``folder`` says of itself.

    Raises:
        NoCopy: it was never finished.
        CopyDamaged: it cannot be understood.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise NoCopy
    try:
        if path.stat().st_size > _LARGEST:
            raise CopyDamaged
        return _manifest(json.loads(path.read_bytes()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CopyDamaged from error


def require_files(folder: Path, manifest: Manifest) -> None:
    """Refuse a generation one of whose files is missing or changed.

    Raises:
        CopyDamaged: a file differs from what was copied, or its name leaves the folder.
    """
    for name, digest in manifest.files.items():
        path = folder / name
        if not is_inside(name) or path.is_symlink() or not path.is_file():
            raise CopyDamaged
        if digest_of(path) != digest:
            raise CopyDamaged


def is_inside(name: str) -> bool:
    """Tell whether a relative name stays in its folder, on every system."""
    parts = name.split("/")
    strange = {"", ".", ".."} & set(parts)
    return not strange and not set('\\:*?"<>|') & set(name) and name.isprintable()


def generations(place: Path, half: Half, station_id: bytes | None = None) -> tuple[Path, ...]:
    """Return the finished generations of a half under ``place``, the oldest first.

    ``place`` is where copies were sent, the folder of a half, or one generation.
    """
    if (place / MANIFEST).is_file():
        return (place,)
    pattern = f"osys-*-{half.value}" if station_id is None else set_name(station_id, half)
    sets = [place, *sorted(place.glob(pattern))] if place.is_dir() else []
    found = [one.parent for group in sets for one in group.glob(f"*/{MANIFEST}")]
    return tuple(sorted(found, key=lambda one: one.name))


def newest(place: Path, half: Half) -> tuple[Path, Manifest]:
    """Return the newest finished generation of a half.

    Raises:
        NoCopy: there is none.
        CopyDamaged: it says nothing that can be understood.
    """
    found = generations(place, half)
    if not found:
        raise NoCopy
    manifest = read_manifest(found[-1])
    if manifest.half is not half:
        raise NoCopy
    return found[-1], manifest


def _manifest(fields: Mapping[str, object]) -> Manifest:
    if fields["format"] != FORMAT:
        raise ValueError
    files, captures = fields["files"], fields["captures"]
    if not isinstance(files, dict) or not isinstance(captures, dict):
        raise TypeError
    return Manifest(
        copy_id=_exactly(fields["copy"], 16),
        station_id=_exactly(fields["station"], 16),
        half=Half(str(fields["half"])),
        made_at=datetime.fromisoformat(str(fields["made"])),
        head=TreeHead(int(str(fields["size"])), _exactly(fields["root"], 32)),
        files=MappingProxyType({str(name): str(digest) for name, digest in files.items()}),
        captures=MappingProxyType({str(name): int(size) for name, size in captures.items()}),
    )


def _exactly(text: object, length: int) -> bytes:
    value = bytes.fromhex(str(text))
    if len(value) != length:
        raise ValueError
    return value
