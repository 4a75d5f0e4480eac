"""What both papers say of a call with a doctor, in words.

A doctor types freely, up to thousands of signs: everything is cut into pieces that fit a page, so
that no text can keep a sheet from being sealed.
"""

from collections.abc import Iterator

from app.encounter.sheet import OrientationSheet, SheetConclusion
from app.exchange.french import sentence
from app.exchange.words import patient_words

MOST_LINES = 12
"""More lines than this are written one after the other."""
LONGEST_PIECE = 1200
"""Signs of one piece as printed: half a page of the large letters."""
NAMED_SIGNS, LAST_LATIN = 9, 0x017F
"""A sign that no letter draws is printed by its code, « [U+1F600] »; Latin ones are all drawn."""


def pieces(text: str) -> Iterator[str]:
    """Yield the lines of ``text``, the long ones cut between words; nothing is left out."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for line in lines if len(lines) <= MOST_LINES else [" · ".join(lines)]:
        left = line
        while left:
            fitting = _fitting(left)
            cut = left.rfind(" ", 1, fitting) if fitting < len(left) else -1
            at = cut if cut > 0 else fitting
            yield left[:at].strip()
            left = left[at:].strip()


def _fitting(text: str) -> int:
    """Return how many signs of ``text`` make one piece."""
    printed = 0
    for rank, sign in enumerate(text):
        printed += 1 if ord(sign) <= LAST_LATIN else NAMED_SIGNS
        if printed > LONGEST_PIECE:
            return rank
    return len(text)


def doctor_lines(sheet: OrientationSheet) -> tuple[str, ...]:
    """Return what the patient reads of the doctor's decision, none without a conclusion.

    The first line says who and what; the doctor's own words follow.
    """
    said = sheet.teleconsultation.conclusion if sheet.teleconsultation else None
    if said is None:
        return ()
    words = patient_words()
    papers = words["doctor_papers"] if sheet.papers else ""
    follow = f"{words['doctor_follow']} {said.follow_up}" if said.follow_up else ""
    lines = (_decided(said), papers, *pieces(said.advice), *pieces(follow))
    return tuple(sentence(line) for line in lines if line)


def _decided(said: SheetConclusion) -> str:
    words = patient_words()
    return f"{said.doctor} {words['doctor_seen']}. {words[f'outcomes.{said.outcome}']}"
