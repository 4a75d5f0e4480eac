"""The upper row of a French keyboard answers without Shift."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from ui.keys import Command, command, screen_key


def pressed(text: str) -> QKeyEvent:
    key = Qt.Key.Key_unknown
    return QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text)


def test_the_upper_row_of_a_french_keyboard_gives_digits() -> None:
    signs = "&é\"'(-è_çà"
    assert [screen_key(pressed(sign)) for sign in signs] == list("1234567890")
    assert all(command(pressed(sign)) is Command.SCREEN for sign in signs)
