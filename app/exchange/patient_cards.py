"""The cards of the patient page: medicines, what to avoid, warning signs, the recall."""

from app.encounter.sheet import OrientationSheet, SheetTreatment
from app.exchange.french import phone_words
from app.exchange.paper.blocks import (
    Block,
    Panel,
    beside,
    column,
    icon,
    panel,
    paragraph,
    row,
)
from app.exchange.paper.ink import ink
from app.exchange.paper.typeface import Run
from app.exchange.patient_blocks import (
    BOLD,
    CLOSE,
    INSIDE,
    PLAIN,
    Density,
    bullets,
    heading,
    letters,
)
from app.exchange.patient_content import PatientContent, treatment_line
from app.exchange.words import patient_words

CHIP = 132.0
"""Width of the grey chip that says how often, in points."""

LONGEST_IN_CHIP = 24
"""Longer words about the times of taking go with the others, in characters."""


def treatments(content: PatientContent, density: Density) -> Block | None:
    """Return the medicines, one card each, None without any."""
    if not content.treatments:
        return None
    title = heading("file-check", patient_words()["treatments"], ink("encre"), density)
    cards = [_treatment(one, density) for one in content.treatments]
    return column([title, column(cards, density.gap - 3.0)], 3.0)


def _treatment(treatment: SheetTreatment, density: Density) -> Block:
    frame = Panel(
        INSIDE, edge=ink("bord"), edge_width=1.3, across=13.0, down=density.pad - 1.5, radius=8.0
    )
    most = f"au plus {treatment.max_per_day}" if treatment.max_per_day else ""
    in_chip = [part for part in (treatment.times, most) if part and len(part) <= LONGEST_IN_CHIP]
    width = frame.inside - (CHIP + 14 if in_chip else 0)
    others = (treatment.form, treatment.times, most)
    told = [part for part in others if part and part not in in_chip]
    name = [Run(f"{treatment.label} {treatment.dose}", BOLD)]
    if told:
        name.append(Run(f", {', '.join(told)}", PLAIN))
    lines = [name, [Run(treatment_line(treatment), PLAIN)]]
    left = column([paragraph(runs, width, letters(density)) for runs in lines])
    if not in_chip:
        return panel(left, frame)
    said = [paragraph([Run(part, BOLD)], CHIP - 16, letters(density)) for part in in_chip]
    chip = panel(column(said), Panel(CHIP, fill=ink("creux"), across=8.0, down=4.0, radius=5.0))
    return panel(beside(left, (frame.inside - CHIP, chip)), frame)


def not_for_you(content: PatientContent, density: Density) -> Block | None:
    """Return what must not be taken, None when nothing is excluded."""
    if not content.not_for_you:
        return None
    frame = Panel(
        INSIDE, edge=ink("rouge"), edge_width=1.3, across=13.0, down=density.pad - 2.0, radius=8.0
    )
    runs = [
        Run(f"{patient_words()['not_for_you']} ", BOLD),
        Run(f"{', '.join(content.not_for_you)}.", PLAIN),
    ]
    words = paragraph(runs, frame.inside - 34, letters(density))
    return panel(beside(icon("ban", 21, ink("rouge")), (34.0, words)), frame)


def warnings(content: PatientContent, density: Density) -> Block:
    """Return when to see a doctor and when to call 15."""
    words = patient_words()
    signs = words.lists["call_signs"]
    if density is not CLOSE:
        signs = (*signs, words["silent"])
    if not content.return_if:
        return _call_alone(signs, density)
    width = (INSIDE - 12.0) / 2
    both = (
        ("stethoscope", words["doctor_if"], "ocre", content.return_if),
        ("phone-call", words["call_if"], "rouge", signs),
    )
    inner = [
        column(
            [heading(symbol, title, ink(colour), density), bullets(items, width - 26, density)],
            2.0,
        )
        for symbol, title, colour, items in both
    ]
    tall = max(block.height for block in inner) + 2 * density.pad
    boxes = [
        panel(
            block,
            Panel(width, fill=ink(f"{colour}doux"), across=13.0, down=density.pad, height=tall),
        )
        for block, (_, _, colour, _) in zip(inner, both, strict=True)
    ]
    return row([(0.0, boxes[0]), (width + 12.0, boxes[1])])


def _call_alone(signs: tuple[str, ...], density: Density) -> Block:
    frame = Panel(INSIDE, fill=ink("rougedoux"), across=13.0, down=density.pad)
    width, half = frame.inside / 2 - 6, (len(signs) + 1) // 2
    halves = row(
        [
            (0.0, bullets(signs[:half], width, density)),
            (width + 12, bullets(signs[half:], width, density)),
        ]
    )
    title = heading("phone-call", patient_words()["call_if"], ink("rouge"), density)
    return panel(column([title, halves], 2.0), frame)


def recalls(sheet: OrientationSheet, content: PatientContent, density: Density) -> Block:
    """Return when we call, write, or wait for a photo."""
    frame = Panel(INSIDE, fill=ink("accentdoux"), across=13.0, down=density.pad - 1.0)
    lines = list(content.recalls)
    if not sheet.recalls and sheet.pharmacy.phone:
        lines.append(f"{phone_words(sheet.pharmacy.phone)}.")
    words = paragraph([Run(" ".join(lines), BOLD)], frame.inside - 36, letters(density))
    return panel(beside(icon("phone-incoming", 22, ink("accent")), (36.0, words)), frame)
