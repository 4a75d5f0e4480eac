"""The ground of a page: it scrolls when its words are too large, and never sideways."""

# ruff: noqa: N802

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.look import look

MARGIN_PX = 24
BOTTOM_PX = 16
WIDEST_PX = 1500
STEP_PX = 120


class Page(QScrollArea):
    """A page; ``column`` receives what it shows."""

    def __init__(self, margin: int = MARGIN_PX, spacing: int = 14) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._ground = QWidget()
        self._ground.setObjectName("ground")
        self.column = QVBoxLayout(self._ground)
        self.column.setContentsMargins(margin, margin, margin, BOTTOM_PX)
        self.column.setSpacing(spacing)
        self.setWidget(self._ground)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the margins grow once the middle is as wide as it may be."""
        self._ground.setMaximumWidth(look().px(WIDEST_PX))
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the arrows to the window where there is nothing to scroll."""
        if self.verticalScrollBar().maximum() == 0:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def read_on(self, by: int) -> None:
        """Go down (1) or up (-1) by a few lines, for whoever reads with the keys alone."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + by * look().px(STEP_PX))

    def keep_in_view(self, widget: QWidget) -> None:
        """Scroll so that ``widget`` stands near the middle."""
        middle = widget.mapTo(self._ground, QPoint(0, widget.height() // 2)).y()
        self.verticalScrollBar().setValue(middle - self.viewport().height() // 2)
