"""One sentence that tells what was just done; it takes no place when there is none."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from ui.look import Tone, full
from ui.tokens import TextRole
from ui.widgets.card import Tinted
from ui.widgets.picture import Picture
from ui.widgets.text import Text


class Said(Tinted):
    """The sentence, with its icon and its colour; read aloud when it comes."""

    def __init__(self, tone: Tone, icon: str) -> None:
        super().__init__(tone)
        self.row.addWidget(Picture(icon, 22, full(tone)))
        self._sentence = Text("", TextRole.BODY)
        self.row.addWidget(self._sentence, 1)
        self.hide()

    def say(self, sentence: str) -> None:
        """Show ``sentence``, or nothing."""
        if sentence == self._sentence.text() and self.isHidden() != bool(sentence):
            return
        self._sentence.say(sentence)
        self.setAccessibleName(sentence)
        self.setVisible(bool(sentence))
        if sentence:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))
