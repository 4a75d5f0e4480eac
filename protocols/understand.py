"""The names a protocol may use in its conditions, and the passage from text to condition."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from protocols.expression import Expression
from protocols.fields import Written
from protocols.grammar import ConditionError, Nature, Symbol, parse_condition
from protocols.logic import PHARMACY_SO_FAR
from protocols.model import Question
from protocols.read_question import WrittenQuestion
from protocols.refusals import quoted
from protocols.terms import Kind

_NATURES = MappingProxyType(
    {
        Kind.BOOLEAN: Nature.BOOLEAN,
        Kind.CHOICE: Nature.CHOICE,
        Kind.NUMBER: Nature.NUMBER,
    }
)


class Names:
    """Every name of a protocol; a name stands for one thing."""

    def __init__(self) -> None:
        self._symbols = {PHARMACY_SO_FAR: Symbol(Nature.BOOLEAN)}

    @property
    def symbols(self) -> Mapping[str, Symbol]:
        """The names known so far."""
        return self._symbols

    def add(self, place: Written, symbol: Symbol) -> None:
        """Add one name.

        Raises:
            ProtocolError: the name already stands for something.
        """
        if place.text in self._symbols:
            raise place.refuse(f"{quoted(place.text)} est déjà défini.")
        self._symbols[place.text] = symbol

    def add_questions(self, questions: Iterable[WrittenQuestion]) -> None:
        """Add the questions."""
        for one in questions:
            self.add(one.place, _symbol(one.question))

    def add_conditions(self, places: Iterable[Written]) -> None:
        """Add the named conditions."""
        for place in places:
            self.add(place, Symbol(Nature.BOOLEAN))

    def add_scores(self, places: Iterable[Written]) -> None:
        """Add the scores."""
        for place in places:
            self.add(place, Symbol(Nature.SCORE))

    def understand(self, written: Written) -> Expression:
        """Return the condition written.

        Raises:
            ProtocolError: it names something unknown, compares what cannot be, or lacks a unit.
        """
        try:
            return parse_condition(written.text, self._symbols)
        except ConditionError as error:
            raise written.refuse(error.sentence) from None


def _symbol(question: Question) -> Symbol:
    return Symbol(
        nature=_NATURES[question.kind],
        values=tuple(one.value for one in question.choices),
        unit=question.unit,
        decimals=question.decimals,
    )
