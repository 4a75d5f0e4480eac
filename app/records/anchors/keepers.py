"""Where anchors are kept: a file of lines, the keyring of the system, a footer read aloud."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from app.records.anchors.anchor import anchor_of, line_of
from app.records.journal.entries import SignedHead

ANCHORS = "anchors.log"
# A file longer than this is written again with its newest lines only.
LONGEST_LOG = 2_000
KEPT_LINES = 500
_LARGEST_FILE = 8 * 1024 * 1024


class KeeperUnreachable(Exception):
    """The anchors cannot be read or written there now; ``sentence`` tells it in French."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class KeptAnchors:
    """The anchors of one place, the oldest first, and how many of its lines are damaged."""

    anchors: tuple[SignedHead, ...] = ()
    damaged: int = 0


class Keeper(Protocol):
    """A place that keeps anchors.

    ``name`` is how a sentence names it; ``is_quick`` tells that writing there takes no longer
    than the commit it follows, so that each new head goes there at once.
    """

    name: str
    is_quick: bool

    def read(self) -> KeptAnchors:
        """Return what is kept there.

        Raises:
            KeeperUnreachable: the place cannot be read now.
        """

    def keep(self, anchor: SignedHead) -> None:
        """Add one anchor.

        Raises:
            KeeperUnreachable: the place cannot be written now.
        """

    def settle(self, disproved: Sequence[SignedHead]) -> None:
        """Make what is kept durable and short; forget the ``disproved`` anchors.

        Raises:
            KeeperUnreachable: the place cannot be written now.
        """


class FileKeeper:
    """Anchors as lines of a file; a line cut by a power cut is told, and the rest read."""

    is_quick = True

    def __init__(self, path: Path, station_id: bytes, name: str = "") -> None:
        """Keep anchors in ``path``; its folder is made when the first is written."""
        self.name = name or f"le fichier {path}"
        self._path = path
        self._station_id = station_id
        # Whether the folder is there and the last line whole: seen once, then kept so.
        self._is_ready = False

    def read(self) -> KeptAnchors:
        """Return the anchors of the file, none when there is no file yet."""
        try:
            content = self._content()
        except OSError as error:
            raise self._unreachable() from error
        lines = [line for line in content.decode("ascii", "replace").splitlines() if line]
        read = [anchor_of(line, self._station_id) for line in lines]
        anchors = tuple(one for one in read if one is not None)
        return KeptAnchors(anchors, len(read) - len(anchors))

    def keep(self, anchor: SignedHead) -> None:
        """Add a line; it is flushed to the disk by ``settle``, or by the system before."""
        line = f"{line_of(anchor, self._station_id)}\n".encode("ascii")
        try:
            if not self._is_ready:
                self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                line = line if _ends_with_a_line(self._path) else b"\n" + line
            with _appending(self._path) as file:
                file.write(line)
        except OSError as error:
            self._is_ready = False
            raise self._unreachable() from error
        self._is_ready = True

    def settle(self, disproved: Sequence[SignedHead] = ()) -> None:
        """Flush the file; write it again when it is long, or has lines to forget or cut."""
        try:
            if not self._path.exists():
                return
            kept, gone = self.read(), set(disproved)
            if gone or kept.damaged or len(kept.anchors) > LONGEST_LOG:
                self._write([one for one in kept.anchors if one not in gone][-KEPT_LINES:])
            with self._path.open("r+b") as file:
                os.fsync(file.fileno())
        except OSError as error:
            raise self._unreachable() from error

    def _content(self) -> bytes:
        if not self._path.exists():
            return b""
        with self._path.open("rb") as file:
            if file.seek(0, os.SEEK_END) <= _LARGEST_FILE:
                file.seek(0)
                return file.read()
            file.seek(-_LARGEST_FILE, os.SEEK_END)
            return file.read().partition(b"\n")[2]

    def _write(self, anchors: Sequence[SignedHead]) -> None:
        aside = self._path.with_name(f"{self._path.name}.new")
        aside.unlink(missing_ok=True)
        with _appending(aside) as file:
            for one in anchors:
                file.write(f"{line_of(one, self._station_id)}\n".encode("ascii"))
            file.flush()
            os.fsync(file.fileno())
        aside.replace(self._path)

    def _unreachable(self) -> KeeperUnreachable:
        return KeeperUnreachable(
            f"Les témoins du registre ne peuvent pas être lus ou écrits dans {self.name}. "
            "Vérifiez que ce support est branché et qu’il reste de la place."
        )


def _appending(path: Path) -> BinaryIO:
    """Open ``path`` to write at its end, readable by its owner only."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")


def _ends_with_a_line(path: Path) -> bool:
    if not path.exists():
        return True
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        if not size:
            return True
        file.seek(size - 1)
        return file.read(1) == b"\n"
