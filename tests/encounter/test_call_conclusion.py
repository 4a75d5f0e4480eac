"""What the doctor sends: written on the disk, then told kept; a call that dies is taken up again."""

from dataclasses import replace
from datetime import datetime

from app.encounter.call_draft import COME_BACK
from app.encounter.call_effects import AcknowledgeConclusion, KeepPaper, OpenCall
from app.encounter.call_heard import URGENT
from app.encounter.call_messages import (
    CallConsent,
    CallEnded,
    CallPageOpened,
    CallStarted,
    ConclusionCame,
    PaperCame,
    PaperKept,
    PaperLost,
)
from app.encounter.call_state import CallOutcome, CallStage
from app.encounter.draft import draft_bytes, read_draft, resume
from app.encounter.effects import SaveDraft, SealSheet
from app.encounter.exam_effects import DropCapture, ShowCamera
from app.encounter.messages import DraftSaved
from app.encounter.model import Encounter, Step
from app.encounter.seal import DOCTOR_ASKS_15, PAPER_ON_ITS_WAY, SealAsked
from tests.builders import Visit, a_library, a_station, a_visit_at_decision
from tests.encounter.calls import (
    CODE,
    LINK,
    OURS,
    PAPER,
    a_conclusion,
    connected,
    moved,
    saved,
    waiting,
)

TOLD = AcknowledgeConclusion(OURS, "d" * 32)


def again(visit: Visit) -> Encounter:
    return resume(read_draft(draft_bytes(visit.encounter)), a_library(), a_station())


def test_the_doctor_is_told_once_the_draft_that_holds_the_conclusion_is_on_the_disk() -> None:
    visit = saved(connected())
    before = visit.encounter.revision
    visit.say(ConclusionCame(OURS, a_conclusion()))
    assert visit.encounter.revision == before + 1
    assert isinstance(visit.asked(SaveDraft)[-1], SaveDraft)
    visit.say(DraftSaved(OURS, before))
    assert visit.asked(AcknowledgeConclusion) == []
    assert saved(visit).asked(AcknowledgeConclusion) == [TOLD]
    assert saved(visit).asked(AcknowledgeConclusion) == [TOLD]


def test_the_same_conclusion_said_again_is_told_kept_again_and_changes_nothing() -> None:
    visit = saved(connected().say(ConclusionCame(OURS, a_conclusion())))
    revision = visit.encounter.revision
    visit.say(ConclusionCame(OURS, a_conclusion()))
    assert visit.asked(AcknowledgeConclusion) == [TOLD, TOLD]
    assert visit.encounter.revision == revision


def test_a_corrected_conclusion_takes_the_place_of_the_first() -> None:
    visit = saved(connected().say(ConclusionCame(OURS, a_conclusion())))
    newer = a_conclusion("e" * 32, diagnosis="Piqûre simple")
    saved(visit.say(ConclusionCame(OURS, newer)))
    assert visit.asked(AcknowledgeConclusion)[-1] == AcknowledgeConclusion(OURS, "e" * 32)
    kept = visit.encounter.call.conclusion
    assert kept is not None and kept.diagnosis == "Piqûre simple"


def test_a_conclusion_waits_for_the_papers_it_names() -> None:
    visit = connected().say(PaperCame(OURS, PAPER, "ordonnance.pdf", b"%PDF-"))
    assert visit.asked(KeepPaper) == [KeepPaper(OURS, PAPER, b"%PDF-")]
    visit = saved(visit.say(ConclusionCame(OURS, a_conclusion("d" * 32, PAPER))))
    assert visit.asked(AcknowledgeConclusion) == []
    visit.say(PaperKept(OURS, PAPER, "a" * 32, 5))
    assert visit.asked(AcknowledgeConclusion) == []
    assert saved(visit).asked(AcknowledgeConclusion) == [TOLD]
    (paper,) = visit.encounter.call.papers
    assert (paper.sha256, paper.name, paper.size) == (PAPER, "ordonnance.pdf", 5)


def test_a_paper_that_comes_twice_is_kept_once_and_one_nobody_awaits_is_dropped() -> None:
    came = PaperCame(OURS, PAPER, "ordonnance.pdf", b"%PDF-")
    visit = connected().say(came, came)
    assert len(visit.asked(KeepPaper)) == 1
    kept = PaperKept(OURS, PAPER, "a" * 32, 5)
    assert visit.say(kept, came).asked(DropCapture) == []
    assert len(visit.asked(KeepPaper)) == 1
    visit.say(PaperKept(OURS, "9" * 64, "b" * 32, 5))
    assert visit.asked(DropCapture) == [DropCapture(OURS, "b" * 32)]


def test_a_paper_that_cannot_be_kept_is_said_and_may_come_again() -> None:
    came = PaperCame(OURS, PAPER, "ordonnance.pdf", b"%PDF-")
    visit = connected().say(came, PaperLost(OURS, PAPER, "Le disque est plein."))
    assert visit.encounter.call.sentence == "Le disque est plein."
    assert len(visit.say(came).asked(KeepPaper)) == 2


def test_nothing_is_sealed_while_a_paper_is_on_its_way() -> None:
    visit = connected(a_visit_at_decision())
    visit.say(PaperCame(OURS, PAPER, "ordonnance.pdf", b"%PDF-"), CallEnded(), SealAsked())
    assert visit.encounter.notice == PAPER_ON_ITS_WAY
    visit.say(PaperKept(OURS, PAPER, "a" * 32, 5), SealAsked())
    assert visit.asked(SealSheet) != []


def test_a_doctor_who_asks_for_the_15_is_obeyed_before_the_sheet_is_signed() -> None:
    visit = connected(a_visit_at_decision())
    visit.say(ConclusionCame(OURS, a_conclusion(outcome=CallOutcome.SAMU_15)))
    assert visit.encounter.call.sentence == URGENT[CallOutcome.SAMU_15]
    visit.say(CallEnded(), SealAsked())
    assert visit.encounter.notice == DOCTOR_ASKS_15
    visit.encounter = replace(visit.encounter, called_at=visit.at)
    assert visit.say(SealAsked()).asked(SealSheet) != []


def test_a_call_that_dies_is_a_draft_to_take_up_and_nothing_that_came_is_lost() -> None:
    visit = connected().say(
        PaperCame(OURS, PAPER, "ordonnance.pdf", b"%PDF-"),
        PaperKept(OURS, PAPER, "a" * 32, 5),
        ConclusionCame(OURS, a_conclusion("d" * 32, PAPER)),
    )
    back = again(visit)
    assert (back.call.stage, back.call.sentence) == (CallStage.INTERRUPTED, COME_BACK)
    assert back.call.conclusion == visit.encounter.call.conclusion
    assert back.call.papers == visit.encounter.call.papers
    assert back.call.agreed_at == visit.encounter.call.agreed_at
    assert not back.call.is_live


def test_an_interrupted_call_opens_a_new_room_for_the_same_sheet() -> None:
    back = Visit(again(waiting()))
    assert back.asked(ShowCamera) == []
    back.say(CallPageOpened(), CallStarted())
    (opened,) = back.asked(OpenCall)
    assert opened.encounter_id == OURS
    assert back.encounter.call.opened_at == waiting().encounter.call.opened_at


def test_the_draft_never_holds_what_opens_the_room() -> None:
    data = draft_bytes(waiting().encounter)
    assert LINK.encode() not in data and CODE.encode() not in data
    assert b"secret" not in data


def test_an_older_draft_without_a_call_reads_as_one() -> None:
    data = draft_bytes(waiting().encounter)
    start = data.index(b',"call":{')
    assert read_draft(data[:start] + b"}").call.stage is CallStage.NONE


def test_a_room_that_ended_listens_no_more_but_keeps_a_paper_on_its_way() -> None:
    visit = connected().say(PaperCame(OURS, PAPER, "ordonnance.pdf", b"%PDF-"), CallEnded())
    visit.say(ConclusionCame(OURS, a_conclusion()), moved(CallStage.CONNECTED))
    assert visit.encounter.call.conclusion is None
    assert visit.encounter.call.stage is CallStage.OVER
    visit.say(PaperKept(OURS, PAPER, "a" * 32, 5))
    assert visit.encounter.call.papers != ()


def test_refused_by_the_relay_the_call_says_why_and_may_be_tried_again() -> None:
    visit = waiting().say(moved(CallStage.REFUSED))
    assert visit.encounter.call.sentence == "en refused"
    assert visit.encounter.call.link == ""
    assert len(visit.say(CallStarted()).asked(OpenCall)) == 2


def test_the_consent_keeps_the_time_it_was_first_given() -> None:
    visit = waiting()
    first = visit.encounter.call.agreed_at
    assert isinstance(first, datetime)
    assert visit.say(CallConsent(agreed=True)).encounter.call.agreed_at == first


def test_another_page_of_the_consultation_may_be_used_during_the_call() -> None:
    visit = connected().answer_until(Step.DECIDE)
    assert visit.encounter.call.stage is CallStage.CONNECTED
