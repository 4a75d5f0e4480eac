"""Effects of the page of retention: holds, the plan of a purge, the purge in two persons."""

from collections.abc import Iterable
from threading import Event

from app.effects.access import Access
from app.effects.custody.progress import Told
from app.office import erasure as erasing
from app.office import retention as page
from app.records.copies.completion import PurgeState, purge_states
from app.records.people.session import PharmacistSession
from app.records.retention.due import purge_plan
from app.records.retention.erasure import Erasure, erase_sheet, erasure_phrase
from app.records.retention.holds import Hold
from app.records.retention.plan import DueMonth, PurgePlan, shown_month
from app.records.retention.presence import Second
from app.records.retention.purge import Confirmation, execute_purge
from app.records.retention.refusals import ClockDoubt, PlanMoved
from app.traffic import AnyMessage, Post

NEXT_BACKUP = "Faites une sauvegarde neuve : une restauration d’avant l’effacera de nouveau."


class KeepingRoom:
    """What the page of retention asks of the vault; the plan shown is the one executed."""

    def __init__(self, access: Access, post: Post) -> None:
        self._access = access
        self._post = post
        self._plan: PurgePlan | None = None

    def answer(self, effect: page.RetentionEffect) -> Iterable[AnyMessage]:
        """Do what the page asks."""
        match effect:
            case page.LoadRetention():
                return [self._load()]
            case page.PlaceHold(number, reason):
                holds, now = self._access.holds, self._access.now()
                entry = holds.place(holds.numbered(number), reason, now)
                return [page.RetentionDone(f"Fiche {number} conservée, maillon {entry}.")]
            case page.ReleaseHold(number, reason):
                holds, now = self._access.holds, self._access.now()
                entry = holds.release(holds.numbered(number), reason, now)
                return [page.RetentionDone(f"Conservation de {number} levée, maillon {entry}.")]
            case page.PreparePurge():
                self._plan = purge_plan(self._access.custody, self._access.now())
                return [page.PurgePlanned(_shown(self._plan))]
            case page.RunPurge():
                return self._purge(effect)

    def erase(self, effect: erasing.ErasureEffect) -> Iterable[AnyMessage]:
        """Find one sheet, or erase it in front of the second person."""
        custody, now = self._access.custody, self._access.now()
        match effect:
            case erasing.PrepareErasure(number, reason):
                phrase = erasure_phrase(custody, self._access.holds.numbered(number))
                return [erasing.ErasurePlanned(erasing.ErasurePlan(number, reason, phrase))]
            case erasing.RunErasure(plan, login, secret):
                sheet_id = self._access.holds.numbered(plan.number)
                asked = Erasure(sheet_id, plan.reason, Second(login, secret), plan.phrase)
                entry = erase_sheet(custody, asked, now)
                told = f"Fiche {plan.number} effacée, maillon {entry}. {NEXT_BACKUP}"
                return [erasing.ErasureDone(told)]

    def _load(self) -> page.RetentionLoaded:
        holds = tuple(_hold(one) for one in self._access.holds.all())
        session = self._access.session
        if not isinstance(session, PharmacistSession):
            return page.RetentionLoaded(holds)
        past = tuple(map(_past, purge_states(session.custody)))
        return page.RetentionLoaded(holds, past, may_purge=True)

    def _purge(self, effect: page.RunPurge) -> Iterable[AnyMessage]:
        """Destroy exactly the plan that was shown, in front of the second person."""
        plan = self._plan
        if plan is None:
            raise PlanMoved
        told = Told(self._post, page.PurgeMoved, Event())
        confirmation = Confirmation(Second(effect.login, effect.secret), effect.typed)
        custody, now = self._access.custody, self._access.now()
        report = execute_purge(custody, plan, confirmation, now, told.moved)
        self._plan = None
        rows = sum(one.rows for one in report.months)
        last = next(one for one in purge_states(custody) if one.purge_id == report.purge_id)
        return [page.PurgeDone(rows, last.complete_by.date())]


def _hold(one: Hold) -> page.HoldLine:
    return page.HoldLine(one.number, one.placed_at, one.author, one.reason, one.alone, one.intact)


def _past(one: PurgeState) -> page.PurgeLine:
    done = one.complete_at
    by = done if done is not None else one.complete_by
    return page.PurgeLine(one.done_at, one.rows, by.date(), len(one.copies), done is not None)


def _shown(plan: PurgePlan) -> page.PurgePlan:
    doubt = ClockDoubt.said if plan.clock_doubt else ""
    return page.PurgePlan(tuple(map(_month, plan.months)), plan.phrase, doubt)


def _month(one: DueMonth) -> page.MonthDue:
    return page.MonthDue(shown_month(one.month), one.words, one.rows, one.held)
