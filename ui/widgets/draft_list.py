"""The consultations to finish, each with its button; initials only."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desk.model import DraftLine
from ui.format import ago
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card, Rule
from ui.widgets.picture import Picture
from ui.widgets.text import Fit, Text

DRAFTS_SHOWN = 6


class DraftList(Card):
    """The consultations to finish, each with its button."""

    def __init__(self, chosen: Callable[[str], None]) -> None:
        super().__init__(spacing=10)
        self._chosen = chosen
        title = QHBoxLayout()
        title.setSpacing(10)
        title.addWidget(Picture("pencil", 22, Colour.INK))
        title.addWidget(Text("À reprendre", TextRole.CARD_TITLE), 1)
        self.column.addLayout(title)
        self._none = Text("Aucune consultation à finir.", TextRole.BODY, Colour.INK_SOFT)
        self.column.addWidget(self._none)
        self._lines = tuple(_Line() for _ in range(DRAFTS_SHOWN))
        for line in self._lines:
            line.button.does(partial(self._choose, line))
            self.column.addWidget(line)
        self._more = Text("", TextRole.NOTE, Colour.INK_SOFT)
        self.column.addWidget(self._more)

    def _choose(self, line: "_Line") -> None:
        self._chosen(line.draft_id)

    def show_drafts(self, drafts: tuple[DraftLine, ...], now: datetime) -> None:
        """Show the first drafts and say how many more there are."""
        self._none.setVisible(not drafts)
        for place, line in enumerate(self._lines):
            line.setVisible(place < len(drafts))
            if place < len(drafts):
                line.show_draft(drafts[place], now, main=place == 0)
        hidden = len(drafts) - DRAFTS_SHOWN
        self._more.setVisible(hidden > 0)
        self._more.say(f"Et {hidden} de plus\u00a0: tapez des initiales.")


class _Line(QWidget):
    """One consultation to finish."""

    def __init__(self) -> None:
        super().__init__()
        self.draft_id = ""
        self._who = Text("", TextRole.DETAIL, weight=600, fit=Fit.ELIDE)
        self._where = Text("", TextRole.NOTE, Colour.INK_SOFT, fit=Fit.ELIDE)
        self.button = Button("Reprendre", Kind.SOFT, Height.SMALL)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(Rule())
        row, words = QHBoxLayout(), QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._who)
        words.addWidget(self._where)
        row.addLayout(words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(row)

    def show_draft(self, draft: DraftLine, now: datetime, *, main: bool) -> None:
        """Show whose consultation it is, in initials, and where it stands."""
        self.draft_id = draft.draft_id
        self._who.say(f"{draft.initials} · {draft.title.lower()}")
        self._where.say(f"{draft.where.capitalize()} · {ago(draft.saved_at, now)}")
        self.button.set_kind(Kind.SOFT if main else Kind.FRAMED)
        self.button.setAccessibleName(f"Reprendre {draft.initials}")
