"""The tables of the professional pages: rules, values, products, the exact questions."""

from collections.abc import Sequence

from app.encounter.sheet import OrientationSheet, SheetAnswer
from app.exchange.french import hour, lowered
from app.exchange.paper.blocks import Block, column
from app.exchange.paper.ink import ink
from app.exchange.paper.tables import Cell, Column, table_row
from app.exchange.paper.typeface import Run
from app.exchange.professional_letters import BOLD, INSIDE, PLAIN, body, heading, text
from app.exchange.professional_text import (
    reading_origin,
    reading_value,
    rule_points,
    treatment_dose,
    treatment_lot,
)
from app.exchange.words import professional_words

Titled = tuple[Block, Sequence[Block]]
"""What is repeated on each page, and the rows under it."""

RULES = (
    Column("Règle", 72.0),
    Column("Énoncé", 194.0),
    Column("Classe, points", 72.0),
    Column("Source", INSIDE - 338.0),
)
READINGS = (
    Column("Mesure", 128.0),
    Column("Valeur", 88.0),
    Column("À quelle heure, comment", INSIDE - 216.0),
)
PRODUCTS = (
    Column("Produit", 136.0),
    Column("Dose et durée", 186.0),
    Column("Quantité, lot et limites", INSIDE - 322.0),
)
ANNEX = (
    Column("Question posée", 354.0),
    Column("Réponse", 78.0),
    Column("À quelle heure, par", INSIDE - 432.0),
)
PEOPLE = {
    "patient": "patient",
    "identity": "identité",
    "device": "appareil",
    "typed": "saisie",
    "companion": "accompagnant",
    "document": "document reçu",
}


def rules(sheet: OrientationSheet) -> Titled:
    """Return what concluded: rules, then published scores."""
    words = professional_words()
    return _titled(words["rules"], RULES, _rules(sheet), words["no_rules"])


def values(sheet: OrientationSheet) -> tuple[Titled, ...]:
    """Return the measures, then the tests and products."""
    words = professional_words()
    return (
        _titled(words["readings"], READINGS, _readings(sheet), words["no_readings"]),
        _titled(words["treatments"], PRODUCTS, _products(sheet), words["no_treatments"]),
    )


def annex(sheet: OrientationSheet) -> Titled:
    """Return every question word for word, with the answer, its hour and who gave it."""
    rows = [_row((one.wording, one.answer_label, _asked(one)), ANNEX) for one in sheet.answers]
    return _titled(professional_words()["annex"], ANNEX, rows, "Aucune réponse.")


def _titled(title: str, columns: Sequence[Column], rows: Sequence[Block], nothing: str) -> Titled:
    if not rows:
        return heading(title), [text(nothing)]
    return column([heading(title), _head(columns)]), rows


def table(title: str, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Titled:
    """Return a table of plain words under its title."""
    return _titled(title, columns, [_row(words, columns) for words in rows], "")


def _asked(answer: SheetAnswer) -> str:
    return f"{hour(answer.asked_at)}, {PEOPLE.get(answer.origin, answer.origin)}"


def _rules(sheet: OrientationSheet) -> list[Block]:
    rows = [
        _row((one.id, one.label, rule_points(one), "; ".join(one.sources)), RULES)
        for one in sheet.proposal.rules
    ]
    scores = [
        _row((one.label, _score_words(one.minimum, one.maximum), "", one.source), RULES)
        for one in sheet.proposal.scores
    ]
    return [*rows, *scores]


def _score_words(minimum: int, maximum: int) -> str:
    return (
        f"Score publié, valeur {minimum} à {maximum}"
        if minimum != maximum
        else (f"Score publié, valeur {minimum}")
    )


def _readings(sheet: OrientationSheet) -> list[Block]:
    return [
        _row(
            (one.label, reading_value(one), f"{hour(one.taken_at)}, {reading_origin(one)}"),
            READINGS,
        )
        for one in sheet.readings
    ]


def _products(sheet: OrientationSheet) -> list[Block]:
    tests = [
        _row(
            (
                one.name,
                f"{one.result or 'résultat absent'}, lu à {hour(one.read_at) or 'heure absente'}",
                f"fabricant {one.maker or 'absent'}, réf. {one.reference or 'absente'}, "
                f"lot {one.lot or 'absent'}",
            ),
            PRODUCTS,
        )
        for one in sheet.tests
    ]
    given = [
        _row(
            (f"{one.label} {one.dose}, {one.form}", treatment_dose(one), treatment_lot(one)),
            PRODUCTS,
        )
        for one in sheet.treatments
    ]
    return [*tests, *given, *_put_aside(sheet)]


def _put_aside(sheet: OrientationSheet) -> list[Block]:
    if not sheet.exclusions:
        return []
    names = " · ".join(lowered(one.label) for one in sheet.exclusions)
    reasons = " · ".join(one.reason for one in sheet.exclusions)
    return [_row(("Écartés", names, reasons), PRODUCTS)]


def _head(columns: Sequence[Column]) -> Block:
    cells = [Cell((Run(one.title, BOLD),), ink("encre2")) for one in columns]
    return table_row(cells, columns, body(), "TH")


def _row(words: Sequence[str], columns: Sequence[Column]) -> Block:
    cells = [Cell((Run(one, PLAIN),), ink("encre")) for one in words]
    return table_row(cells, columns, body())
