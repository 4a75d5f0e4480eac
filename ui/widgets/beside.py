"""A main piece that stays in view, and a side that scrolls; one column when words are too large."""

# ruff: noqa: N802

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.look import look
from ui.widgets.columns import WIDEST_PX, is_folded
from ui.widgets.page import BOTTOM_PX, MARGIN_PX, Page

GAP_PX = 16


class Beside(QWidget):
    """``main`` and ``side`` receive what each shows; the page scrolls both once folded."""

    def __init__(self, side_px: int) -> None:
        super().__init__()
        self._side_px, self._folded = side_px, False
        self.page, self._holder = Page(), QWidget()
        self.main, self.side = QVBoxLayout(self._holder), self.page.column
        self.main.setSpacing(self.side.spacing())
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self._holder, 1)
        self._row.addWidget(self.page)
        self._place(folded=False)

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
        """Stand the two side by side, or the side under the main piece."""
        folded = is_folded(self)
        if folded is not self._folded:
            self._place(folded=folded)
        width = WIDEST_PX if folded else look().px(self._side_px) + GAP_PX + MARGIN_PX
        self.page.setMaximumWidth(width)
        self.page.setMinimumWidth(0 if folded else width)

    def _place(self, *, folded: bool) -> None:
        self._folded = folded
        if folded:
            self.side.insertWidget(0, self._holder)
            self.main.setContentsMargins(0, 0, 0, 0)
            self.side.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, BOTTOM_PX)
        else:
            self._row.insertWidget(0, self._holder, 1)
            self.main.setContentsMargins(MARGIN_PX, MARGIN_PX, 0, BOTTOM_PX)
            self.side.setContentsMargins(GAP_PX, MARGIN_PX, MARGIN_PX, BOTTOM_PX)
