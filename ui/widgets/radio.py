"""A radio button that a state decides: pressing it asks, only what is shown checks it."""

# ruff: noqa: N802

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QRadioButton


class Radio(QRadioButton):
    """The ground of answers, parts and persons: drawn by each, checked by the state alone."""

    def __init__(self, words: str = "") -> None:
        super().__init__(words)
        self.setAutoExclusive(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def nextCheckState(self) -> None:
        """Leave the state to whoever shows it."""

    def hitButton(self, pos: QPoint) -> bool:
        """Answer to a press anywhere inside."""
        return self.rect().contains(pos)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Enter to the page: some desktops would choose the answer under the keys."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.ignore()
        else:
            super().keyPressEvent(event)
