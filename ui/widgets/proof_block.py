"""« Intègre », or what is broken, in one tinted block.

A sheet whose content was changed never opens: what is broken here is beside it.
"""

from PySide6.QtWidgets import QVBoxLayout

from ui.look import Tone, full
from ui.tokens import Colour, TextRole
from ui.widgets.card import Tinted
from ui.widgets.picture import Picture
from ui.widgets.text import Text

BROKEN = (
    "La fiche se lit telle que scellée, mais une pièce de sa preuve manque ou a changé. "
    "Ne supprimez rien."
)
DIFFERS = "Le protocole rejoué donne un autre résultat."
CHECKED = "Contenu et chaîne vérifiés."


class ProofBlock(Tinted):
    """Whether the proof of a sheet is whole, and whether it decides the same."""

    def __init__(self) -> None:
        super().__init__(Tone.GREEN)
        self._icon = Picture("shield-check", 30, Colour.GREEN)
        self._title = Text("", TextRole.CARD_TITLE)
        self._why = Text("", TextRole.NOTE)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._why)
        self.row.addWidget(self._icon)
        self.row.addLayout(words, 1)

    def show_proof(self, *, intact: bool, same: bool) -> None:
        """Show whether every part of the proof is there and the content decides the same."""
        if not intact:
            self.show_fact(Tone.RED, "Rompue", BROKEN)
        elif not same:
            self.show_fact(Tone.RED, "À examiner", DIFFERS)
        else:
            self.show_fact(Tone.GREEN, "Intègre", CHECKED)

    def show_fact(self, tone: Tone, title: str, why: str) -> None:
        """Show one fact: its colour, its title, its sentence."""
        self.set_tone(tone)
        self._icon.show_icon("shield-check" if tone is Tone.GREEN else "alert-triangle", full(tone))
        self._title.say(title)
        self._title.set_ink(full(tone))
        self._why.say(why)
        self._why.setVisible(bool(why))
