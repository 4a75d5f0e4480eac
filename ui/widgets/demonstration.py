"""The violet frame of the login page: what a demonstration is, and the code of its accounts."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from ui.look import Tone
from ui.tokens import Colour, TextRole
from ui.typeset import Strong
from ui.widgets.card import Tinted
from ui.widgets.picture import Picture
from ui.widgets.text import Text


class Demonstration(Tinted):
    """Shown on a demonstration only."""

    def __init__(self) -> None:
        super().__init__(Tone.VIOLET, "carte")
        self.row.setContentsMargins(22, 14, 22, 14)
        self.row.setSpacing(18)
        self.row.addWidget(Picture("flask", 28, Colour.VIOLET), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text("Poste de démonstration", TextRole.ACTION, Colour.VIOLET))
        self._sentence = Text("", TextRole.NOTE)
        words.addWidget(self._sentence)
        self.row.addLayout(words, 1)

    def show_code(self, code: str) -> None:
        """Show the code of the demonstration accounts; nothing on a real station."""
        self.setVisible(bool(code))
        self._sentence.say(
            "Patients inventés, appareils simulés, protocoles non validés. Rien ne part vers "
            "l’extérieur. Code des comptes ci-dessous\u00a0: ",
            Strong(code),
            ".",
        )
