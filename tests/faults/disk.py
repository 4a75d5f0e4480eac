"""What SQLite wrote and flushed, kept in order, and the disk as a power cut leaves it.

The functions of the default VFS of SQLite are called through ours, which note each write,
truncation, flush and deletion. A cut keeps what was flushed; of the rest, each 512-byte sector
is kept, lost, or half written, at random.

Source: sqlite.org/c3ref/vfs.html, sqlite.org/c3ref/io_methods.html (layouts of version 3).
"""

import ctypes
import random
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
_P = ctypes.c_void_p
_WRITE = ctypes.CFUNCTYPE(ctypes.c_int, _P, _P, ctypes.c_int, ctypes.c_longlong)
_TRUNCATE = ctypes.CFUNCTYPE(ctypes.c_int, _P, ctypes.c_longlong)
_SYNC = ctypes.CFUNCTYPE(ctypes.c_int, _P, ctypes.c_int)
# SQLite keeps the very pointer of a path: it is passed on as it came.
_OPEN = ctypes.CFUNCTYPE(ctypes.c_int, _P, _P, _P, ctypes.c_int, _P)
_DELETE = ctypes.CFUNCTYPE(ctypes.c_int, _P, _P, ctypes.c_int)
_BEFORE_WRITE = ("iVersion", "xClose", "xRead")
_AFTER_SYNC = (
    *("xFileSize", "xLock", "xUnlock", "xCheckReservedLock", "xFileControl", "xSectorSize"),
    *("xDeviceCharacteristics", "xShmMap", "xShmLock", "xShmBarrier", "xShmUnmap"),
    *("xFetch", "xUnfetch"),
)


class _Methods(ctypes.Structure):
    _fields_ = [
        *((name, _P) for name in _BEFORE_WRITE),
        ("xWrite", _WRITE),
        ("xTruncate", _TRUNCATE),
        ("xSync", _SYNC),
        *((name, _P) for name in _AFTER_SYNC),
    ]


class _Vfs(ctypes.Structure):
    _fields_ = [
        ("iVersion", ctypes.c_int),
        ("szOsFile", ctypes.c_int),
        ("mxPathname", ctypes.c_int),
        *((name, _P) for name in ("pNext", "zName", "pAppData")),
        ("xOpen", _OPEN),
        ("xDelete", _DELETE),
    ]


@dataclass(frozen=True)
class Wrote:
    name: str
    offset: int
    content: bytes


@dataclass(frozen=True)
class Cut:
    name: str
    size: int


@dataclass(frozen=True)
class Flushed:
    name: str


@dataclass(frozen=True)
class Deleted:
    name: str
    flushed: bool


@dataclass(frozen=True)
class Said:
    """Something the station acknowledged to its user."""

    words: tuple[object, ...]


Act = Wrote | Cut | Flushed | Deleted | Said


@dataclass
class Record:
    """Every act on the files of one folder, in order."""

    folder: Path
    acts: list[Act] = field(default_factory=list)
    kept: list[object] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)
    methods: dict[int, _Methods] = field(default_factory=dict)

    def say(self, *words: object) -> None:
        self.acts.append(Said(words))

    def name(self, path: int | None) -> str:
        found = Path(ctypes.string_at(path).decode() if path else "")
        return found.name if found.parent == self.folder else ""


def _library() -> ctypes.CDLL:
    """Return the SQLite that Python itself uses."""
    sqlite3.connect(":memory:").close()
    lines = Path("/proc/self/maps").read_text().splitlines()
    used = [line.split()[-1] for line in lines if "libsqlite3" in line]
    assert used, "the SQLite of this Python cannot be reached: use the Python of the system"
    return ctypes.CDLL(used[0])


@contextmanager
def recorded(folder: Path) -> Iterator[Record]:
    """Note what SQLite does to the files of ``folder`` until the end of the block."""
    library = _library()
    library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
    vfs = library.sqlite3_vfs_find(None).contents
    record, opening, deleting = Record(folder.resolve()), vfs.xOpen, vfs.xDelete
    original_open = _OPEN(ctypes.cast(opening, _P).value or 0)
    original_delete = _DELETE(ctypes.cast(deleting, _P).value or 0)

    def opened(this: int, path: int | None, file: int, flags: int, out: int) -> int:
        code = int(original_open(this, path, file, flags, out))
        name = record.name(path)
        if code == 0 and name:
            record.names[file] = name
            held = ctypes.cast(file, ctypes.POINTER(_P))
            held[0] = ctypes.addressof(_watched(record, held[0] or 0))
        return code

    def deleted(this: int, path: int | None, flushed: int) -> int:
        if name := record.name(path):
            record.acts.append(Deleted(name, bool(flushed)))
        return int(original_delete(this, path, flushed))

    record.kept += [_OPEN(opened), _DELETE(deleted)]
    vfs.xOpen, vfs.xDelete = record.kept[0], record.kept[1]
    try:
        yield record
    finally:
        vfs.xOpen, vfs.xDelete = original_open, original_delete


def _watched(record: Record, address: int) -> _Methods:
    """Return a copy of the methods at ``address`` that notes what changes the file."""
    if address in record.methods:
        return record.methods[address]
    real = _Methods.from_address(address)
    mine = _Methods.from_buffer_copy(real)

    def wrote(file: int, content: int, size: int, offset: int) -> int:
        found = ctypes.string_at(content, size)
        record.acts.append(Wrote(record.names[file], offset, found))
        return int(real.xWrite(file, content, size, offset))

    def truncated(file: int, size: int) -> int:
        record.acts.append(Cut(record.names[file], size))
        return int(real.xTruncate(file, size))

    def flushed(file: int, how: int) -> int:
        code = int(real.xSync(file, how))
        record.acts.append(Flushed(record.names[file]))
        return code

    mine.xWrite, mine.xTruncate, mine.xSync = _WRITE(wrote), _TRUNCATE(truncated), _SYNC(flushed)
    record.methods[address] = mine
    record.methods[ctypes.addressof(mine)] = mine
    return mine


class Disk:
    """The files of a folder while ``acts`` are done to them; ``after_cut`` is what is left."""

    def __init__(self, folder: Path) -> None:
        files = [path for path in folder.iterdir() if path.is_file()]
        self._safe = {path.name: path.read_bytes() for path in files}
        self._waiting: dict[str, list[Wrote | Cut | Deleted]] = {}

    def do(self, act: Act) -> None:
        """Do one act; only a flush makes those before it safe."""
        match act:
            case Flushed(name):
                self._safe[name] = _done(self._safe.get(name, b""), self._waiting.pop(name, []))
            case Deleted(name, flushed=True):
                self._safe.pop(name, None)
                self._waiting.pop(name, None)
            case Wrote(name) | Cut(name) | Deleted(name):
                self._waiting.setdefault(name, []).append(act)
            case Said():
                pass

    def after_cut(self, folder: Path, chance: random.Random) -> None:
        """Write in ``folder`` what a cut now would leave."""
        folder.mkdir()
        share = chance.choice((0.0, 0.5, 0.5, 0.9, 1.0))
        for name in self._safe.keys() | self._waiting.keys():
            acts = [
                left
                for act in self._waiting.get(name, [])
                for left in _survivors(act, share, chance)
            ]
            content = _done(self._safe.get(name, b""), acts)
            if content:
                (folder / name).write_bytes(content)


def _survivors(
    act: Wrote | Cut | Deleted, share: float, chance: random.Random
) -> Iterator[Wrote | Cut | Deleted]:
    """Yield what reached the disk of an act that was not flushed."""
    if not isinstance(act, Wrote):
        if chance.random() < share:
            yield act
        return
    start = act.offset
    while start < act.offset + len(act.content):
        end = min((start // SECTOR + 1) * SECTOR, act.offset + len(act.content))
        piece = act.content[start - act.offset : end - act.offset]
        if chance.random() < share:
            is_torn = share < 1 and chance.random() < 0.1
            yield Wrote(act.name, start, piece[: len(piece) // 2] if is_torn else piece)
        start = end


def _done(content: bytes, acts: list[Wrote | Cut | Deleted]) -> bytes:
    held = bytearray(content)
    for act in acts:
        match act:
            case Wrote(_, offset, written):
                held.extend(bytes(max(0, offset + len(written) - len(held))))
                held[offset : offset + len(written)] = written
            case Cut(_, size):
                del held[size:]
            case Deleted():
                held.clear()
    return bytes(held)
