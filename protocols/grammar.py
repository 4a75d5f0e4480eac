"""Text of a condition -> ``protocols.expression``, checked against the items it names.

::

    either  := both {"or" both}
    both    := negated {"and" negated}
    negated := ["not"] single
    single  := "(" either ")" | "possible(" either ")" | "at_least(" count {"," either} ")"
             | id | id op number [unit] | id op value | id "in" "[" value {"," value} "]"
    op      := "=" | "!=" | "<" | "<=" | ">" | ">="

A number carries its UCUM unit; a yes/no item stands alone or after ``not``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

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
)
from protocols.refusals import quoted

MAXIMUM_LENGTH = 2000
MAXIMUM_DEPTH = 30
UNITS = frozenset({"Cel", "/min", "%", "mm[Hg]", "kg", "a", "mo", "d", "h"})
"""UCUM codes a protocol may use. Source: UCUM, table 4 (case sensitive)."""

_WORDS = frozenset({"and", "or", "not", "in", "possible", "at_least"})
_TOKEN = re.compile(
    r"\s*(?:(?P<number>-?\d+(?:\.\d+)?)|(?P<word>[A-Za-z][A-Za-z0-9_]*(?:\[[A-Za-z]+\])?)"
    r"|(?P<unit>/min|%)|(?P<sign><=|>=|!=|[=<>(),\[\]]))",
    re.ASCII,
)


class Nature(StrEnum):
    """What a name stands for in a condition."""

    BOOLEAN = "boolean"
    CHOICE = "choice"
    NUMBER = "number"
    SCORE = "score"
    NUMBER_PARAMETER = "number parameter"
    CHOICE_PARAMETER = "choice parameter"


@dataclass(frozen=True, slots=True)
class Symbol:
    """One name a condition may use.

    ``values`` are those of a choice; ``unit`` and ``decimals`` those of a number; ``setting`` is
    the value of a parameter as written in the file.
    """

    nature: Nature
    values: tuple[str, ...] = ()
    unit: str = ""
    decimals: int = 0
    setting: str = ""


class ConditionError(Exception):
    """A condition cannot be used; ``sentence`` says why, in French."""

    def __init__(self, sentence: str) -> None:
        super().__init__("condition refused")
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def parse_condition(text: str, symbols: Mapping[str, Symbol]) -> Expression:
    """Return the condition written in ``text``.

    Raises:
        ConditionError: the text is not a condition on the known names, with their units.
    """
    if len(text) > MAXIMUM_LENGTH:
        raise ConditionError(f"la condition dépasse {MAXIMUM_LENGTH} caractères.")
    reader = _Reader(_tokens(text), symbols)
    expression = reader.either(0)
    if reader.peek().kind != "end":
        raise ConditionError(f"{quoted(reader.peek().text)} est de trop dans {quoted(text)}.")
    return expression


def scaled(text: str, decimals: int) -> int | None:
    """Return a decimal text as a whole number of steps, None when it is finer than a step."""
    steps = Decimal(text).scaleb(decimals)
    return int(steps) if steps == steps.to_integral_value() else None


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    position = 0
    end = len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            raise ConditionError(f"{quoted(text[position:].strip()[:20])} n’est pas compris.")
        found.append(_Token(match.lastgroup, match[match.lastgroup]))
        position = match.end()
    return [*found, _Token("end", "la fin")]


class _Reader:
    """Reads one condition from left to right."""

    def __init__(self, tokens: list[_Token], symbols: Mapping[str, Symbol]) -> None:
        self._tokens = tokens
        self._symbols = symbols
        self._at = 0

    def peek(self) -> _Token:
        """Return the token not yet read."""
        return self._tokens[self._at]

    def _take(self) -> _Token:
        token = self.peek()
        self._at += token.kind != "end"
        return token

    def _skip(self, text: str) -> bool:
        if self.peek().text != text or self.peek().kind == "end":
            return False
        self._at += 1
        return True

    def _expect(self, text: str) -> None:
        if not self._skip(text):
            raise ConditionError(
                f"{quoted(text)} attendu à la place de {quoted(self.peek().text)}."
            )

    def either(self, depth: int) -> Expression:
        """Read ``both {"or" both}``."""
        if depth > MAXIMUM_DEPTH:
            raise ConditionError(f"plus de {MAXIMUM_DEPTH} parenthèses imbriquées.")
        parts = [self._both(depth)]
        while self._skip("or"):
            parts.append(self._both(depth))
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _both(self, depth: int) -> Expression:
        parts = [self._negated(depth)]
        while self._skip("and"):
            parts.append(self._negated(depth))
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _negated(self, depth: int) -> Expression:
        return Opposite(self._single(depth)) if self._skip("not") else self._single(depth)

    def _single(self, depth: int) -> Expression:
        if self._skip("("):
            inside = self.either(depth + 1)
            self._expect(")")
            return inside
        if self._skip("possible"):
            self._expect("(")
            part = self.either(depth + 1)
            self._expect(")")
            return Possible(part)
        if self._skip("at_least"):
            return self._several(depth)
        return self._named()

    def _several(self, depth: int) -> Expression:
        self._expect("(")
        count = self._take()
        parts = []
        while self._skip(","):
            parts.append(self.either(depth + 1))
        self._expect(")")
        if not count.text.isdigit() or not 1 <= int(count.text) <= len(parts):
            raise ConditionError("at_least(n, ...) demande n entre 1 et le nombre de conditions.")
        return Several(int(count.text), tuple(parts))

    def _named(self) -> Expression:
        token = self._take()
        if token.kind != "word" or token.text in _WORDS:
            raise ConditionError(f"une question est attendue à la place de {quoted(token.text)}.")
        symbol = self._symbols.get(token.text)
        if symbol is None:
            raise ConditionError(
                f"{quoted(token.text)} n’est ni une question, ni une condition, ni un score."
            )
        match symbol.nature:
            case Nature.BOOLEAN:
                return self._boolean(token.text)
            case Nature.CHOICE | Nature.CHOICE_PARAMETER:
                return self._choice(token.text, symbol)
            case Nature.NUMBER | Nature.SCORE:
                return self._number(token.text, symbol)
            case Nature.NUMBER_PARAMETER:
                raise ConditionError(
                    f"{quoted(token.text)} est une valeur\u00a0: écrivez-la après un signe."
                )

    def _boolean(self, name: str) -> Expression:
        if self.peek().text in {*Operator, "in"} and self.peek().kind != "end":
            raise ConditionError(
                f"{quoted(name)} se répond par oui ou non\u00a0: écrivez «\u00a0not {name}\u00a0»."
            )
        return Known(name)

    def _choice(self, name: str, symbol: Symbol) -> Expression:
        sign = self._take().text
        if sign == "in":
            values = self._listed(name, symbol)
        elif sign in {"=", "!="}:
            values = (self._value(name, symbol),)
        else:
            raise ConditionError(
                f"{quoted(name)} est un choix\u00a0: écrivez =, != ou in, sans ordre."
            )
        if symbol.nature is Nature.CHOICE_PARAMETER:
            return Constant((symbol.setting in values) is (sign != "!="))
        chosen = OneOf(name, values)
        return Opposite(chosen) if sign == "!=" else chosen

    def _listed(self, name: str, symbol: Symbol) -> tuple[str, ...]:
        self._expect("[")
        values = [self._value(name, symbol)]
        while self._skip(","):
            values.append(self._value(name, symbol))
        self._expect("]")
        return tuple(values)

    def _value(self, name: str, symbol: Symbol) -> str:
        value = self._take().text
        if value not in symbol.values:
            known = ", ".join(symbol.values)
            raise ConditionError(
                f"{quoted(value)} n’est pas une valeur de {quoted(name)} ({known})."
            )
        return value

    def _number(self, name: str, symbol: Symbol) -> Expression:
        sign = self._take().text
        if sign not in set(Operator):
            raise ConditionError(
                f"{quoted(name)} est un nombre\u00a0: comparez-le (=, <, <=, >, >=)."
            )
        value = scaled(self._amount(name, symbol), symbol.decimals)
        if value is None:
            raise ConditionError(f"{quoted(name)} a {symbol.decimals} décimale(s) au plus.")
        return Compare(name, Operator(sign), value)

    def _amount(self, name: str, symbol: Symbol) -> str:
        """Return the number compared, its unit checked."""
        token = self._take()
        other = self._symbols.get(token.text)
        if other is not None and other.nature is Nature.NUMBER_PARAMETER:
            self._same_unit(name, symbol, other.unit)
            return other.setting
        if token.kind != "number":
            raise ConditionError(
                f"un nombre est attendu après {quoted(name)}, pas {quoted(token.text)}."
            )
        next_is_unit = self.peek().kind in {"word", "unit"} and self.peek().text not in _WORDS
        self._same_unit(name, symbol, self._take().text if next_is_unit else "")
        return token.text

    def _same_unit(self, name: str, symbol: Symbol, unit: str) -> None:
        if unit == symbol.unit:
            return
        if not symbol.unit:
            raise ConditionError(f"{quoted(name)} n’a pas d’unité, {quoted(unit)} est de trop.")
        written = f"{quoted(unit)} ne convient pas" if unit else "l’unité manque"
        raise ConditionError(f"{written}\u00a0: {quoted(name)} se compare en {symbol.unit}.")
