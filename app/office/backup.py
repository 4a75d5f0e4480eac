"""The page of the backups, pure: their ages, a backup now, a proof that they open, a return.

Data and keys go to two places: one copy alone opens nothing, and a destroyed key is not kept
alive by a copy of the data.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

LATE = timedelta(hours=24)
"""From this age on, a backup is said late (screens, page 2)."""
VERY_LATE = timedelta(hours=72)
TWO_PLACES = "Indiquez deux dossiers différents\u00a0: un pour les données, un pour les clés."
THREE_PLACES = "Indiquez où sont les données, où sont les clés, et le dossier vide à remplir."


class Age(StrEnum):
    """How a backup looks at its age."""

    GOOD = "good"
    LATE = "late"
    VERY_LATE = "very_late"


def age(at: datetime | None, now: datetime) -> Age:
    """Return how a backup made ``at`` looks ``now``; none, or one of the future, is very late."""
    if at is None or at > now + LATE:
        return Age.VERY_LATE
    if now - at >= VERY_LATE:
        return Age.VERY_LATE
    return Age.LATE if now - at >= LATE else Age.GOOD


@dataclass(frozen=True, slots=True)
class Places:
    """Where copies go, as paths: the data, and the keys apart; "" where nothing is set."""

    data: str = ""
    keys: str = ""

    @property
    def are_two(self) -> bool:
        """True when both are set and differ."""
        return bool(self.data and self.keys) and self.data != self.keys


@dataclass(frozen=True, slots=True)
class BackupState:
    """What is known of the copies: when each half was last written, and how often it is.

    ``every_h`` is 0 when no backup is made by itself; ``drilled_at`` is the last proof.
    """

    data_at: datetime | None = None
    keys_at: datetime | None = None
    places: Places = Places()
    every_h: int = 0
    drilled_at: datetime | None = None


class Task(StrEnum):
    """The long works of the page: one at a time, each can be stopped."""

    BACKUP = "backup"
    DRILL = "drill"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class LoadBackups:
    """Read the ages and the schedule. Answered by ``BackupsLoaded``."""


@dataclass(frozen=True, slots=True)
class RunBackup:
    """Copy data and keys to two places. Answered by ``TaskEnded``."""

    places: Places


@dataclass(frozen=True, slots=True)
class RunDrill:
    """Bring both halves back in a place of their own and prove it. Answered by ``TaskEnded``."""

    places: Places


@dataclass(frozen=True, slots=True)
class RunRestore:
    """Bring both halves back into the empty folder ``into``. Answered by ``TaskEnded``."""

    places: Places
    into: str


@dataclass(frozen=True, slots=True)
class StopTask:
    """Ask the long work to stop; its own answer tells that it did."""


@dataclass(frozen=True, slots=True)
class KeepSchedule:
    """Keep where the copies go and how often. Answered by ``BackupsLoaded``."""

    places: Places
    every_h: int


@dataclass(frozen=True, slots=True)
class BackupsLoaded:
    """What is known of the copies."""

    state: BackupState


@dataclass(frozen=True, slots=True)
class BackupAsked:
    """Back up now to these places."""

    places: Places


@dataclass(frozen=True, slots=True)
class DrillAsked:
    """Prove that the copies in these places open."""

    places: Places


@dataclass(frozen=True, slots=True)
class RestoreAsked:
    """Bring the copies back into an empty folder."""

    places: Places
    into: str


@dataclass(frozen=True, slots=True)
class ScheduleChosen:
    """Keep these places, and back up every ``every_h`` hours, 0 for never by itself."""

    places: Places
    every_h: int


@dataclass(frozen=True, slots=True)
class TaskStopAsked:
    """Stop the long work."""


@dataclass(frozen=True, slots=True)
class TaskMoved:
    """The long work goes on: ``done`` of ``total``, in its own unit."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class TaskEnded:
    """The long work ended: ``lines`` tell what was proved or what to do, first line first."""

    task: Task
    good: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaskFailed:
    """The long work did not happen; ``sentence`` says what to do."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Backup:
    """The page of the backups. ``task`` is the long work that runs, None when none does."""

    state: BackupState = BackupState()
    is_known: bool = False
    task: Task | None = None
    stopping: bool = False
    progress: tuple[int, int] = (0, 0)
    ended: TaskEnded | None = None
    refused: str = ""
    busy: str = ""


BackupMessage = (
    BackupsLoaded
    | BackupAsked
    | DrillAsked
    | RestoreAsked
    | ScheduleChosen
    | TaskStopAsked
    | TaskMoved
    | TaskEnded
    | TaskFailed
)
BackupEffect = LoadBackups | RunBackup | RunDrill | RunRestore | StopTask | KeepSchedule
Next = tuple[Backup, tuple[BackupEffect, ...]]


def arrive(page: Backup) -> Next:
    """Return the page being loaded; what ended before is put away."""
    return replace(page, ended=None, refused=""), (LoadBackups(),)


def update(page: Backup, message: BackupMessage) -> Next:
    """Return the page after ``message``, and what must be done for it."""
    match message:
        case BackupsLoaded(state):
            return replace(page, state=state, is_known=True, busy=""), ()
        case ScheduleChosen(places, every_h):
            return _keep(page, places, every_h)
        case BackupAsked() | DrillAsked() | RestoreAsked():
            return _begin(page, message)
        case TaskStopAsked() | TaskMoved() | TaskEnded() | TaskFailed():
            return _work(page, message)


def _work(page: Backup, message: TaskStopAsked | TaskMoved | TaskEnded | TaskFailed) -> Next:
    match message:
        case TaskStopAsked():
            if page.task is None or page.stopping:
                return page, ()
            return replace(page, stopping=True), (StopTask(),)
        case TaskMoved(done, total):
            return replace(page, progress=(done, total)), ()
        case TaskEnded():
            return replace(_still(page), ended=message), (LoadBackups(),)
        case TaskFailed(sentence):
            return replace(_still(page), refused=sentence), (LoadBackups(),)


def _keep(page: Backup, places: Places, every_h: int) -> Next:
    if every_h and not places.are_two:
        return replace(page, refused=TWO_PLACES), ()
    return replace(page, refused=""), (KeepSchedule(places, every_h),)


def _begin(page: Backup, message: BackupAsked | DrillAsked | RestoreAsked) -> Next:
    if page.task is not None:
        return page, ()
    if not message.places.are_two:
        return replace(page, refused=TWO_PLACES), ()
    match message:
        case BackupAsked(places):
            return _run(page, Task.BACKUP), (RunBackup(places),)
        case DrillAsked(places):
            return _run(page, Task.DRILL), (RunDrill(places),)
        case RestoreAsked(places, into):
            if not into.strip():
                return replace(page, refused=THREE_PLACES), ()
            return _run(page, Task.RESTORE), (RunRestore(places, into.strip()),)


def _run(page: Backup, task: Task) -> Backup:
    return replace(
        page, task=task, stopping=False, progress=(0, 0), ended=None, refused="", busy=""
    )


def _still(page: Backup) -> Backup:
    return replace(page, task=None, stopping=False, progress=(0, 0))
