"""A long text to read, such as a licence: it scrolls by itself, Tab enters and leaves it."""

from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy

from ui.look import look

HEIGHT_PX = 180


class LongText(QPlainTextEdit):
    """The text; ``name`` is what a screen reader calls it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(name)
        self.setMinimumHeight(look().px(HEIGHT_PX))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def say(self, words: str) -> None:
        """Show ``words`` from their beginning; nothing is done when they did not change."""
        if words != self.toPlainText():
            self.setPlainText(words)
