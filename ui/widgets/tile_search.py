"""The search of the tiles: a name begins with a letter, so a digit in it opens a protocol."""

# ruff: noqa: N802

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from ui.keys import AZERTY_DIGITS
from ui.widgets.field import SearchField
from ui.widgets.tile_board import TileBoard


class TileSearch(SearchField):
    """The search over ``board``; Down goes into the tiles."""

    def __init__(self, invitation: str, board: TileBoard) -> None:
        super().__init__(invitation, "search", "F4")
        self._board = board

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open a protocol by its digit from the empty search."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            digit = AZERTY_DIGITS.get(event.text(), event.text())
            if len(digit) == 1 and digit.isdigit() and not self.line.text():
                self._board.press(digit)
                return True
            if event.key() == Qt.Key.Key_Down:
                self._board.arrive()
                return True
        return super().eventFilter(watched, event)
