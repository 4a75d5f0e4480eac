"""What to ask next: red signs first, then only what may still change something."""

from collections.abc import Iterator, Mapping

from protocols.encode import encode
from protocols.logic import FALSE, MAYBE, TRUE, Item, Logic, State
from protocols.model import Answer, Protocol, Question
from protocols.offers import allowed
from protocols.relevance import (
    Reach,
    answered,
    is_asked,
    is_open,
    relevant_places,
    waits_for_parent,
)
from protocols.terms import Block, Level, Remote, Severity
from protocols.verdict import level_of_classes, level_of_points
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
    left = remaining(protocol, answers)
    return left[0] if left else None


def remaining(protocol: Protocol, answers: Mapping[str, Answer]) -> tuple[Question, ...]:
    """Return the questions that may still change the decision, the next one first.

    After a sign R only the signs R15 are left, after a sign R15 nothing. Identity, consents and
    optional measures are never among them: they come from elsewhere.

    Raises:
        AnswerError: an answer does not belong to this protocol.
    """
    logic = protocol.logic
    state = logic.foresee(encode(protocol, answers))
    if state.red15 == TRUE:
        return ()
    if state.red == TRUE:
        wanted = {item.id for item in logic.book.items if item.severity is Severity.R15}
    else:
        reach = Reach(logic, state, settled=lambda mask: mask != MAYBE)
        wanted = reach.reached(_Open(logic, state).roots())
    places = [
        place
        for place, item in enumerate(logic.book.items)
        if item.id in wanted and _can_be_asked(protocol, place, answers, state)
    ]
    places.sort(key=lambda place: _turn(logic, state, place))
    return tuple(protocol.questions[place] for place in places)


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


def _can_be_asked(
    protocol: Protocol, place: int, answers: Mapping[str, Answer], state: State
) -> bool:
    item, question = protocol.logic.book.items[place], protocol.questions[place]
    return (
        is_asked(item)
        and not question.from_identity
        and not item.optional
        and not answered(item, answers)
        and state.relevance[place] != FALSE
        and is_open(item, state.values[place])
        and not waits_for_parent(protocol.logic, item, answers, state)
    )


def _turn(logic: Logic, state: State, place: int) -> tuple[bool, bool, int]:
    """Return the rank of a question: what waits for another last, red signs first."""
    item = logic.book.items[place]
    is_red = rank(item.severity) >= RED
    return state.relevance[place] == MAYBE, not is_red, place


class _Open:
    """The outcomes that answers to come may still change."""

    def __init__(self, logic: Logic, state: State) -> None:
        book = logic.book
        self._book, self._state = book, state
        sure = [
            rule.level
            for rule, mask in zip(book.rules, state.rules, strict=True)
            if mask == TRUE and not rule.requires and not rule.uncertain_only
        ]
        self._low = max([level_of_classes(book, state), *sure])
        self._high = level_of_points(book, state.points[2])
        self._doctor = max(self._low, self._high) >= Level.DOCTOR_48H
        self._remote = self._remote_is_open()

    def roots(self) -> Iterator[str]:
        """Yield the items and outcomes to settle."""
        for place, item in enumerate(self._book.items):
            if item.counted and self._state.values[place] == MAYBE and self._matters(item):
                yield item.id
        if self._state.insufficient == MAYBE:
            yield self._book.reliable
        yield from self._rules()
        yield from (f"#action{i}" for i, m in enumerate(self._state.actions) if m == MAYBE)
        if self._low is Level.PHARMACY:
            yield from (f"#branch{i}" for i, m in enumerate(self._state.branches) if m == MAYBE)
        yield from self._products()

    def _matters(self, item: Item) -> bool:
        """True when a counted item may change the level, the route or the mentions."""
        highest = max((rank(rule.severity) for rule in item.rules), default=rank(item.severity))
        changes_level = level_of_points(self._book, self._state.points[0]) < self._high
        changes_route = self._remote and item.remote is Remote.HANDS_ON
        changes_route |= self._doctor and item.route is not None
        return highest >= RED or changes_level or changes_route or item.out_of_scope

    def _remote_is_open(self) -> bool:
        """True while teleconsultation may be proposed or not."""
        if not self._doctor or self._low >= Level.EMERGENCY:
            return False
        pairs = zip(self._book.items, self._state.values, strict=True)
        return not any(
            item.counted and item.remote is Remote.HANDS_ON and value == TRUE
            for item, value in pairs
        )

    def _rules(self) -> Iterator[str]:
        for i, (rule, mask) in enumerate(zip(self._book.rules, self._state.rules, strict=True)):
            if mask == MAYBE and (rule.level > self._low or rule.flag is not None):
                yield f"#rule{i}"

    def _products(self) -> Iterator[str]:
        """Yield the products that are neither certain nor excluded."""
        settled: set[str] = set()
        for i, product in enumerate(self._book.products):
            when, blocks, people = self._state.products[i]
            if product.group in settled or when == FALSE or TRUE in blocks:
                continue
            if not allowed(product, self._low) or all(holds == FALSE for holds in people):
                continue
            yield f"#product{i}"
            if when == TRUE and MAYBE not in blocks and TRUE in people:
                settled.add(product.group)
