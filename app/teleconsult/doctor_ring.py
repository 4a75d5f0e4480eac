"""The doctor's picture, in shared memory for the window."""

from collections.abc import Callable

from app.teleconsult.peer import Planes
from app.teleconsult.states import DoctorShown
from hardware import opencv
from hardware.imaging import fitted
from hardware.media.ring import MOST_HEIGHT, MOST_WIDTH, RingWriter, new_name


class DoctorRing:
    """Made at the first picture, given back by ``close``."""

    def __init__(self, post: Callable[[DoctorShown], None]) -> None:
        self._post = post
        self._ring: RingWriter | None = None
        self._is_closed = False

    def show(self, planes: Planes) -> None:
        """Write an I420 picture and say where it is."""
        if self._is_closed:
            return
        cv2 = opencv.load()
        picture = fitted(cv2.cvtColor(planes, cv2.COLOR_YUV2BGR_I420), MOST_WIDTH, MOST_HEIGHT)
        if self._ring is None:
            self._ring = RingWriter(new_name())
        slot, sequence = self._ring.write(picture)
        height, width = picture.shape[:2]
        self._post(DoctorShown(self._ring.name, slot, sequence, width, height))

    def close(self) -> None:
        """Give the memory back."""
        self._is_closed = True
        if self._ring is not None:
            self._ring.close()
            self._ring = None
