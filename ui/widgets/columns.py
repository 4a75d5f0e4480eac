"""Columns side by side, or one under the other when the words are too large for the window."""

# ruff: noqa: N802

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.look import look

ROOM_PX = 1240
WIDEST_PX = 16_000


def is_folded(widget: QWidget) -> bool:
    """Tell whether the window of ``widget`` is too narrow for columns at this size of text."""
    return widget.window().width() < look().px(ROOM_PX)


class Columns(QWidget):
    """The columns; they fold and unfold with the window and the size of the text."""

    def __init__(self, spacing: int = 24) -> None:
        super().__init__()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(spacing)
        self._fixed: list[tuple[QWidget, int]] = []

    def add(self, column: QWidget, width: int = 0) -> None:
        """Put ``column`` on the right; ``width`` in pixels of the normal text, 0 to share."""
        self._row.addWidget(column, 0 if width else 1)
        if width:
            self._fixed.append((column, width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold or unfold."""
        super().resizeEvent(event)
        self.fold()

    def showEvent(self, event: QShowEvent) -> None:
        """Fold or unfold before the first drawing."""
        super().showEvent(event)
        self.fold()

    def changeEvent(self, event: QEvent) -> None:
        """Take the new sizes when the look changed."""
        if event.type() == QEvent.Type.StyleChange:
            self.fold()
        super().changeEvent(event)

    def fold(self) -> None:
        """Stand the columns side by side, or one under the other."""
        folded = is_folded(self)
        way = QBoxLayout.Direction.TopToBottom if folded else QBoxLayout.Direction.LeftToRight
        if self._row.direction() is not way:
            self._row.setDirection(way)
        for column, width in self._fixed:
            wanted = look().px(width)
            column.setMinimumWidth(0 if folded else wanted)
            column.setMaximumWidth(WIDEST_PX if folded else wanted)
