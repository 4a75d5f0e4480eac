"""The orientation in words, its colour and its icon, and the sentence to say aloud."""

from dataclasses import dataclass

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout

from ui.look import Tone, full
from ui.tokens import Colour, TextRole
from ui.widgets.card import Tinted
from ui.widgets.picture import Disc
from ui.widgets.text import Text

DISC_PX = 56


@dataclass(frozen=True, slots=True)
class LevelFace:
    """What the banner shows."""

    title: str
    sentence: str
    icon: str
    tone: Tone


class LevelBanner(Tinted):
    """The first thing read on the page of the orientation."""

    def __init__(self) -> None:
        super().__init__(Tone.GREEN, "carte")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._disc = Disc(Colour.GREEN, Colour.SURFACE, DISC_PX)
        self._title = Text("", TextRole.PAGE_TITLE)
        self._sentence = Text("", TextRole.BODY)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._sentence)
        self.row.setContentsMargins(20, 12, 20, 12)
        self.row.addWidget(self._disc)
        self.row.addLayout(words, 1)

    def show_level(self, face: LevelFace) -> None:
        """Show ``face``."""
        self.set_tone(face.tone)
        self._disc.paint_with(full(face.tone), Colour.SURFACE, Colour.LINE)
        self._disc.show_icon(face.icon)
        self._title.say(face.title)
        self._title.set_ink(full(face.tone))
        self._sentence.say(face.sentence)
        self._sentence.setVisible(bool(face.sentence))
