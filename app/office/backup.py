"""The page of the backups, pure: their ages, a backup now, a proof that they open, a return.

Data and keys go to two places: one copy alone opens nothing, and a destroyed key is not kept
alive by a copy of the data.
"""

from dataclasses import dataclass, field, replace

from app.office.copies import (
    BackupAsked,
    BackupEffect,
    BackupMessage,
    BackupsLoaded,
    BackupState,
    DataCopied,
    DrillAsked,
    DrillEnded,
    FinishBackup,
    KeepDrill,
    KeepSchedule,
    LoadBackups,
    Places,
    RestoreAsked,
    RunBackup,
    RunDrill,
    RunRestore,
    ScheduleChosen,
    StopTask,
    Task,
    TaskEnded,
    TaskFailed,
    TaskMoved,
    TaskStopAsked,
)

TWO_PLACES = "Indiquez deux dossiers différents\u00a0: un pour les données, un pour les clés."
OTHER_ACCOUNT = "La sauvegarde et la restauration se lancent depuis le compte d’un pharmacien."
TWO_PEOPLE = "Chacune des deux personnes tape son mot de passe. Rien n’a été touché."
THREE_PLACES = "Indiquez où sont les données, où sont les clés, et le dossier vide à remplir."


@dataclass(frozen=True, slots=True)
class Backup:
    """The page of the backups, for ``login``; ``task`` is the long work that runs, if any."""

    login: str = ""
    state: BackupState = field(default_factory=BackupState)
    is_known: bool = False
    may_copy: bool = True
    task: Task | None = None
    stopping: bool = False
    progress: tuple[int, int] = (0, 0)
    ended: TaskEnded | None = None
    refused: str = ""
    busy: str = ""


Next = tuple[Backup, tuple[BackupEffect, ...]]


def arrive(page: Backup) -> Next:
    """Return the page being loaded; what ended before is put away."""
    return replace(page, ended=None, refused=""), (LoadBackups(),)


def update(page: Backup, message: BackupMessage) -> Next:
    """Return the page after ``message``, and what must be done for it."""
    match message:
        case BackupsLoaded(state, is_due, may_copy):
            known = replace(page, state=state, is_known=True, may_copy=may_copy, busy="")
            return _begin(known, BackupAsked(state.places)) if is_due else (known, ())
        case ScheduleChosen(places, every_h):
            return _keep(page, places, every_h)
        case BackupAsked() | DrillAsked() | RestoreAsked():
            return _begin(page, message)
        case _:
            return _work(page, message)


def _work(
    page: Backup,
    message: TaskStopAsked | DataCopied | DrillEnded | TaskMoved | TaskEnded | TaskFailed,
) -> Next:
    match message:
        case DrillEnded(good, lines):
            return page, (KeepDrill(good, lines),)
        case DataCopied(places):
            return page, (FinishBackup(places),)
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
    if not page.may_copy and not isinstance(message, DrillAsked):
        return replace(page, refused=OTHER_ACCOUNT), ()
    if not message.places.are_two:
        return replace(page, refused=TWO_PLACES), ()
    match message:
        case BackupAsked(places):
            return _run(page, Task.BACKUP), (RunBackup(places),)
        case DrillAsked(places):
            return _run(page, Task.DRILL), (RunDrill(places),)
        case RestoreAsked():
            return _restore(page, message)


def _restore(page: Backup, message: RestoreAsked) -> Next:
    if not message.into.strip():
        return replace(page, refused=THREE_PLACES), ()
    if not (message.secret and message.second and message.second_secret):
        return replace(page, refused=TWO_PEOPLE), ()
    effect = RunRestore(
        places=message.places,
        into=message.into.strip(),
        login=page.login,
        secret=message.secret,
        second=message.second,
        second_secret=message.second_secret,
        footer=message.footer.strip(),
        takes_damage=message.takes_damage,
    )
    return _run(page, Task.RESTORE), (effect,)


def _run(page: Backup, task: Task) -> Backup:
    return replace(
        page, task=task, stopping=False, progress=(0, 0), ended=None, refused="", busy=""
    )


def _still(page: Backup) -> Backup:
    return replace(page, task=None, stopping=False, progress=(0, 0))
