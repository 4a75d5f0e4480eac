"""« Pourquoi cette question ? »: the reason, then where it comes from."""

from PySide6.QtWidgets import QHBoxLayout

from ui.tokens import Colour, TextRole
from ui.widgets.card import Card
from ui.widgets.picture import Picture
from ui.widgets.text import Text


class WhyCard(Card):
    """Why the question is asked, and its source."""

    def __init__(self) -> None:
        super().__init__(spacing=6)
        title = QHBoxLayout()
        title.setSpacing(8)
        title.addWidget(Picture("help-circle", 22, Colour.ACCENT_STRONG))
        words = "Pourquoi cette question\u00a0?"
        title.addWidget(Text(words, TextRole.ACTION, Colour.ACCENT_STRONG), 1)
        self._reason = Text("", TextRole.DETAIL)
        self._source = Text("", TextRole.NOTE, Colour.INK_SOFT)
        self.column.addLayout(title)
        self.column.addWidget(self._reason)
        self.column.addWidget(self._source)

    def show_reason(self, reason: str, source: str) -> None:
        """Show the reason and the source."""
        self._reason.say(reason)
        self._reason.setVisible(bool(reason))
        self._source.say(source)
