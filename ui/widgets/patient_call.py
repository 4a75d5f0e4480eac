"""The call as the patient sees it: the doctor large, the room small, one sentence, one button.

Every size follows that of the window, 1920 x 1080 being the usual one.
"""

# ruff: noqa: N802

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from app.live import LiveBoard
from ui.call_words import PlaceFace
from ui.icons import draw_icon
from ui.look import look
from ui.paint import DASHED, Frame, draw_disc, draw_frame
from ui.patient_call import CALL_PHARMACIST, PatientCallFace
from ui.reading import DEMONSTRATION, reading_font
from ui.tokens import Colour
from ui.typeset import Paragraph, draw_line, text_width
from ui.widgets.doctor_view import DoctorView

WIDTH, HEIGHT = 1920, 1080
SIDE, TOP, BOTTOM, GAP = 56, 104, 220, 36
DISC, BUTTON, LEAST_BUTTON, RADIUS = 132, 128, 96, 24
LEAST_BAND, LEAST_GAP, NARROW = 112, 12, 1000
SOUND, LEAST_SOUND = 76, 56
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


class SoundButton(QPushButton):
    """A round button that turns the doctor's voice up, or down."""

    def __init__(self, icon: str, name: str, pressed: Callable[[], None]) -> None:
        super().__init__()
        self._icon = icon
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clicked.connect(lambda *_: pressed())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the disc; one that goes no further is dashed."""
        painter, box = QPainter(self), QRectF(self.rect())
        fill = Colour.HOLLOW if self.isDown() else Colour.SURFACE
        dashed = "" if self.isEnabled() else DASHED
        draw_frame(painter, box, Frame(fill, Colour.BORDER, 2.0, box.width() / 2, dashed))
        side = box.width() * 0.5
        square = QRectF(0, 0, side, side)
        square.moveCenter(box.center())
        ink = Colour.INK if self.isEnabled() else Colour.INK_SOFT
        draw_icon(painter, self._icon, square, look().colour(ink))


@dataclass(frozen=True, slots=True)
class PatientHands:
    """What the patient's hands do: call the pharmacist, turn the voice up, or down."""

    call: Callable[[], None]
    louder: Callable[[], None]
    quieter: Callable[[], None]


class PatientCall(QWidget):
    """The whole window during a call."""

    def __init__(self, parent: QWidget, hands: PatientHands) -> None:
        super().__init__(parent)
        self._face: PatientCallFace | None = None
        self._is_demonstration = False
        self.doctor = PatientDoctor()
        self.doctor.setParent(self)
        self.button = CallButton(hands.call)
        self.quieter = SoundButton("volume-2", "Moins fort", hands.quieter)
        self.louder = SoundButton("volume", "Plus fort", hands.louder)
        for one in (self.button, self.quieter, self.louder):
            one.setParent(self)
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
        for button, can in ((self.quieter, face.can_quieter), (self.louder, face.can_louder)):
            button.setVisible(face.shows_doctor)
            button.setEnabled(can)
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
    def _top(self) -> int:
        """The height of what stands over the picture: the name and the sound."""
        return max(int(TOP * self._scale), LEAST_SOUND + LEAST_GAP)

    @property
    def _mark(self) -> float:
        """The width of « Démonstration » on the right, 0 without it."""
        font = reading_font(MARKED * self._scale, 400)
        return text_width(DEMONSTRATION, font) if self._is_demonstration else 0.0

    def _place_sound(self) -> None:
        scale = self._scale
        side = max(int(SOUND * scale), LEAST_SOUND)
        right = self.width() - SIDE * scale - (self._mark + GAP * scale if self._mark else 0)
        top = (self._top - side) // 2
        self.louder.setGeometry(int(right - side), top, side, side)
        self.quieter.setGeometry(int(right - 2 * side - LEAST_GAP), top, side, side)

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
        top, bottom = self._top, self._band + self._under
        width, height = self.width() - 2 * side, self.height() - top - bottom
        self.doctor.setGeometry(QRect(side, top, width, height))
        self._place_sound()
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
        bar = QRectF(SIDE * scale, 0, self.width() - 2 * SIDE * scale, self._top)
        ink, violet = look().colour(Colour.INK), look().colour(Colour.VIOLET)
        if self._is_demonstration:
            mark = QRectF(bar.right() - self._mark, 0, self._mark + 1, bar.height())
            draw_line(painter, DEMONSTRATION, reading_font(MARKED * scale, 400), violet, mark)
        if self._face.shows_doctor:
            bar.setRight(self.quieter.x() - GAP * scale)
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
