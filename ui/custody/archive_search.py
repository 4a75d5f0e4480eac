"""The search of the archive: Down goes from what is typed to the sheets found."""

# ruff: noqa: N802

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from ui.widgets.field import SearchField

INVITATION = "Nom, INS, date de naissance, numéro"


class ArchiveSearch(SearchField):
    """The field; ``stepped`` is called when Down asks for the sheets."""

    def __init__(self, stepped: Callable[[int], None]) -> None:
        super().__init__(INVITATION, "search", "F4")
        self._stepped = stepped

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the field with Down: the page that scrolls would take it otherwise."""
        if isinstance(event, QKeyEvent) and _is_down(event):
            self._stepped(1)
            return True
        return super().eventFilter(watched, event)


def _is_down(event: QKeyEvent) -> bool:
    return event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down
