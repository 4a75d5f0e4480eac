"""Answers as people give them -> answers as the engine reads them."""

from collections.abc import Mapping
from decimal import Decimal

from protocols.logic import FALSE, MAYBE, TRUE, Item, Raw
from protocols.model import NO, UNKNOWN, YES, Answer, Protocol
from protocols.refusals import AnswerError, quoted
from protocols.terms import Kind

_BITS = {YES: TRUE, NO: FALSE, UNKNOWN: MAYBE}


def encode(protocol: Protocol, answers: Mapping[str, Answer]) -> list[Raw]:
    """Return one value per item, in order; items that are not named are not answered.

    Raises:
        AnswerError: an id that is not a question, or a value that does not answer it.
    """
    items, positions = protocol.logic.book.items, protocol.logic.positions
    raw: list[Raw] = [None if item.kind is Kind.NUMBER else 0 for item in items]
    for name, answer in answers.items():
        place = positions.get(name)
        if place is None:
            raise AnswerError(f"{quoted(name[:40])} n’est pas une question de ce protocole.")
        raw[place] = _encoded(items[place], answer)
    return raw


def _encoded(item: Item, answer: Answer) -> Raw:
    if item.rules:
        raise AnswerError(f"{quoted(item.id)} est déduit des autres réponses, il ne se répond pas.")
    if item.kind is Kind.NUMBER:
        return _number(item, answer)
    if isinstance(answer, str):
        if item.kind is Kind.BOOLEAN and answer in _BITS:
            return _BITS[answer]
        if answer in item.choices:
            return 1 << item.choices.index(answer)
        if answer == UNKNOWN:
            return (1 << len(item.choices)) - 1
    known = ", ".join(item.choices or (YES, NO))
    raise AnswerError(f"{quoted(item.id)} se répond par {known} ou {UNKNOWN}.")


def _number(item: Item, answer: Answer) -> Raw:
    if answer == UNKNOWN:
        return None
    if isinstance(answer, Decimal) and answer.is_finite():
        steps = answer.scaleb(item.decimals)
        if item.low <= steps <= item.high and steps == int(steps):
            return int(steps), int(steps)
    low, high = (Decimal(one).scaleb(-item.decimals) for one in (item.low, item.high))
    raise AnswerError(f"{quoted(item.id)} est un nombre de {low} à {high}, ou {UNKNOWN}.")
