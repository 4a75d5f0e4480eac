"""The cameras that the doctor sees: that of the room all along, one of the exam when it is shared.

They are those of the station, opened once for all who look through them.
"""

from collections.abc import Callable

from app.teleconsult.call_thread import CallThread
from app.teleconsult.eye import ROOM_MOST, Eye
from app.teleconsult.peer import Line
from app.teleconsult.states import CallLacks, OfCall, Piece
from hardware.bindings import CameraRole
from hardware.media.cameras import CameraPart


class SharedCameras:
    """From its making, which shows the room, to ``close``."""

    def __init__(
        self, cameras: CameraPart, call: CallThread, post: Callable[[OfCall], None]
    ) -> None:
        self._cameras, self._call, self._post = cameras, call, post
        self._lacks: dict[Piece, str] = {}
        self._exam: CameraRole | None = None
        cameras.tap(CameraRole.ROOM, self._eye(Line.ROOM, Piece.ROOM, ROOM_MOST))

    def share(self, role: CameraRole | None) -> None:
        """Show what this camera sees on the line of the exam, whole; ``None`` shows nothing."""
        if role is self._exam:
            return
        if self._exam is not None:
            self._cameras.untap(self._exam)
            self._say(Piece.EXAM, "")
        self._exam = role
        if role is not None:
            self._cameras.tap(role, self._eye(Line.EXAM, Piece.EXAM))

    def close(self) -> None:
        """Let the cameras go."""
        self.share(None)
        self._cameras.untap(CameraRole.ROOM)

    def _eye(self, line: Line, piece: Piece, most: tuple[int, int] | None = None) -> Eye:
        return Eye(
            lambda planes, at_us: self._call.show(line, planes, at_us),
            lambda sentence: self._say(piece, sentence),
            lambda: self._call.is_linked,
            most,
        )

    def _say(self, piece: Piece, sentence: str) -> None:
        if self._lacks.get(piece, "") != sentence:
            self._lacks[piece] = sentence
            self._post(CallLacks(piece, sentence))
