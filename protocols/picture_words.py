"""A condition of a protocol as a French sentence a doctor can check against the source.

Facts stand between quotation marks under their label, numbers carry their unit. A named condition
is written out where it is short; a long one is named, and ``definitions`` tells it once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from protocols.expression import (
    AllOf,
    AnyOf,
    Compare,
    Constant,
    Expression,
    Known,
    OneOf,
    Operator,
    Opposite,
    Possible,
    Several,
    names_read,
)
from protocols.logic import PHARMACY_SO_FAR
from protocols.model import Protocol
from protocols.picture_conditions import conditions_read, settled
from protocols.refusals import quoted

SO_FAR = "rien n’impose de médecin jusque-là"
SHORT = 70
"""Longest named condition written out where it is read, in characters."""

_COMPARED = {
    Operator.EQUAL: "{}",
    Operator.DIFFERENT: "autre que {}",
    Operator.LESS: "moins de {}",
    Operator.AT_MOST: "{} ou moins",
    Operator.MORE: "plus de {}",
    Operator.AT_LEAST: "{} ou plus",
}
_CONTRARY = {
    Operator.EQUAL: Operator.DIFFERENT,
    Operator.DIFFERENT: Operator.EQUAL,
    Operator.LESS: Operator.AT_LEAST,
    Operator.AT_LEAST: Operator.LESS,
    Operator.MORE: Operator.AT_MOST,
    Operator.AT_MOST: Operator.MORE,
}


@dataclass(frozen=True, slots=True)
class _Range:
    """A number from ``low`` to ``high``, both included."""

    id: str
    low: int
    high: int


_Spoken = Expression | _Range


def condition_words(protocol: Protocol, condition: Expression) -> str:
    """Return ``condition`` in words: « Âge : 3 ans ou plus et « Toux » : non »."""
    return _Speaker(protocol).said(condition)


def definitions(protocol: Protocol) -> Mapping[str, str]:
    """Return the words of each named condition too long to be written where it is read."""
    speaker = _Speaker(protocol)
    read = set(conditions_read(protocol.logic.book))
    return {
        one.id: speaker.said(one.when)
        for one in protocol.logic.book.conditions
        if one.id in read and not speaker.is_short(one.id)
    }


def number_words(value: Decimal, unit_label: str = "") -> str:
    """Return a number as French writes it: « 38,5 °C », « 1 an », « 50 kg » for 50.00."""
    text = format(value, "f").removesuffix(".00").replace(".", ",")
    unit = "an" if unit_label == "ans" and value <= 1 else unit_label
    return f"{text}\u00a0{unit}" if unit else text


class _Speaker:
    def __init__(self, protocol: Protocol) -> None:
        book = protocol.logic.book
        self._protocol = protocol
        self._named = {one.id: settled(one.when) for one in book.conditions}
        self._scores = {one.id: one for one in book.scores}

    def said(self, condition: Expression) -> str:
        """Return the words of a condition."""
        return self._said(settled(condition))

    def is_short(self, name: str) -> bool:
        """True for a named condition written out where it is read."""
        read = names_read(self._named[name])
        plain = not any(one in self._named for one in read)
        return plain and len(self._said(self._named[name])) <= SHORT

    def _said(self, condition: _Spoken) -> str:
        match condition:
            case Constant(holds):
                return "toujours" if holds else "jamais"
            case Known(name):
                return self._known(name)
            case OneOf(name, values):
                return self._one_of(name, values)
            case Compare() | _Range():
                return f"{self._subject(condition.id)}\u00a0: {self._amount(condition)}"
            case _:
                return self._compound(condition)

    def _compound(self, condition: Opposite | Possible | AllOf | AnyOf | Several) -> str:
        match condition:
            case Opposite(part):
                return self._opposite(part)
            case Possible(part):
                return f"{self._inside(part)}, même incertain"
            case AllOf(parts):
                return " et ".join(self._merged(_with_ranges(parts)))
            case AnyOf(parts):
                return " ou ".join(self._merged(parts))
            case Several(count, parts):
                listed = "\u00a0; ".join(self._inside(one) for one in parts)
                return f"au moins {count} parmi\u00a0: {listed}"

    def _known(self, name: str) -> str:
        if name == PHARMACY_SO_FAR:
            return SO_FAR
        if name not in self._named:
            return quoted(self._protocol.question(name).label)
        return self._said(self._named[name]) if self.is_short(name) else f"condition {quoted(name)}"

    def _opposite(self, part: Expression) -> str:
        match part:
            case Known(name) if name not in self._named and name != PHARMACY_SO_FAR:
                return f"{self._known(name)}\u00a0: non"
            case Compare():
                return self._said(Compare(part.id, _CONTRARY[part.operator], part.value))
            case OneOf(name, values):
                return self._one_of(name, values, "autre que ")
            case _:
                return f"non ({self._said(part)})"

    def _one_of(self, name: str, values: Sequence[str], before: str = "") -> str:
        question = self._protocol.question(name)
        labels = {one.value: one.label for one in question.choices}
        listed = " ou ".join(quoted(labels[value]) for value in values)
        return f"{question.label}\u00a0: {before}{listed}"

    def _inside(self, part: _Spoken) -> str:
        """Return the words of a part, in brackets where they could be read otherwise."""
        words = self._said(part)
        return f"({words})" if self._is_wide(part) else words

    def _is_wide(self, part: _Spoken) -> bool:
        if isinstance(part, Known) and part.id in self._named:
            return self.is_short(part.id) and self._is_wide(self._named[part.id])
        if isinstance(part, OneOf):
            return len(part.values) > 1
        return isinstance(part, AllOf | AnyOf | Several | Possible)

    def _merged(self, parts: Sequence[_Spoken]) -> list[str]:
        """Return the words of each part; a number named just before is not named again."""
        words: list[str] = []
        before = ""
        for part in parts:
            if isinstance(part, Compare | _Range) and part.id == before:
                words.append(self._amount(part))
            else:
                words.append(self._inside(part))
            before = part.id if isinstance(part, Compare | _Range) else ""
        return words

    def _subject(self, name: str) -> str:
        if name in self._scores:
            return self._scores[name].label
        return self._protocol.question(name).label

    def _amount(self, one: Compare | _Range) -> str:
        if isinstance(one, Compare):
            return _COMPARED[one.operator].format(self._number(one.id, one.value))
        low, high = self._number(one.id, one.low), self._number(one.id, one.high)
        bare, _, _ = low.partition("\u00a0")
        return f"de {bare} à {high}"

    def _number(self, name: str, steps: int) -> str:
        if name in self._scores:
            return str(steps)
        question = self._protocol.question(name)
        return number_words(Decimal(steps).scaleb(-question.decimals), question.unit_label)


def _with_ranges(parts: Sequence[Expression]) -> Sequence[_Spoken]:
    """Return the parts of a conjunction, "at least" then "at most" of one number joined."""
    joined: list[_Spoken] = []
    for part in parts:
        before = joined[-1] if joined else None
        match before, part:
            case Compare(name, Operator.AT_LEAST, low), Compare(same, Operator.AT_MOST, high) if (
                name == same
            ):
                joined[-1] = _Range(name, low, high)
            case _:
                joined.append(part)
    return joined
