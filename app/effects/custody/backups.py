"""Effects of the page of the backups: their ages, a copy, its proof, a return.

The data are copied beside the station at work, on the pool; the keys and the proof come on the
vault lane, where the session lives.
"""

import logging
import shutil
from collections.abc import Iterable
from dataclasses import replace

from app.effects.access import Access, NoSheets
from app.effects.custody.long_copies import FINDINGS, LongCopies, Waiting, paths
from app.errors import StationError
from app.office import copies as page
from app.records.check.verify import Depth
from app.records.copies.backup import BackupReport, finish_backup
from app.records.copies.places import Places
from app.records.copies.register import CopyState, Register
from app.records.people.session import PharmacistSession
from app.traffic import AnyMessage, Post

NOT_COPIED = "La copie des données n’est plus là. Recommencez la sauvegarde."
MEGABYTE = 1_000_000
LOGGER = logging.getLogger(__name__)


class BackupRoom:
    """What the page of the backups asks of the vault and of the supports."""

    def __init__(self, access: Access, post: Post) -> None:
        self._access = access
        self._copies = LongCopies(access.folder, access.now, post)
        access.before_closing(self.leave)

    def answer(self, effect: page.BackupEffect) -> Iterable[AnyMessage]:
        """Do what the page asks."""
        match effect:
            case page.StopTask():
                self._copies.stop()
                return []
            case page.LoadBackups(may_begin):
                return [self._known(may_begin=may_begin)]
            case page.KeepSchedule(places, every_h):
                return [self._keep(places, every_h)]
            case page.FinishBackup():
                return [self._finish()]
            case page.KeepDrill():
                return [self._drilled(effect)]
            case _:
                return [self._copies.run(effect)]

    @property
    def _register(self) -> Register:
        room = self._access.session.keys
        if room is None:
            raise NoSheets
        return Register(room.store, room.ring)

    def _known(self, *, may_begin: bool) -> page.BackupsLoaded:
        state = self._register.state()
        may_copy = isinstance(self._access.session, PharmacistSession)
        is_due = may_begin and may_copy and state.is_due(self._access.now())
        return page.BackupsLoaded(_shown(state), is_due, may_copy)

    def _keep(self, places: page.Places, every_h: int) -> page.BackupsLoaded:
        register = self._register
        kept = register.schedule()
        register.keep(replace(kept, data=places.data, keys=places.keys, every_h=every_h))
        return self._known(may_begin=False)

    def leave(self) -> None:
        """Stop the long work before the keys go; data already copied get their keys first.

        Only the hashes of the copy are compared then: signatures and contents would keep the keys
        for minutes. What cannot be finished is taken away, and the age of the copies tells.
        """
        waiting = self._copies.leave()
        if waiting is None:
            return
        try:
            self._complete(waiting, Depth.HASHES)
        except StationError as refused:
            shutil.rmtree(waiting.copied.folder, ignore_errors=True)
            LOGGER.warning("a backup was not finished at lock: %s", type(refused).__name__)

    def _finish(self) -> AnyMessage:
        """Copy the keys and prove both halves."""
        waiting = self._copies.take()
        if waiting is None:
            return page.TaskFailed(NOT_COPIED)
        report = self._complete(waiting, Depth.DATA)
        return page.TaskEnded(page.Task.BACKUP, not report.findings, _told(report))

    def _complete(self, waiting: Waiting, depth: Depth) -> BackupReport:
        """Bring the keys; where both halves went is kept for the next time."""
        places, now = waiting.places, self._access.now()
        both = Places(*paths(places))
        report = finish_backup(self._access.custody, both, waiting.copied, now, depth)
        register = self._register
        register.keep(replace(register.schedule(), data=places.data, keys=places.keys))
        return report

    def _drilled(self, effect: page.KeepDrill) -> page.TaskEnded:
        """Keep when the copies were last proven."""
        register = self._register
        if effect.good:
            register.keep(replace(register.schedule(), drilled_at=self._access.now()))
        return page.TaskEnded(page.Task.DRILL, effect.good, effect.lines)


def _shown(state: CopyState) -> page.BackupState:
    schedule = state.schedule
    return page.BackupState(
        data_at=state.data_at,
        keys_at=state.keys_at,
        places=page.Places(schedule.data, schedule.keys),
        every_h=schedule.every_h,
        drilled_at=schedule.drilled_at,
    )


def _told(report: BackupReport) -> tuple[str, ...]:
    """Return what was copied and proven, in words."""
    size = max(report.octets // MEGABYTE, 1)
    lines = [
        f"Sauvegarde faite et relue\u00a0: {report.head.size} maillons, {size}\u00a0Mo.",
        f"Données dans {report.data}.",
        f"Clés dans {report.keys}.",
    ]
    if report.findings:
        lines.insert(0, "La copie est fidèle, mais le poste lui-même a des anomalies.")
        lines += [one.sentence for one in report.findings[:FINDINGS]]
    return (*lines, report.warning) if report.warning else tuple(lines)
