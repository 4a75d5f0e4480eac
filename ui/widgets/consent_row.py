"""One consent: what is asked, what for, and its own yes or no. Never filled beforehand."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.tokens import Colour, TextRole
from ui.widgets.choices import NO, YES, Choices
from ui.widgets.text import Text


class ConsentRow(QWidget):
    """The words of one consent and its answer."""

    def __init__(
        self, number: int, title: str, purpose: str, answered: Callable[[str], None]
    ) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 7, 0, 7)
        row.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._title = Text(f"{number} · {title}", TextRole.ACTION)
        self._purpose = Text(purpose, TextRole.DETAIL)
        words.addWidget(self._title)
        words.addWidget(self._purpose)
        row.addLayout(words, 1)
        self.choices = Choices((YES, NO), title, answered)
        row.addWidget(self.choices)

    def show_answer(self, value: str, purpose: str) -> None:
        """Show ``value`` ("yes", "no" or "") and what the consent is for."""
        self.choices.show_value(value)
        self._purpose.say(purpose)

    def mark_current(self, *, current: bool) -> None:
        """Show that the next digit answers this consent."""
        self._title.set_ink(Colour.ACCENT_STRONG if current else Colour.INK)
