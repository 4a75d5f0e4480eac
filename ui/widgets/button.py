"""Buttons: one that leads, the others that follow, and the one that is not possible yet."""

# ruff: noqa: N802

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from ui.icons import draw_icon
from ui.look import look
from ui.paint import DASHED, Frame, draw_frame
from ui.tokens import Colour, TextRole
from ui.typeset import draw_line, text_width
from ui.widgets.key_cap import draw_key_cap, key_cap_width


class Kind(StrEnum):
    """What place a button takes: there is at most one MAIN on a screen."""

    MAIN = "main"
    SOFT = "soft"
    FRAMED = "framed"
    PLAIN = "plain"
    CALL = "call"
    RED = "red"


class Height(StrEnum):
    """The heights, none under a target of 44; LINE has the smaller words of a state bar."""

    LINE = "cible_ligne"
    SMALL = "cible_mini"
    USUAL = "bouton"
    MAIN = "bouton_principal"


@dataclass(frozen=True, slots=True)
class _Paint:
    fill: Colour | None
    edge: Colour | None
    ink: Colour


_PAINTS = {
    Kind.MAIN: _Paint(Colour.ACCENT, None, Colour.ON_ACCENT),
    Kind.SOFT: _Paint(Colour.ACCENT_SOFT, None, Colour.ACCENT_STRONG),
    Kind.FRAMED: _Paint(Colour.SURFACE, Colour.BORDER, Colour.INK),
    Kind.PLAIN: _Paint(None, None, Colour.ACCENT),
    Kind.CALL: _Paint(Colour.SURFACE, Colour.RED, Colour.RED),
    Kind.RED: _Paint(Colour.RED_SOLID, None, Colour.ON_RED),
}
_PADDING_PX = {Height.LINE: 11, Height.SMALL: 15, Height.USUAL: 20, Height.MAIN: 25}
_ROLES = {
    Height.LINE: TextRole.LABEL,
    Height.SMALL: TextRole.ACTION,
    Height.USUAL: TextRole.ACTION,
    Height.MAIN: TextRole.MAIN_ACTION,
}
GAP_PX = 10
ICON_PX = 20
NARROW_PADDING_PX = 10


class Button(QPushButton):
    """A button with its icon, its words and the key that presses it."""

    def __init__(
        self,
        words: str,
        kind: Kind = Kind.FRAMED,
        height: Height = Height.USUAL,
        icon: str = "",
        key: str = "",
    ) -> None:
        super().__init__(words)
        self.kind, self._height, self._icon, self._key = kind, height, icon, key
        self._trailing, self._spares = "", False
        # a press of the mouse leaves the keys where they are: Enter stays the main action
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def end_with(self, icon: str) -> "Button":
        """Put ``icon`` after the words, as the arrow of « Suivant », and return the button."""
        self._trailing = icon
        return self

    def does(self, run: Callable[[], object]) -> "Button":
        """Call ``run`` when pressed, and return the button."""
        self.clicked.connect(lambda *_: run())
        return self

    def say(self, words: str) -> None:
        """Change the words."""
        if words != self.text():
            self.setText(words)
            self.updateGeometry()

    def set_kind(self, kind: Kind) -> None:
        """Change the place the button takes."""
        if kind is not self.kind:
            self.kind = kind
            self.update()

    def forbid(self, reason: str) -> None:
        """Make the button not possible and say why; an empty ``reason`` makes it possible."""
        if bool(reason) == self.isEnabled():
            self.setEnabled(not reason)
            self.updateGeometry()
        self.setAccessibleDescription(reason)
        self.setToolTip(reason)

    def spare(self, *, room: bool) -> None:
        """Leave the cap of the key and some of the edges when ``room`` is short."""
        if room != self._spares:
            self._spares = room
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Return the place of the icon, the words and the key."""
        width = 2 * self._padding() + text_width(self.text(), self._text_font())
        for part in (self._lead(), self._trail(), self._cap()):
            width += part + self._gap() if part else 0
        return QSize(int(width + 0.999), look().size(self._token()))

    def minimumSizeHint(self) -> QSize:
        """Return the same place: the words of a button are never cut."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Take the new sizes when the look changed."""
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame and what it holds."""
        painter = QPainter(self)
        draw_frame(painter, QRectF(self.rect()), self._frame())
        self._draw_content(painter)

    def _draw_content(self, painter: QPainter) -> None:
        ink = look().colour(self._ink())
        font, box = self._text_font(), QRectF(self.rect())
        words = text_width(self.text(), font)
        spare = box.width() - self.sizeHint().width()
        left = self._padding() + max(spare, 0.0) / 2
        if self._lead():
            draw_icon(painter, self._icon, self._square(left), ink)
            left += self._lead() + self._gap()
        draw_line(painter, self.text(), font, ink, QRectF(left, 0, words + 1, box.height()))
        left += words + self._gap()
        if self._trail():
            draw_icon(painter, self._trailing, self._square(left), ink, 2.0)
            left += self._trail() + self._gap()
        if self._cap():
            draw_key_cap(painter, self._key, QRectF(left, 0, self._cap(), box.height()), ink)

    def _square(self, left: float) -> QRectF:
        side = look().px(ICON_PX)
        return QRectF(left, (self.height() - side) / 2, side, side)

    def _frame(self) -> Frame:
        radius, stroke = look().radius("bouton"), look().stroke("commande")
        if not self.isEnabled():
            return Frame(None, Colour.BORDER, stroke, radius, DASHED)
        paint = _PAINTS[self.kind]
        fill, edge = paint.fill, paint.edge
        if self.isDown() and self.kind is Kind.MAIN:
            fill = Colour.ACCENT_STRONG
        elif self.underMouse() and self.kind in {Kind.FRAMED, Kind.PLAIN}:
            fill = Colour.HOLLOW
        if look().is_contrast and self.kind is Kind.SOFT:
            edge, stroke = Colour.ACCENT, look().stroke("contraste_carte")
        return Frame(fill, edge, stroke, radius)

    def _ink(self) -> Colour:
        return _PAINTS[self.kind].ink if self.isEnabled() else Colour.INK_SOFT

    def _text_font(self) -> QFont:
        return look().font(_ROLES[self._height])

    def _token(self) -> str:
        return Height.SMALL.value if self._height is Height.LINE else self._height.value

    def _padding(self) -> int:
        narrow = self._spares or (self.kind is Kind.PLAIN and self._height is Height.SMALL)
        return look().px(NARROW_PADDING_PX if narrow else _PADDING_PX[self._height])

    def _gap(self) -> int:
        return look().px(GAP_PX)

    def _lead(self) -> int:
        return look().px(ICON_PX) if self._icon else 0

    def _trail(self) -> int:
        return look().px(ICON_PX) if self._trailing else 0

    def _cap(self) -> int:
        return key_cap_width(self._key) if self.isEnabled() and not self._spares else 0
