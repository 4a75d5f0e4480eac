"""The backups and the vault on the home screen: one quiet line, ocre then red when it is late."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.look import Tone, full
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.picture import Picture
from ui.widgets.text import Text


class KeepingLine(QWidget):
    """The age of the backups, when the vault was verified; ``asked`` backs up now."""

    def __init__(self, asked: Callable[[], None]) -> None:
        super().__init__()
        self._icon = Picture("database", 20, Colour.INK_SOFT)
        self._words = Text("", TextRole.NOTE, Colour.INK_SOFT)
        self._proof_icon = Picture("circle-check", 20, Colour.INK_SOFT)
        self._proof = Text("", TextRole.NOTE, Colour.INK_SOFT)
        self._now = Button("Sauvegarder maintenant", Kind.FRAMED, Height.SMALL, "database")
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 0, 4, 0)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        row.addWidget(self._proof_icon)
        row.addWidget(self._proof)
        column.addLayout(row)
        column.addWidget(self._now.does(asked), 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_age(self, words: str, tone: Tone, proof: str) -> None:
        """Show the age in words and its colour, and ``proof``, "" when nothing was verified."""
        self.setVisible(bool(words))
        late = tone in {Tone.OCHRE, Tone.RED}
        ink = full(tone) if late else Colour.INK_SOFT
        self._icon.show_icon("alert-triangle" if late else "database", ink)
        self._words.say(words)
        self._words.set_ink(ink, 600 if late else 400)
        self._proof.say(proof)
        for piece in (self._proof_icon, self._proof):
            piece.setVisible(bool(proof))
        self._now.setVisible(tone is Tone.RED)
