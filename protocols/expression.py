"""The conditions of a protocol: what they are made of and what they read.

A condition is three-valued (Kleene): certainly false, possible, certainly true. It knows no
clock, no text, no loop, no "is known": an unknown answer can only make it less certain.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Operator(StrEnum):
    """How a number is compared."""

    EQUAL = "="
    DIFFERENT = "!="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


@dataclass(frozen=True, slots=True)
class Constant:
    """A parameter of the protocol, settled when it was written."""

    holds: bool


@dataclass(frozen=True, slots=True)
class Known:
    """A yes/no item, a derived item or a named condition holds."""

    id: str


@dataclass(frozen=True, slots=True)
class OneOf:
    """The answer to a choice is one of ``values``."""

    id: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """A number or a score compared with ``value``, in the smallest step of the item."""

    id: str
    operator: Operator
    value: int


@dataclass(frozen=True, slots=True)
class Opposite:
    """``not``."""

    part: "Expression"


@dataclass(frozen=True, slots=True)
class Possible:
    """Certainly true as soon as ``part`` is not certainly false."""

    part: "Expression"


@dataclass(frozen=True, slots=True)
class AllOf:
    """``and``."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """``or``."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Several:
    """At least ``count`` of the parts hold."""

    count: int
    parts: tuple["Expression", ...]


Expression = Constant | Known | OneOf | Compare | Opposite | Possible | AllOf | AnyOf | Several


def walk(expression: Expression) -> Iterator[Expression]:
    """Yield ``expression`` and all it is made of."""
    yield expression
    match expression:
        case Opposite(part) | Possible(part):
            yield from walk(part)
        case AllOf(parts) | AnyOf(parts) | Several(_, parts):
            for part in parts:
                yield from walk(part)
        case Constant() | Known() | OneOf() | Compare():
            return


def names_read(expression: Expression) -> tuple[str, ...]:
    """Return the ids a condition reads, in order, each once."""
    found = (one.id for one in walk(expression) if isinstance(one, Known | OneOf | Compare))
    return tuple(dict.fromkeys(found))
