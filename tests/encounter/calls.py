"""A consultation in a call, at the interesting moment."""

from datetime import UTC, datetime

from app.encounter.call_messages import (
    CallChanged,
    CallConsent,
    CallPageOpened,
    CallStarted,
    LinkReady,
    SummaryChoice,
)
from app.encounter.call_state import CallOutcome, CallStage, DoctorConclusion
from app.encounter.messages import DraftSaved
from app.encounter.model import Step
from tests.builders import Visit, an_identified_visit

OURS = "0" * 31 + "1"
PAPER = "c" * 64
LINK = "https://relais.invalid/#AAAAAAAAAAAAAAAAAAAAAA.secret"
CODE = "000G-40R4-0M30-E200"


def a_conclusion(message_id: str = "d" * 32, *papers: str, **changes: object) -> DoctorConclusion:
    said = {
        "doctor": "Dr Léa Essai",
        "rpps": "10000123454",
        "diagnosis": "Érythème migrant",
        "advice": "Repos.",
        "follow_up": "Revoir à J7",
        "outcome": CallOutcome.PRESCRIPTION,
        "received_at": datetime(2026, 11, 23, 12, tzinfo=UTC),
    }
    return DoctorConclusion(message_id=message_id, papers=papers, **(said | changes))


def at_measures() -> Visit:
    return an_identified_visit().answer_until(Step.MEASURE)


def prepared(visit: Visit | None = None) -> Visit:
    return (visit or at_measures()).say(CallPageOpened(), CallConsent(agreed=True))


def waiting(visit: Visit | None = None) -> Visit:
    opened = prepared(visit).say(CallStarted())
    return opened.say(LinkReady(OURS, LINK, CODE), moved(CallStage.WAITING))


def connected(visit: Visit | None = None, *, shares: bool = False) -> Visit:
    ready = prepared(visit).say(SummaryChoice(agreed=shares), CallStarted())
    return ready.say(LinkReady(OURS, LINK, CODE), moved(CallStage.CONNECTED))


def moved(stage: CallStage, retry_s: float = 0.0) -> CallChanged:
    return CallChanged(OURS, stage, f"en {stage.value}", retry_s)


def saved(visit: Visit) -> Visit:
    return visit.say(DraftSaved(OURS, visit.encounter.revision))
