"""What one page of a PDF draws: its words with their place, its photographs.

Words that the page hides (rendering mode 3) are not what its author showed: they are left out.

Source: ISO 32000-1 §8.4 (graphics state), §9.4 (text objects), §8.9 (images).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

import pikepdf

from app.exchange.incoming.pdf_fonts import UNREAD, Font, font_of
from app.exchange.incoming.pdf_lines import Piece

Matrix = tuple[float, float, float, float, float, float]
STILL: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
HIDDEN = 3
DEEPEST = 4
MOST_PIECES = 20_000
NO_FONT = Font(1, {})


@dataclass(slots=True)
class Drawing:
    """The words and the photographs (JPEG) met; ``unread`` of the ``signs`` say nothing."""

    pieces: list[Piece] = field(default_factory=list)
    pictures: list[bytes] = field(default_factory=list)
    signs: int = 0
    unread: int = 0


@dataclass(frozen=True, slots=True)
class _State:
    """The graphics state, as far as words need it."""

    space: Matrix = STILL
    font: Font = NO_FONT
    size: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    between: float = 0.0
    words: float = 0.0
    scale: float = 1.0
    mode: int = 0


def drawing_of(page: pikepdf.Page) -> Drawing:
    """Return what ``page`` draws."""
    drawing = Drawing()
    _Pen(drawing, page.obj.get("/Resources", page.resources), STILL, 0).draw(page)
    return drawing


def _times(first: Matrix, second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


class _Pen:
    """Follows the operators of one content stream."""

    def __init__(
        self, drawing: Drawing, resources: pikepdf.Object, space: Matrix, depth: int
    ) -> None:
        self._drawing, self._resources, self._depth = drawing, resources, depth
        self._state, self._kept = _State(space), list[_State]()
        self._line = self._at = STILL
        self._fonts: dict[str, Font] = {}
        self._does: Mapping[str, Callable[[list[pikepdf.Object]], None]] = {
            "q": lambda _: self._kept.append(self._state),
            "Q": self._restore,
            "cm": self._move,
            "BT": lambda _: self._place(STILL),
            "Tm": lambda given: self._place(_matrix(given)),
            "Td": self._step,
            "TD": self._step_and_lead,
            "T*": lambda _: self._next_line(),
            "Tf": self._choose,
            "TL": lambda given: self._set(leading=float(given[0])),
            "Ts": lambda given: self._set(rise=float(given[0])),
            "Tc": lambda given: self._set(between=float(given[0])),
            "Tw": lambda given: self._set(words=float(given[0])),
            "Tz": lambda given: self._set(scale=float(given[0]) / 100),
            "Tr": lambda given: self._set(mode=int(given[0])),
            "Tj": self._show,
            "'": self._next_line,
            '"': lambda given: self._next_line(given[2:]),
            "TJ": lambda given: self._show(list(given[0])),
            "Do": self._paint,
        }

    def draw(self, source: pikepdf.Page | pikepdf.Object) -> None:
        """Follow the whole stream."""
        for one in pikepdf.parse_content_stream(source):
            if len(self._drawing.pieces) > MOST_PIECES:
                return
            done = self._does.get(str(one.operator))
            if done is not None:
                done(list(one.operands))

    def _restore(self, _: Iterable[pikepdf.Object]) -> None:
        if self._kept:
            self._state = self._kept.pop()

    def _set(self, **changes: float) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type] # numbers of it

    def _move(self, given: list[pikepdf.Object]) -> None:
        moved = _times(_matrix(given), self._state.space)
        self._state = replace(self._state, space=moved)

    def _place(self, at: Matrix) -> None:
        self._line = self._at = at

    def _step(self, given: list[pikepdf.Object]) -> None:
        right, up = float(given[0]), float(given[1])
        self._place(_times((1.0, 0.0, 0.0, 1.0, right, up), self._line))

    def _step_and_lead(self, given: list[pikepdf.Object]) -> None:
        self._set(leading=-float(given[1]))
        self._step(given)

    def _next_line(self, given: Iterable[pikepdf.Object] = ()) -> None:
        self._place(_times((1.0, 0.0, 0.0, 1.0, 0.0, -self._state.leading), self._line))
        self._show(given)

    def _choose(self, given: list[pikepdf.Object]) -> None:
        name = str(given[0])
        if name not in self._fonts:
            named = self._resources.get("/Font", pikepdf.Dictionary()).get(name)
            self._fonts[name] = NO_FONT if named is None else font_of(named)
        self._state = replace(self._state, font=self._fonts[name], size=float(given[1]))

    def _show(self, given: Iterable[pikepdf.Object]) -> None:
        """Draw strings; a number between them moves the next one (thousandths, to the left)."""
        for one in given:
            if isinstance(one, pikepdf.String):
                self._write(bytes(one))
            else:
                self._advance(-float(one) / 1000 * self._state.size * self._state.scale)

    def _write(self, text: bytes) -> None:
        state, font = self._state, self._state.font
        codes = list(font.codes(text))
        said = "".join(font.sign(code) for code in codes)
        wide = sum(font.width(code) for code in codes) / 1000 * state.size
        wide += len(codes) * state.between + (text.count(b" ") * state.words)
        wide *= state.scale
        placed = _times(_times((1.0, 0.0, 0.0, 1.0, 0.0, state.rise), self._at), state.space)
        self._advance(wide)
        if state.mode == HIDDEN or not codes:
            return
        self._drawing.signs += len(codes)
        across, _, slant, tall, left, base = placed
        if across <= 0 or tall <= 0 or abs(slant) > tall:
            self._drawing.unread += len(codes)  # words that are turned or mirrored
            return
        self._drawing.unread += said.count(UNREAD)
        size = max(abs(state.size * tall), 0.1)
        self._drawing.pieces.append(Piece(said, left, base, wide * across, size))

    def _advance(self, by: float) -> None:
        self._at = _times((1.0, 0.0, 0.0, 1.0, by, 0.0), self._at)

    def _paint(self, given: list[pikepdf.Object]) -> None:
        one = self._resources.get("/XObject", pikepdf.Dictionary()).get(str(given[0]))
        if not isinstance(one, pikepdf.Stream):
            return
        if one.get("/Subtype") == "/Form" and self._depth < DEEPEST:
            own = _matrix(list(one.get("/Matrix", pikepdf.Array([1, 0, 0, 1, 0, 0]))))
            inside = one.get("/Resources", self._resources)
            space = _times(own, self._state.space)
            _Pen(self._drawing, inside, space, self._depth + 1).draw(one)
        elif one.get("/Subtype") == "/Image" and one.get("/Filter") == "/DCTDecode":
            self._drawing.pictures.append(one.read_raw_bytes())


def _matrix(given: list[pikepdf.Object]) -> Matrix:
    a, b, c, d, e, f = (float(one) for one in given)
    return (a, b, c, d, e, f)
