"""Small pictures one after the other."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.flow_row import FlowRow
from ui.widgets.thumbnail import Thumbnail, ThumbnailFace


class Strip(QWidget):
    """Small pictures one after the other, on as many lines as they need."""

    def __init__(self, pressed: Callable[[str], None]) -> None:
        super().__init__()
        self._pressed = pressed
        self._thumbnails: list[Thumbnail] = []
        self._row = FlowRow()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._row)

    def show_faces(self, faces: tuple[ThumbnailFace, ...], chosen: str) -> None:
        """Show ``faces``; the one called ``chosen`` is marked."""
        while len(self._thumbnails) < len(faces):
            made = Thumbnail(self._pressed)
            self._thumbnails.append(made)
            self._row.add(made)
        for place, one in enumerate(self._thumbnails):
            one.setVisible(place < len(faces))
            if place < len(faces):
                is_chosen = bool(chosen) and faces[place].name == chosen
                one.show_face(faces[place], chosen=is_chosen)
        self.setVisible(bool(faces))
        self._row.updateGeometry()
