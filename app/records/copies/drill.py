"""A restore for nothing: both halves put together in a place of their own, proven, thrown away.

Without a password it proves that every hash is the one of the journal and that the keys match
the data. With one it also opens the newest sheet. What is written meanwhile is ciphertext,
and nothing of it stays.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from app.records.check.verify import Finding
from app.records.copies.assembling import Assembled, assemble
from app.records.copies.copying import Progress, refused_write
from app.records.people.session import PharmacistSession
from app.records.people.unlock import unlock
from app.records.retention.plan import shown_month
from app.records.station_file import StationFile


@dataclass(frozen=True, slots=True)
class Reader:
    """The account that opens one sheet during the drill."""

    login: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DrillReport:
    """What a drill proved. ``read`` is the number of the sheet opened, None without a reader."""

    data_at: datetime
    keys_at: datetime
    entries: int
    closed: tuple[int, ...]
    findings: tuple[Finding, ...]
    read: int | None

    @property
    def is_good(self) -> bool:
        """True when a real restore would give everything back."""
        return not self.closed and not self.findings

    @property
    def lines(self) -> tuple[str, ...]:
        """What to show, the verdict first."""
        if not self.is_good:
            return (
                "Cette sauvegarde ne rendrait pas tout.",
                *(f"Mois sans clé\u00a0: {shown_month(month)}." for month in self.closed),
                *(one.sentence for one in self.findings),
            )
        told = [
            "Les deux moitiés se rouvrent ensemble.",
            f"Registre vérifié\u00a0: {self.entries} entrées, aucune rupture.",
        ]
        if self.read is not None:
            told.append(f"La fiche {self.read} a été relue en entier.")
        return tuple(told)


def drill(
    places: tuple[Path, Path],
    now: datetime,
    reader: Reader | None = None,
    progress: Progress | None = None,
    room: Path | None = None,
) -> DrillReport:
    """Prove that a backup, (data, keys), gives the station back; leave nothing.

    Args:
        places: where the data and the keys were copied, or one generation of each.
        now: the present instant.
        reader: who opens one sheet; None proves the hashes only.
        progress: in bytes; returning False stops.
        room: where to work, the temporary folder of the system by default.

    Raises:
        NoCopy, CopyDamaged, ForeignKeys, Stopped: the backup is not whole, or it was stopped.
        WrongSecret: the reader's password is not the one of the copy.
    """
    with _room(room) as folder:
        assembled = assemble(*places, folder, progress)
        read = _read_newest(folder, reader, now) if reader else None
        return _report(assembled, read)


def _report(assembled: Assembled, read: int | None) -> DrillReport:
    return DrillReport(
        data_at=assembled.data.made_at,
        keys_at=assembled.keys.made_at,
        entries=assembled.data.head.size,
        closed=assembled.closed,
        findings=assembled.findings,
        read=read,
    )


@contextmanager
def _room(room: Path | None) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="osys-essai-", dir=room))
    try:
        yield folder
    except OSError as error:
        raise refused_write(error) from error
    finally:
        shutil.rmtree(folder)


def _read_newest(folder: Path, reader: Reader, now: datetime) -> int | None:
    with unlock(folder, reader.login, reader.secret, now, _no_keepers) as session:
        if not isinstance(session, PharmacistSession):
            return None
        lines = session.vault.sheets()
        return session.vault.read(lines[0].sheet_id).number if lines else None


def _no_keepers(_folder: Path, _station: StationFile) -> tuple[()]:
    """Keep no anchor from a copy that is thrown away."""
    return ()
