"""The call as the patient sees it: the doctor large, the room small, one sentence, one button.

Every size follows that of the window, 1920 x 1080 being the usual one.
"""

# ruff: noqa: N802

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from app.live import LiveBoard
from ui.call_words import PlaceFace
from ui.icons import draw_icon
from ui.look import look
from ui.paint import Frame, draw_disc, draw_frame
from ui.patient_call import CALL_PHARMACIST, PatientCallFace
from ui.reading import DEMONSTRATION, reading_font
from ui.tokens import Colour
from ui.typeset import Paragraph, draw_line, text_width
from ui.widgets.doctor_view import DoctorView

WIDTH, HEIGHT = 1920, 1080
SIDE, TOP, BOTTOM, GAP = 56, 104, 220, 36
DISC, BUTTON, LEAST_BUTTON, RADIUS = 132, 128, 96, 24
LEAST_BAND, LEAST_GAP, NARROW = 112, 12, 1000
THIN, YOU = 1.0, "Vous"
SENTENCE, HELPED, NAMED, PRESSED, MARKED = 54, 38, 34, 38, 30


class PatientDoctor(DoctorView):
    """The doctor; while there is none, a drawing: the sentence stands under it, larger."""

    most_inset = 340

    def __init__(self) -> None:
        super().__init__()
        self.own.tag = YOU

    def draw_words(self, painter: QPainter, box: QRect) -> None:
        """Draw what is waited for, without words."""
        side = box.height() * 0.25
        square = QRectF(0, 0, side, side)
        square.moveCenter(QRectF(box).center())
        draw_icon(painter, self.place.icon, square, look().colour(Colour.ACCENT), THIN)


class CallButton(QPushButton):
    """The one button of the patient, large enough for any hand."""

    def __init__(self, pressed: Callable[[], None]) -> None:
        super().__init__(CALL_PHARMACIST)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clicked.connect(lambda *_: pressed())

    def needed(self) -> int:
        """Return the width of the words and the icon at this height."""
        words = text_width(self.text(), self._font())
        return int(words + self.height() * 1.5)

    def _font(self) -> QFont:
        return reading_font(self.height() * PRESSED / BUTTON, 700)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button."""
        painter, box = QPainter(self), QRectF(self.rect())
        fill = Colour.ACCENT_STRONG if self.isDown() else Colour.ACCENT
        draw_frame(painter, box, Frame(fill, None, 0, box.height() * RADIUS / BUTTON))
        ink, side = look().colour(Colour.ON_ACCENT), box.height() * 0.4
        words, gap = text_width(self.text(), self._font()), box.height() * 0.2
        left = (box.width() - side - gap - words) / 2
        icon = QRectF(left, (box.height() - side) / 2, side, side)
        draw_icon(painter, "hand-stop", icon, ink)
        room = QRectF(left + side + gap, 0, words + 2, box.height())
        draw_line(painter, self.text(), self._font(), ink, room)


class PatientCall(QWidget):
    """The whole window during a call; ``pressed`` when the patient calls the pharmacist."""

    def __init__(self, parent: QWidget, pressed: Callable[[], None]) -> None:
        super().__init__(parent)
        self._face: PatientCallFace | None = None
        self._is_demonstration = False
        self.doctor = PatientDoctor()
        self.doctor.setParent(self)
        self.button = CallButton(pressed)
        self.button.setParent(self)
        self.hide()

    def show_call(
        self, face: PatientCallFace | None, board: LiveBoard | None, *, is_demonstration: bool
    ) -> None:
        """Show the call, or nothing."""
        self.setVisible(face is not None)
        self._is_demonstration = is_demonstration
        if face is None:
            self._face = None
            return
        self.doctor.look_at(board, shows_doctor=face.shows_doctor, shows_own=True)
        place = PlaceFace(face.sentence, face.help_words, face.icon)
        self.doctor.show_place(place, "", is_lost=face.is_lost)
        self.button.setVisible(face.can_call)
        if face != self._face:
            self._face = face
            self.setAccessibleName(f"{face.sentence} {face.help_words}")
            self._place()
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place everything again."""
        super().resizeEvent(event)
        self._place()

    @property
    def _scale(self) -> float:
        return min(self.width() / WIDTH, self.height() / HEIGHT)

    @property
    def _band(self) -> int:
        """The height of the sentence under the picture."""
        return max(int(BOTTOM * self._scale), LEAST_BAND)

    @property
    def _under(self) -> int:
        """What a narrow window keeps under the sentence, for the button."""
        calls = self._face is not None and self._face.can_call
        return LEAST_BUTTON + LEAST_GAP if calls and self.width() < NARROW else 0

    def _place(self) -> None:
        scale, side = self._scale, int(SIDE * self._scale)
        top, bottom = int(TOP * scale), self._band + self._under
        width, height = self.width() - 2 * side, self.height() - top - bottom
        self.doctor.setGeometry(QRect(side, top, width, height))
        tall = max(int(BUTTON * scale), LEAST_BUTTON)
        self.button.resize(0, tall)
        wide = width if self._under else self.button.needed()
        floor = self.height() - LEAST_GAP if self._under else self.height() - (bottom - tall) // 2
        self.button.setGeometry(self.width() - side - wide, floor - tall, wide, tall)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw who it is, and the sentence."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), look().colour(Colour.GROUND))
        if self._face is None:
            return
        scale = self._scale
        bar = QRectF(SIDE * scale, 0, self.width() - 2 * SIDE * scale, TOP * scale)
        ink, violet = look().colour(Colour.INK), look().colour(Colour.VIOLET)
        if self._is_demonstration:
            font = reading_font(MARKED * scale, 400)
            width = text_width(DEMONSTRATION, font)
            mark = QRectF(bar.right() - width, 0, width + 1, bar.height())
            draw_line(painter, DEMONSTRATION, font, violet, mark)
            bar.setRight(mark.left() - GAP * scale)
        draw_line(painter, self._face.doctor, reading_font(NAMED * scale, 700), ink, bar)
        self._draw_sentence(painter, self._face, scale)

    def _draw_sentence(self, painter: QPainter, face: PatientCallFace, scale: float) -> None:
        middle = self.height() - self._under - self._band / 2
        disc = QRectF(SIDE * scale, middle - DISC * scale / 2, DISC * scale, DISC * scale)
        draw_disc(painter, disc, look().colour(Colour.ACCENT_SOFT))
        half = disc.width() / 2
        square = QRectF(0, 0, half, half)
        square.moveCenter(disc.center())
        draw_icon(painter, face.icon, square, look().colour(Colour.ACCENT))
        left = disc.right() + GAP * scale
        right = self.width() - SIDE * scale
        if face.can_call and not self._under:
            right = self.button.x() - GAP * scale
        room = max(right - left, 1.0)
        first, second = self._fitted(face, scale, room)
        top = middle - (first.size.height() + second.size.height()) / 2
        first.draw(painter, left, top, look().colour(Colour.INK))
        below = top + first.size.height()
        second.draw(painter, left, below, look().colour(Colour.INK_SOFT))

    def _fitted(
        self, face: PatientCallFace, scale: float, room: float
    ) -> tuple[Paragraph, Paragraph]:
        """Return both sentences, smaller when they do not fit under the picture."""
        size = scale
        while True:
            first = Paragraph((face.sentence,), reading_font(SENTENCE * size, 700), room)
            second = Paragraph((face.help_words,), reading_font(HELPED * size, 400), room)
            if first.size.height() + second.size.height() <= self._band or size < scale / 2:
                return first, second
            size *= 0.9
