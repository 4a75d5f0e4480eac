"""One question of a file, as written: its texts ready, its conditions still to be understood."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType

from protocols.fields import IDENTIFIER, Fields, Written, to_number
from protocols.grammar import UNITS
from protocols.logic import PHARMACY_SO_FAR
from protocols.model import NO, UNKNOWN, YES, Answer, Choice, Question
from protocols.refusals import quoted
from protocols.terms import Block, Kind, Remote, Route, Severity

BLOCKS = MappingProxyType(
    {
        Severity.R15: Block.RED_FLAGS,
        Severity.R: Block.RED_FLAGS,
        Severity.U: Block.SYMPTOMS,
        Severity.M: Block.SYMPTOMS,
        Severity.C: Block.SYMPTOMS,
        Severity.I: Block.SYMPTOMS,
        Severity.D: Block.SYMPTOMS,
        Severity.A: Block.CONTEXT,
        Severity.F: Block.TREATMENT,
    }
)
"""Where an item is asked when its file does not say."""

RESERVED = frozenset({PHARMACY_SO_FAR, "possible", "at_least", "and", "or", "not", "in"})


@dataclass(frozen=True, slots=True)
class When:
    """A value that holds under a condition; ``when`` is ``None`` for always."""

    value: Written
    when: Written | None


@dataclass(frozen=True, slots=True)
class WrittenQuestion:
    """A question and the texts that make its logic."""

    question: Question
    place: Written
    only_if: Written | None = None
    child_of: str = ""
    otherwise: Written | None = None
    auto: Written | None = None
    assume: tuple[When, ...] = ()
    reassuring: Written | None = None
    rules: tuple[tuple[Severity, Written], ...] = ()
    same_as: str = ""
    absorbs: tuple[str, ...] = ()
    out_of_scope: bool = False
    action: str = ""
    route: Route | None = None
    recipient: str = ""
    concept: str = ""


def read_questions(fields: Fields) -> tuple[WrittenQuestion, ...]:
    """Return the questions of a file, in its order."""
    return tuple(_read(one) for one in fields.each("questions"))


def _read(fields: Fields) -> WrittenQuestion:
    place = fields.written("id")
    name = fields.identifier("id")
    if name in RESERVED:
        raise place.refuse(f"{quoted(name)} est un mot réservé.")
    return WrittenQuestion(
        question=_question(name, fields),
        place=place,
        only_if=fields.written("only_if") if fields.has("only_if") else None,
        child_of=fields.text("child_of", ""),
        otherwise=fields.written("otherwise") if fields.has("otherwise") else None,
        auto=fields.written("auto") if fields.has("auto") else None,
        assume=_whens(fields, "assume"),
        reassuring=fields.written("reassuring") if fields.has("reassuring") else None,
        rules=tuple(_rules(fields)),
        same_as=fields.text("same_as", ""),
        absorbs=fields.words("absorbs"),
        out_of_scope=fields.yes("out_of_scope"),
        action=fields.text("action", ""),
        route=fields.word("route", Route) if fields.has("route") else None,
        recipient=fields.text("recipient", ""),
        concept=fields.text("concept", ""),
    )


def _question(name: str, fields: Fields) -> Question:
    kind = fields.word("kind", Kind, Kind.BOOLEAN)
    severity = fields.word("class", Severity)
    sources = fields.words("sources")
    if not sources:
        raise fields.refuse(f"{quoted(name)} n’a pas de source.", "id")
    base = Question(
        id=name,
        kind=kind,
        block=fields.word("block", Block, BLOCKS[severity]),
        severity=severity,
        text=fields.text("text"),
        help=fields.text("help", ""),
        label=fields.text("label"),
        why=fields.text("why", ""),
        text_child=fields.text("text_child", ""),
        remote=fields.word("remote", Remote, Remote.HANDS_ON),
        sources=sources,
        quantity=fields.text("quantity", ""),
        derived=severity is Severity.D,
        from_identity=fields.yes("identity"),
        optional=fields.yes("optional"),
    )
    if kind is Kind.CHOICE:
        return replace(base, choices=tuple(_choices(fields)))
    return _with_number(base, fields) if kind is Kind.NUMBER else base


def _choices(fields: Fields) -> Iterator[Choice]:
    for one in fields.each("values"):
        value = one.written("value")
        if not IDENTIFIER.match(value.text) and value.text not in {"F", "M"}:
            raise value.refuse(f"{quoted(value.text)} n’est pas une valeur de choix (a-z, 0-9, _).")
        if value.text in {YES, NO, UNKNOWN}:
            raise value.refuse("un choix ne s’appelle pas yes, no ou unknown.")
        yield Choice(value.text, one.text("label"))


def _with_number(base: Question, fields: Fields) -> Question:
    unit = fields.written("unit") if fields.has("unit") else None
    if unit is not None and unit.text not in UNITS:
        raise unit.refuse(f"l’unité {quoted(unit.text)} n’est pas acceptée (UCUM).")
    bounds = [to_number(one) for one in fields.texts("bounds")]
    decimals = fields.integer("decimals", 0)
    ordered = bounds == sorted(set(bounds)) and len(bounds) == len(("low", "high"))
    if not ordered or decimals not in range(4):
        raise fields.refuse("«\u00a0bounds\u00a0» donne le minimum puis le maximum.", "bounds")
    return replace(
        base,
        unit=unit.text if unit is not None else "",
        unit_label=fields.text("unit_label", ""),
        decimals=decimals,
        minimum=bounds[0],
        maximum=bounds[1],
    )


def _whens(fields: Fields, key: str) -> tuple[When, ...]:
    """Return a single value, or a list of values with their conditions."""
    if not fields.has(key):
        return ()
    if fields.is_text(key):
        return (When(fields.written(key), None),)
    return tuple(
        When(one.written("value"), one.written("when") if one.has("when") else None)
        for one in fields.each(key)
    )


def _rules(fields: Fields) -> Iterator[tuple[Severity, Written]]:
    for one in fields.each("rules"):
        severity = one.word("class", Severity)
        when = one.written("when")
        if severity not in {Severity.R15, Severity.R, Severity.U, Severity.M, Severity.C}:
            raise when.refuse("une règle déduite donne R15, R, U, M ou C.")
        yield severity, when


def to_answer(question: Question, written: Written) -> Answer:
    """Return an answer written in a file, checked against its question."""
    if question.kind is Kind.NUMBER:
        value = to_number(written)
        if not question.minimum <= value <= question.maximum:
            raise written.refuse(f"{value} est hors des bornes de {quoted(question.id)}.")
        if value != round(value, question.decimals):
            raise written.refuse(
                f"{quoted(question.id)} a {question.decimals} décimale(s) au plus."
            )
        return Decimal(value)
    values = (YES, NO) if question.kind is Kind.BOOLEAN else [one.value for one in question.choices]
    if written.text not in values:
        known = ", ".join(values)
        raise written.refuse(
            f"{quoted(written.text)} ne répond pas à {quoted(question.id)} ({known})."
        )
    return written.text
