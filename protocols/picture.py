"""The picture of a protocol: its ladder, the 15 at the top and the pharmacy at the bottom, in SVG.

Every rung says in words what leads there, so that a doctor can compare it with the source. The
file stands alone: no script, no style sheet, no font, no picture from elsewhere.

Source: W3C SVG 1.1 (paths, text); identity of the station, page 12.
"""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from xml.sax.saxutils import escape, quoteattr

from protocols.model import Protocol
from protocols.picture_causes import Cause
from protocols.picture_ladder import Part, Rung, ladder
from protocols.picture_pen import BULLET, SIZE, Pen, Text
from protocols.picture_style import PLAIN, STRONG, Style
from protocols.picture_words import definitions
from protocols.terms import Level, ProtocolStatus

WIDTH = 1000.0
"""Width of the picture; its height follows what the protocol says."""

LEVELS: Mapping[Level, str] = MappingProxyType(
    {
        Level.SAMU_15: "15",
        Level.EMERGENCY: "Urgences",
        Level.DOCTOR_SAME_DAY: "Ce jour",
        Level.DOCTOR_48H: "48\u00a0h",
        Level.PHARMACY: "Pharmacie",
    }
)
STATUSES: Mapping[ProtocolStatus, str] = MappingProxyType(
    {
        ProtocolStatus.DRAFT: "Brouillon",
        ProtocolStatus.REVIEW: "En relecture",
        ProtocolStatus.VALID: "Validé",
        ProtocolStatus.WITHDRAWN: "Retiré",
        ProtocolStatus.DEMONSTRATION: "Démonstration",
    }
)

MARGIN, GAP = 24.0, 14.0
TITLE, TITLE_LEADING = 26.0, 34.0
CHIP, CHIP_HEIGHT = 132.0, 54.0
LEFT = MARGIN + CHIP + 22.0
INSIDE = WIDTH - MARGIN - LEFT
COLUMN_GAP = 26.0
SPREAD = 4
"""From this many reasons on, they stand in two columns."""


def draw(protocol: Protocol, style: Style) -> str:
    """Return the picture of ``protocol`` as the text of an SVG file."""
    return _Drawing(protocol, style).text()


class _Drawing:
    def __init__(self, protocol: Protocol, style: Style) -> None:
        self._protocol = protocol
        self._style = style
        self._ink = style.colours["encre"]
        self._soft = style.colours["encre2"]
        self._pen = Pen(style)
        self._y = MARGIN

    def text(self) -> str:
        """Return the whole file."""
        self._head()
        for rung in ladder(self._protocol):
            self._rung(rung)
        self._definitions()
        opening = self._opening(self._y + MARGIN - GAP)
        return "\n".join([*opening, *self._pen.marks, "</g>", "</svg>\n"])

    def _opening(self, height: float) -> Iterator[str]:
        title = escape(f"{self._protocol.title}, version {self._protocol.version}")
        size = f'width="{WIDTH:g}" height="{height:g}"'
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} '
            f'viewBox="0 0 {WIDTH:g} {height:g}" role="img" xml:lang="fr">'
        )
        yield f"<title>{title}</title>"
        yield "<desc>Ce qui mène à chaque niveau, du plus urgent au moins urgent.</desc>"
        yield f'<rect {size} fill="{self._style.colours["surface"]}"/>'
        yield f'<g font-family={quoteattr(self._style.fonts)} font-size="{SIZE:g}">'

    def _head(self) -> None:
        letters = self._style.letters[STRONG]
        for line in letters.lines(self._protocol.title, TITLE, WIDTH - 2 * MARGIN):
            self._pen.words(line, (MARGIN, self._y + TITLE / 2), STRONG, self._ink, TITLE)
            self._y += TITLE_LEADING
        status = STATUSES[self._protocol.status]
        shown = self._protocol.status is ProtocolStatus.DEMONSTRATION
        ink, behind = ("violet", "violetdoux") if shown else ("accent", "accentdoux")
        wide, middle = letters.width(status, SIZE) + 24.0, self._y + 13.0
        self._pen.box((MARGIN, self._y, wide, 26.0), 13.0, self._style.colours[behind])
        self._pen.words(status, (MARGIN + 12.0, middle), STRONG, self._style.colours[ink])
        self._pen.words(self._version(), (MARGIN + wide + 14.0, middle), PLAIN, self._soft)
        self._y += 26.0 + GAP

    def _version(self) -> str:
        protocol = self._protocol
        count = protocol.unvalidated_rules
        valid = f"du {_date(protocol.valid_from)} au {_date(protocol.valid_to)}"
        rules = f"{count}\u00a0règle{'s' if count > 1 else ''} à valider"
        return f"Version {protocol.version} · {valid} · {rules} · empreinte {protocol.sha256[:12]}"

    def _rung(self, rung: Rung) -> None:
        top = self._y
        rows = [self._part(part) for part in rung.parts]
        if rung.sentences:
            rows.append([[self._said(one, INSIDE) for one in rung.sentences]])
        for row in rows:
            ends = [self._pen.column(one, x, self._y) for x, one in _places(row)]
            self._y = max(ends) + 6.0
        bottom = max(self._y - 6.0, top + CHIP_HEIGHT)
        self._chip(rung.level, top, bottom - top)
        self._y = bottom + GAP
        self._pen.rule(LEFT, WIDTH - MARGIN, self._y - GAP / 2)

    def _part(self, part: Part) -> list[list[Text]]:
        """Return the columns of a part, the title first."""
        title = Text(self._lines(part.title, INSIDE, STRONG), self._ink, STRONG)
        if len(part.causes) < SPREAD:
            return [[title, *(self._reason(one, INSIDE) for one in part.causes)]]
        half = (INSIDE - COLUMN_GAP) / 2
        first, second = _halves([self._reason(one, half) for one in part.causes])
        # the title stands over both columns: empty lines keep them level
        blank = Text(("",) * len(title.lines), self._ink)
        return [[title, *first], [blank, *second]]

    def _reason(self, cause: Cause, width: float) -> Text:
        lines = self._lines(cause.sentence, width - BULLET, PLAIN)
        return Text(lines, self._ink, bullet=True)

    def _said(self, words: str, width: float) -> Text:
        return Text(self._lines(words, width, PLAIN), self._soft)

    def _lines(self, words: str, width: float, weight: int) -> tuple[str, ...]:
        return self._style.letters[weight].lines(words, SIZE, width)

    def _definitions(self) -> None:
        named = definitions(self._protocol)
        if not named:
            return
        title = Text(("Conditions nommées",), self._ink, STRONG)
        texts = [
            self._said(f"«\u00a0{name}\u00a0»\u00a0: {words}.", WIDTH - 2 * MARGIN)
            for name, words in named.items()
        ]
        self._y = self._pen.column([title, *texts], MARGIN, self._y) + GAP

    def _chip(self, level: Level, top: float, height: float) -> None:
        fill, ink = self._style.fills[level], self._style.inks[level]
        self._pen.box((MARGIN, top, CHIP, CHIP_HEIGHT), 10.0, fill)
        self._pen.box((LEFT - 13.0, top, 4.0, height), 2.0, fill)
        middle = top + CHIP_HEIGHT / 2
        self._pen.icon(self._style.icons[level], MARGIN + 12.0, middle - 10.0, ink)
        self._pen.words(LEVELS[level], (MARGIN + 40.0, middle), STRONG, ink)


def _places(columns: Sequence[Sequence[Text]]) -> Iterator[tuple[float, Sequence[Text]]]:
    """Yield each column with its left edge."""
    step = (INSIDE - COLUMN_GAP) / 2 + COLUMN_GAP
    for rank, column in enumerate(columns):
        yield LEFT + rank * step, column


def _halves(texts: Sequence[Text]) -> tuple[Sequence[Text], Sequence[Text]]:
    """Return the texts, in order, in two columns as even as they can be, the first longer."""
    total = sum(len(one.lines) for one in texts)
    used = 0
    for rank, text in enumerate(texts):
        if used >= total / 2:
            return texts[:rank], texts[rank:]
        used += len(text.lines)
    return texts, ()


def _date(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}/{month}/{year}"
