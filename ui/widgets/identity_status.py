"""The status of the identity in words, what it does not allow yet, and the paper, seen or not."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout

from app.encounter.model import Encounter
from ui.identity_words import status_block
from ui.look import Tone, full
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Tinted
from ui.widgets.picture import Picture
from ui.widgets.text import Text


class IdentityStatusCard(Tinted):
    """One block at the foot of the form; ``changed`` is called when the paper was looked at."""

    def __init__(self, changed: Callable[[], None]) -> None:
        super().__init__(Tone.OCHRE)
        self._icon = Picture("shield-check", 28, Colour.OCHRE)
        self._title = Text("", TextRole.ACTION)
        self._why = Text("", TextRole.NOTE)
        self._paper = Button("", Kind.FRAMED, Height.SMALL, "id-badge-2", "P")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._why)
        self.row.addWidget(self._icon)
        self.row.addLayout(words, 1)
        self.row.addWidget(self._paper.does(changed))

    def show_status(self, visit: Encounter) -> None:
        """Show the status of ``visit``."""
        title, why, tone = status_block(visit)
        self.set_tone(tone)
        self._icon.show_icon("shield-check", full(tone))
        self._title.say(title)
        self._title.set_ink(full(tone))
        self._why.say(why)
        self._paper.say("Pièce non vue" if visit.paper_seen else "Pièce vue")
