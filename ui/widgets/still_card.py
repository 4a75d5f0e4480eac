"""The doctor asks for a photo: which one, and the key that takes it."""

from collections.abc import Callable

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.encounter.call_state import Asked
from ui.call_words import STILL
from ui.look import Tone
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Tinted
from ui.widgets.picture import Picture
from ui.widgets.text import Text


class StillCard(Tinted):
    """One sentence and one button; nothing while nothing is asked."""

    def __init__(self, taken: Callable[[], None]) -> None:
        super().__init__(Tone.OCHRE, "carte")
        self._words = Text("", TextRole.BODY)
        self._refusal = Text("", TextRole.NOTE, Colour.INK)
        self._take = Button("Prendre et envoyer", Kind.FRAMED, Height.SMALL, "camera", "Entrée")
        column, row = QVBoxLayout(), QHBoxLayout()
        column.setSpacing(8)
        row.setSpacing(14)
        row.addWidget(Picture("camera", 22, Colour.OCHRE))
        row.addWidget(self._words, 1)
        column.addLayout(row)
        column.addWidget(self._refusal)
        column.addWidget(self._take.does(taken))
        self.row.addLayout(column)
        self.hide()

    def show_asked(self, asked: Asked, refused: str) -> None:
        """Show what is asked, and why it cannot be taken yet."""
        words = STILL.get(asked, "")
        if words and words != self._words.text():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
        self.setVisible(bool(words))
        self._words.say(words)
        self._refusal.say(refused)
        self._refusal.setVisible(bool(refused))
        self._take.forbid(refused)
