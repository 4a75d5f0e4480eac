"""The deciding parts of a file: conditions, scores, rules, branches, actions."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from protocols.expression import Expression, Known
from protocols.fields import IDENTIFIER, Fields, Written, reading
from protocols.grammar import UNITS, Nature, Symbol
from protocols.logic import Branch, Caution, Condition, Rule, Score, ScoreEntry
from protocols.refusals import quoted
from protocols.terms import Flag, Level, Remote

Understand = Callable[[Written], Expression]
"""Turns a written condition into an expression, or refuses it with its place."""


@dataclass(frozen=True, slots=True)
class WrittenAction:
    """An action advised when ``when`` holds."""

    id: str
    when: Written
    text: str
    sources: tuple[str, ...]


def names_declared(fields: Fields, key: str) -> Iterator[Written]:
    """Yield the ids of a list, so that conditions may use them before it is read."""
    for one in fields.every(key):
        one.identifier("id")
        yield one.written("id")


def read_parameters(fields: Fields) -> Iterator[tuple[Written, Symbol]]:
    """Yield the parameters: a value chosen among those of contradictory sources."""
    for one in fields.each("parameters"):
        one.text("title")
        one.words("sources")
        others = one.texts("alternatives")
        place, value = one.written("id"), one.written("value")
        one.identifier("id")
        if IDENTIFIER.match(value.text):
            values = (value.text, *(other.text for other in others))
            yield place, Symbol(Nature.CHOICE_PARAMETER, values=values, setting=value.text)
            continue
        unit = one.text("unit", "")
        if unit and unit not in UNITS:
            raise place.refuse(f"l’unité {quoted(unit)} n’est pas acceptée (UCUM).")
        setting = str(one.number("value"))
        yield place, Symbol(Nature.NUMBER_PARAMETER, unit=unit, setting=setting)


def read_conditions(fields: Fields, understand: Understand) -> Iterator[Condition]:
    """Yield the named conditions."""
    for one in fields.each("conditions"):
        yield Condition(one.identifier("id"), understand(one.written("when")))


def read_scores(fields: Fields, understand: Understand) -> Iterator[Score]:
    """Yield the published scores."""
    for one in fields.each("scores"):
        low, high = one.interval("range")
        yield Score(
            id=one.identifier("id"),
            label=one.text("title"),
            source=one.text("source"),
            low=low,
            high=high,
            entries=tuple(_entries(one, understand)),
            applies=understand(one.written("applies")) if one.has("applies") else None,
            measures=one.words("measures"),
            caution=_caution(one, understand) if one.has("caution") else None,
        )


def _caution(fields: Fields, understand: Understand) -> Caution:
    """Return what is said beside a score while a yes/no fact is not excluded."""
    with reading(fields.inside("caution")) as inside:
        item = inside.written("item")
        if not isinstance(understand(item), Known):
            raise item.refuse("une réserve dépend d’un item oui ou non.")
        sources = inside.words("sources")
        if not sources:
            raise item.refuse("une réserve a une source.")
        return Caution(item.text, inside.text("text"), sources)


def _entries(fields: Fields, understand: Understand) -> Iterator[ScoreEntry]:
    for one in fields.each("items"):
        one.text("label")
        points = one.integer("points")
        if not points:
            raise one.refuse("une ligne de score a des points.", "points")
        yield ScoreEntry(understand(one.written("when")), points)


def read_rules(fields: Fields, understand: Understand) -> Iterator[Rule]:
    """Yield the rules that raise the level."""
    for one in fields.each("rules"):
        uncertain = one.has("when_uncertain")
        level = level_named(one, "level")
        if level is Level.PHARMACY:
            raise one.refuse("une règle ne peut que relever le niveau.", "level")
        yield Rule(
            id=one.identifier("id"),
            label=one.text("label"),
            when=understand(one.written("when_uncertain" if uncertain else "when")),
            level=level,
            flag=one.word("flag", Flag) if one.has("flag") else None,
            uncertain_only=uncertain,
            requires=one.text("requires", ""),
            remote=one.word("remote", Remote, Remote.HANDS_ON),
            sources=one.words("sources"),
        )


def read_branches(fields: Fields, understand: Understand) -> Iterator[Branch]:
    """Yield how the case is called; the last branch has no condition."""
    for one in fields.each("branches"):
        yield Branch(
            id=one.identifier("id"),
            when=understand(one.written("when")) if one.has("when") else None,
            case=one.text("case"),
            sentence=one.text("sentence", ""),
        )


def read_actions(fields: Fields) -> Iterator[WrittenAction]:
    """Yield the actions that do not belong to one item."""
    for one in fields.each("actions"):
        name = one.identifier("id")
        yield WrittenAction(name, one.written("when"), one.text("text"), one.words("sources"))


def level_named(fields: Fields, key: str) -> Level:
    """Return a level by its name."""
    written = fields.written(key)
    if written.text not in Level.__members__:
        known = ", ".join(Level.__members__)
        raise written.refuse(f"{quoted(key)} vaut {known}, pas {quoted(written.text)}.")
    return Level[written.text]
