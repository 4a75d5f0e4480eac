"""Which questions of a protocol can ever be asked, and what is needed to read its conditions.

The questionnaire exported and the paper form hold these questions and no other.
"""

from collections.abc import Iterable

from protocols.logic import PHARMACY_SO_FAR, Item, Logic
from protocols.model import Protocol
from protocols.relevance import is_asked
from protocols.terms import Block, Severity


def asked_places(protocol: Protocol) -> tuple[int, ...]:
    """Return the places of the questions, in the order of asking.

    A question common to all protocols stays out when nothing of this one reads it. Consents and
    measures are always there, and the details of a sign that counts.
    """
    logic = protocol.logic
    needed = _reached(logic, _outcomes(logic))
    counted = {item.id for item in logic.book.items if item.counted}
    return tuple(
        place
        for place, item in enumerate(logic.book.items)
        if is_asked(item)
        and (item.id in needed or item.parent in counted or _stands_alone(protocol, place))
    )


def only_shown(protocol: Protocol) -> frozenset[str]:
    """Return the scores that decide nothing, and the questions asked for them alone."""
    logic = protocol.logic
    scores = {score.id for score in logic.book.scores}
    deciding = _reached(logic, (name for name in _outcomes(logic) if name not in scores))
    asked = {
        logic.book.items[place].id
        for place in asked_places(protocol)
        if not _stands_alone(protocol, place) and not logic.book.items[place].parent
    }
    return frozenset((scores | asked) - deciding)


def readable_names(protocol: Protocol) -> tuple[str, ...]:
    """Return the items, conditions and scores that scores and conditions of asking depend on."""
    logic = protocol.logic
    roots = [score.id for score in logic.book.scores]
    for place in asked_places(protocol):
        item = logic.book.items[place]
        roots += [item.id, item.parent] if item.parent else [item.id]
    reached = _reached(logic, roots)
    return tuple(name for name in logic.reads if name in reached and name != PHARMACY_SO_FAR)


def _outcomes(logic: Logic) -> list[str]:
    """Return what a protocol is for: its outcomes, its items that count, its scores."""
    book = logic.book
    outcomes = [name for name in logic.reads if name.startswith("#")]
    counted = [item.id for item in book.items if item.counted]
    return [*outcomes, *counted, *(score.id for score in book.scores), book.reliable]


def _stands_alone(protocol: Protocol, place: int) -> bool:
    question = protocol.questions[place]
    is_measure = question.block is Block.MEASURES or bool(question.quantity)
    return question.severity is Severity.A or is_measure


def _reached(logic: Logic, roots: Iterable[str]) -> set[str]:
    """Return what ``roots`` read, near and far, themselves included."""
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name and name not in found:
            found.add(name)
            waiting.extend(logic.reads[name])
            waiting.extend(_linked(logic, name))
    return found


def _linked(logic: Logic, name: str) -> tuple[str, ...]:
    """Return the items whose answer is read through another: the same fact, its details."""
    place = logic.positions.get(name)
    if place is None:
        return ()
    item: Item = logic.book.items[place]
    return tuple(one for one in (item.twin, item.parent, item.absorbed_by) if one)
