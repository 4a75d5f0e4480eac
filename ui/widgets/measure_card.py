"""One device: its state, its large numbers, what to do, and how to type the value instead."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.look import Tone
from ui.tokens import Colour, TextRole
from ui.widgets.big_number import BigNumber, NumberView
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card, Tinted, absent_frame, live_frame, lost_frame, plain_frame
from ui.widgets.chip import Chip
from ui.widgets.entry_row import Entry, EntryRow
from ui.widgets.flow_row import FlowRow
from ui.widgets.picture import Picture
from ui.widgets.progress import Progress
from ui.widgets.signal_bars import Signal, SignalBars
from ui.widgets.text import Fit, Text

NUMBERS = 2


class MeasureState(StrEnum):
    """Where the measurement stands."""

    WAITING = "waiting"
    SEARCHING = "searching"
    LIVE = "live"
    RETURNING = "returning"
    TAKEN = "taken"
    CONFIRM = "confirm"
    LOST = "lost"
    ABSENT = "absent"


_CHIPS = {
    MeasureState.WAITING: ("À prendre", "hourglass", Tone.NEUTRAL),
    MeasureState.SEARCHING: ("Recherche", "bluetooth", Tone.ACCENT),
    MeasureState.LIVE: ("En cours", "wave-sine", Tone.ACCENT),
    MeasureState.RETURNING: ("Liaison perdue", "plug-off", Tone.RED),
    MeasureState.TAKEN: ("Prise", "check", Tone.GREEN),
    MeasureState.CONFIRM: ("À confirmer", "help-circle", Tone.OCHRE),
    MeasureState.LOST: ("Perdue", "plug-off", Tone.RED),
    MeasureState.ABSENT: ("Absent", "plug-off", Tone.NEUTRAL),
}
_FRAMES = {
    MeasureState.WAITING: plain_frame,
    MeasureState.SEARCHING: live_frame,
    MeasureState.LIVE: live_frame,
    MeasureState.RETURNING: lost_frame,
    MeasureState.TAKEN: plain_frame,
    MeasureState.CONFIRM: plain_frame,
    MeasureState.LOST: lost_frame,
    MeasureState.ABSENT: absent_frame,
}


RUNNING = frozenset({MeasureState.SEARCHING, MeasureState.LIVE, MeasureState.RETURNING})


@dataclass(frozen=True, slots=True)
class MeasureFace:
    """Everything the card shows.

    ``percent`` counts while LIVE; ``aside`` is the ochre line; ``signal`` takes the place of the
    chip; ``can_search`` offers to look again for an absent device.
    """

    state: MeasureState
    chip: str = ""
    numbers: tuple[BigNumber, ...] = ()
    range_word: str = ""
    line: str = ""
    advice: str = ""
    aside: str = ""
    percent: int = 0
    signal: Signal | None = None
    can_search: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """What a card measures; ``by_hand`` when no device of the station does."""

    title: str
    icon: str
    digit: str
    entries: tuple[Entry, ...]
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class MeasureActions:
    """What the buttons of the card do."""

    start: Callable[[], None]
    stop: Callable[[], None]
    keep: Callable[[], None]
    typed: Callable[[tuple[str, ...]], None]


class MeasureCard(Card):
    """The card of one kind of measurement."""

    def __init__(self, heading: Heading, actions: MeasureActions) -> None:
        super().__init__(margin=12, spacing=4)
        title, icon, digit = heading.title, heading.icon, heading.digit
        self._by_hand, self._absent = heading.by_hand, False
        self._kept: tuple[object, ...] = ()
        self._icon = Picture(icon, 26)
        self._title = Text(title, TextRole.CARD_TITLE, fit=Fit.ELIDE)
        self._chip = Chip()
        self._bars = SignalBars()
        self._numbers = tuple(NumberView() for _ in range(NUMBERS))
        self._range, self._figures = Chip("", "", Tone.OCHRE), FlowRow(10)
        self._line = Text("", TextRole.BODY)
        self._advice = Text("", TextRole.DETAIL, Colour.INK_SOFT)
        self._progress = Progress()
        self._aside = _Aside()
        self._start = Button("Mesurer", Kind.SOFT, Height.SMALL, "refresh", digit)
        self._stop = Button("Arrêter", Kind.FRAMED, Height.SMALL, "x", "Échap")
        self._enter = Button("Saisir", Kind.PLAIN, Height.SMALL, "keyboard")
        self._keep = Button("Prise sur ce patient", Kind.SOFT, Height.SMALL, "check", "Ctrl Entrée")
        self._drop = Button("Reprendre", Kind.FRAMED, Height.SMALL, "refresh", digit)
        self._search = Button("Chercher encore", Kind.PLAIN, Height.SMALL, "bluetooth")
        self.entry = EntryRow(heading.entries, actions.typed)
        self._lay_out()
        self._connect(title, actions)

    def _lay_out(self) -> None:
        self.column.addLayout(_row(self._icon, self._title, self._chip, self._bars))
        for piece in (*self._numbers, self._range):
            self._figures.add(piece)
        self.column.addWidget(self._figures)
        for piece in (self._line, self._progress, self._advice, self._aside):
            self.column.addWidget(piece)
        self.column.addWidget(self.entry)
        self.column.addStretch(1)
        buttons = _row(self._start, self._stop, self._keep, self._drop, self._search, self._enter)
        buttons.addStretch(1)
        self.column.addLayout(buttons)

    def _connect(self, title: str, actions: MeasureActions) -> None:
        for button, action in (
            (self._start, actions.start),
            (self._stop, actions.stop),
            (self._enter, self.enter),
            (self._keep, actions.keep),
            (self._drop, actions.start),
            (self._search, actions.start),
        ):
            button.does(action)
            button.setAccessibleName(f"{button.text()}, {title}")

    def show_face(self, face: MeasureFace) -> None:
        """Show ``face``."""
        words, icon, tone = _CHIPS[face.state]
        if face.signal is None:
            self._chip.show_fact(face.chip or words, icon, tone)
        else:
            self._chip.show_fact(face.signal.words, "", face.signal.tone)
        self._bars.show_signal(face.signal)
        self.set_frame(_FRAMES[face.state]())
        for place, widget in enumerate(self._numbers):
            widget.show_number(face.numbers[place] if place < len(face.numbers) else None)
        self._range.show_fact(face.range_word, "", Tone.OCHRE)
        self._range.setVisible(bool(face.range_word))
        self._figures.setVisible(bool(face.numbers or face.range_word))
        for text, words in ((self._line, face.line), (self._advice, face.advice)):
            text.say(words)
            text.setVisible(bool(words))
        self._progress.show_percent(face.percent)
        self._aside.say(face.aside)
        self._absent = face.state is MeasureState.ABSENT
        kept = (face.state, () if face.state in RUNNING else face.numbers, face.chip)
        if kept != self._kept:
            self._kept = kept
            self.entry.setVisible(self.is_typed and face.state is not MeasureState.TAKEN)
        self._show_buttons(face)

    def _show_buttons(self, face: MeasureFace) -> None:
        running, confirm = face.state in RUNNING, face.state is MeasureState.CONFIRM
        taken = face.state in {MeasureState.TAKEN, MeasureState.LOST}
        self._progress.setVisible(face.state is MeasureState.LIVE)
        self._stop.setVisible(running)
        self._keep.setVisible(confirm)
        self._drop.setVisible(confirm)
        self._search.setVisible(face.can_search)
        self._start.setVisible(not running and not confirm and not self.is_typed)
        self._start.say("Reprendre" if taken else "Mesurer")
        self._start.set_kind(Kind.FRAMED if taken else Kind.SOFT)
        self._enter.setVisible(not running and not confirm and self.entry.isHidden())

    @property
    def is_typed(self) -> bool:
        """True when the digit of the card types the value: counted by hand, or nothing answers."""
        return self._by_hand or self._absent

    def enter(self) -> None:
        """Show the fields to type the value in, and give them the keys."""
        self.entry.show()
        self._enter.hide()
        self.entry.clear()
        self.entry.arrive()


class _Aside(Tinted):
    """The reading that was put aside: said, never shown as a value."""

    def __init__(self) -> None:
        super().__init__(Tone.OCHRE)
        self.row.setContentsMargins(12, 6, 12, 6)
        self.row.addWidget(Picture("history", 20, Colour.OCHRE), 0, Qt.AlignmentFlag.AlignVCenter)
        self._sentence = Text("", TextRole.NOTE)
        self.row.addWidget(self._sentence, 1)

    def say(self, sentence: str) -> None:
        """Show ``sentence``, or nothing."""
        self._sentence.say(sentence)
        self.setVisible(bool(sentence))


def _row(*pieces: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    for piece in pieces:
        row.addWidget(piece)
    return row
