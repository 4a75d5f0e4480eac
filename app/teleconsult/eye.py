"""What a camera of the station shows, on its way to the doctor."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.teleconsult.peer import Planes
from hardware import opencv
from hardware.imaging import Shot, fitted
from hardware.readings import DeviceState

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Picture = NDArray[numpy.uint8]

ROOM_MOST = 1280, 720
US = 1_000_000
QUIET = frozenset({DeviceState.READY, DeviceState.SEARCHING})


class Eye:
    """Looks through a camera, in its thread, and gives each picture as the engine takes it.

    ``give`` takes I420 planes and their date in microseconds; ``say`` the sentence of a camera
    that shows nothing, ``""`` once it does; ``is_wanted`` tells whether pictures go anywhere.
    ``most`` is the largest size, none to keep it whole.
    """

    def __init__(
        self,
        give: Callable[[Planes, int], None],
        say: Callable[[str], None],
        is_wanted: Callable[[], bool],
        most: tuple[int, int] | None = None,
    ) -> None:
        self._give, self._say, self._is_wanted, self._most = give, say, is_wanted, most

    def seen(self, shot: Shot) -> None:
        """Take a new picture in."""
        if not self._is_wanted():
            return
        picture = shot.picture if self._most is None else fitted(shot.picture, *self._most)
        self._give(as_planes(picture), int(shot.at_s * US))

    def changed(self, state: DeviceState, sentence: str) -> None:
        """Hear that the camera is now in ``state``."""
        self._say("" if state in QUIET else sentence)


def as_planes(picture: "Picture") -> Planes:
    """Return a grey or BGR picture as I420; a last odd row or column is left out."""
    cv2 = opencv.load()
    height, width = picture.shape[0] & ~1, picture.shape[1] & ~1
    even = picture[:height, :width]
    coloured = fitted(even, width, height)  # a grey one becomes BGR
    planes: Planes = cv2.cvtColor(coloured, cv2.COLOR_BGR2YUV_I420)
    return planes
