"""« Orienter autrement »: up is free, down asks for a reason, never down from a red sign."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout

from protocols.model import Level
from ui.levels import ICONS, WORDS
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card
from ui.widgets.field import Field, Provenance
from ui.widgets.text import Text


class Otherwise(Card):
    """The five levels and the reason; it stands under the banner while it is used."""

    def __init__(self, kept: Callable[[Level, str], None]) -> None:
        super().__init__(spacing=10)
        self._kept = kept
        self._chosen: Level | None = None
        self.column.addWidget(Text("Orienter autrement", TextRole.CARD_TITLE))
        self._buttons = {
            level: Button(WORDS[level], Kind.FRAMED, Height.SMALL, ICONS[level], str(level + 1))
            for level in Level
        }
        row = QHBoxLayout()
        row.setSpacing(8)
        for level, button in self._buttons.items():
            row.addWidget(button.does(partial(self.choose, level)))
        row.addStretch(1)
        self.column.addLayout(row)
        self._reason = Field("Motif, obligatoire pour orienter moins haut", lambda _: None)
        last = QHBoxLayout()
        last.setSpacing(12)
        last.addWidget(self._reason, 1)
        self._keep = Button("Garder ce niveau", Kind.SOFT, Height.SMALL, "check").does(self.keep)
        last.addWidget(self._keep)
        self.column.addLayout(last)
        hint = "Monter est libre. Un signe d’alerte présent ne se baisse pas."
        self.column.addWidget(Text(hint, TextRole.NOTE, Colour.INK_SOFT))
        self.hide()

    def open_at(self, level: Level) -> None:
        """Show the levels, ``level`` being the one kept now."""
        self._reason.show_value("", Provenance.TYPED, "")
        self.choose(level)
        self.show()

    def choose(self, level: Level) -> None:
        """Point at ``level``; it counts once it is kept."""
        self._chosen = level
        for one, button in self._buttons.items():
            button.set_kind(Kind.SOFT if one is level else Kind.FRAMED)
            button.setAccessibleDescription("choisi" if one is level else "")

    def keep(self) -> None:
        """Keep the level that was chosen."""
        if self._chosen is not None:
            self._kept(self._chosen, self._reason.line.text())

    def press(self, key: str) -> None:
        """Point at the level of the digit."""
        if key.isdigit() and 0 < int(key) <= len(Level):
            self.choose(Level(int(key) - 1))
            self._reason.line.setFocus()
