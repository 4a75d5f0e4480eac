"""The frame of a consultation page: the rail, the middle, the side; one column when text is large.

When they no longer stand side by side, the rail becomes one line, the side goes under the middle,
and the page scrolls.
"""

# ruff: noqa: N802

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.tokens import Colour, TextRole, tokens
from ui.widgets.columns import Columns, is_folded
from ui.widgets.foot import Foot
from ui.widgets.page import Page
from ui.widgets.rail import Rail, RailFace, step_line
from ui.widgets.text import Text

SIDE_PX = 300
ALONE = 2
"""The rail and what pushes it up: a page put nothing under it."""


class Workspace(QWidget):
    """Rail, middle, side and foot of one page of the consultation."""

    def __init__(self, steps: int, *, has_side: bool = True) -> None:
        super().__init__()
        self.page, self.foot = Page(), Foot()
        self._line = Text("", TextRole.ACTION, Colour.ACCENT_STRONG)
        self._rail = Rail(steps)
        holder, side, columns, self._left = QWidget(), QWidget(), Columns(), QWidget()
        self.middle, self.side, self._steps = (
            QVBoxLayout(holder),
            QVBoxLayout(side),
            QVBoxLayout(self._left),
        )
        for column, spacing in ((self.middle, 12), (self.side, 16), (self._steps, 12)):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(spacing)
        self._steps.addWidget(self._rail)
        self._steps.addStretch(1)
        columns.add(self._left, tokens().sizes["rail"])
        columns.add(holder)
        if has_side:
            columns.add(side, SIDE_PX)
        self.page.column.addWidget(self._line)
        self.page.column.addWidget(columns, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.page, 1)
        whole.addWidget(self.foot)

    def add_under_rail(self, piece: QWidget) -> None:
        """Put ``piece`` under the steps; above the middle when the rail is one line."""
        self._steps.insertWidget(self._steps.count() - 1, piece)

    def show_rail(self, face: RailFace) -> None:
        """Show where the consultation stands."""
        self._rail.show_face(face)
        self._line.say(step_line(face))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the rail, or its one line."""
        super().resizeEvent(event)
        self._choose_rail()

    def showEvent(self, event: QShowEvent) -> None:
        """Show the rail, or its one line."""
        super().showEvent(event)
        self._choose_rail()

    def _choose_rail(self) -> None:
        folded = is_folded(self)
        self._rail.setVisible(not folded)
        self._left.setVisible(not folded or self._steps.count() > ALONE)
        self._line.setVisible(folded)
