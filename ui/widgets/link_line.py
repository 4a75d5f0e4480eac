"""The line under the doctor: how the link is in words, and the words to say aloud."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ui.call_words import LinkFace
from ui.look import Tone, full
from ui.tokens import Colour, TextRole
from ui.typeset import Strong
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.picture import Picture
from ui.widgets.text import Text

ALOUD = "À dire tous les deux à voix haute\u00a0: "


class LinkLine(Card):
    """An icon, two or three lines, and for how long the doctor has been there."""

    def __init__(self) -> None:
        super().__init__(margin=14, spacing=0)
        self._icon = Picture("video", 26)
        self._title = Text("", TextRole.ACTION)
        self._words = Text("", TextRole.DETAIL)
        self._sentence = Text("", TextRole.NOTE, Colour.INK_SOFT)
        self._clock = Chip()
        row, lines = QHBoxLayout(), QVBoxLayout()
        row.setSpacing(14)
        lines.setSpacing(1)
        for one in (self._title, self._words, self._sentence):
            lines.addWidget(one)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(lines, 1)
        row.addWidget(self._clock, 0, Qt.AlignmentFlag.AlignVCenter)
        self.column.addLayout(row)

    def show_face(self, face: LinkFace) -> None:
        """Show how the link is."""
        self._icon.show_icon(face.icon, full(face.tone))
        self._title.say(face.title)
        self._words.say(ALOUD, Strong(face.words))
        self._words.setVisible(bool(face.words))
        self._sentence.say(face.sentence)
        self._sentence.setVisible(bool(face.sentence) and face.sentence != face.title)
        self._clock.setVisible(bool(face.clock))
        if face.clock:
            self._clock.show_fact(face.clock, "clock", Tone.NEUTRAL)
