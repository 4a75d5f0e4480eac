"""What a key means everywhere in the station, before any screen is asked."""

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent


class Command(StrEnum):
    """What a key asks of the window."""

    MAIN = "main"
    STRONG = "strong"
    BACK = "back"
    LEAVE = "leave"
    SEARCH = "search"
    PALETTE = "palette"
    HELP = "help"
    OVERVIEW = "overview"
    CALL = "call"
    DOCTOR = "doctor"
    DOCUMENTS = "documents"
    PATIENT = "patient"
    LOCK = "lock"
    NEXT = "next"
    BEFORE = "before"
    PAGE_AFTER = "page_after"
    PAGE_BEFORE = "page_before"
    SCREEN = "screen"


Asked = Callable[[Command], None]

_PLAIN = {
    Qt.Key.Key_Return: Command.MAIN,
    Qt.Key.Key_Enter: Command.MAIN,
    Qt.Key.Key_Backspace: Command.BACK,
    Qt.Key.Key_Escape: Command.LEAVE,
    Qt.Key.Key_F1: Command.HELP,
    Qt.Key.Key_F2: Command.OVERVIEW,
    Qt.Key.Key_F3: Command.DOCUMENTS,
    Qt.Key.Key_F4: Command.SEARCH,
    Qt.Key.Key_F9: Command.PATIENT,
    Qt.Key.Key_F10: Command.DOCTOR,
    Qt.Key.Key_F12: Command.CALL,
    Qt.Key.Key_Down: Command.NEXT,
    Qt.Key.Key_Up: Command.BEFORE,
}
_CONTROL = {
    Qt.Key.Key_Return: Command.STRONG,
    Qt.Key.Key_Enter: Command.STRONG,
    Qt.Key.Key_K: Command.PALETTE,
    Qt.Key.Key_L: Command.LOCK,
    Qt.Key.Key_PageDown: Command.PAGE_AFTER,
    Qt.Key.Key_PageUp: Command.PAGE_BEFORE,
}
# The upper row of a French keyboard gives these signs without Shift, from 1 to 0.
AZERTY_DIGITS = dict(zip("&é\"'(-è_çà", "1234567890", strict=True))
FUNCTIONS = {Qt.Key.Key_F5: "F5", Qt.Key.Key_F6: "F6", Qt.Key.Key_F7: "F7", Qt.Key.Key_F8: "F8"}


def command(event: QKeyEvent) -> Command | None:
    """Return what ``event`` asks, ``None`` when it means nothing here."""
    key = Qt.Key(event.key())
    control = Qt.KeyboardModifier.ControlModifier
    if event.modifiers() & control:
        return _CONTROL.get(key)
    if key in _PLAIN:
        return _PLAIN[key]
    return Command.SCREEN if screen_key(event) else None


def screen_key(event: QKeyEvent) -> str:
    """Return the digit, the capital letter or the « ? » pressed, « F5 » to « F8 », or ""."""
    function = FUNCTIONS.get(Qt.Key(event.key()))
    if function is not None:
        return function
    text = AZERTY_DIGITS.get(event.text(), event.text()).upper()
    return text if len(text) == 1 and (text.isalnum() or text == "?") else ""
