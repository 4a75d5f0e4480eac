"""A long work: what it does, how far it is, and the button that stops it."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout

from ui.custody.keeping_words import percent
from ui.tokens import TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card, live_frame
from ui.widgets.progress import Progress
from ui.widgets.text import Text


class TaskBar(Card):
    """Shown while a long work runs; ``stopped`` is called when it should end."""

    def __init__(self, stopped: Callable[[], None]) -> None:
        super().__init__(spacing=10)
        self.set_frame(live_frame())
        self._words = Text("", TextRole.BODY)
        self._bar = Progress()
        self._stop = Button("Arrêter", Kind.FRAMED, Height.SMALL, "x", "Échap").does(stopped)
        self.column.addWidget(self._words)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._bar, 1)
        row.addWidget(self._stop)
        self.column.addLayout(row)
        self.hide()

    def show_work(self, words: str, progress: tuple[int, int], *, can_stop: bool) -> None:
        """Show what is being done and how far it is; no words, no bar."""
        self.setVisible(bool(words))
        self._words.say(words)
        self._bar.show_percent(percent(progress))
        self._bar.setAccessibleName(f"{percent(progress)}\u00a0%")
        self._stop.setVisible(can_stop)
