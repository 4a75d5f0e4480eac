"""The two families of letters, their widths, and how a text breaks into lines.

Atkinson Hyperlegible Next is for what the patient reads, Inter for the professional page. Sizes
and widths are in points. A no-break space never ends a line.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from resources.files import path


class Face(StrEnum):
    """One font file of ``resources/fonts``."""

    PATIENT = "AtkinsonHyperlegibleNext-400"
    PATIENT_BOLD = "AtkinsonHyperlegibleNext-700"
    TEXT = "Inter-400"
    TEXT_BOLD = "Inter-600"


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one face."""

    text: str
    face: Face


Line = tuple[Run, ...]

_REPLACED = {
    "\u202f": "\u00a0",
    "\u2009": "\u00a0",
    "\t": " ",
    "\n": " ",
    "\r": " ",
    "≥": ">=",
    "≤": "<=",
    "→": "->",
    "₂": "2",
    "\u2011": "-",
}


@cache
def load_faces() -> None:
    """Make the four faces known to the drawing library, once."""
    for face in Face:
        file = str(path(f"fonts/{face.value}.ttf"))
        # only the letters used enter the file: half the bytes to write and to validate
        pdfmetrics.registerFont(TTFont(face.value, file, asciiReadable=False))


@cache
def _glyphs(face: Face) -> frozenset[int]:
    load_faces()
    font = pdfmetrics.getFont(face.value)
    if not isinstance(font, TTFont):
        raise TypeError("the faces of the station are TrueType files")
    return frozenset(font.face.charToGlyph)


@cache
def _readable(sign: str, face: Face) -> str:
    replaced = _REPLACED.get(sign, sign)
    if all(ord(one) in _glyphs(face) for one in replaced):
        return replaced
    return f"[U+{ord(sign):04X}]"


def readable(text: str, face: Face) -> str:
    """Return ``text`` with nothing the face cannot draw: a missing sign is named by its code."""
    return "".join(_readable(sign, face) for sign in text)


@cache
def _sign_width(sign: str, face: Face) -> float:
    load_faces()
    return float(pdfmetrics.stringWidth(sign, face.value, 1000))


def width_of(text: str, face: Face, size: float) -> float:
    """Return how wide ``text`` is drawn, in points."""
    return sum(_sign_width(sign, face) for sign in text) * size / 1000


def line_width(line: Line, size: float) -> float:
    """Return how wide a line is drawn, in points."""
    return sum(width_of(run.text, run.face, size) for run in line)


def wrap(runs: Sequence[Run], size: float, width: float) -> tuple[Line, ...]:
    """Return the lines of ``runs`` no wider than ``width``; a longer word is cut."""
    lines: list[list[Run]] = [[]]
    used = 0.0
    for word in _words(runs):
        for part in _cut(word, size, width):
            needed = line_width(part, size)
            space = width_of(" ", part[0].face, size) if lines[-1] else 0.0
            if lines[-1] and used + space + needed > width:
                lines.append([])
                used, space = 0.0, 0.0
            if space:
                lines[-1].append(Run(" ", part[0].face))
            lines[-1].extend(part)
            used += space + needed
    return tuple(_joined(line) for line in lines if line)


def _words(runs: Sequence[Run]) -> Iterator[Line]:
    word: list[Run] = []
    for run in runs:
        pieces = readable(run.text, run.face).split(" ")
        for rank, piece in enumerate(pieces):
            if rank and word:
                yield tuple(word)
                word = []
            if piece:
                word.append(Run(piece, run.face))
    if word:
        yield tuple(word)


def _cut(word: Line, size: float, width: float) -> Iterator[Line]:
    if line_width(word, size) <= width:
        yield word
        return
    part: list[Run] = []
    used = 0.0
    for run in word:
        for sign in run.text:
            needed = width_of(sign, run.face, size)
            if part and used + needed > width:
                yield _joined(part)
                part, used = [], 0.0
            part.append(Run(sign, run.face))
            used += needed
    yield _joined(part)


def _joined(pieces: Iterable[Run]) -> Line:
    joined: list[Run] = []
    for piece in pieces:
        if joined and joined[-1].face is piece.face:
            joined[-1] = Run(joined[-1].text + piece.text, piece.face)
        else:
            joined.append(piece)
    return tuple(joined)
