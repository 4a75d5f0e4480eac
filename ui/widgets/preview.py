"""What a camera sees now: its picture, what is wrong with it in words, and when it is lost."""

# ruff: noqa: N802

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, QSize
from PySide6.QtWidgets import QSizePolicy

from app.live import LiveBoard
from hardware.bindings import CameraRole
from hardware.media.messages import FrameShown
from hardware.media.sentences import NAMES, of_flaw, of_state
from hardware.readings import DeviceState
from ui.look import Tone, full, look
from ui.tokens import Colour
from ui.widgets.live_picture import STALE_MS, InMemory, LivePicture

WORDS_EVERY_MS = 300
RATIO = 9 / 16
EDGE_PX = 3
GOOD = "Image nette. Vous pouvez la prendre."


@dataclass(frozen=True, slots=True)
class PreviewFace:
    """What is said of the picture: a word, its icon, its colour, and what to do."""

    word: str
    icon: str
    tone: Tone
    sentence: str


def waiting(role: CameraRole) -> PreviewFace:
    """Return what is said before the first picture."""
    sentence = of_state(role, DeviceState.SEARCHING)
    return PreviewFace("En attente", "hourglass", Tone.NEUTRAL, sentence)


def lost(sentence: str) -> PreviewFace:
    """Return what is said of a camera that gives nothing."""
    return PreviewFace("Pas d’image", "plug-off", Tone.RED, sentence)


def judged(frame: FrameShown) -> PreviewFace:
    """Return what is said of one picture."""
    if frame.verdict.is_good:
        return PreviewFace("Nette", "check", Tone.GREEN, GOOD)
    sentence = of_flaw(frame.verdict.flaws)
    return PreviewFace("À reprendre", "alert-triangle", Tone.OCHRE, sentence)


class Preview(LivePicture):
    """The picture of one camera; ``told`` is called when what is said of it changes."""

    def __init__(self, told: Callable[[PreviewFace], None]) -> None:
        super().__init__()
        self._told = told
        self._board: LiveBoard | None = None
        self._role = CameraRole.OTOSCOPE
        self._face = waiting(self._role)
        self._said = QElapsedTimer()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def look_at(self, board: LiveBoard | None, role: CameraRole) -> None:
        """Show what the camera of ``role`` puts on ``board``."""
        self._board = board
        if role is not self._role or self.image is None:
            self.setAccessibleName(NAMES[role])
        if role is not self._role:
            self._role = role
            self.drop()
            self._say(waiting(role))

    @property
    def face(self) -> PreviewFace:
        """What is said of the picture now."""
        return self._face

    def hasHeightForWidth(self) -> bool:
        """Say that the picture keeps its proportions."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of a 16:9 picture."""
        return int(width * RATIO)

    def sizeHint(self) -> QSize:
        """Return the usual place of the picture."""
        return QSize(look().px(560), look().px(315))

    def newest(self) -> FrameShown | None:
        """Return the newest picture of the board."""
        return self._board.frame(self._role) if self._board is not None else None

    def came(self, shown: InMemory) -> None:
        """Say what the picture is worth, not more often than it can be read."""
        if not isinstance(shown, FrameShown):
            return
        if self._said.isValid() and not self._said.hasExpired(WORDS_EVERY_MS):
            return
        self._said.restart()
        self._say(judged(shown))

    def missed(self) -> None:
        """Say that no picture comes any more."""
        if self._board is None:
            return
        seen = self._board.camera(self._role)
        gone = seen is not None and seen.state is not DeviceState.READY
        if seen is not None and gone and seen.state is not DeviceState.SEARCHING:
            self._say(lost(seen.sentence))
        elif self.image is not None and self.since.hasExpired(STALE_MS):
            self._say(lost(of_state(self._role, DeviceState.LOST)))

    @property
    def sentence(self) -> str:
        """What is said of the picture now."""
        return self._face.sentence

    @property
    def is_still(self) -> bool:
        """True when the camera gives nothing any more."""
        return self._face.tone is Tone.RED

    @property
    def edge(self) -> tuple[Colour, float]:
        """The colour of what is said, once there is a picture."""
        if self.image is None:
            return Colour.BORDER, 1.0
        return full(self._face.tone), EDGE_PX

    def _say(self, face: PreviewFace) -> None:
        if face != self._face:
            self._face = face
            self.setAccessibleDescription(face.sentence)
            self._told(face)
            self.update()

    def drop(self) -> None:
        """Show nothing, and let the memory go."""
        self._said.invalidate()
        super().drop()
