"""The pages being drawn: words, boxes, icons and the square code, each with its place in reading.

Coordinates are points from the top left corner of an A4 page. What is not words is decoration
and is marked so, except inside an element.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from app.exchange.paper.ink import BLACK, Colour
from app.exchange.paper.structure import Element, Mark
from app.exchange.paper.symbols import BOX, icon_path
from app.exchange.paper.typeface import Face, Line, Run, load_faces, width_of

WIDTH, HEIGHT = A4
STROKE = 1.75
"""Stroke of an icon in its 24-point box (identity of the station)."""

_LONGEST_NAME = 100
_KAPPA = 0.5523
"""Handle length of a quarter of circle drawn as one curve."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, from its top left corner, in points."""

    x: float
    y: float
    width: float
    height: float


class Pages:
    """Draws pages one after the other and remembers their reading order."""

    def __init__(self, title: str) -> None:
        load_faces()
        self._buffer = io.BytesIO()
        self._canvas = Canvas(
            self._buffer,
            pagesize=A4,
            invariant=1,
            pageCompression=1,
            pdfVersion=(1, 4),
            lang="fr-FR",
            # the stubs call this name a number; without it Helvetica enters the file
            initialFontName=Face.TEXT.value,  # type: ignore[arg-type]
        )
        self._canvas.setTitle(title)
        self.document = Element("Document")
        self._open = [self.document]
        self._codes: dict[str, int] = {}
        self._page = 0
        self._start_page()

    def _start_page(self) -> None:
        self._marks = 0
        self._colour: Colour = BLACK
        self._rules: dict[Colour, list[str]] = {}

    def finish(self) -> bytes:
        """Return the file, not yet archivable."""
        self._draw_rules()
        self._canvas.save()
        return self._buffer.getvalue()

    def next_page(self) -> None:
        """Close the page and start the next one."""
        self._draw_rules()
        self._canvas.showPage()
        self._page += 1
        self._start_page()

    @contextmanager
    def element(self, kind: str, title: str = "") -> Iterator[None]:
        """Everything drawn inside belongs to one element of the reading tree."""
        made = Element(kind, title)
        self._open[-1].children.append(made)
        self._open.append(made)
        yield
        self._open.pop()

    def words(self, lines: tuple[Line, ...], at: tuple[float, float], letters: "Letters") -> None:
        """Draw the lines as one element of the kind of ``letters``, the first one at ``at``."""
        with self.element(letters.kind):
            self._open[-1].children.append(Mark(self._page, self._marks))
            self._canvas.addLiteral(f"/{letters.kind} <</MCID {self._marks}>> BDC")
            self._marks += 1
            for rank, line in enumerate(lines):
                # a space ends each line, so that words read aloud do not run together
                ended = line if rank == len(lines) - 1 else (*line, Run(" ", line[-1].face))
                self._line(ended, at[0], at[1] + rank * letters.leading, letters)
            self._canvas.addLiteral("EMC")

    def _line(self, line: Line, x: float, top: float, letters: "Letters") -> None:
        baseline = HEIGHT - top - letters.leading / 2 - letters.size * 0.355
        drawn = self._canvas.beginText(x, baseline)
        if letters.colour != self._colour:
            drawn.setFillColorRGB(*letters.colour)
            self._colour = letters.colour
        for run in line:
            drawn.setFont(run.face.value, letters.size)
            drawn.textOut(run.text)
        self._canvas.drawText(drawn)

    def fill(self, box: Box, radius: float, colour: Colour) -> None:
        """Fill a rounded rectangle."""
        self._decorate(f"{_rgb(colour)} rg {_rounded(box, radius)} f")

    def frame(self, box: Box, radius: float, colour: Colour, width: float) -> None:
        """Draw the border of a rounded rectangle."""
        self._decorate(f"{_rgb(colour)} RG {width} w {_rounded(box, radius)} S")

    def rule(self, x: float, y: float, width: float, colour: Colour) -> None:
        """Draw a thin horizontal line."""
        at = HEIGHT - y
        line = f"{x:.2f} {at:.2f} m {x + width:.2f} {at:.2f} l"
        self._rules.setdefault(colour, []).append(line)

    def icon(self, name: str, x: float, y: float, size: float, colour: Colour) -> None:
        """Draw the icon ``name`` in a square of ``size`` points."""
        scale = size / BOX
        self._decorate(
            f"{scale:.4f} 0 0 {-scale:.4f} {x:.2f} {HEIGHT - y:.2f} cm "
            f"{_rgb(colour)} RG {STROKE} w 1 J 1 j {icon_path(name)} S"
        )

    def square_code(self, text: str, x: float, y: float, size: float) -> None:
        """Draw ``text`` as a square code of ``size`` points, without its quiet zone."""
        side = self._codes.get(text) or self._keep_code(text)
        scale = size / side
        self._canvas.addLiteral("/Artifact BMC")
        self._canvas.saveState()
        self._canvas.transform(scale, 0, 0, scale, x, HEIGHT - y)
        self._canvas.doForm(_form_name(text))
        self._canvas.restoreState()
        self._canvas.addLiteral("EMC")

    def picture(self, jpeg: bytes, box: Box, told: str) -> None:
        """Draw a JPEG in ``box`` as a figure; ``told`` is read to whoever does not see it."""
        with self.element("Figure", told):
            self._open[-1].children.append(Mark(self._page, self._marks))
            self._canvas.addLiteral(f"/Figure <</MCID {self._marks}>> BDC")
            self._marks += 1
            bottom = HEIGHT - box.y - box.height
            reader = ImageReader(io.BytesIO(jpeg))
            self._canvas.drawImage(reader, box.x, bottom, box.width, box.height)
            self._canvas.addLiteral("EMC")

    def _keep_code(self, text: str) -> int:
        """Keep the code as one drawing for all the pages that show it; return its side."""
        bars = code_bars(text)
        self._codes[text] = bars.side
        self._canvas.beginForm(_form_name(text), 0, -bars.side, bars.side, 0)
        drawn = " ".join(f"{left} {-top - 1} {length} 1.02 re" for left, top, length in bars.bars)
        self._canvas.addLiteral(f"0 0 0 rg {drawn} f")
        self._canvas.endForm()
        return bars.side

    def _draw_rules(self) -> None:
        # all lines of a colour at once: a page has a hundred of them
        for colour, lines in self._rules.items():
            self._decorate(f"{_rgb(colour)} RG 0.6 w {' '.join(lines)} S")

    def _decorate(self, operators: str) -> None:
        self._canvas.addLiteral(f"/Artifact BMC q {operators} Q EMC")


@dataclass(frozen=True, slots=True)
class Letters:
    """How words are drawn: size and distance between lines in points, colour, kind of element."""

    size: float
    leading: float
    colour: Colour
    kind: str = "P"


@dataclass(frozen=True, slots=True)
class Bars:
    """The dark bars of a square code: left, top and length in modules, and its side."""

    side: int
    bars: tuple[tuple[int, int, int], ...]


def _form_name(text: str) -> str:
    """Return the name of the drawing of a code: PDF/A-1 allows 127 bytes (6.1.12)."""
    return text if len(text) <= _LONGEST_NAME else f"code-{sha256(text.encode()).hexdigest()}"


def code_bars(text: str) -> Bars:
    """Return the dark bars of the square code of ``text``, error correction M."""
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    bars: list[tuple[int, int, int]] = []
    for top, row in enumerate(code.modules):
        left = 0
        for dark, group in groupby(bool(module) for module in row):
            length = len(list(group))
            if dark:
                bars.append((left, top, length))
            left += length
    return Bars(len(code.modules), tuple(bars))


def _rgb(colour: Colour) -> str:
    return f"{colour[0]:.4f} {colour[1]:.4f} {colour[2]:.4f}"


def _rounded(box: Box, radius: float) -> str:
    left, right = box.x, box.x + box.width
    top, bottom = HEIGHT - box.y, HEIGHT - box.y - box.height
    r, h = radius, radius * (1 - _KAPPA)
    return (
        f"{left + r:.2f} {top:.2f} m {right - r:.2f} {top:.2f} l "
        f"{right - h:.2f} {top:.2f} {right:.2f} {top - h:.2f} {right:.2f} {top - r:.2f} c "
        f"{right:.2f} {bottom + r:.2f} l "
        f"{right:.2f} {bottom + h:.2f} {right - h:.2f} {bottom:.2f} {right - r:.2f} {bottom:.2f} c "
        f"{left + r:.2f} {bottom:.2f} l "
        f"{left + h:.2f} {bottom:.2f} {left:.2f} {bottom + h:.2f} {left:.2f} {bottom + r:.2f} c "
        f"{left:.2f} {top - r:.2f} l "
        f"{left:.2f} {top - h:.2f} {left + h:.2f} {top:.2f} {left + r:.2f} {top:.2f} c h"
    )


def right_edge(text: str, face: Face, size: float, right: float) -> float:
    """Return where ``text`` starts so that it ends at ``right``."""
    return right - width_of(text, face, size)
