"""One's own picture before anybody else sees it: the camera stays off until the patient agreed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.encounter.call_state import Call
from app.live import LiveBoard
from hardware.bindings import CameraRole
from ui.call_words import ROOM_OFF, ROOM_SEEN
from ui.look import look
from ui.tokens import Colour, TextRole
from ui.widgets.card import Card
from ui.widgets.picture import Picture
from ui.widgets.preview import Preview, PreviewFace
from ui.widgets.text import Text

TALLEST_PX = 250


class RoomPicture(Preview):
    """The room as the doctor will see it: nothing is judged, a loss is said."""

    def __init__(self) -> None:
        super().__init__(_unsaid)

    @property
    def edge(self) -> tuple[Colour, float]:
        """One line, whatever the picture is worth: nobody focuses a room."""
        return Colour.BORDER, 1.0


class RoomCard(QWidget):
    """What the doctor will see of the room."""

    def __init__(self) -> None:
        super().__init__()
        self._card = Card(margin=16, spacing=8)
        self.preview = RoomPicture()
        self._off = Picture("eye-off", 40, Colour.INK_SOFT)
        self._words = Text("", TextRole.BODY, Colour.INK_SOFT)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._card)
        column.addStretch(1)
        self._card.column.addWidget(Text("Votre image", TextRole.CARD_TITLE))
        self._card.column.addWidget(self.preview)
        self._card.column.addWidget(self._off, 0, Qt.AlignmentFlag.AlignLeft)
        self._card.column.addWidget(self._words)

    def show_call(self, call: Call, board: LiveBoard | None) -> None:
        """Show the room once the patient agreed."""
        agreed = call.agreed is True
        self.preview.setVisible(agreed)
        self.preview.setMaximumHeight(look().px(TALLEST_PX))
        if agreed:
            self.preview.look_at(board, CameraRole.ROOM)
        self._off.setVisible(not agreed)
        self._words.say(ROOM_SEEN if agreed else ROOM_OFF)


def _unsaid(_: PreviewFace) -> None:
    """Say nothing more: a loss is written in the picture's place."""
