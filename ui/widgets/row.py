"""A row of a list that can be opened: words on the left, a state on the right, one press."""

# ruff: noqa: N802

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from ui.icons import draw_icon
from ui.look import Tone, full, look
from ui.paint import Frame, draw_frame, draw_rule
from ui.tokens import Colour, TextRole
from ui.typeset import draw_line
from ui.widgets.chip import chip_size, draw_chip

HEIGHT_PX = 54
LEAST_PX = 180
PADDING_PX = 10
ICON_PX = 20
GAP_PX = 8


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row: words, their colour and icon, inside a chip when ``chip``."""

    words: str
    tone: Tone | None = None
    icon: str = ""
    chip: bool = False


class TableRow(QPushButton):
    """One line of a table; ``columns`` are the shares of the width."""

    def __init__(self, columns: tuple[float, ...], height: int = HEIGHT_PX) -> None:
        super().__init__()
        self._columns, self._height = columns, height
        self._is_heading = False
        self._cells: tuple[Cell, ...] = ()
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def nextCheckState(self) -> None:
        """Leave the state to whoever shows it."""

    def show_cells(self, cells: tuple[Cell, ...], *, chosen: bool) -> None:
        """Show ``cells``, one by column; nothing is done when they did not change."""
        if cells == self._cells and chosen == self.isChecked():
            return
        self._cells = cells
        self.setChecked(chosen)
        self.setAccessibleName(", ".join(cell.words for cell in cells))
        self.update()

    def show_headings(self, headings: tuple[str, ...]) -> None:
        """Show the names of the columns; nothing is pressed here."""
        self._cells = tuple(Cell(words) for words in headings)
        self._is_heading = True
        self.setEnabled(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(", ".join(headings))

    def sizeHint(self) -> QSize:
        """Return one line."""
        return QSize(look().px(480), look().px(self._height))

    def minimumSizeHint(self) -> QSize:
        """Return the narrowest line: its words are cut before its keys are."""
        return QSize(look().px(LEAST_PX), look().px(self._height))

    def changeEvent(self, event: QEvent) -> None:
        """Take the new sizes when the look changed."""
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the row."""
        painter, box = QPainter(self), QRectF(self.rect())
        if self.isChecked():
            edge = Colour.ACCENT if look().is_contrast else None
            draw_frame(painter, box, Frame(Colour.ACCENT_SOFT, edge, 2, 8))
        elif self.underMouse():
            draw_frame(painter, box, Frame(Colour.HOLLOW, None, 0, 8))
        draw_rule(painter, 0, box.width(), box.bottom() - 1, Colour.LINE)
        left = 0.0
        for place, cell in enumerate(self._cells):
            width = self._columns[place] * box.width()
            inside = QRectF(left + PADDING_PX, 0, width - PADDING_PX - 4, box.height())
            _draw_cell(painter, cell, inside, self._role(place))
            left += width

    def _role(self, place: int) -> TextRole:
        if self._is_heading:
            return TextRole.LABEL
        return TextRole.ACTION if place == 1 else TextRole.DETAIL


def _draw_cell(painter: QPainter, cell: Cell, box: QRectF, role: TextRole) -> None:
    if cell.chip and cell.tone is not None:
        size = chip_size(cell.words, cell.icon)
        top = (box.height() - size.height()) / 2
        chip = QRectF(box.left(), top, min(size.width(), box.width()), size.height())
        draw_chip(painter, chip, cell.words, cell.icon, cell.tone)
        return
    ink = look().colour(Colour.INK if cell.tone is None else full(cell.tone))
    if cell.icon:
        side = look().px(ICON_PX)
        square = QRectF(box.left(), (box.height() - side) / 2, side, side)
        draw_icon(painter, cell.icon, square, ink)
        box = box.adjusted(side + GAP_PX, 0, 0, 0)
    weight = 600 if cell.tone is not None else 0
    draw_line(painter, cell.words, look().font(role, weight), ink, box)
