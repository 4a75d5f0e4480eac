"""The tables of the professional pages: rules, answers, values, products, the exact questions."""

from collections.abc import Iterator, Sequence

from app.encounter.sheet import OrientationSheet, SheetAnswer
from app.exchange.french import NBSP, hour, lowered
from app.exchange.paper.blocks import Block, column, row
from app.exchange.paper.ink import Colour, ink
from app.exchange.paper.tables import Cell, Column, table_row
from app.exchange.paper.typeface import Run, width_of
from app.exchange.professional_letters import BOLD, INSIDE, PLAIN, SIZE, body, heading, text
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
    Column("Règle", 86.0),
    Column("Énoncé", 250.0),
    Column("Classe, points", 74.0),
    Column("Source", INSIDE - 410.0),
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
    Column("Question posée", 330.0),
    Column("Réponse", 92.0),
    Column("À quelle heure, par", INSIDE - 422.0),
)
ANSWERS_ACROSS = 3
ANSWERS_GAP = 14.0
ANSWERS_WIDTH = (INSIDE - ANSWERS_GAP * (ANSWERS_ACROSS - 1)) / ANSWERS_ACROSS
GRID_HEIGHT = 420.0
"""Height one grid of answers aims at, in points: what surely fits on a page."""

WEIGHTY = {"R15", "R", "U", "M", "C"}
PEOPLE = {
    "patient": "patient",
    "identity": "identité",
    "device": "appareil",
    "typed": "saisie",
    "companion": "accompagnant",
}
CONSENT_ITEMS = "g_cons"
VALUES = {"device", "typed"}
"""Answers filled by a measurement: they are read in the table of values."""


def tables(sheet: OrientationSheet) -> tuple[Titled, ...]:
    """Return the tables of the first page, each with its title, in the order of reading."""
    words = professional_words()
    return (
        _titled(words["rules"], RULES, _rules(sheet), words["no_rules"]),
        (heading(words["answers"]), _answers(sheet)),
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


def _answers(sheet: OrientationSheet) -> list[Block]:
    grids = list(_grids([_answer(one) for one in sheet.answers if _is_asked(one)]))
    if sheet.not_asked:
        left = f"Non posées (arrêt ou sans objet){NBSP}: {', '.join(sheet.not_asked)}."
        grids.append(text(left, colour="encre2"))
    return grids or [text("Aucune réponse.")]


def _is_asked(answer: SheetAnswer) -> bool:
    """Return whether the answer is read here: people, consents and values have their own place."""
    elsewhere = answer.block == "identity" or answer.origin in VALUES
    return not elsewhere and not answer.id.startswith(CONSENT_ITEMS)


def _grids(rows: Sequence[Block]) -> Iterator[Block]:
    """Yield the rows read down each of three columns, as many times as pages need."""
    left = list(rows)
    while left:
        taken = [left.pop(0)]
        while left and column([*taken, left[0]]).height <= ANSWERS_ACROSS * GRID_HEIGHT:
            taken.append(left.pop(0))
        parts = balanced(taken, ANSWERS_ACROSS)
        yield row(
            [
                (rank * (ANSWERS_WIDTH + ANSWERS_GAP), column(part))
                for rank, part in enumerate(parts)
            ]
        )


def balanced(rows: Sequence[Block], columns: int) -> list[list[Block]]:
    """Return the rows, in order, in ``columns`` columns as even in height as they can be."""
    heights = [one.height for one in rows]
    reach = max(*heights, sum(heights) / columns)
    while len(parts := _filled(rows, reach)) > columns:
        reach += 1.0
    return parts


def _filled(rows: Sequence[Block], reach: float) -> list[list[Block]]:
    parts: list[list[Block]] = [[]]
    used = 0.0
    for one in rows:
        if parts[-1] and used + one.height > reach:
            parts.append([])
            used = 0.0
        parts[-1].append(one)
        used += one.height
    return parts


def _answer(answer: SheetAnswer) -> Block:
    said = min(width_of(answer.answer_label, BOLD, SIZE) + 9, ANSWERS_WIDTH / 2)
    columns = (Column("", ANSWERS_WIDTH - said), Column("", said))
    cells = (
        Cell((Run(answer.label, PLAIN),), ink("encre")),
        Cell((Run(answer.answer_label, BOLD),), _answer_colour(answer)),
    )
    return table_row(cells, columns, body())


def _answer_colour(answer: SheetAnswer) -> Colour:
    if answer.answer == "unknown":
        return ink("ocre")
    if answer.answer == "no":
        return ink("encre2")
    return ink("ocre") if answer.severity in WEIGHTY else ink("encre")


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
