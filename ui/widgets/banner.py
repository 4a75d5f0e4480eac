"""The banner: who is in front of us, said once, and « Appeler le 15 » always in view."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.look import Tone, look
from ui.tokens import Colour, TextRole
from ui.widgets.band import Band, Edge
from ui.widgets.button import Button, Kind
from ui.widgets.chip import Chip
from ui.widgets.picture import Disc
from ui.widgets.text import Fit, Text

CHIPS = 2


@dataclass(frozen=True, slots=True)
class Fact:
    """A chip of the banner."""

    words: str
    icon: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class BannerFace:
    """What the banner shows; without ``initials`` the ``icon`` stands in the disc."""

    title: str
    note: str
    initials: str = ""
    icon: str = "user"
    facts: tuple[Fact, ...] = ()


class Banner(Band):
    """The banner of the window."""

    def __init__(self, call_asked: Callable[[], None], menu_asked: Callable[[], None]) -> None:
        super().__init__("banniere", Edge.BOTTOM)
        self.menu = Button("Menu", Kind.PLAIN, icon="menu-2").does(menu_asked)
        self._disc = Disc(Colour.HOLLOW, Colour.INK_SOFT)
        self._title = Text("", TextRole.CARD_TITLE, weight=600, fit=Fit.ELIDE)
        self._note = Text("", TextRole.NOTE, Colour.INK_SOFT, fit=Fit.ELIDE)
        self._chips = tuple(Chip() for _ in range(CHIPS))
        self.call = Button("Appeler le 15", Kind.CALL, icon="phone-call", key="F12")
        self.call.does(call_asked)
        self._lay_out()

    def _lay_out(self) -> None:
        who = QWidget()
        who.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        words = QVBoxLayout(who)
        words.setContentsMargins(0, 0, 8, 0)
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._note)
        words.addStretch(1)
        self.row.addWidget(self.menu)
        self.row.addWidget(self._disc)
        self.row.addWidget(who)
        chips = QHBoxLayout()
        chips.setSpacing(10)
        for chip in self._chips:
            chips.addWidget(chip)
        self.row.addLayout(chips)
        self.row.addStretch(1)
        self.row.addWidget(self.call)

    def show_face(self, face: BannerFace) -> None:
        """Show ``face``."""
        self._title.say(face.title)
        self._note.say(face.note)
        self._note.setVisible(bool(face.note))
        self.menu.setVisible(look().is_large)
        self._disc.setVisible(not look().is_large)
        if face.initials:
            self._disc.show_words(face.initials)
            self._disc.paint_with(Colour.ACCENT_SOFT, Colour.ACCENT_STRONG, Colour.LINE)
        else:
            self._disc.show_icon(face.icon)
            self._disc.paint_with(Colour.HOLLOW, Colour.INK_SOFT, Colour.LINE)
        for place, chip in enumerate(self._chips):
            shown = place < len(face.facts) and not look().is_large
            chip.setVisible(shown)
            if shown:
                fact = face.facts[place]
                chip.show_fact(fact.words, fact.icon, fact.tone)
