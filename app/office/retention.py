"""The page of retention, pure: what is held back, and what is destroyed once its date has come.

Nothing is destroyed before a plan was shown, a second person gave their password and the
sentence of the plan was typed again.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

REASON_NEEDED = "Dites le motif, sans nom de patient\u00a0: il reste dans le journal."
NUMBER_NEEDED = "Le numéro imprimé sur la fiche est un nombre, par exemple 418."
PLAN_FIRST = "Préparez d’abord le plan\u00a0: rien ne se détruit sans avoir été montré."
TYPED_AGAIN = "Retapez exactement la phrase affichée. Rien n’a été détruit."
SECOND_NEEDED = "La seconde personne choisit son compte et tape son mot de passe."


@dataclass(frozen=True, slots=True)
class HoldLine:
    """A sheet that no purge takes; ``number`` is the one printed on it.

    ``alone`` tells that the rest of its month is destroyed; ``intact`` is false when its reason
    can no longer be read.
    """

    number: int
    placed_at: datetime
    who: str
    reason: str
    alone: bool = False
    intact: bool = True


@dataclass(frozen=True, slots=True)
class MonthDue:
    """A month whose date has come, as « 11/2016 »: what goes, how many rows, how many stay.

    ``what`` are « fiches », « faits d’activité » or « accès »; only sheets are ever held back.
    """

    month: str
    what: str
    destroyed: int
    kept: int


@dataclass(frozen=True, slots=True)
class PurgePlan:
    """What a purge would destroy now; ``phrase`` is what is typed again to confirm it.

    ``doubt`` says why nothing may be destroyed today, "" when it may: the clock jumped.
    """

    months: tuple[MonthDue, ...]
    phrase: str
    doubt: str = ""

    @property
    def destroyed(self) -> int:
        """How many rows go."""
        return sum(one.destroyed for one in self.months)

    @property
    def kept(self) -> int:
        """How many sheets stay, held back."""
        return sum(one.kept for one in self.months)


@dataclass(frozen=True, slots=True)
class PurgeLine:
    """A purge of the past: how much went, and when the last old copy of its keys is gone.

    ``copies`` old copies of the keys are not known to be gone; they must be by ``complete_on``.
    """

    at: datetime
    rows: int
    complete_on: date
    copies: int = 0
    is_complete: bool = False


@dataclass(frozen=True, slots=True)
class LoadRetention:
    """Read the holds and the past purges. Answered by ``RetentionLoaded``."""


@dataclass(frozen=True, slots=True)
class PlaceHold:
    """Hold a sheet back. Answered by ``RetentionDone``."""

    number: int
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ReleaseHold:
    """Let a sheet follow its date again. Answered by ``RetentionDone``."""

    number: int
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PreparePurge:
    """Work out what is due. Answered by ``PurgePlanned``."""


@dataclass(frozen=True, slots=True)
class RunPurge:
    """Destroy what the plan shows, in front of ``login``. Answered by ``PurgeDone``."""

    login: str
    secret: str = field(repr=False)
    typed: str


@dataclass(frozen=True, slots=True)
class RetentionLoaded:
    """The holds in force and the purges of the past, the latest first.

    ``may_purge`` is false for an account without the keys of the sheets.
    """

    holds: tuple[HoldLine, ...]
    purges: tuple[PurgeLine, ...] = ()
    may_purge: bool = False


@dataclass(frozen=True, slots=True)
class HoldAsked:
    """Hold back, or release, the sheet of this number as typed."""

    number: str
    reason: str = field(repr=False)
    release: bool = False


@dataclass(frozen=True, slots=True)
class PlanAsked:
    """Show what a purge would destroy."""


@dataclass(frozen=True, slots=True)
class PlanPut:
    """Put the plan away."""


@dataclass(frozen=True, slots=True)
class PurgePlanned:
    """What a purge would destroy."""

    plan: PurgePlan


@dataclass(frozen=True, slots=True)
class PurgeAsked:
    """Destroy what the plan shows: the second person, and the phrase as typed again."""

    login: str
    secret: str = field(repr=False)
    typed: str


@dataclass(frozen=True, slots=True)
class PurgeMoved:
    """The purge goes on: ``done`` steps of ``total``."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class PurgeDone:
    """The purge is done; its keys are gone everywhere on ``complete_on``."""

    rows: int
    complete_on: date


@dataclass(frozen=True, slots=True)
class RetentionDone:
    """A hold was placed or released; ``sentence`` tells it."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Retention:
    """The page of retention. ``busy`` says in words what is being done, "" when nothing is.

    ``refused`` is what to change before asking again; ``done`` what was just done; ``may_purge``
    is false for an account without the keys of the sheets.
    """

    holds: tuple[HoldLine, ...] = ()
    purges: tuple[PurgeLine, ...] = ()
    may_purge: bool = False
    plan: PurgePlan | None = None
    progress: tuple[int, int] = (0, 0)
    refused: str = ""
    done: str = ""
    busy: str = ""


RetentionMessage = (
    RetentionLoaded
    | HoldAsked
    | PlanAsked
    | PlanPut
    | PurgePlanned
    | PurgeAsked
    | PurgeMoved
    | PurgeDone
    | RetentionDone
)
RetentionEffect = LoadRetention | PlaceHold | ReleaseHold | PreparePurge | RunPurge
Next = tuple[Retention, tuple[RetentionEffect, ...]]


def arrive(page: Retention) -> Next:
    """Return the page being loaded; a plan shown earlier may have moved, it is put away."""
    return replace(page, plan=None, refused="", done=""), (LoadRetention(),)


def update(page: Retention, message: RetentionMessage) -> Next:
    """Return the page after ``message``, and what must be done for it."""
    match message:
        case RetentionLoaded(holds, purges, may):
            return replace(page, holds=holds, purges=purges, may_purge=may, busy=""), ()
        case HoldAsked():
            return _hold(page, message)
        case RetentionDone(sentence):
            return replace(page, done=sentence, refused="", busy=""), (LoadRetention(),)
        case PlanAsked() if not page.busy:
            asked = replace(page, busy="Le plan se prépare.", refused="", done="")
            return asked, (PreparePurge(),)
        case PurgePlanned(plan):
            return replace(page, plan=plan, busy=""), ()
        case PlanAsked() | PlanPut():
            return replace(page, plan=page.plan if page.busy else None, refused=""), ()
        case PurgeAsked() | PurgeMoved() | PurgeDone():
            return _purge(page, message)


def _hold(page: Retention, message: HoldAsked) -> Next:
    typed = message.number.strip()
    if page.busy:
        return page, ()
    if not (typed.isascii() and typed.isdigit()):
        return replace(page, refused=NUMBER_NEEDED), ()
    if not message.reason.strip():
        return replace(page, refused=REASON_NEEDED), ()
    make = ReleaseHold if message.release else PlaceHold
    busy = replace(page, busy="L’écriture au journal est en cours.", refused="", done="")
    return busy, (make(int(typed), message.reason.strip()),)


def _purge(page: Retention, message: PurgeAsked | PurgeMoved | PurgeDone) -> Next:
    match message:
        case PurgeMoved(done, total):
            return replace(page, progress=(done, total)), ()
        case PurgeDone(rows, complete_on):
            told = _told(rows, complete_on)
            rested = replace(page, plan=None, progress=(0, 0), busy="", done=told)
            return rested, (LoadRetention(),)
        case PurgeAsked():
            return _destroy(page, message)


def _destroy(page: Retention, message: PurgeAsked) -> Next:
    if page.busy:
        return page, ()
    if page.plan is None:
        return replace(page, refused=PLAN_FIRST), ()
    if not message.login or not message.secret:
        return replace(page, refused=SECOND_NEEDED), ()
    if message.typed.strip() != page.plan.phrase:
        return replace(page, refused=TYPED_AGAIN), ()
    busy = replace(page, busy="La destruction est en cours.", refused="", progress=(0, 1))
    return busy, (RunPurge(message.login, message.secret, message.typed.strip()),)


def _told(rows: int, complete_on: date) -> str:
    day = complete_on.strftime("%d/%m/%Y")
    return (
        f"{rows} lignes détruites sur ce poste. La destruction sera complète au plus tard le "
        f"{day}, quand la dernière ancienne copie des clés aura disparu."
    )
