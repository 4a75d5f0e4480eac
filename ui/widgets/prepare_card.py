"""What to have ready before a doctor is called."""

from ui.call_words import PREPARE
from ui.look import Tone
from ui.tokens import TextRole
from ui.widgets.card import Card
from ui.widgets.line_list import Line, LineList
from ui.widgets.text import Text


class PrepareCard(Card):
    """The place of the call, then what happens once the room is open."""

    def __init__(self) -> None:
        super().__init__(margin=18, spacing=8)
        self._lines = LineList()
        self.column.addWidget(Text("Avant d’appeler", TextRole.CARD_TITLE))
        self.column.addWidget(self._lines)

    def show_server(self, lacking: str, how: str) -> None:
        """Say first that no server is set, when there is none."""
        first = (Line("alert-triangle", Tone.OCHRE, lacking, how),) if lacking else ()
        rest = tuple(Line(icon, Tone.ACCENT, words, note) for icon, words, note in PREPARE)
        self._lines.show_lines((*first, *rest))
