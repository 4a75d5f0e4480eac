"""The stethoscope during the call: heard by the doctor, drawn here, recorded meanwhile."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout

from app.live import LiveBoard
from hardware.sound_words import quality_of
from ui.call_words import LISTEN_HOW, LISTENS
from ui.look import Tone
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.picture import Picture
from ui.widgets.sound_trace import Heard, SoundTrace
from ui.widgets.text import Text

WAVE_PX = 84
NOT_HEARD = ("Non partagé", "eye-off", Tone.NEUTRAL)
HEARD = ("Le médecin écoute", "headphones", Tone.ACCENT)


class SoundShare(Card):
    """The wave, and the button that lets the doctor hear."""

    def __init__(self, turned: Callable[[], None]) -> None:
        super().__init__(margin=14, spacing=8)
        self._chip = Chip(*NOT_HEARD)
        self.trace = SoundTrace(self._tell, WAVE_PX)
        self._told = Text(LISTEN_HOW, TextRole.NOTE, Colour.INK_SOFT)
        self._turn = Button("Faire écouter", Kind.FRAMED, Height.SMALL, "headphones", "E")
        self._is_heard = False
        title, row = QHBoxLayout(), QHBoxLayout()
        title.setSpacing(10)
        title.addWidget(Picture("stethoscope", 22, Colour.INK))
        title.addWidget(Text("Stéthoscope", TextRole.CARD_TITLE), 1)
        title.addWidget(self._chip)
        row.setSpacing(10)
        row.addWidget(self._told, 1)
        row.addWidget(self._turn.does(turned))
        self.column.addLayout(title)
        self.column.addWidget(self.trace)
        self.column.addLayout(row)

    def show_heard(self, board: LiveBoard | None, request_id: str, *, is_heard: bool) -> None:
        """Show whether the doctor hears; the wave is that of ``request_id``."""
        self._chip.show_fact(*(HEARD if is_heard else NOT_HEARD))
        self.trace.setVisible(is_heard)
        self.trace.listen_to(board, request_id)
        self._turn.say("Arrêter l’écoute" if is_heard else "Faire écouter")
        if is_heard is not self._is_heard:
            self._is_heard = is_heard
            self._told.say(LISTENS if is_heard else LISTEN_HOW)

    def _tell(self, heard: Heard) -> None:
        """Say how the contact is."""
        self._told.say(quality_of(heard.level, None, heard.confidence))
