"""The frame of a consultation page: the rail, the middle, the side; one column when text is large.

At 150 % of text and more, or in a narrow window, the rail becomes one line, the side goes under
the middle, and the page scrolls.
"""

# ruff: noqa: N802

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from ui.look import look
from ui.tokens import Colour, TextRole, tokens
from ui.widgets.foot import Foot
from ui.widgets.page import Page
from ui.widgets.rail import Rail, RailFace, step_line
from ui.widgets.text import Text

GAP_PX = 24
SIDE_PX = 300
MIDDLE_PX = 880
WIDE_PX = 1400


class Workspace(QWidget):
    """Rail, middle, side and foot of one page of the consultation."""

    def __init__(self, steps: int) -> None:
        super().__init__()
        self.page = Page()
        self.foot = Foot()
        self._line = Text("", TextRole.ACTION, Colour.ACCENT_STRONG)
        self._rail = Rail(steps)
        self._holder, self._side = QWidget(), QWidget()
        self.middle, self.side = QVBoxLayout(), QVBoxLayout(self._side)
        self.side.setContentsMargins(0, 0, 0, 0)
        self.side.setSpacing(16)
        self.middle.setSpacing(12)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(GAP_PX)
        self._lay_out()

    def _lay_out(self) -> None:
        self._holder.setMaximumWidth(look().px(MIDDLE_PX))
        self.middle.setContentsMargins(0, 0, 0, 0)
        self._holder.setLayout(self.middle)
        self._row.addWidget(self._rail)
        self._row.addWidget(self._holder, 1000)
        self._row.addWidget(self._side)
        self.page.column.addWidget(self._line)
        self.page.column.addLayout(self._row, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.page, 1)
        whole.addWidget(self.foot)
        self._fold()

    def drop_side(self) -> None:
        """Give the whole width to the middle: this page has no side."""
        self._row.removeWidget(self._side)
        self._side.setParent(None)
        self._holder.setMaximumWidth(WIDE_PX)

    def show_rail(self, face: RailFace) -> None:
        """Show where the consultation stands."""
        self._rail.show_face(face)
        self._line.say(step_line(face))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the columns when they no longer stand side by side."""
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        room = tokens().window[0] - tokens().sizes["navigation"]
        folded = look().is_large or (self.isVisible() and self.width() < room)
        self._rail.setVisible(not folded)
        self._line.setVisible(folded)
        direction = QBoxLayout.Direction.TopToBottom if folded else QBoxLayout.Direction.LeftToRight
        if self._row.direction() is not direction:
            self._row.setDirection(direction)
        self._side.setMinimumWidth(0 if folded else look().px(SIDE_PX))
        self._side.setMaximumWidth(WIDE_PX if folded else look().px(SIDE_PX))
