"""A simulated camera: drawn scenes, one after another, marked as simulated in the picture itself.

Pictures are drawn once a scene, a few variants of each, then shown in turn: a light that
flickers by a level or two makes it live. An unplugged scene behaves as a camera that is pulled out.
"""

import threading
import time
from collections.abc import Callable
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from hardware import opencv
from hardware.bindings import CameraRole
from hardware.frames import CameraUnavailable
from hardware.readings import DeviceState
from hardware.simulators.drawings import HEIGHT, WIDTH, code_sheet, drawing_of
from hardware.simulators.scenes import Scene, Step

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Picture = NDArray[numpy.uint8]

PICTURES_PER_S = 30
VARIANTS = 8
_DARKEN, _BRIGHTEN, _LIGHTEN = 0.12, 1.6, 60
_BLUR_SIGMA, _SHAKE = 9.0, 9
_GLARE_RADIUS, _WHITE = 120, 255


class Script:
    """The scenes of one camera over time, from the first time anybody looks."""

    def __init__(self, steps: tuple[Step, ...], monotonic: Callable[[], float]) -> None:
        self._steps = steps
        self._ends = tuple(accumulate(step.seconds for step in steps))
        self._monotonic = monotonic
        self._began: float | None = None

    def scene(self) -> Scene:
        """Return what is before the camera now; the last scene stays."""
        now = self._monotonic()
        self._began = now if self._began is None else self._began
        elapsed = now - self._began
        rank = sum(1 for end in self._ends if end <= elapsed)
        return self._steps[min(rank, len(self._steps) - 1)].scene


class SimulatedCamera:
    """One opening of a simulated camera.

    Raises:
        CameraUnavailable: the scene of the moment is a camera that is not plugged in.
    """

    def __init__(
        self,
        role: CameraRole,
        script: Script,
        code: str = "",
        *,
        wait: Callable[[float], object] | None = None,
    ) -> None:
        self._role, self._script, self._code = role, script, code
        self._closed = threading.Event()
        self._wait = wait or self._closed.wait
        self._shown = 0
        if script.scene() is Scene.UNPLUGGED:
            raise CameraUnavailable(DeviceState.ABSENT)

    def frame(self) -> "Picture":
        """Return the next picture, a thirtieth of a second later.

        Raises:
            CameraUnavailable: the scene became that of a camera pulled out.
        """
        self._wait(1 / PICTURES_PER_S)
        scene = self._script.scene()
        if scene is Scene.UNPLUGGED or self._closed.is_set():
            raise CameraUnavailable(DeviceState.LOST)
        self._shown += 1
        rank = 0 if scene is Scene.FROZEN else self._shown % VARIANTS
        return pictures(self._role, scene, self._code)[rank]

    def close(self) -> None:
        """Release it; a wait for a picture ends at once."""
        self._closed.set()


def opener(
    role: CameraRole,
    steps: tuple[Step, ...],
    code: str = "",
    monotonic: Callable[[], float] = time.monotonic,
) -> Callable[[], SimulatedCamera]:
    """Return what opens the simulated camera of ``role``; its scenes go on between openings."""
    script = Script(steps, monotonic)
    return lambda: SimulatedCamera(role, script, code)


@cache
def pictures(role: CameraRole, scene: Scene, code: str = "") -> "tuple[Picture, ...]":
    """Return the variants of ``scene``, ready to be shown. Nobody may write in them."""
    import numpy

    still = code_sheet(code) if scene is Scene.INS_CODE and code else drawing_of(role)
    made = []
    for rank in range(VARIANTS):
        shift = _SHAKE * (rank % 2) if scene is Scene.MOVING else 0
        moved = numpy.roll(still, shift, axis=1)
        under = _under(scene, moved)
        picture = numpy.clip(under.astype(numpy.int16) - rank % 3, 0, _WHITE).astype(numpy.uint8)
        picture.setflags(write=False)
        made.append(picture)
    return tuple(made)


def _under(scene: Scene, picture: "Picture") -> "Picture":
    """Return ``picture`` as the fault of ``scene`` shows it."""
    cv2 = opencv.load()
    shown: Picture = picture
    match scene:
        case Scene.BLURRED:
            shown = cv2.GaussianBlur(picture, (0, 0), _BLUR_SIGMA)
        case Scene.DARK:
            shown = cv2.convertScaleAbs(picture, alpha=_DARKEN)
        case Scene.BRIGHT:
            shown = cv2.convertScaleAbs(picture, alpha=_BRIGHTEN, beta=_LIGHTEN)
        case Scene.GLARE:
            white = (_WHITE, _WHITE, _WHITE)
            shown = cv2.circle(picture.copy(), (WIDTH // 2, HEIGHT // 2), _GLARE_RADIUS, white, -1)
        case _:
            pass
    return shown
