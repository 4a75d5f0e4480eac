"""The horizontal bands of the window: banner, foot and state bar share this ground."""

# ruff: noqa: N802

from enum import StrEnum

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from ui.look import look
from ui.tokens import Colour

SIDE_PX = 24


class Edge(StrEnum):
    """On which side the thin line stands."""

    TOP = "top"
    BOTTOM = "bottom"


class Band(QFrame):
    """A band of surface; ``row`` receives what it holds."""

    def __init__(self, height: str, edge: Edge) -> None:
        super().__init__()
        self._height, self._edge = height, edge
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(SIDE_PX, 0, SIDE_PX, 0)
        self.row.setSpacing(14)
        self._take_height()

    def changeEvent(self, event: QEvent) -> None:
        """Take the new height when the look changed."""
        if event.type() == QEvent.Type.StyleChange:
            self._take_height()
        super().changeEvent(event)

    def _take_height(self) -> None:
        self.setMinimumHeight(max(look().size(self._height), look().size("cible_mini")))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), look().colour(Colour.SURFACE))
        y = 0 if self._edge is Edge.TOP else self.height() - 1
        painter.fillRect(0, y, self.width(), 1, look().colour(Colour.LINE))
