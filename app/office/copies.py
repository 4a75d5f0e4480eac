"""The copies of the station: what is known of them, what is asked, what is answered."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

LATE = timedelta(hours=24)
"""From this age on, a backup is said late (screens, page 2)."""
VERY_LATE = timedelta(hours=72)


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
    """Read the ages and the schedule. Answered by ``BackupsLoaded``.

    ``may_begin`` asks for the backup that is due by the schedule to begin by itself.
    """

    may_begin: bool = False


@dataclass(frozen=True, slots=True)
class RunBackup:
    """Copy the data, beside the station at work. Answered by ``DataCopied``."""

    places: Places


@dataclass(frozen=True, slots=True)
class FinishBackup:
    """Copy the keys, prove both halves, write the journal. Answered by ``TaskEnded``."""

    places: Places


@dataclass(frozen=True, slots=True)
class RunDrill:
    """Bring both halves back in a place of their own and prove it. Answered by ``TaskEnded``."""

    places: Places


@dataclass(frozen=True, slots=True)
class RunRestore:
    """Bring both halves back into the empty folder ``into``. Answered by ``TaskEnded``.

    ``secret`` is that of the person logged in, ``login``; ``second`` is who else is there;
    ``footer`` the line under a printed sheet, "" when none is at hand.
    """

    places: Places
    into: str
    login: str
    secret: str = field(repr=False)
    second: str
    second_secret: str = field(repr=False)
    footer: str
    takes_damage: bool


@dataclass(frozen=True, slots=True)
class KeepDrill:
    """Keep that the copies were proven, and how it went. Answered by ``TaskEnded``."""

    good: bool
    lines: tuple[str, ...]


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
    """What is known of the copies; ``is_due`` asks for one to begin now.

    ``may_copy`` is false for an account without the keys of the sheets.
    """

    state: BackupState
    is_due: bool = False
    may_copy: bool = True


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
    """Bring the copies back into an empty folder, in front of two people."""

    places: Places
    into: str
    secret: str = field(repr=False, default="")
    second: str = ""
    second_secret: str = field(repr=False, default="")
    footer: str = ""
    takes_damage: bool = False


@dataclass(frozen=True, slots=True)
class ScheduleChosen:
    """Keep these places, and back up every ``every_h`` hours, 0 for never by itself."""

    places: Places
    every_h: int


@dataclass(frozen=True, slots=True)
class TaskStopAsked:
    """Stop the long work."""


@dataclass(frozen=True, slots=True)
class DataCopied:
    """The data are copied: what is left is the keys and the proof."""

    places: Places


@dataclass(frozen=True, slots=True)
class DrillEnded:
    """The copies were brought back and thrown away; ``lines`` tell what was proved."""

    good: bool
    lines: tuple[str, ...]


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


BackupMessage = (
    BackupsLoaded
    | BackupAsked
    | DrillAsked
    | RestoreAsked
    | ScheduleChosen
    | TaskStopAsked
    | DataCopied
    | DrillEnded
    | TaskMoved
    | TaskEnded
    | TaskFailed
)
BackupEffect = (
    LoadBackups
    | RunBackup
    | FinishBackup
    | RunDrill
    | KeepDrill
    | RunRestore
    | StopTask
    | KeepSchedule
)
