"""The column of the pages, on the left of the window."""

# ruff: noqa: N802

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui.icons import draw_icon
from ui.look import look
from ui.paint import Frame, draw_disc, draw_frame
from ui.tokens import Colour, TextRole
from ui.widgets.mark import Mark

ITEM_PX = 62
ICON_PX = 26
COUNTER_PX = 20
TARGET_PX = 44
AIR_PX = 6
SIDE_PX = 6


@dataclass(frozen=True, slots=True)
class Place:
    """One page of the station."""

    id: str
    word: str
    icon: str


class NavigationButton(QPushButton):
    """One page: its icon over its word, and how many things wait there."""

    def __init__(self, place: Place) -> None:
        super().__init__(place.word)
        self.place, self._count = place, 0
        self.setToolTip(place.word)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def nextCheckState(self) -> None:
        """Leave the state to whoever shows it."""

    def show_place(self, *, current: bool, count: int) -> None:
        """Show whether this page is the one shown, and what waits there."""
        if self.isChecked() != current:
            self.setChecked(current)
        if count != self._count:
            self._count = count
            self.update()
        waiting = f", {count} en attente" if count else ""
        self.setAccessibleName(f"{self.place.word}{waiting}")

    def sizeHint(self) -> QSize:
        """Return the place of the icon and the word."""
        return QSize(look().size("navigation") - 2 * SIDE_PX, look().px(ITEM_PX))

    def minimumSizeHint(self) -> QSize:
        """Return the least place: many pages in a low window lose the air, then their words."""
        return QSize(self.sizeHint().width(), max(TARGET_PX, look().px(ICON_PX) + AIR_PX))

    def _has_words(self) -> bool:
        """True while the word stands under its icon; without room, the icon stays alone."""
        words = QFontMetrics(look().font(TextRole.SMALL, 600)).height()
        return self.height() >= look().px(ICON_PX) + words + AIR_PX

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button."""
        painter, box = QPainter(self), QRectF(self.rect())
        ink = Colour.NAV_INK
        if self.isChecked():
            ink = Colour.NAV_ACTIVE_INK
            draw_frame(painter, box, Frame(Colour.NAV_ACTIVE, None, 0, look().radius("bouton")))
        side = look().px(ICON_PX)
        top = look().px(8) - max(0, (look().px(ITEM_PX) - box.height()) / 2)
        if not self._has_words():
            top = (box.height() - side) / 2
        square = QRectF((box.width() - side) / 2, top, side, side)
        draw_icon(painter, self.place.icon, square, look().colour(ink))
        if self._has_words():
            painter.setFont(look().font(TextRole.SMALL, 600 if self.isChecked() else 500))
            painter.setPen(look().colour(ink))
            rest = box.bottom() - square.bottom() - top / 2
            words = QRectF(0, square.bottom(), box.width(), rest)
            painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.place.word)
        if self._count:
            self._draw_count(painter, square)

    def _draw_count(self, painter: QPainter, square: QRectF) -> None:
        side = look().px(COUNTER_PX)
        disc = QRectF(square.right() - side * 0.45, square.top() - side * 0.2, side, side)
        draw_disc(painter, disc, look().colour(Colour.SUN))
        painter.setFont(look().font(TextRole.SMALL, 700))
        painter.setPen(look().colour(Colour.NAV))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(self._count))


class Navigation(QWidget):
    """The column: the mark, then the pages."""

    def __init__(self, places: Sequence[Place], chosen: Callable[[str], None]) -> None:
        super().__init__()
        self.buttons = tuple(NavigationButton(place) for place in places)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIDE_PX, 14, SIDE_PX, 12)
        column.setSpacing(4)
        column.addWidget(Mark(), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        for button in self.buttons:
            column.addWidget(button)
            button.clicked.connect(lambda *_, one=button: chosen(one.place.id))
        column.addStretch(1)

    def show_place(self, current: str, counts: dict[str, int]) -> None:
        """Show ``current`` as the page shown, and what waits in each."""
        for button in self.buttons:
            name = button.place.id
            button.show_place(current=name == current, count=counts.get(name, 0))

    def show_only(self, names: frozenset[str]) -> None:
        """Show the pages that can be opened now."""
        for button in self.buttons:
            if button.isHidden() == (button.place.id in names):
                button.setVisible(button.place.id in names)

    def sizeHint(self) -> QSize:
        """Return the width of the column."""
        return QSize(look().size("navigation"), look().px(400))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground of the column."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), look().colour(Colour.NAV))
        if look().is_contrast:
            right = self.width() - 1
            painter.fillRect(right, 0, 1, self.height(), look().colour(Colour.LINE))
