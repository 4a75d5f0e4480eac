"""The foot of a page: back on the left, the one main action on the right, and why it waits."""

# ruff: noqa: N802

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout

from ui.look import look
from ui.tokens import Colour, TextRole
from ui.widgets.band import SIDE_PX, Band, Edge
from ui.widgets.button import Button
from ui.widgets.text import Text

SENTENCE_PX = 170
GAP_PX = 14


class Foot(Band):
    """The foot; ``left`` and ``right`` receive the buttons, ``sentence`` stands before the last."""

    def __init__(self) -> None:
        super().__init__("pied", Edge.TOP)
        self._buttons: list[Button] = []
        self.left, self._right = QHBoxLayout(), QHBoxLayout()
        self.left.setSpacing(12)
        self._right.setSpacing(12)
        self.sentence = Text("", TextRole.NOTE, Colour.INK_SOFT)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.row.addLayout(self.left)
        self.row.addStretch(1)
        self.row.addWidget(self.sentence)
        self.row.addLayout(self._right)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the buttons whole: the sentence leaves when there is no room for it."""
        super().resizeEvent(event)
        self._make_room()

    def say(self, sentence: str) -> None:
        """Show ``sentence`` before the main action."""
        self.sentence.say(sentence)
        self._make_room()

    def _make_room(self) -> None:
        for button in self._buttons:
            button.spare(room=False)
        if self._free() < 0:
            for button in self._buttons:
                button.spare(room=True)
        free = self._free()
        self.sentence.setVisible(bool(self.sentence.text()) and free > look().px(SENTENCE_PX))

    def _free(self) -> int:
        """Return the width that the buttons leave, negative when they need more."""
        shown = [one for one in self._buttons if not one.isHidden()]
        taken = sum(one.sizeHint().width() + GAP_PX for one in shown)
        return self.width() - taken - 2 * SIDE_PX

    def add_left(self, button: Button) -> Button:
        """Put ``button`` after those on the left."""
        self.left.addWidget(button)
        self._buttons.append(button)
        return button

    def add_right(self, button: Button) -> Button:
        """Put ``button`` after those on the right; the last one is the main action."""
        self._right.addWidget(button)
        self._buttons.append(button)
        return button
