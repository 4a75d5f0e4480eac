"""The last line of the window: network, devices, what waits, who is here, and the lock."""

# ruff: noqa: N802

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.look import Tone, full
from ui.tokens import Colour, TextRole
from ui.widgets.band import SIDE_PX, Band, Edge
from ui.widgets.button import Button, Height, Kind
from ui.widgets.picture import Picture
from ui.widgets.text import Fit, Text

FACTS = 4
ICON_PX = 18


@dataclass(frozen=True, slots=True)
class StateFact:
    """One state, in an icon and words; NEUTRAL at rest."""

    icon: str
    words: str
    tone: Tone = Tone.NEUTRAL


@dataclass(frozen=True, slots=True)
class StateFace:
    """What the bar shows."""

    facts: tuple[StateFact, ...]
    clock: str
    person: str
    is_demonstration: bool


class StateBar(Band):
    """The state bar."""

    def __init__(self, lock_asked: Callable[[], None]) -> None:
        super().__init__("barre_etat", Edge.TOP)
        self._facts = tuple(_Fact() for _ in range(FACTS))
        self._demonstration = _Fact()
        self._clock = Text("", TextRole.NOTE, Colour.INK_SOFT, fit=Fit.WHOLE)
        self._clock.align_digits()
        self._person = Text("", TextRole.LABEL, fit=Fit.WHOLE)
        self.lock = Button("Verrouiller", Kind.PLAIN, Height.LINE, "lock")
        self.lock.setAccessibleDescription("Ctrl L")
        self.lock.does(lock_asked)
        self.row.setSpacing(20)
        for fact in self._facts:
            self.row.addWidget(fact)
        self.row.addStretch(1)
        for widget in (self._demonstration, self._clock, self._person, self.lock):
            self.row.addWidget(widget)

    def show_face(self, face: StateFace) -> None:
        """Show ``face``."""
        for place, widget in enumerate(self._facts):
            widget.show_fact(face.facts[place] if place < len(face.facts) else None)
        violet = StateFact("flask", "Démonstration", Tone.VIOLET)
        self._demonstration.show_fact(violet if face.is_demonstration else None)
        self._clock.say(face.clock)
        self._person.say(face.person)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what matters most when there is no room for all."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Hide the person, then the clock, then the facts from the first on, until all fits."""
        spare = (self._person, self._clock, *self._facts)
        wanted = [one for one in spare if not isinstance(one, _Fact) or one.has_words]
        fixed = [self.lock, *([self._demonstration] if self._demonstration.has_words else [])]
        while wanted and self._width([*wanted, *fixed]) > self.width() - 2 * SIDE_PX:
            wanted.pop(0)
        for one in spare:
            one.setVisible(one in wanted)

    def _width(self, pieces: list[QWidget]) -> int:
        return sum(one.sizeHint().width() + self.row.spacing() for one in pieces)


class _Fact(QWidget):
    """An icon and its words."""

    def __init__(self) -> None:
        super().__init__()
        self.has_words = False
        self._icon = Picture("", ICON_PX, Colour.INK_SOFT)
        self._words = Text("", TextRole.NOTE, Colour.INK_SOFT, fit=Fit.WHOLE)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(7)
        row.addWidget(self._icon)
        row.addWidget(self._words)

    def show_fact(self, fact: StateFact | None) -> None:
        """Show ``fact``, or nothing."""
        self.has_words = fact is not None
        self.setVisible(self.has_words)
        if fact is None:
            return
        ink = Colour.INK_SOFT if fact.tone is Tone.NEUTRAL else full(fact.tone)
        self._icon.show_icon(fact.icon, ink)
        self._words.say(fact.words)
        self._words.set_ink(ink, 400 if fact.tone is Tone.NEUTRAL else 600)
