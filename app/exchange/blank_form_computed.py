"""What the paper form computes from answers and measures: each fact counts like an answer."""

from collections.abc import Sequence
from itertools import groupby

from app.exchange.blank_form_blocks import Section, table_line, tick
from app.exchange.blank_form_letters import BOLD, INSIDE, PLAIN, body, heading
from app.exchange.french import NBSP
from app.exchange.paper.blocks import Block, paragraph, row
from app.exchange.paper.typeface import Run
from protocols.expression import AllOf, AnyOf, Expression
from protocols.logic import DerivedRule, Item
from protocols.model import Protocol
from protocols.picture_causes import FLAG_WORDS, GATE, family_letters
from protocols.picture_ladder import points_words
from protocols.picture_words import condition_words
from protocols.terms import Flag, Severity

START = 13.0
COMPUTED = "À cocher s’ils sont vrais. Refaire toute mesure anormale, puis transmettre sa valeur."


def computed(protocol: Protocol) -> Section:
    """Return what is computed from answers and measures and counts like an answer."""
    rows = [_computed(protocol, one) for one in protocol.logic.book.items if one.rules]
    return Section(heading("Faits déduits", COMPUTED), rows)


def _computed(protocol: Protocol, item: Item) -> Block:
    """Return one fact: whom it concerns, what it leads to in the order of its rules, what to do."""
    question = protocol.question(item.id)
    family = family_letters(protocol.logic.book).get(item.id, "")
    letters = f" {family}" if family else ""
    actions = (one.text for one in protocol.actions if one.id == item.id)
    # for the measures of all protocols the title says what to do
    todo = "" if item.id.startswith(GATE) else next(actions, "")
    scope = f" ({FLAG_WORDS[Flag.OUT_OF_SCOPE]})" if item.out_of_scope else ""
    runs = [
        Run(f"{question.label}{scope}", BOLD),
        Run(f"{letters}{NBSP}: {rules_words(protocol, item.rules)}. {todo}", PLAIN),
    ]
    words = paragraph(runs, INSIDE - START, body(kind="TD"))
    return table_line(row([(0.0, tick()), (START, words)]))


def rules_words(protocol: Protocol, rules: Sequence[DerivedRule]) -> str:
    """Return what each class asks for, the first that holds wins; what all ask for is said once."""
    common = _common([one.when for one in rules])
    told = []
    for severity, alike in groupby(rules, key=lambda one: one.severity):
        left = [_without(one.when, common) for one in alike]
        when = left[0] if len(left) == 1 else AnyOf(tuple(left))
        told.append(f"{_leads(severity)} si {condition_words(protocol, when)}")
    whom = f"{condition_words(protocol, AllOf(common))}{NBSP}; " if common else ""
    return f"{whom}{', sinon '.join(told)}"


def _common(whens: Sequence[Expression]) -> tuple[Expression, ...]:
    """Return the parts that every condition holds beside something else."""
    parts = [one.parts if isinstance(one, AllOf) else () for one in whens]
    shared = tuple(one for one in parts[0] if all(one in other for other in parts[1:]))
    apart = len(whens) > 1 and all(len(other) > len(shared) for other in parts)
    return shared if apart else ()


def _without(when: Expression, common: Sequence[Expression]) -> Expression:
    if not common or not isinstance(when, AllOf):
        return when
    left = tuple(one for one in when.parts if one not in common)
    return left[0] if len(left) == 1 else AllOf(left)


def _leads(severity: Severity) -> str:
    points = points_words(severity)[0]
    return {Severity.R15: "15", Severity.R: "urgences"}.get(severity, f"{points}{NBSP}points")
