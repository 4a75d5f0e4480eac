"""A patient identified and questioned up to the measures, by messages alone."""

from collections.abc import Callable

from app.encounter import ask, identify
from app.encounter.messages import Message
from app.encounter.model import Alternative, Consent, Encounter, Step, Traits
from tests.builders import reassuring

MOST_QUESTIONS = 60


def walk_to_measures(
    send: Callable[[Message], None], visit: Callable[[], Encounter | None], traits: Traits
) -> None:
    send(identify.TraitsTyped(traits))
    for one in Consent:
        send(identify.ConsentAnswered(one, given=True))
    send(identify.PaperSeen(seen=True))
    send(identify.AlternativeSaid(Alternative.DOCTOR))
    send(identify.IdentityConfirmed())
    for _ in range(MOST_QUESTIONS):
        here = visit()
        assert here is not None
        if here.step is Step.MEASURE:
            return
        assert here.question is not None, here.step
        send(ask.Answered(here.question.id, reassuring(here.question)))
    raise AssertionError("the measures were not reached")
