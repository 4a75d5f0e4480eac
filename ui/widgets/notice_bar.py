"""What the station has to say: one line in the page, never a dialog, closed with one press."""

from collections.abc import Callable

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from ui.look import Tone, full
from ui.tokens import TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Tinted
from ui.widgets.picture import Picture
from ui.widgets.text import Text


class NoticeBar(Tinted):
    """One sentence; nothing is shown when there is none."""

    def __init__(self, closed: Callable[[], None]) -> None:
        super().__init__(Tone.OCHRE)
        self.row.addWidget(Picture("info-circle", 22, full(Tone.OCHRE)))
        self._sentence = Text("", TextRole.BODY)
        self.row.addWidget(self._sentence, 1)
        self.row.addWidget(Button("Fermer", Kind.PLAIN, Height.SMALL, "x").does(closed))
        self.row.setContentsMargins(16, 4, 6, 4)
        self.hide()

    @property
    def sentence(self) -> str:
        """What is shown now, "" when nothing is."""
        return "" if self.isHidden() else self._sentence.text()

    def say(self, sentence: str) -> None:
        """Show ``sentence`` and have it read aloud, or show nothing."""
        if sentence == self._sentence.text() and self.isHidden() != bool(sentence):
            return
        self._sentence.say(sentence)
        self.setAccessibleName(sentence)
        self.setVisible(bool(sentence))
        if sentence:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))
