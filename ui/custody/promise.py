"""The left side of the login page: what the station promises, and the state of what it keeps."""

# ruff: noqa: N802

from datetime import datetime

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desk.model import Desk
from ui.custody.keeping_words import home_line
from ui.look import Tone, look
from ui.tokens import Colour, TextRole
from ui.typeset import Strong
from ui.widgets.card import Rule
from ui.widgets.mark import Mark
from ui.widgets.paths import Paths
from ui.widgets.picture import Picture
from ui.widgets.text import Text

SIDE_PX = 520
LATE = frozenset({Tone.OCHRE, Tone.RED})


class Promise(QWidget):
    """The promise, then three facts: the vault, the backups, the post."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(look().px(SIDE_PX))
        self._place = Text("", TextRole.BODY, Colour.NAV_INK)
        self._vault = _Fact("shield-check")
        self._copies = _Fact("database")
        self._post = _Fact("map-pin")
        self._software = Text("", TextRole.NOTE, Colour.NAV_INK)
        column = QVBoxLayout(self)
        column.setContentsMargins(56, 44, 56, 22)
        column.setSpacing(12)
        column.addLayout(_name())
        column.addSpacing(18)
        title = "Orienter, soigner, garder la trace."
        column.addWidget(Text(title, TextRole.QUESTION, Colour.NAV_ACTIVE_INK))
        column.addWidget(self._place)
        column.addStretch(2)
        column.addWidget(Paths())
        column.addStretch(3)
        for fact in (self._vault, self._copies, self._post):
            column.addWidget(fact)
        column.addWidget(self._software)

    def show_station(self, desk: Desk, now: datetime) -> None:
        """Show where the station stands, whether its vault opens, how old its backups are."""
        pharmacy = desk.station.pharmacy
        self._place.say(f"Le poste de l’espace de confidentialité de la {pharmacy.name}.")
        if desk.blocked:
            self._vault.say(Strong("Coffre à réparer."), " Lisez la phrase à droite.")
        else:
            self._vault.say(Strong("Coffre chiffré."), " Votre secret seul l’ouvre.")
        self._vault.warn(is_late=bool(desk.blocked))
        self._copies.setVisible(desk.copies is not None)
        if desk.copies is not None:
            words, tone = home_line(desk.copies, now)
            self._copies.say(Strong(words))
            self._copies.warn(is_late=tone in LATE)
        self._post.say("Poste\u00a0: ", Strong(desk.station.name), f" · {pharmacy.city}")
        self._software.say(desk.station.software)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dark ground."""
        QPainter(self).fillRect(self.rect(), look().colour(Colour.NAV))


class _Fact(QWidget):
    """A line over it, an icon and words; apricot when something is to be done."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon, self._usual = Picture(icon, 24, Colour.NAV_INK), icon
        self._words = Text("", TextRole.DETAIL, Colour.NAV_INK)
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(Rule(Colour.NAV_ACTIVE))
        row.setSpacing(14)
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        column.addLayout(row)

    def say(self, *words: str) -> None:
        """Show ``words``."""
        self._words.say(*words)

    def warn(self, *, is_late: bool) -> None:
        """Show that something is to be done, or not."""
        ink = Colour.SUN if is_late else Colour.NAV_INK
        self._icon.show_icon("alert-triangle" if is_late else self._usual, ink)
        self._words.set_ink(ink)


def _name() -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(14)
    row.addWidget(Mark(46))
    row.addWidget(Text("osys", TextRole.PAGE_TITLE, Colour.NAV_ACTIVE_INK))
    row.addStretch(1)
    return row
