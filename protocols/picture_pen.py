"""The marks of a picture: letters, boxes, dots and strokes, as lines of SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from protocols.picture_style import PLAIN, Style

SIZE, LEADING = 14.5, 20.0
"""Size of the words and distance between their lines."""

BULLET = 14.0
BASELINE = 0.36
"""Distance from the middle of a line to the foot of its letters, in ems."""


@dataclass(frozen=True, slots=True)
class Text:
    """Lines of one colour and weight, with a bullet before the first when they are a reason."""

    lines: tuple[str, ...]
    colour: str
    weight: int = PLAIN
    bullet: bool = False


class Pen:
    """Draws from the top left corner and keeps the marks in their order."""

    def __init__(self, style: Style) -> None:
        self.marks: list[str] = []
        self._style = style

    def column(self, texts: Sequence[Text], x: float, y: float) -> float:
        """Draw texts one under the other; return where they end."""
        for text in texts:
            shift = BULLET if text.bullet else 0.0
            if text.bullet:
                self.dot(x + 4.0, y + LEADING / 2)
            for line in text.lines:
                if line:
                    self.words(line, (x + shift, y + LEADING / 2), text.weight, text.colour)
                y += LEADING
        return y

    def words(
        self, words: str, at: tuple[float, float], weight: int, colour: str, size: float = SIZE
    ) -> None:
        """Draw one line; ``at`` is its left end, at half the height of the line."""
        x, middle = at
        sized = f' font-size="{size:g}"' if size != SIZE else ""
        self.marks.append(
            f'<text x="{x:g}" y="{middle + size * BASELINE:.2f}" font-weight="{weight}" '
            f'fill="{colour}"{sized}>{escape(words)}</text>'
        )

    def box(self, box: tuple[float, float, float, float], radius: float, colour: str) -> None:
        """Fill a rounded rectangle: left, top, width, height."""
        x, y, width, height = box
        self.marks.append(
            f'<rect x="{x:g}" y="{y:g}" width="{width:.2f}" height="{height:g}" rx="{radius:g}" '
            f'fill="{colour}"/>'
        )

    def dot(self, x: float, y: float) -> None:
        """Draw the bullet of a reason."""
        colour = self._style.colours["encre2"]
        self.marks.append(f'<circle cx="{x:g}" cy="{y:g}" r="2" fill="{colour}"/>')

    def rule(self, left: float, right: float, y: float) -> None:
        """Draw a thin line."""
        colour = self._style.colours["ligne"]
        self.marks.append(f'<path d="M{left:g} {y:g}H{right:g}" stroke="{colour}"/>')

    def icon(self, strokes: Sequence[str], x: float, y: float, colour: str) -> None:
        """Draw an icon 20 wide with its top left corner at a point."""
        paths = "".join(f'<path d="{one}"/>' for one in strokes)
        self.marks.append(
            f'<g transform="translate({x:g} {y:g}) scale(0.8333)" fill="none" stroke="{colour}" '
            f'stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{paths}</g>'
        )
