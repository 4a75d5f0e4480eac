"""Photos and sounds kept before: each can still be sent to the doctor."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.encounter.captures import Capture
from app.encounter.exam_state import Exam
from ui.format import time_of
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card, Rule
from ui.widgets.picture import Picture
from ui.widgets.text import Fit, Text

SHOWN = 4


class KeptList(Card):
    """The newest captures, each with its button and its digit."""

    def __init__(self, sent: Callable[[str], None]) -> None:
        super().__init__(margin=14, spacing=8)
        self._sent = sent
        self._names: tuple[str, ...] = ()
        self.column.addWidget(Text("Photos et sons de la fiche", TextRole.CARD_TITLE))
        self._lines = tuple(_Line(str(place + 1)) for place in range(SHOWN))
        for place, line in enumerate(self._lines):
            line.button.does(partial(self._send, place))
            self.column.addWidget(line)

    def show_captures(self, exam: Exam) -> None:
        """Show the newest captures first; nothing when there is none."""
        newest = tuple(reversed(exam.captures))[:SHOWN]
        self._names = tuple(one.capture_id for one in newest)
        for place, line in enumerate(self._lines):
            line.setVisible(place < len(newest))
            if place < len(newest):
                line.show_capture(newest[place])
        self.setVisible(bool(newest))

    def press(self, key: str) -> None:
        """Send the capture of the digit."""
        if key.isdigit() and 0 < int(key) <= len(self._names):
            self._send(int(key) - 1)

    def _send(self, place: int) -> None:
        if place < len(self._names):
            self._sent(self._names[place])


class _Line(QWidget):
    """One capture: what it is of, when, and its button."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self._icon = Picture("camera", 20, Colour.INK_SOFT)
        self._what = Text("", TextRole.DETAIL, weight=600, fit=Fit.ELIDE)
        self._when = Text("", TextRole.NOTE, Colour.INK_SOFT, fit=Fit.ELIDE)
        self.button = Button("Envoyer", Kind.FRAMED, Height.SMALL, key=key)
        column, row, words = QVBoxLayout(self), QHBoxLayout(), QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Rule())
        row.setSpacing(10)
        words.setSpacing(0)
        words.addWidget(self._what)
        words.addWidget(self._when)
        row.addWidget(self._icon)
        row.addLayout(words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(row)

    def show_capture(self, one: Capture) -> None:
        """Show ``one``."""
        self._icon.show_icon("volume" if one.aim.is_sound else "camera", Colour.INK_SOFT)
        self._what.say(one.aim.words)
        self._when.say(f"{one.aim.moment}, {time_of(one.taken_at)}")
        self.button.setAccessibleName(f"Envoyer au médecin, {one.aim.words}, {self._when.text()}")
