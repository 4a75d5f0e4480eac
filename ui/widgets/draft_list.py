"""The consultations to finish, each with its button; initials only."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtWidgets import QHBoxLayout

from app.desk.model import DraftLine
from ui.format import ago
from ui.tokens import Colour, TextRole
from ui.widgets.card import Card
from ui.widgets.picture import Picture
from ui.widgets.resume_line import ResumeLine
from ui.widgets.text import Text

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
        self._drafts: tuple[DraftLine, ...] = ()
        self._lines = tuple(ResumeLine() for _ in range(DRAFTS_SHOWN))
        for place, line in enumerate(self._lines):
            line.button.does(partial(self._choose, place))
            self.column.addWidget(line)
        self._more = Text("", TextRole.NOTE, Colour.INK_SOFT)
        self.column.addWidget(self._more)

    def _choose(self, place: int) -> None:
        self._chosen(self._drafts[place].draft_id)

    def show_drafts(self, drafts: tuple[DraftLine, ...], now: datetime) -> None:
        """Show the first drafts and say how many more there are."""
        self._drafts = drafts
        self._none.setVisible(not drafts)
        for place, line in enumerate(self._lines):
            line.setVisible(place < len(drafts))
            if place < len(drafts):
                _show(line, drafts[place], now, main=place == 0)
        hidden = len(drafts) - DRAFTS_SHOWN
        self._more.setVisible(hidden > 0)
        self._more.say(f"Et {hidden} de plus\u00a0: tapez des initiales.")


def _show(line: ResumeLine, draft: DraftLine, now: datetime, *, main: bool) -> None:
    """Show whose consultation it is, in initials, and where it stands."""
    who, where = f"{draft.initials} · {draft.title.lower()}", draft.where.capitalize()
    line.show_words(who, f"{where} · {ago(draft.saved_at, now)}")
    line.show_button("Reprendre", f"Reprendre {draft.initials}", leads=main)
