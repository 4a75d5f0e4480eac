"""Pieces one after the other, going to the next line where the width ends."""

# ruff: noqa: N802

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget


class FlowRow(QWidget):
    """A row that wraps; ``add`` puts a piece at its end."""

    def __init__(self, gap: int = 8) -> None:
        super().__init__()
        self._flow = _Flow(self, gap)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, piece: QWidget) -> None:
        """Put ``piece`` at the end."""
        self._flow.addWidget(piece)

    def sizeHint(self) -> QSize:
        """Return one line of the widest piece: Qt would keep the room of one piece a line."""
        return self._flow.minimumSize()

    def minimumSizeHint(self) -> QSize:
        """Return the same place: the height comes from the width."""
        return self._flow.minimumSize()


class _Flow(QLayout):
    """Lays its items from left to right, then on the next line."""

    def __init__(self, parent: QWidget, gap: int) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(QMargins())

    def addItem(self, item: QLayoutItem) -> None:
        """Keep ``item``."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return one item."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Give one item back."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Ask for no more room than the pieces have."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Say that a narrow row is taller."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the lines in ``width``."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, box: QRect) -> None:
        """Lay the pieces in ``box``."""
        super().setGeometry(box)
        self._place(box, move=True)

    def sizeHint(self) -> QSize:
        """Return the place of the widest piece."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Return the place of the widest piece."""
        least = QSize()
        for item in self._items:
            if not item.isEmpty():
                least = least.expandedTo(item.minimumSize())
        return least

    def _place(self, box: QRect, *, move: bool) -> int:
        left, top, line = box.left(), box.top(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if line and left + size.width() > box.left() + box.width():
                left, top, line = box.left(), top + line + self._gap, 0
            if move:
                item.setGeometry(QRect(QPoint(left, top), size))
            left += size.width() + self._gap
            line = max(line, size.height())
        return top + line - box.top()
