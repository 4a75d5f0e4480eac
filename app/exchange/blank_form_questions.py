"""The questions of the paper form: red flags first, then the interview, then what is measured."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from app.exchange.blank_form_blocks import (
    BOXES,
    HALF,
    Section,
    answer_row,
    answer_titles,
    blank,
    choices,
    half_rows,
    half_titles,
    right_of,
    table_line,
)
from app.exchange.blank_form_letters import BOLD, INSIDE, LEADING, PLAIN, SIZE, body, heading, said
from app.exchange.blank_form_order import RED, Order
from app.exchange.french import NBSP
from app.exchange.paper.blocks import Block, column, paragraph, row, space
from app.exchange.paper.typeface import Run, line_width, width_of, wrap
from protocols.logic import TRUE, Assumption, Item
from protocols.model import Protocol, Question
from protocols.picture_causes import family_letters
from protocols.picture_ladder import points_words
from protocols.picture_words import condition_words, number_words
from protocols.terms import Block as Part
from protocols.terms import Kind, Severity

NUMBER = 24.0
"""Width of the number of a question and of the letter of its story, in points."""

BARE_NUMBER = 16.0
"""Width of a number without letter."""

INDENT = 7.0
MEASURE_WORDS = 286.0
"""Width of the name of a measure and its help, in points."""

PREFILLED = "Pré-rempli."
"""Help that has no meaning on paper: nothing is filled there before."""

PARTS = {
    Part.IDENTITY: "Identité",
    Part.RED_FLAGS: "Signes à chercher ensuite",
    Part.MEASURES: "Mesures",
    Part.SYMPTOMS: "Symptômes",
    Part.CONTEXT: "Contexte",
    Part.TREATMENT: "Médicaments, allergies et test",
}
CALL = "Signes d’alerte\u00a0: un Oui, appeler le 15"
EMERGENCY = "Signes d’alerte\u00a0: un Oui, urgences"
RED_TOLD = "Toutes ces lignes d’abord. Oui arrête le questionnaire. ? compte 30."
MEASURED = "Une mesure non prise n’est jamais rassurante."
FILTERS = "En retrait\u00a0: un détail."
PRODUCTS = "Pour les produits"
STORY = "Une même lettre\u00a0: une seule ligne compte, la plus lourde."


class Questions:
    """The questions of one protocol as tables, in the order of reading."""

    def __init__(self, protocol: Protocol, left_out: frozenset[str]) -> None:
        self._protocol = protocol
        self._order = Order(protocol, left_out)
        self._families = family_letters(protocol.logic.book)
        self._actions = {one.id: one.text for one in protocol.actions}

    def sections(self) -> Iterator[Section]:
        """Yield the tables: red flags, interview, filters of products, measures."""
        for title, red in ((CALL, self._order.call), (EMERGENCY, self._order.emergency)):
            if red:
                yield Section(answer_titles(title, RED_TOLD), [self._row(one, None) for one in red])
        for part, inside in groupby(self._order.interview, key=lambda one: one.block):
            yield self._section(PARTS[part], STORY, tuple(inside))
        if self._order.filters:
            cells = [self._filter(one) for one in self._order.filters]
            yield Section(half_titles(PRODUCTS, FILTERS), half_rows(cells))
        if self._order.choices:
            rows = [self._row(one, None) for one in self._order.choices]
            yield Section(heading(f"{PRODUCTS}, suite"), rows)
        rows = [self._measure(one) for one in self._order.measured]
        yield Section(answer_titles("Mesures", MEASURED), rows)

    def _section(self, title: str, told: str, asked: Sequence[Question]) -> Section:
        rows = [self._row(one, self._weight(one)) for one in asked]
        return Section(answer_titles(title, told, "Oui · ?"), rows)

    def _row(self, question: Question, weight: str | None) -> Block:
        if question.kind is Kind.BOOLEAN:
            words = self._words(question, INSIDE - right_of(weight) - NUMBER - 6.0)
            return answer_row(self._numbered(question, words), weight)
        labels = [*(one.label for one in question.choices), "Ne sait pas"]
        given = choices(labels, INSIDE - NUMBER) if question.choices else _value(question)
        words = column([self._words(question, INSIDE - NUMBER), given])
        return table_line(self._numbered(question, words))

    def _numbered(self, question: Question, words: Block) -> Block:
        letters = self._families.get(question.id, "")
        told = said(f"{self._order.number(question.id)} {letters}", NUMBER, body("encre2", "TD"))
        return row([(0.0, told), (NUMBER, words)])

    def _words(self, question: Question, width: float) -> Block:
        runs = [Run(question.text, BOLD), Run(f" {self._helped(question)}", PLAIN)]
        words = paragraph(runs, width, body(kind="TD"))
        action = self._actions.get(question.id, "")
        if not action:
            return words
        colour = "rouge" if question.severity in RED else "encre"
        told = said(action, width, body(colour, "TD"), "Oui")
        used = line_width(wrap(runs, SIZE, width)[-1], SIZE) + 8.0
        if used + width_of(f"Oui{NBSP}: ", BOLD, SIZE) + width_of(action, PLAIN, SIZE) > width:
            return column([words, told])
        # what to do stands on the last line where there is room
        return row([(0.0, words), (used, column([space(words.height - LEADING), told]))])

    def _helped(self, question: Question) -> str:
        """Return for whom the question is, the help, and what decides for it."""
        item = self._order.item(question)
        parts = [self._scope(item), question.help if question.help != PREFILLED else ""]
        if item.auto is not None:
            parts.append(f"Oui d’office si {condition_words(self._protocol, item.auto)}.")
        wider = self._order.number(item.absorbed_by) if item.absorbed_by else 0
        if wider:
            parts.append(f"Oui ici{NBSP}: Oui au n°{NBSP}{wider}.")
        if item.severity is Severity.A and item.assumptions == (Assumption(TRUE),):
            parts.append(f"«{NBSP}?{NBSP}» compte comme Oui.")
        return " ".join(part for part in parts if part)

    def _scope(self, item: Item) -> str:
        known = self._order.number(item.parent) if item.parent else 0
        if known:
            return f"Si Oui au n°{NBSP}{known}."
        if item.only_if is None:
            return ""
        return f"Seulement si {condition_words(self._protocol, item.only_if)}."

    def _weight(self, question: Question) -> str:
        """Return the points of a yes, then of an unknown."""
        if not self._order.item(question).counted:
            return ""
        return "{} · {}".format(*points_words(question.severity))

    def _filter(self, question: Question) -> Block:
        item = self._order.item(question)
        depth = self._order.depth(question)
        shift = INDENT * depth
        alone = "" if depth or item.only_if is None else f" {self._scope(item)}"
        width = HALF - BOXES - BARE_NUMBER - shift - 3.0
        told = said(str(self._order.number(question.id)), BARE_NUMBER, body("encre2", "TD"))
        words = said(f"{question.text}{alone}", width, body(kind="TD"))
        return row([(0.0, told), (BARE_NUMBER + shift, words)])

    def _measure(self, question: Question) -> Block:
        if question.kind is not Kind.NUMBER:
            return self._row(question, None)
        words = [Run(question.label, BOLD), Run(f" {question.help}", PLAIN)]
        left = self._numbered(question, paragraph(words, MEASURE_WORDS, body(kind="TD")))
        return table_line(row([(0.0, left), (NUMBER + MEASURE_WORDS + 4.0, _value(question))]))


def _value(question: Question) -> Block:
    """Return where a number is written, with its unit, its bounds and its hour."""
    low, high = (number_words(one) for one in (question.minimum, question.maximum))
    unit = f"{NBSP}{question.unit_label}" if question.unit_label else ""
    bounds = said(f"de {low} à {high}{unit}", 88.0, body(kind="TD"))
    return row(
        [
            (0.0, blank("Valeur", 76.0, 0.0)),
            (80.0, bounds),
            (172.0, blank("À", INSIDE - NUMBER - MEASURE_WORDS - 176.0, 0.0)),
        ]
    )
