"""What the doctor concluded, as it was sent, and whether it is in the sheet."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ui.call_words import ConclusionFace
from ui.look import Tone, full
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card, live_frame, lost_frame
from ui.widgets.chip import Chip
from ui.widgets.picture import Picture
from ui.widgets.text import Text

LINES = 4


class ConclusionCard(Card):
    """The outcome, then each part of it; read aloud when it comes."""

    def __init__(self, read: Callable[[], None]) -> None:
        super().__init__(margin=16, spacing=8)
        self._read = Button("Lire le document", Kind.FRAMED, Height.SMALL, "file-check", "L").does(
            read
        )
        self._face: ConclusionFace | None = None
        self._icon = Picture("file-check", 26)
        self._title = Text("", TextRole.CARD_TITLE)
        self._doctor = Text("", TextRole.NOTE, Colour.INK_SOFT)
        self._state = Chip()
        self._names = tuple(Text("", TextRole.LABEL, Colour.INK_SOFT) for _ in range(LINES))
        self._lines = tuple(Text("", TextRole.BODY) for _ in range(LINES))
        self._papers = Text("", TextRole.DETAIL)
        head, words = QHBoxLayout(), QVBoxLayout()
        head.setSpacing(12)
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._doctor)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        self.column.addLayout(head)
        for pair in zip(self._names, self._lines, strict=True):
            part = QVBoxLayout()
            part.setSpacing(0)
            for text in pair:
                part.addWidget(text)
            self.column.addLayout(part)
        self.column.addWidget(self._papers)
        self.column.addWidget(self._read)
        self.column.addWidget(self._state)
        self.hide()

    def show_face(self, face: ConclusionFace | None) -> None:
        """Show the conclusion, or nothing."""
        self.setVisible(face is not None)
        if face is None or face == self._face:
            self._face = face
            return
        is_new = self._face is None or self._face.title != face.title
        self._face = face
        self.set_frame(lost_frame() if face.tone is Tone.RED else live_frame())
        self._icon.show_icon(face.icon, full(face.tone))
        self._title.say(face.title)
        self._title.set_ink(full(face.tone))
        self._doctor.say(face.doctor)
        for place, (name, line) in enumerate(zip(self._names, self._lines, strict=True)):
            told = face.lines[place] if place < len(face.lines) else ("", "")
            for text, words in zip((name, line), told, strict=True):
                text.say(words)
                text.setVisible(bool(words))
        self._papers.say(face.papers)
        self._papers.setVisible(bool(face.papers))
        self._read.setVisible(face.is_read)
        self._state.show_fact(face.state, *_mark(face))
        if is_new:
            said = f"Conclusion du médecin\u00a0: {face.title}"
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))


def _mark(face: ConclusionFace) -> tuple[str, Tone]:
    return ("circle-check", Tone.GREEN) if face.is_kept else ("hourglass", Tone.NEUTRAL)
