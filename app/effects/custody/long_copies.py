"""The long works on copies: made beside the station at work, without any of its keys."""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Event, Lock

from app.effects.custody.progress import Told
from app.errors import StationError
from app.office import copies as page
from app.records.copies.backup import DataCopy, copy_data
from app.records.copies.drill import drill
from app.records.copies.places import Places, require_places
from app.records.copies.refusals import Stopped
from app.records.copies.restore import Anchor, Damage, RestoreReport, Returning, restore
from app.records.retention.presence import Second
from app.records.station_file import read_station_file
from app.traffic import AnyMessage, Post

FINDINGS = 3
FOOTER = re.compile(r"(\d+)\W+([0-9a-fA-F]{16})\s*$")
"""The end of the printed line: the size of the journal, the start of its root."""


class UnreadFooter(StationError):
    """The line under a printed sheet was not typed as it is printed."""

    def __init__(self) -> None:
        super().__init__(
            "Recopiez la ligne du bas de la fiche, par exemple «\u00a0N° 418 · 417 · "
            "9f3a71c0d2b4e6f8\u00a0», ou laissez ce champ vide."
        )


class StillCopying(StationError):
    """A long work is not over: two would share one order to stop, and one copy to finish."""

    def __init__(self) -> None:
        super().__init__(
            "Une sauvegarde, une preuve ou une restauration est encore en cours. Attendez "
            "qu’elle finisse, puis recommencez."
        )


@dataclass(frozen=True, slots=True)
class Waiting:
    """Data that were copied and wait for their keys, and where both go."""

    copied: DataCopy
    places: page.Places


class LongCopies:
    """One long work at a time, and the data copied by it that wait for their keys."""

    def __init__(self, folder: Path, now: Callable[[], datetime], post: Post) -> None:
        self._folder, self._now, self._post = folder, now, post
        self._stop, self._working, self._handing = Event(), Lock(), Lock()
        self._waiting: Waiting | None = None

    def run(self, effect: page.RunBackup | page.RunDrill | page.RunRestore) -> AnyMessage:
        """Do one long work to its end; asked to stop, it leaves nothing half done.

        Raises:
            StillCopying: another one runs, begun before the station was locked and opened again.
        """
        if not self._working.acquire(blocking=False):
            raise StillCopying
        try:
            return self._run(effect)
        finally:
            self._working.release()

    def _run(self, effect: page.RunBackup | page.RunDrill | page.RunRestore) -> AnyMessage:
        self._stop.clear()
        told = Told(self._post, page.TaskMoved, self._stop)
        match effect:
            case page.RunBackup(places):
                return self._copy(places, told)
            case page.RunDrill(places):
                report = drill(paths(places), self._now(), progress=told.moved)
                return page.DrillEnded(report.is_good, report.lines)
            case page.RunRestore():
                return self._restore(effect, told)

    def stop(self) -> None:
        """Ask the work that runs to stop."""
        self._stop.set()

    def take(self) -> Waiting | None:
        """Return the data that wait for their keys, once; None when none do."""
        with self._handing:
            waiting, self._waiting = self._waiting, None
            return waiting

    def leave(self) -> Waiting | None:
        """Stop the work that runs, and ``take`` what it had finished."""
        self._stop.set()
        return self.take()

    def _copy(self, places: page.Places, told: Told) -> page.DataCopied:
        data, keys = paths(places)
        require_places(self._folder, Places(data, keys))
        station = read_station_file(self._folder)
        copied = copy_data(self._folder, station, data, self._now(), told.moved)
        with self._handing:
            if self._stop.is_set():  # nobody will bring the keys: half a backup opens nothing
                shutil.rmtree(copied.folder)
                raise Stopped
            self._waiting = Waiting(copied, places)
        return page.DataCopied(places)

    def _restore(self, effect: page.RunRestore, told: Told) -> page.TaskEnded:
        """Bring both halves back, in front of two people; this station is not touched."""
        returning = Returning(
            login=effect.login,
            secret=effect.secret,
            second=Second(effect.second, effect.second_secret),
            anchors=printed_anchor(effect.footer),
            damage=Damage.ACCEPT if effect.takes_damage else Damage.REFUSE,
        )
        into, now = Path(effect.into), self._now()
        report = restore(paths(effect.places), into, returning, now, told.moved)
        return page.TaskEnded(page.Task.RESTORE, not report.findings, _restored(report))


def paths(places: page.Places) -> tuple[Path, Path]:
    """Return where the data and the keys go, or come from."""
    return Path(places.data), Path(places.keys)


def printed_anchor(footer: str) -> tuple[Anchor, ...]:
    """Return what the line under a printed sheet says of the journal: a size, a root.

    Raises:
        UnreadFooter: words were typed that are not this line.
    """
    if not footer:
        return ()
    found = FOOTER.search(footer)
    if found is None:
        raise UnreadFooter
    return (Anchor(int(found[1]), bytes.fromhex(found[2])),)


def _restored(report: RestoreReport) -> tuple[str, ...]:
    """Return what came back, and what the copy lacks."""
    lines = [
        f"Poste restauré dans {report.folder}\u00a0: {report.sheets} fiches.",
        f"Ouvrez-le avec «\u00a0osys --data {report.folder}\u00a0».",
    ]
    if report.lacks is not None:
        first, last = report.lacks
        lines.append(f"Cette copie n’a pas les maillons {first} à {last}\u00a0: ils sont perdus.")
    if report.erased:
        lines.append(f"{report.erased} fiches effacées depuis la copie l’ont été de nouveau.")
    return (*lines, *(one.sentence for one in report.findings[:FINDINGS]))
