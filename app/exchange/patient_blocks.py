"""The words of the patient page, from the letterhead to the advice."""

from dataclasses import dataclass

from app.encounter.sheet import OrientationSheet
from app.exchange.french import born, long_date, person, phone_words, week_day
from app.exchange.paper.blocks import (
    Block,
    Panel,
    beside,
    column,
    group,
    icon,
    panel,
    paragraph,
    row,
)
from app.exchange.paper.canvas import WIDTH, Letters
from app.exchange.paper.ink import LOOKS, Colour, ink
from app.exchange.paper.typeface import Face, Run, width_of
from app.exchange.patient_content import PatientContent
from app.exchange.words import patient_words
from protocols.model import Level

MARGIN = 39.0
INSIDE = WIDTH - 2 * MARGIN
LEGAL = 10.5
PLAIN, BOLD = Face.PATIENT, Face.PATIENT_BOLD
LETTERHEAD = 205.0


@dataclass(frozen=True, slots=True)
class Density:
    """Size of the words and how close lines and blocks stand, in points."""

    size: float
    leading: float
    gap: float
    pad: float


ROOMY = Density(16.5, 22.0, 15.0, 14.0)
AIRY = Density(15.0, 19.4, 11.0, 11.0)
PLAIN_SIZE = Density(14.0, 18.0, 9.0, 9.0)
CLOSE = Density(14.0, 16.2, 5.5, 6.0)
DENSITIES = (ROOMY, AIRY, PLAIN_SIZE, CLOSE)
"""From the largest words to the closest; 14 points is the least a patient is given to read."""


def letters(density: Density, kind: str = "P") -> Letters:
    """Return the letters of the page."""
    return Letters(density.size, density.leading, ink("encre"), kind)


def band(text: str) -> Block:
    """Return the band that says this is a demonstration."""
    words = paragraph([Run(text, BOLD)], INSIDE - 40, Letters(LEGAL, 13.0, ink("violet")))
    content = beside(icon("flask", 13, ink("violet")), (20.0, words))
    return panel(content, Panel(INSIDE, fill=ink("violetdoux"), down=4.5, radius=5.0))


def head(sheet: OrientationSheet) -> Block:
    """Return the title, who it is for, and the letterhead."""
    patient, pharmacy = sheet.patient, sheet.pharmacy
    name = f"{person(patient)}, {born(patient)} le {long_date(patient.birth_date)}"
    title = [Run(patient_words()["title"], BOLD)]
    left = column(
        [
            paragraph(title, INSIDE - LETTERHEAD, Letters(27, 31, ink("encre"), "H1")),
            paragraph([Run(name, PLAIN)], INSIDE - LETTERHEAD, Letters(15, 18.5, ink("encre"))),
        ]
    )
    lines = (
        (pharmacy.name, BOLD, 13.0),
        (f"{pharmacy.street}, {pharmacy.city}", PLAIN, LEGAL),
        (phone_words(pharmacy.phone), PLAIN, LEGAL),
        (f"{week_day(sheet.act.started_at)} {sheet.act.started_at[:4]}", PLAIN, LEGAL),
    )
    right = column([_flush_right(*line) for line in lines if line[0].strip(", ")])
    return row([(0.0, left), (INSIDE - LETTERHEAD, right)])


def _flush_right(text: str, face: Face, size: float) -> Block:
    colour = ink("encre") if face is BOLD else ink("encre2")
    drawn = Letters(size, size * 1.28, colour)
    words = paragraph([Run(text, face)], LETTERHEAD, drawn)
    is_one_line = words.height <= drawn.leading
    return row([(LETTERHEAD - width_of(text, face, size) if is_one_line else 0.0, words)])


def level(content: PatientContent, density: Density) -> Block:
    """Return the coloured block: icon, what happens, why."""
    look = LOOKS[content.level]
    is_urgent = content.level is Level.SAMU_15
    size = density.size + (5.0 if is_urgent else 2.0)
    frame = Panel(INSIDE, fill=look.fill, across=16.0, down=density.pad, radius=9.0)
    width = frame.inside - 50.0
    title = Letters(size, size * 1.24, look.body, "H2")
    parts = [paragraph([Run(content.title, BOLD)], width, title)]
    if content.body:
        body = Letters(density.size, density.leading, look.body)
        parts.append(paragraph([Run(content.body, PLAIN)], width, body))
    return panel(beside(icon(look.icon, 34, look.colour), (50.0, column(parts, 1.0))), frame)


def heading(symbol: str, text: str, colour: Colour, density: Density) -> Block:
    """Return a title with its icon."""
    size = density.size + 2.0
    words = paragraph([Run(text, BOLD)], INSIDE - 30, Letters(size, size * 1.2, colour, "H2"))
    return beside(icon(symbol, 20, colour), (28.0, words))


def section(symbol: str, title: str, text: str, density: Density) -> Block | None:
    """Return words under a title, None without words."""
    if not text:
        return None
    words = paragraph([Run(text, PLAIN)], INSIDE, letters(density))
    return column([heading(symbol, title, ink("encre"), density), words], 2.0)


def doctor(content: PatientContent, density: Density) -> Block | None:
    """Return what the doctor of a call said, None without one."""
    if not content.doctor:
        return None
    title = heading("stethoscope", patient_words()["doctor_said"], ink("encre"), density)
    return column([title, bullets(content.doctor, INSIDE, density)], 3.0)


def where(content: PatientContent, density: Density) -> Block | None:
    """Return where to go and how, None for someone who stays."""
    if not content.where:
        return None
    waits_here = content.level is Level.SAMU_15
    symbol, name = ("hourglass", "meanwhile") if waits_here else ("map-pin", "next_step")
    title = heading(symbol, patient_words()[name], ink("encre"), density)
    return column([title, bullets(content.where, INSIDE, density)], 3.0)


def bullets(items: tuple[str, ...], width: float, density: Density) -> Block:
    """Return a list, one point an item."""
    drawn, shift = letters(density, "LI"), 14.0
    point = paragraph([Run("•", PLAIN)], shift, letters(density, "Lbl"))
    made = [
        row([(0.0, point), (shift, paragraph([Run(item, PLAIN)], width - shift, drawn))])
        for item in items
    ]
    return group("L", column(made))
