"""The violet frame of a demonstration: what it is, its code, and the way to a real station."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from ui.look import Tone
from ui.tokens import Colour, TextRole
from ui.typeset import Strong
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Tinted
from ui.widgets.picture import Picture
from ui.widgets.text import Text

WHAT = (
    "Patients inventés, appareils simulés, protocoles non validés. Rien ne part vers l’extérieur."
)
CREATE = "Créer la station de la pharmacie"


class Demonstration(Tinted):
    """Shown on a demonstration only; ``found`` begins the station of the pharmacy."""

    def __init__(self, found: Callable[[], None]) -> None:
        super().__init__(Tone.VIOLET, "carte")
        self.row.setContentsMargins(22, 14, 22, 14)
        self.row.setSpacing(18)
        self.row.addWidget(Picture("flask", 28, Colour.VIOLET), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text("Poste de démonstration", TextRole.ACTION, Colour.VIOLET))
        self._sentence = Text("", TextRole.NOTE)
        words.addWidget(self._sentence)
        words.addSpacing(8)
        create = Button(CREATE, Kind.FRAMED, Height.SMALL, "plus").does(found)
        create.setAccessibleName(CREATE)
        words.addWidget(create, 0, Qt.AlignmentFlag.AlignLeft)
        self.row.addLayout(words, 1)

    def show_code(self, code: str) -> None:
        """Show the code of the demonstration accounts, "" when it is not to be told."""
        if code:
            self._sentence.say(f"{WHAT} Code des comptes ci-dessous\u00a0: ", Strong(code), ".")
        else:
            self._sentence.say(WHAT)
