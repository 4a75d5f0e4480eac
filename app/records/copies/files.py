"""Files written so that a reader never meets half of one, and read back to be proven."""

import os
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

PRIVATE_FOLDER = 0o700
PRIVATE = 0o600
_PIECE = 1024 * 1024


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        found = sha256()
        while piece := file.read(_PIECE):
            found.update(piece)
    return found.hexdigest()


def copy_file(source: Path, target: Path, copied: Callable[[int], None] | None = None) -> None:
    """Copy one file for the account of the station only, flushed before it takes its name.

    ``copied`` is told each piece in bytes, and may raise to stop.
    """
    target.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
    aside = target.with_name(f"{target.name}.partiel")
    aside.touch(mode=PRIVATE)
    with source.open("rb") as read, aside.open("wb") as written:
        while piece := read.read(_PIECE):
            written.write(piece)
            if copied is not None:
                copied(len(piece))
        written.flush()
        os.fsync(written.fileno())
    aside.replace(target)


def write_file(target: Path, content: bytes) -> None:
    """Write one small file for the account of the station only, durable on return."""
    target.touch(mode=PRIVATE)
    with target.open("wb") as written:
        written.write(content)
        written.flush()
        os.fsync(written.fileno())


def flush(path: Path) -> None:
    """Wait until a file or a folder is on the disk; Windows flushes folders by itself."""
    if os.name == "nt" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def plain_files(folder: Path) -> Iterator[Path]:
    """Yield the regular files under ``folder``; links are never followed."""
    for path in sorted(folder.iterdir()):
        if path.is_symlink():
            continue
        if path.is_dir():
            yield from plain_files(path)
        elif path.is_file():
            yield path
