"""The back office of what is kept, in words: holds, purges, backups, emergencies."""

from datetime import datetime

from app.office.backup import Backup
from app.office.copies import Age, BackupState, Task, age
from app.office.emergency import Danger
from app.office.retention import HoldLine, PurgeLine, PurgePlan
from ui.format import ago, counted, long_date, long_day_and_time, number
from ui.look import Tone
from ui.widgets.line_list import Line

HOUR_S, DAY_H = 3600, 24
EVERY = {0: "Aucune", 1: "Chaque heure", 4: "Toutes les 4\u00a0h", 24: "Chaque jour"}
TASKS = {
    Task.BACKUP: "La sauvegarde est en cours.",
    Task.DRILL: "L’essai de restauration est en cours\u00a0: rien de ce poste n’est touché.",
    Task.RESTORE: "La restauration est en cours, dans le dossier vide indiqué.",
}
STOPPING = "Arrêt demandé\u00a0: rien ne restera à moitié fait."
DANGERS = {
    Danger.LOST_KEY: ("Une clé ou un mot de passe est perdu", "lock-open"),
    Danger.STOLEN: ("Un ordinateur ou une copie a été volé", "door-exit"),
    Danger.ATTACK: ("Quelqu’un est peut-être entré dans ce poste", "alert-triangle"),
}
TONES = {Age.GOOD: Tone.GREEN, Age.LATE: Tone.OCHRE, Age.VERY_LATE: Tone.RED}
ONE = {"fiches": "fiche", "faits d’activité": "fait d’activité", "lignes": "ligne"}
MONTH_ROWS = 12


def hold_line(line: HoldLine) -> Line:
    """Return one hold: which sheet, why, since when, by whom."""
    since = f"Depuis le {long_date(line.placed_at.date())}, par {line.who}."
    if not line.intact:
        return Line(
            "alert-triangle",
            Tone.RED,
            f"Fiche {number(line.number)}",
            "Son motif ne se lit plus\u00a0: la conservation reste en vigueur.",
        )
    alone = " Sa durée est passée\u00a0: lever la conservation la détruit." if line.alone else ""
    return Line(
        "lock", Tone.OCHRE, f"Fiche {number(line.number)}", f"{_ended(line.reason)} {since}{alone}"
    )


def _ended(sentence: str) -> str:
    """Return the words as a sentence of their own."""
    words = sentence.strip()
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


def plan_lines(plan: PurgePlan) -> tuple[Line, ...]:
    """Return what would be destroyed, month by month; the last months are summed up."""
    told = [_month_line(one.month, one.what, one.destroyed, one.kept) for one in plan.months]
    if len(told) <= MONTH_ROWS:
        return tuple(told)
    rest = plan.months[MONTH_ROWS - 1 :]
    rows = sum(one.destroyed for one in rest)
    kept = sum(one.kept for one in rest)
    more = f"Et {counted(len(rest), 'autre ligne', 'autres lignes')} du plan"
    return (*told[: MONTH_ROWS - 1], _month_line(more, "lignes", rows, kept))


def _month_line(month: str, what: str, destroyed: int, kept: int) -> Line:
    held = f", {counted(kept, 'fiche conservée', 'fiches conservées')}" if kept else ""
    note = f"{counted(destroyed, ONE.get(what, what), what)} à détruire{held}"
    return Line("calendar-event", Tone.NEUTRAL, month, note)


def purge_line(line: PurgeLine, now: datetime) -> Line:
    """Return one purge of the past, and whether the last old copy of its keys is gone."""
    what = counted(line.rows, "ligne détruite", "lignes détruites")
    when = f"Le {long_date(line.at.date())}."
    if line.is_complete:
        done = f"{when} Complète depuis le {long_date(line.complete_on)}."
        return Line("circle-check", Tone.GREEN, what, done)
    copies = counted(line.copies, "ancienne copie des clés", "anciennes copies des clés")
    if not line.copies:
        return Line("hourglass", Tone.OCHRE, what, f"{when} La prochaine sauvegarde le confirme.")
    left = f"{when} {copies} à détruire avant le {long_date(line.complete_on)}."
    late = now.date() > line.complete_on
    tone, icon = (Tone.RED, "alert-triangle") if late else (Tone.OCHRE, "hourglass")
    return Line(icon, tone, what, left)


def age_line(name: str, at: datetime | None, now: datetime) -> Line:
    """Return the age of one half of the backup, with the colour it deserves."""
    tone = TONES[age(at, now)]
    icon = "circle-check" if tone is Tone.GREEN else "alert-triangle"
    if at is None:
        return Line(icon, tone, f"{name}\u00a0: jamais sauvegardées")
    return Line(icon, tone, f"{name}\u00a0: {_age_words(at, now)}", long_day_and_time(at))


def _age_words(at: datetime, now: datetime) -> str:
    hours = int((now - at).total_seconds()) // HOUR_S
    if hours < 0:
        return "dans le futur, vérifiez l’horloge"
    return ago(at, now) if hours < DAY_H else f"il y a {counted(hours // DAY_H, 'jour', 'jours')}"


def home_line(state: BackupState, now: datetime) -> tuple[str, Tone]:
    """Return the backup as the home screen says it: the older half decides."""
    worst = max((age(state.data_at, now), age(state.keys_at, now)), key=list(Age).index)
    if state.data_at is None and state.keys_at is None:
        return "Jamais sauvegardé", TONES[worst]
    if state.data_at is None or state.keys_at is None:
        missing = "Données" if state.data_at is None else "Clés"
        return f"{missing} jamais sauvegardées", TONES[worst]
    return f"Sauvegarde {_age_words(min(state.data_at, state.keys_at), now)}", TONES[worst]


def home_words(page: Backup, now: datetime) -> tuple[str, Tone]:
    """Return what the home screen says of the backups, "" until they are known."""
    if page.task is Task.BACKUP:
        return f"Sauvegarde en cours, {percent(page.progress)}\u00a0%", Tone.NEUTRAL
    return home_line(page.state, now) if page.is_known else ("", Tone.NEUTRAL)


def task_words(page: Backup) -> str:
    """Return what the long work is doing, "" when none runs."""
    if page.task is None:
        return ""
    return STOPPING if page.stopping else TASKS[page.task]


def percent(progress: tuple[int, int]) -> int:
    """Return how far a long work is, from 0 to 100."""
    done, total = progress
    return min(100 * done // total, 100) if total > 0 else 0
