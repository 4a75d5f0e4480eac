"""What to ask next: red signs first, then only what may still change something."""

from collections.abc import Container, Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from protocols.encode import encode
from protocols.logic import FALSE, MAYBE, TRUE, State
from protocols.model import Answer, Protocol, Question
from protocols.outlook import Outlook
from protocols.relevance import (
    Reach,
    answered,
    is_asked,
    is_open,
    relevant_places,
    waits_for_parent,
)
from protocols.terms import Block, Severity
from protocols.weights import RED, rank


def relevant(protocol: Protocol, answers: Mapping[str, Answer]) -> tuple[Question, ...]:
    """Return the questions that concern this patient, answered or not, in the order of asking.

    Raises:
        AnswerError: an answer does not belong to this protocol.
    """
    state = protocol.logic.decide(encode(protocol, answers))
    places = relevant_places(protocol, answers, state)
    return tuple(protocol.questions[place] for place in places)


def next_question(protocol: Protocol, answers: Mapping[str, Answer]) -> Question | None:
    """Return the question to ask now, ``None`` when nothing can change the decision any more.

    Raises:
        AnswerError: an answer does not belong to this protocol.
    """
    return next(chain.from_iterable(_stages(protocol, answers)), None)


def remaining(protocol: Protocol, answers: Mapping[str, Answer]) -> tuple[Question, ...]:
    """Return the questions that may still change the decision, the next one first.

    Those that may change the orientation come before those that only choose a product. After a
    sign R only the signs R15 are left, after a sign R15 nothing. Identity, consents and optional
    measures are never among them: they come from elsewhere.

    Raises:
        AnswerError: an answer does not belong to this protocol.
    """
    return tuple(chain.from_iterable(_stages(protocol, answers)))


def is_oriented(protocol: Protocol, answers: Mapping[str, Answer]) -> bool:
    """Return whether only the products are still open: level, route and advice are settled.

    Raises:
        AnswerError: an answer does not belong to this protocol.
    """
    return not next(_stages(protocol, answers), ())


def _stages(protocol: Protocol, answers: Mapping[str, Answer]) -> Iterator[tuple[Question, ...]]:
    """Yield the questions of the orientation, then those of the products."""
    logic = protocol.logic
    state = logic.foresee(encode(protocol, answers))
    if state.red15 == TRUE:
        return
    asking = _Asking(protocol, answers, state)
    if state.red == TRUE:
        signs = {item.id for item in logic.book.items if item.severity is Severity.R15}
        yield asking.ordered(signs)
        return
    outlook = Outlook(logic, state)
    reach = Reach(logic, state, settled=lambda mask: mask != MAYBE)
    orientation = reach.reached(outlook.orientation())
    yield asking.ordered(orientation)
    yield asking.ordered(reach.reached(outlook.products()) - orientation)


def optional_questions(protocol: Protocol, answers: Mapping[str, Answer]) -> tuple[Question, ...]:
    """Return the questions that only complete a published score, for "Compléter le score".

    They never hold the decision back and are never in ``remaining``. Only those that certainly
    concern the patient are offered, and none once a red sign is certain. Measures are not among
    them.

    Raises:
        AnswerError: an answer does not belong to this protocol.
    """
    state = protocol.logic.decide(encode(protocol, answers))
    if state.red == TRUE:
        return ()
    items = protocol.logic.book.items
    return tuple(
        question
        for place, question in enumerate(protocol.questions)
        if question.optional
        and not question.from_identity
        and question.block is not Block.MEASURES
        and state.relevance[place] == TRUE
        and not answered(items[place], answers)
    )


class _Asking(NamedTuple):
    """Puts questions that can be asked now in the order of asking."""

    protocol: Protocol
    answers: Mapping[str, Answer]
    state: State

    def ordered(self, wanted: Container[str]) -> tuple[Question, ...]:
        """Return the questions wanted: red signs first, what waits for another last."""
        items = self.protocol.logic.book.items
        places = [i for i, item in enumerate(items) if item.id in wanted and self._can_be_asked(i)]
        places.sort(key=self._turn)
        return tuple(self.protocol.questions[place] for place in places)

    def _can_be_asked(self, place: int) -> bool:
        item, question = self.protocol.logic.book.items[place], self.protocol.questions[place]
        return (
            is_asked(item)
            and not question.from_identity
            and not item.optional
            and not answered(item, self.answers)
            and self.state.relevance[place] != FALSE
            and is_open(item, self.state.values[place])
            and not waits_for_parent(self.protocol.logic, item, self.answers, self.state)
        )

    def _turn(self, place: int) -> tuple[bool, bool, bool, int]:
        """Return the rank of a question: a sign of class C, which alone changes nothing, last."""
        item = self.protocol.logic.book.items[place]
        waits, is_red = self.state.relevance[place] == MAYBE, rank(item.severity) >= RED
        return waits, not is_red, item.severity is Severity.C, place
