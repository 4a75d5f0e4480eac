"""What the station has of this patient already: said, never in the way."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from app.encounter.same_person import SamePeople
from ui.identity_words import is_contradictory, same_lines
from ui.look import Tone, full
from ui.tokens import TextRole
from ui.widgets.card import Tinted
from ui.widgets.picture import Picture
from ui.widgets.text import Text

KNOWN = "Déjà dans ce poste"
CONTRADICTORY = "Deux identités ne concordent pas\u00a0: relisez la pièce d’identité"


class SameCard(Tinted):
    """Hidden until another sheet, or a draft, meets the identity of the form."""

    def __init__(self) -> None:
        super().__init__(Tone.BLUE)
        self._icon = Picture("files", 24, full(Tone.BLUE))
        self._title, self._lines = Text("", TextRole.LABEL), Text("", TextRole.NOTE)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._lines)
        self.row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self.row.addLayout(words, 1)
        self.hide()

    def show_same(self, same: SamePeople) -> None:
        """Show what was found, in red when two identities contradict each other."""
        lines = same_lines(same)
        doubtful = is_contradictory(same)
        tone = Tone.RED if doubtful else Tone.BLUE
        self.set_tone(tone)
        self._icon.show_icon("alert-triangle" if doubtful else "files", full(tone))
        self._title.say(CONTRADICTORY if doubtful else KNOWN)
        self._lines.say(" ".join(lines))
        self.setVisible(bool(lines))
