"""The calls with a doctor: the one that is open, then those cut short; initials only."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtWidgets import QHBoxLayout

from app.desk.calls import CallLine
from ui.call_words import line_words
from ui.look import Tone
from ui.tokens import Colour, TextRole
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.picture import Picture
from ui.widgets.resume_line import ResumeLine
from ui.widgets.text import Text

SHOWN = 3


class CallList(Card):
    """The calls, each with its button; nothing when there is none."""

    def __init__(self, chosen: Callable[[CallLine], None]) -> None:
        super().__init__(spacing=10)
        self._chosen = chosen
        self._calls: tuple[CallLine, ...] = ()
        self._chip = Chip()
        title = QHBoxLayout()
        title.setSpacing(10)
        title.addWidget(Picture("video", 22, Colour.INK))
        title.addWidget(Text("Téléconsultation", TextRole.CARD_TITLE), 1)
        title.addWidget(self._chip)
        self.column.addLayout(title)
        self._lines = tuple(ResumeLine() for _ in range(SHOWN))
        for place, line in enumerate(self._lines):
            line.button.does(partial(self._choose, place))
            self.column.addWidget(line)
        self._more = Text("", TextRole.NOTE, Colour.INK_SOFT)
        self.column.addWidget(self._more)

    def _choose(self, place: int) -> None:
        self._chosen(self._calls[place])

    def show_calls(self, calls: tuple[CallLine, ...], now: datetime) -> None:
        """Show the first calls, and say how many more there are."""
        self._calls = calls
        self.setVisible(bool(calls))
        for place, line in enumerate(self._lines):
            line.setVisible(place < len(calls))
            if place < len(calls):
                _show(line, calls[place], now)
        is_open = any(one.is_open for one in calls)
        tone = Tone.ACCENT if is_open else Tone.OCHRE
        words = "En cours" if is_open else "À reprendre"
        self._chip.show_fact(words, "hourglass", tone)
        hidden = len(calls) - SHOWN
        self._more.setVisible(hidden > 0)
        self._more.say(f"Et {hidden} de plus, parmi les consultations à reprendre.")


def _show(line: ResumeLine, call: CallLine, now: datetime) -> None:
    """Show whose call it is, in initials, and where it stands."""
    line.show_words(f"{call.initials} · {call.title.lower()}", line_words(call, now))
    words = "Ouvrir" if call.is_open else "Reprendre"
    line.show_button(words, f"{words} l’appel de {call.initials}", leads=call.is_open)
