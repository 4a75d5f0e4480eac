"""The picture of the exam shown to the doctor: which camera, and photos at full resolution."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QHBoxLayout

from app.live import LiveBoard
from hardware.bindings import CameraRole
from ui.capture_words import CAMERA_WORDS
from ui.look import Tone, look
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.flow_row import FlowRow
from ui.widgets.picture import Picture
from ui.widgets.preview import Preview, PreviewFace
from ui.widgets.text import Text

TALLEST_PX = 150
CAMERA_KEYS = {CameraRole.OTOSCOPE: "F5", CameraRole.DERMATOSCOPE: "F6"}
SCALE = "Une règle dans le champ donne l’échelle au médecin."
FIRST = "Choisissez la caméra que le médecin voit."
NOT_SHARED = ("Non partagé", "eye-off", Tone.NEUTRAL)
SHARED = ("Le médecin voit", "screen-share", Tone.ACCENT)


@dataclass(frozen=True, slots=True)
class ExamActions:
    """What the buttons do; ``share`` is given a camera, or none."""

    share: Callable[[CameraRole | None], None]
    photo: Callable[[], None]


@dataclass(frozen=True, slots=True)
class ExamFace:
    """Which camera is shared; ``waits`` says what is on its way, ``refused`` why no photo is."""

    shared: CameraRole | None
    waits: str = ""
    refused: str = ""


class ExamShare(Card):
    """The camera that is shared, what it sees, and the photo."""

    def __init__(self, actions: ExamActions) -> None:
        super().__init__(margin=14, spacing=8)
        self._actions = actions
        self._chip = Chip(*NOT_SHARED)
        self.preview = Preview(self._tell)
        self._told = Text("", TextRole.NOTE, Colour.INK_SOFT)
        self._cameras = {
            role: Button(CAMERA_WORDS[role], Kind.FRAMED, Height.SMALL, key=key)
            for role, key in CAMERA_KEYS.items()
        }
        self._photo = Button("Photo", Kind.SOFT, Height.SMALL, "camera", "C").does(actions.photo)
        self._stop = Button("Arrêter", Kind.PLAIN, Height.SMALL)
        self._lay_out()

    def _lay_out(self) -> None:
        title = QHBoxLayout()
        title.setSpacing(10)
        title.addWidget(Picture("camera", 22, Colour.INK))
        title.addWidget(Text("Examen", TextRole.CARD_TITLE), 1)
        title.addWidget(self._chip)
        self.column.addLayout(title)
        self.column.addWidget(self.preview)
        self.column.addWidget(self._told)
        row = FlowRow()
        row.add(self._photo)
        for role, button in self._cameras.items():
            row.add(button.does(partial(self._actions.share, role)))
        row.add(self._stop.does(partial(self._actions.share, None)))
        self._stop.setAccessibleName("Arrêter de montrer l’examen")
        self.column.addWidget(row)

    def show_face(self, face: ExamFace, board: LiveBoard | None) -> None:
        """Show what is shared with the doctor."""
        is_shared = face.shared is not None
        self._chip.show_fact(*(SHARED if is_shared else NOT_SHARED))
        self.preview.setVisible(is_shared)
        self.preview.setMaximumHeight(look().px(TALLEST_PX))
        if face.shared is not None:
            self.preview.look_at(board, face.shared)
        for role, button in self._cameras.items():
            button.setVisible(role is not face.shared)
            button.spare(room=is_shared)
        self._stop.setVisible(is_shared)
        self._photo.setVisible(is_shared or bool(face.waits))
        self._photo.forbid(face.waits or face.refused)
        self._show_words(face)

    def _show_words(self, face: ExamFace) -> None:
        words = face.waits or face.refused or (SCALE if face.shared is not None else FIRST)
        self._told.say(words)

    def _tell(self, face: PreviewFace) -> None:
        """Leave what is said of the picture to its frame and to a screen reader."""
