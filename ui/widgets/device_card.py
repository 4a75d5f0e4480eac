"""One bound device before the patient comes: its state, the values of its trial, what can change.

The values are marked as a trial: they belong to nobody.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.look import Tone
from ui.tokens import Colour, TextRole
from ui.widgets.big_number import BigNumber, NumberView
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card, live_frame, lost_frame, plain_frame
from ui.widgets.chip import Chip
from ui.widgets.flow_row import FlowRow
from ui.widgets.picture import Picture
from ui.widgets.progress import Progress
from ui.widgets.signal_bars import Signal, SignalBars
from ui.widgets.text import Fit, Text

NUMBERS = 2


@dataclass(frozen=True, slots=True)
class DeviceFace:
    """Everything the card of one bound device shows.

    ``numbers`` are those of a trial, each marked so; ``percent`` counts while it runs; ``red``
    frames what would be missed with the next patient.
    """

    title: str
    icon: str
    chip: tuple[str, str, Tone]
    note: str
    warning: str = ""
    line: str = ""
    numbers: tuple[BigNumber, ...] = ()
    percent: int = 0
    running: bool = False
    red: bool = False
    signal: Signal | None = None


@dataclass(frozen=True, slots=True)
class DeviceActions:
    """What the buttons of the card do."""

    begin: Callable[[], None]
    stop: Callable[[], None]
    rename: Callable[[], None]
    remove: Callable[[], None]


class DeviceCard(Card):
    """The card of one measuring device; ``digit`` tries it."""

    def __init__(self, digit: str, actions: DeviceActions) -> None:
        super().__init__(margin=12, spacing=6)
        self._icon = Picture("", 24)
        self._title = Text("", TextRole.CARD_TITLE, fit=Fit.ELIDE)
        self._chip, self._bars = Chip(), SignalBars()
        self._note = Text("", TextRole.NOTE, Colour.INK_SOFT)
        self._warning = Chip()
        self._numbers, self._figures = tuple(NumberView() for _ in range(NUMBERS)), FlowRow(10)
        self._line = Text("", TextRole.DETAIL)
        self._progress = Progress()
        self._begin = Button("Essayer", Kind.SOFT, Height.SMALL, key=digit)
        self._stop = Button("Arrêter", Kind.FRAMED, Height.SMALL, "x", "Échap")
        self._rename = Button("Renommer", Kind.PLAIN, Height.SMALL)
        self._remove = Button("Retirer", Kind.PLAIN, Height.SMALL)
        self._buttons = {
            self._begin: actions.begin,
            self._stop: actions.stop,
            self._rename: actions.rename,
            self._remove: actions.remove,
        }
        self._lay_out()

    def _lay_out(self) -> None:
        self.column.addLayout(_row(self._icon, self._title, self._chip, self._bars))
        self.column.addWidget(self._note)
        warning = _row(self._warning)
        warning.addStretch(1)
        self.column.addLayout(warning)
        for number in self._numbers:
            self._figures.add(number)
        self.column.addWidget(self._figures)
        self.column.addWidget(self._line)
        self.column.addWidget(self._progress)
        self.column.addStretch(1)
        row = FlowRow(4)
        for button, action in self._buttons.items():
            row.add(button.does(action))
        self.column.addWidget(row)

    def show_face(self, face: DeviceFace) -> None:
        """Show ``face``."""
        self._icon.show_icon(face.icon, Colour.RED if face.red else Colour.ACCENT)
        self._title.say(face.title)
        words, icon, tone = face.chip
        if face.signal is not None:
            words, icon, tone = face.signal.words, "", face.signal.tone
        self._chip.show_fact(words, icon, tone)
        self._bars.show_signal(face.signal)
        self._warning.show_fact(face.warning, "info-circle", Tone.OCHRE)
        self._warning.setVisible(bool(face.warning))
        for place, widget in enumerate(self._numbers):
            widget.show_number(face.numbers[place] if place < len(face.numbers) else None)
        self._figures.setVisible(bool(face.numbers))
        for text, said in ((self._note, face.note), (self._line, face.line)):
            text.say(said)
            text.setVisible(bool(said))
        self._progress.show_percent(face.percent)
        self._progress.setVisible(face.running)
        self._begin.setVisible(not face.running)
        self._stop.setVisible(face.running)
        frame = live_frame if face.running else lost_frame if face.red else plain_frame
        self.set_frame(frame())
        for button in self._buttons:
            button.setAccessibleName(f"{button.text()}, {face.title}")


def _row(*pieces: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    for piece in pieces:
        row.addWidget(piece)
    return row
