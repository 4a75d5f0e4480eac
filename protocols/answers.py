"""What was typed, or written in an answers file, as answers to a protocol.

An answers file maps ids to ``yes``, ``no``, ``unknown``, a number or a choice; its key ``*``
answers every item not named, with ``reassuring`` or ``unknown``; measures are then not taken.
Source: clinical.md §3.14b.
"""

import re
from collections.abc import Mapping
from decimal import Decimal

from protocols.logic import Item
from protocols.model import NO, UNKNOWN, YES, Answer, Protocol, Question
from protocols.refusals import AnswerError, quoted
from protocols.terms import Block, Kind, Severity

__all__ = ["AnswerError", "as_written", "from_json", "parse_answer"]

EVERY_OTHER, REASSURING = "*", "reassuring"
AGE, MONTHS, WEIGHT = "g_age", "g_age_mois", "g_poids"
WEIGHED_UNDER_YEARS = 15
"""Below this age no weight is reassuring: it must be measured (clinical.md §3.14b)."""

MONTHS_IN_A_YEAR = 12
_NUMBER = re.compile(r"[+-]?\d{1,6}(?:[.,]\d{1,6})?\Z", re.ASCII)


def parse_answer(question: Question, raw: str) -> Answer:
    """Return the answer typed as ``raw``: a word of the question, or a number with , or .

    Raises:
        AnswerError: the text does not answer; the sentence names the values or the bounds.
    """
    text = raw.strip().replace(" ", "")
    if text == UNKNOWN:
        return UNKNOWN
    if question.kind is Kind.NUMBER:
        return _number(question, text)
    values = (YES, NO) if question.kind is Kind.BOOLEAN else tuple(_values(question))
    if text not in values:
        raise AnswerError(_expected(question, values))
    return text


def _values(question: Question) -> list[str]:
    return [choice.value for choice in question.choices]


def _expected(question: Question, values: tuple[str, ...]) -> str:
    words = ", ".join((*values, UNKNOWN))
    asked = f"{quoted(question.label)} ({question.id})"
    return f"Répondez à {asked} par une de ces valeurs\u00a0: {words}."


def _number(question: Question, text: str) -> Decimal:
    if not _NUMBER.match(text):
        raise AnswerError(f"Écrivez un nombre pour {quoted(question.label)}, {_bounds(question)}.")
    value = Decimal(text.replace(",", "."))
    if not question.minimum <= value <= question.maximum:
        raise AnswerError(
            f"{quoted(question.label)} se situe {_bounds(question)}. Vérifiez la valeur."
        )
    if value != round(value, question.decimals):
        raise AnswerError(f"{quoted(question.label)} s’écrit avec {_digits(question)}.")
    return value.quantize(Decimal(1).scaleb(-question.decimals))


def _bounds(question: Question) -> str:
    low, high = (format(one, "f").replace(".", ",") for one in (question.minimum, question.maximum))
    unit = f" {question.unit_label}" if question.unit_label else ""
    return f"entre {low} et {high}{unit}"


def _digits(question: Question) -> str:
    if not question.decimals:
        return "un nombre entier"
    return "une décimale au plus" if question.decimals == 1 else f"{question.decimals} décimales"


def from_json(protocol: Protocol, content: Mapping[str, object]) -> dict[str, Answer]:
    """Return the answers of an answers file, what ``*`` stands for included.

    Raises:
        AnswerError: an id that is not asked, a value that does not answer, a wrong ``*``, or two
            numbers of which one must be wrong.
    """
    answers = as_written(protocol, content)
    _refuse_two_values(protocol, answers)
    _refuse_two_ages(answers)
    return answers


def as_written(protocol: Protocol, content: Mapping[str, object]) -> dict[str, Answer]:
    """Return the same as ``from_json``, also for a patient whose numbers contradict each other.

    Raises:
        AnswerError: an id that is not asked, a value that does not answer, a wrong ``*``.
    """
    rest = content.get(EVERY_OTHER)
    if EVERY_OTHER in content and rest not in (REASSURING, UNKNOWN):
        raise AnswerError(
            "La clé «\u00a0*\u00a0» vaut «\u00a0reassuring\u00a0» ou «\u00a0unknown\u00a0»."
        )
    named = {
        name: _given(protocol, name, value)
        for name, value in content.items()
        if name != EVERY_OTHER
    }
    if rest is None:
        return named
    return _Filler(protocol, named, reassuring=rest == REASSURING).filled()


def _refuse_two_values(protocol: Protocol, answers: Mapping[str, Answer]) -> None:
    """Refuse two different values of one measure, written under its two names."""
    for item in protocol.logic.book.items:
        first, second = answers.get(item.twin), answers.get(item.id)
        if isinstance(first, Decimal) and isinstance(second, Decimal) and first != second:
            names = " et ".join(quoted(one) for one in sorted((item.id, item.twin), reverse=True))
            raise AnswerError(f"{names} sont la même mesure\u00a0: donnez-leur la même valeur.")


def _refuse_two_ages(answers: Mapping[str, Answer]) -> None:
    """Refuse an age in months that is not the age in completed years."""
    years, months = answers.get(AGE), answers.get(MONTHS)
    if not isinstance(years, Decimal) or not isinstance(months, Decimal):
        return
    if months // MONTHS_IN_A_YEAR != years:
        raise AnswerError(
            f"{quoted(MONTHS)} ne donne pas l’âge de {quoted(AGE)}\u00a0: corrigez l’un des deux."
        )


def _given(protocol: Protocol, name: str, value: object) -> Answer:
    place = protocol.logic.positions.get(name)
    if place is None:
        raise AnswerError(f"{quoted(name[:40])} n’est pas une question de {protocol.id}.")
    question = protocol.questions[place]
    if question.derived:
        raise AnswerError(f"{quoted(name)} est déduit des autres réponses, il ne se répond pas.")
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        values = (YES, NO) if question.kind is Kind.BOOLEAN else tuple(_values(question))
        raise AnswerError(_expected(question, values or ("un nombre",)))
    return parse_answer(question, value if isinstance(value, str) else _plain(value))


def _plain(value: int | Decimal) -> str:
    """Return a number without exponent, "?" when it is absurdly long or not finite."""
    number = Decimal(value)
    if not number.is_finite() or abs(number.adjusted()) > len("000000"):
        return "?"
    return format(number, "f")


def _is_measure(question: Question) -> bool:
    """True for what may be left untaken: nobody answers "unknown" to it (clinical.md §3.14b)."""
    return question.optional and question.block is Block.MEASURES


class _Filler:
    """Answers what is not named, with the answer that carries no risk or with unknown."""

    def __init__(self, protocol: Protocol, named: dict[str, Answer], *, reassuring: bool) -> None:
        self._protocol = protocol
        self._named = named
        self._reassuring = reassuring
        self._items = {item.id: item for item in protocol.logic.book.items}

    def filled(self) -> dict[str, Answer]:
        """Return every answer, in the order of the questions."""
        found = dict(self._named)
        for question in self._protocol.questions:
            item = self._items[question.id]
            if question.derived or question.id in found or item.twin in self._named:
                continue
            answer = self._answer(question, item, found)
            if answer is not None:
                found[question.id] = answer
        return found

    def _answer(self, question: Question, item: Item, found: Mapping[str, Answer]) -> Answer | None:
        """Return the answer, ``None`` when there is none to give."""
        if not self._reassuring:
            return None if _is_measure(question) else UNKNOWN
        if question.id == AGE:
            return self._age(question)
        if question.id == WEIGHT and not self._is_grown(found):
            return None
        if self._is_unlisted(item) or self._has_unknown_detail(item):
            return UNKNOWN
        return question.reassuring if question.reassuring != "" else UNKNOWN

    def _age(self, question: Question) -> Answer:
        """Return the age in years, that of the months when they are named."""
        months = self._named.get(MONTHS)
        if isinstance(months, Decimal):
            return months // MONTHS_IN_A_YEAR
        return question.reassuring

    def _is_grown(self, found: Mapping[str, Answer]) -> bool:
        age = found.get(AGE)
        return isinstance(age, Decimal) and age >= WEIGHED_UNDER_YEARS

    def _is_unlisted(self, item: Item) -> bool:
        """True for a medicine or allergy of a list said not empty, in which none was named."""
        parent = self._items.get(item.parent)
        if parent is None or item.severity is not Severity.F:
            return False
        said = self._named.get(parent.id) or self._named.get(parent.twin)
        if said not in {YES, UNKNOWN}:
            return parent.id not in self._named and self._is_unlisted(parent)
        return not any(self._is_positive(name) for name in parent.children)

    def _has_unknown_detail(self, item: Item) -> bool:
        """True when a detail of the item is said unknown: the item itself cannot be excluded."""
        return any(self._named.get(name) == UNKNOWN for name in item.children)

    def _is_positive(self, name: str) -> bool:
        answer = self._named.get(name, NO)
        return answer not in {NO, UNKNOWN, self._protocol.question(name).reassuring}
