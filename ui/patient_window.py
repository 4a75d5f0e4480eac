"""The patient's window: what to do, in one picture and one sentence, readable from two metres.

It is given one word (``Act``) and nothing else of the visit; during a call, the sentence of the
moment and the doctor's picture too. It never takes the keys.
"""

# ruff: noqa: N802

from collections.abc import Callable
from enum import StrEnum
from functools import cache, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QResizeEvent, QScreen
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from app.desk.patient_view import Act, patient_act
from app.live import LiveBoard
from resources import files
from ui.look import look
from ui.loop import Loop
from ui.patient_call import PatientCallFace, patient_call
from ui.patient_words import WORDS
from ui.reading import DEMONSTRATION, reading_font
from ui.style import register_reading_fonts
from ui.tokens import Colour
from ui.typeset import Paragraph

USUAL = (1280, 720)
DRAWING_RATIO = 3 / 4

if TYPE_CHECKING:  # read when the first call opens
    from ui.widgets.patient_call import PatientCall


class Touched(StrEnum):
    """What the patient touched."""

    CALL = "call"
    LOUDER = "louder"
    QUIETER = "quieter"


Hands = Callable[[Touched], None]


def _unheard(_: Touched) -> None:
    """Stand for whoever listens to the patient, where nobody does."""


class PatientWindow(QWidget):
    """One act: its drawing on the left, its two sentences on the right; black when locked."""

    def __init__(self, hands: Hands = _unheard) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.WindowDoesNotAcceptFocus)
        register_reading_fonts()
        self._act, self._is_demonstration = Act.HIDDEN, False
        self._hands = hands
        self.call: PatientCall | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWindowTitle("OSyS Station, écran du patient")
        self.resize(*USUAL)

    @property
    def act(self) -> Act:
        """The act that is shown."""
        return self._act

    def show_act(self, act: Act, *, is_demonstration: bool) -> None:
        """Show ``act``."""
        if (act, is_demonstration) == (self._act, self._is_demonstration):
            return
        self._act, self._is_demonstration = act, is_demonstration
        self.setAccessibleName(" ".join(WORDS[act]).strip())
        self.update()

    def show_call(self, face: PatientCallFace | None, board: LiveBoard | None) -> None:
        """Show the call in place of the act, or the act again."""
        shown = None if self._act is Act.HIDDEN else face
        if self.call is None and shown is not None:
            from ui.widgets.patient_call import PatientCall, PatientHands  # not before a call

            hands = self._hands
            doing = PatientHands(
                call=partial(hands, Touched.CALL),
                louder=partial(hands, Touched.LOUDER),
                quieter=partial(hands, Touched.QUIETER),
            )
            self.call = PatientCall(self, doing)
            self.call.setGeometry(self.rect())
        if self.call is not None:
            self.call.show_call(shown, board, is_demonstration=self._is_demonstration)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the call take the whole window."""
        super().resizeEvent(event)
        if self.call is not None:
            self.call.setGeometry(self.rect())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the act, or nothing but black."""
        painter = QPainter(self)
        if self._act is Act.HIDDEN:
            painter.fillRect(self.rect(), Qt.GlobalColor.black)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), look().colour(Colour.GROUND))
        width, height = self.width(), self.height()
        self._draw_picture(painter, QRectF(width * 0.05, height * 0.1, width * 0.4, height * 0.8))
        self._draw_words(painter, QRectF(width * 0.5, 0, width * 0.45, height))
        if self._is_demonstration:
            self._draw_mark(painter)

    def _draw_picture(self, painter: QPainter, box: QRectF) -> None:
        width = min(box.width(), box.height() / DRAWING_RATIO)
        place = QRectF(0, 0, width, width * DRAWING_RATIO)
        place.moveCenter(box.center())
        inks = (look().colour(Colour.INK), look().colour(Colour.ACCENT))
        ground = look().colour(Colour.GROUND)
        _drawing(self._act.value, *(ink.name() for ink in (*inks, ground))).render(painter, place)

    def _draw_words(self, painter: QPainter, box: QRectF) -> None:
        sentence, help_words = WORDS[self._act]
        size = min(self.width() * 0.042, self.height() * 0.09)
        first = Paragraph((sentence,), reading_font(size, 700), box.width())
        second = Paragraph((help_words,), reading_font(size * 0.62, 400), box.width())
        gap = size * 0.4
        top = box.center().y() - (first.size.height() + gap + second.size.height()) / 2
        first.draw(painter, box.left(), top, look().colour(Colour.INK))
        below = top + first.size.height() + gap
        second.draw(painter, box.left(), below, look().colour(Colour.INK_SOFT))

    def _draw_mark(self, painter: QPainter) -> None:
        mark = Paragraph((DEMONSTRATION,), reading_font(self.height() * 0.032, 400))
        left = self.width() * 0.95 - mark.size.width()
        mark.draw(painter, left, self.height() * 0.04, look().colour(Colour.VIOLET))


class PatientScreen(QObject):
    """Opens the patient's window: on the second screen when there is one, else when asked.

    ``station`` is the pharmacist's window, which keeps its own screen.
    """

    def __init__(self, loop: Loop, station: QWidget) -> None:
        super().__init__(station)
        self._loop, self._station = loop, station
        self._window: PatientWindow | None = None
        loop.changed.connect(self._follow)

    @property
    def window(self) -> PatientWindow:
        """The window, made the first time it is asked for."""
        if self._window is None:
            self._window = PatientWindow(self._listen)
        return self._window

    def begin(self) -> None:
        """Fill the second screen when there is one."""
        if self._others():
            self.toggle()

    def _others(self) -> list[QScreen]:
        """Return the screens that the pharmacist's window is not on."""
        return [one for one in QGuiApplication.screens() if one != self._station.screen()]

    def toggle(self) -> None:
        """Show the window, or put it away."""
        if self.window.isVisible():
            self.window.hide()
            return
        self._follow()
        others = self._others()
        if others:
            self.window.setGeometry(others[0].geometry())
            self.window.showFullScreen()
        else:
            self.window.show()

    def close(self) -> None:
        """Put the window away for good: the station closes."""
        if self._window is not None:
            self._window.close()

    def _follow(self) -> None:
        if self._window is None:
            return
        scene = self._loop.scene
        act = patient_act(scene.desk, scene.visit)
        self._window.show_act(act, is_demonstration=scene.desk.station.demonstration)
        self._window.show_call(patient_call(scene.visit, act), scene.live)

    def _listen(self, touched: Touched) -> None:
        """Say what the patient touched."""
        from app.encounter.call_messages import PharmacistCalled, VolumeTurned  # not before a call

        if touched is Touched.CALL:
            self._loop.send(PharmacistCalled())
        else:
            self._loop.send(VolumeTurned(louder=touched is Touched.LOUDER))


@cache
def _drawing(name: str, ink: str, accent: str, ground: str) -> QSvgRenderer:
    drawing = files.text(f"postures/{name}.svg").replace("currentColor", ink)
    drawing = drawing.replace("#accent", accent).replace("#surface", ground)
    return QSvgRenderer(QByteArray(drawing.encode()))
