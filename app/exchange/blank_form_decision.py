"""How the paper form decides: levels in words, the most urgent first, then what is to be done."""

from collections.abc import Iterator, Sequence

from app.exchange.blank_form_blocks import Section, table_line
from app.exchange.blank_form_letters import BOLD, INSIDE, body, heading, said
from app.exchange.french import NBSP
from app.exchange.paper.blocks import Block, beside, column, icon, paragraph, row
from app.exchange.paper.canvas import Letters
from app.exchange.paper.ink import LOOKS, ink
from app.exchange.paper.typeface import Run
from protocols.model import Protocol
from protocols.picture import LEVELS
from protocols.picture_ladder import Rung, ladder
from protocols.picture_words import condition_words, definitions
from protocols.terms import Level, Severity

LEVEL = 78.0
"""Width of the name of a level, in points."""

WIDE = INSIDE - LEVEL
ROWS = {
    Severity.R15: "Oui à un signe d’alerte du 15, ou fait déduit qui y mène",
    Severity.R: "Oui à un signe d’alerte des urgences, ou fait déduit qui y mène",
}


def decision(protocol: Protocol) -> Section:
    """Return the levels with what leads to each beside the lines of the questions."""
    rows = [line for rung in ladder(protocol) for line in _rung(rung)]
    named = definitions(protocol)
    if named:
        told = [f"«{NBSP}{name}{NBSP}»{NBSP}: {words}." for name, words in named.items()]
        rows.append(said(" ".join(told), INSIDE, body("encre2"), "Conditions nommées"))
    return Section(heading("Orientation, du plus urgent au moins urgent"), rows)


def duties(protocol: Protocol) -> Block:
    """Return what is to be done and when, when to come back, what is advised and its limits."""
    told = (
        ("À faire", " ".join(f"{text} (si {when})." for text, when in _to_do(protocol))),
        ("Reconsulter si", _come_back(protocol)),
        ("Conseils", " ".join(protocol.advice)),
        ("Limites", " ".join(protocol.limits)),
    )
    return _titled(told)


def duties_alone(protocol: Protocol) -> Block:
    """Return what is to be done, when its words say when, and when to come back."""
    to_do = " ".join(f"{text}." for text, _ in _to_do(protocol))
    return _titled((("À faire, selon le cas", to_do), ("Reconsulter si", _come_back(protocol))))


def _to_do(protocol: Protocol) -> Iterator[tuple[str, str]]:
    """Yield each action that no line above tells, with its condition in words."""
    asked = {one.id for one in protocol.logic.book.items}
    pairs = zip(protocol.actions, protocol.logic.book.actions, strict=True)
    for action, rule in pairs:
        if action.id not in asked:
            yield action.text.rstrip("."), condition_words(protocol, rule.when)


def _come_back(protocol: Protocol) -> str:
    return f"{', '.join(protocol.return_if)}." if protocol.return_if else ""


def _titled(told: Sequence[tuple[str, str]]) -> Block:
    return column([said(words, title=title) for title, words in told if words], 1.0)


def _rung(rung: Rung) -> Iterator[Block]:
    """Yield the rows of a level: how the lines above lead to it, then each rule or case.

    The products have their own table.
    """
    look = LOOKS[rung.level]
    colour = ink("samu") if look.letters == "blanc" else look.colour
    name = Letters(9.6, 12.0, colour, "TH")
    level = paragraph([Run(LEVELS[rung.level], BOLD)], LEVEL - 20.0, name)
    left = beside(icon(look.icon, 13.0, colour), (18.0, level))
    classes = [ROWS.get(one.severity, one.title) for one in rung.parts if one.severity is not None]
    told = " ".join([*(f"{one}." for one in classes), *rung.sentences])
    yield table_line(row([(0.0, left), (LEVEL, said(told, WIDE, body(kind="TD")))]))
    for part in rung.parts:
        others = rung.level is Level.PHARMACY and part is not rung.parts[0]
        if part.severity is None and not others:
            for one in part.causes:
                title = "Cas" if rung.level is Level.PHARMACY else "Règle"
                words = said(f"{one.sentence}.", WIDE, body(kind="TD"), title)
                yield table_line(row([(LEVEL, words)]))
