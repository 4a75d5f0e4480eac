"""The values of the exam, large, each with its hour and whether the doctor has it."""

# ruff: noqa: N802

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.icons import TICK_STROKE, draw_icon
from ui.look import Tone, look
from ui.tokens import Colour, TextRole
from ui.typeset import draw_line, text_width
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.flow_row import FlowRow
from ui.widgets.picture import Picture
from ui.widgets.text import Text

NO_VALUE = "Aucune mesure. Celles que vous prenez partent aussitôt au médecin."
LEAST_PX, NUMBER_PX, LINE_PX, ICON_PX, GAP_PX = 112, 28, 20, 15, 5
SHARED = "partagé"
ARE_SHARED = ("Partagées", "check", Tone.GREEN)
NOT_YET = ("Pas encore partagées", "hourglass", Tone.NEUTRAL)


@dataclass(frozen=True, slots=True)
class VitalFace:
    """One value; ``note`` says when it was taken, or that it still moves."""

    value: str
    unit: str
    name: str
    note: str
    is_shared: bool
    is_live: bool = False


class VitalCell(QWidget):
    """One value."""

    def __init__(self) -> None:
        super().__init__()
        self._face = VitalFace("", "", "", "", is_shared=False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_face(self, face: VitalFace) -> None:
        """Show ``face``."""
        if face == self._face:
            return
        self._face = face
        said = f", {SHARED}" if face.is_shared else ""
        self.setAccessibleName(f"{face.name}, {face.value} {face.unit}, {face.note}{said}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the place of three lines."""
        face = self._face
        unit = text_width(face.unit, _note()) + look().px(GAP_PX)
        name = text_width(face.name, _note())
        width = max(text_width(face.value, _number()) + unit, name, look().px(LEAST_PX))
        return QSize(int(width + 1), look().px(NUMBER_PX + 2 * LINE_PX))

    def minimumSizeHint(self) -> QSize:
        """Return the same place: a value is never cut."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Take the new sizes when the look changed."""
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the number and its unit, its name and hour, its mark."""
        painter, face, font = QPainter(self), self._face, _number()
        ink = Colour.ACCENT_STRONG if face.is_live else Colour.INK
        metrics = QFontMetricsF(font)
        base = (look().px(NUMBER_PX) + metrics.capHeight()) / 2
        painter.setFont(font)
        painter.setPen(look().colour(ink))
        painter.drawText(QPointF(0, base), face.value)
        soft = look().colour(Colour.INK_SOFT)
        painter.setFont(_note())
        painter.setPen(soft)
        left = metrics.horizontalAdvance(face.value) + look().px(GAP_PX)
        painter.drawText(QPointF(left, base), face.unit)
        line = QRectF(0, look().px(NUMBER_PX), self.width(), look().px(LINE_PX))
        draw_line(painter, face.name, _note(), soft, line)
        line.translate(0, line.height())
        if face.is_shared:
            side = look().px(ICON_PX)
            square = QRectF(0, line.center().y() - side / 2, side, side)
            draw_icon(painter, "check", square, look().colour(Colour.GREEN), TICK_STROKE)
            line.setLeft(side + look().px(GAP_PX))
        draw_line(painter, face.note, _note(), soft, line)


class VitalsShare(Card):
    """The values, as many on a line as there is room for."""

    def __init__(self) -> None:
        super().__init__(margin=14, spacing=8)
        self._chip = Chip()
        self._none = Text(NO_VALUE, TextRole.NOTE, Colour.INK_SOFT)
        self._row = FlowRow(10)
        self._cells: list[VitalCell] = []
        title = QHBoxLayout()
        title.setSpacing(10)
        title.addWidget(Picture("heartbeat", 22, Colour.INK))
        title.addWidget(Text("Mesures", TextRole.CARD_TITLE), 1)
        title.addWidget(self._chip)
        self.column.addLayout(title)
        self.column.addWidget(self._none)
        self.column.addWidget(self._row)

    def show_faces(self, faces: tuple[VitalFace, ...]) -> None:
        """Show ``faces``, or that nothing was measured."""
        while len(self._cells) < len(faces):
            cell = VitalCell()
            self._cells.append(cell)
            self._row.add(cell)
        for place, cell in enumerate(self._cells):
            cell.setVisible(place < len(faces))
            if place < len(faces):
                cell.show_face(faces[place])
        self._none.setVisible(not faces)
        self._row.setVisible(bool(faces))
        self._row.updateGeometry()
        self._chip.setVisible(bool(faces))
        are_shared = all(one.is_shared for one in faces)
        self._chip.show_fact(*(ARE_SHARED if are_shared else NOT_YET))


def _number() -> QFont:
    return look().aligned_font(TextRole.CARD_TITLE, 700)


def _note() -> QFont:
    return look().font(TextRole.NOTE)
