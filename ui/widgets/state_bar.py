"""The last line of the window: network, devices, what waits, who is here, and the lock."""

# ruff: noqa: N802

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.icons import draw_icon
from ui.look import Tone, full, look
from ui.tokens import Colour, TextRole
from ui.typeset import draw_line, text_width
from ui.widgets.band import SIDE_PX, Band, Edge
from ui.widgets.button import Button, Height, Kind
from ui.widgets.text import Fit, Text

FACTS = 5
ICON_PX = 18
GAP_PX = 7
HEIGHT_PX = 24


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
    """An icon and its words, never cut."""

    def __init__(self) -> None:
        super().__init__()
        self._fact: StateFact | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def has_words(self) -> bool:
        """True when there is something to show."""
        return self._fact is not None

    def show_fact(self, fact: StateFact | None) -> None:
        """Show ``fact``, or nothing."""
        self.setVisible(fact is not None)
        if fact == self._fact:
            return
        self._fact = fact
        self.setAccessibleName(fact.words if fact is not None else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the place of the icon and the words."""
        if self._fact is None:
            return QSize(0, 0)
        words = text_width(self._fact.words, self._font(self._fact))
        return QSize(int(words + 0.999) + look().px(ICON_PX + GAP_PX), look().px(HEIGHT_PX))

    def minimumSizeHint(self) -> QSize:
        """Return the same place."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon and the words."""
        if self._fact is None:
            return
        painter, fact = QPainter(self), self._fact
        rest = fact.tone is Tone.NEUTRAL
        ink = look().colour(Colour.INK_SOFT if rest else full(fact.tone))
        side = look().px(ICON_PX)
        draw_icon(painter, fact.icon, QRectF(0, (self.height() - side) / 2, side, side), ink)
        box = QRectF(self.rect()).adjusted(look().px(ICON_PX + GAP_PX), 0, 0, 0)
        draw_line(painter, fact.words, self._font(fact), ink, box)

    def _font(self, fact: StateFact) -> QFont:
        return look().font(TextRole.NOTE, 400 if fact.tone is Tone.NEUTRAL else 600)
