"""The patient is alone with the doctor: nothing of the patient is shown here meanwhile."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from ui.call_words import ALONE, ALONE_HOW, CALLING
from ui.look import Tone
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card, live_frame
from ui.widgets.picture import Picture
from ui.widgets.said import Said
from ui.widgets.text import Text


class AloneCard(Card):
    """What is hidden, how to come back, and the patient's call."""

    def __init__(self, came_back: Callable[[], None]) -> None:
        super().__init__(margin=20, spacing=10)
        self.set_frame(live_frame())
        self._calling = Said(Tone.OCHRE, "hand-stop")
        self.column.addWidget(Picture("eye-off", 40), 0, Qt.AlignmentFlag.AlignLeft)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Text(ALONE, TextRole.CARD_TITLE))
        words.addWidget(Text(ALONE_HOW, TextRole.BODY, Colour.INK_SOFT))
        self.column.addLayout(words)
        self.column.addWidget(self._calling)
        back = Button("Revenir avec le patient", Kind.SOFT, Height.USUAL, "door", "S")
        self.column.addWidget(back.does(came_back), 0, Qt.AlignmentFlag.AlignLeft)

    def show_calling(self, *, is_calling: bool) -> None:
        """Show that the patient calls, or not."""
        self._calling.say(CALLING if is_calling else "")
