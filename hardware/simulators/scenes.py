"""What a simulated camera shows, one scene after another, and what the whole simulation is."""

from dataclasses import dataclass, field
from enum import StrEnum

from hardware.bindings import CameraRole


class Scene(StrEnum):
    """What the camera is made to see, or to suffer."""

    SHARP = "sharp"
    BLURRED = "blurred"
    DARK = "dark"
    BRIGHT = "bright"
    GLARE = "glare"
    MOVING = "moving"
    FROZEN = "frozen"
    UNPLUGGED = "unplugged"
    INS_CODE = "ins_code"


@dataclass(frozen=True, slots=True)
class Step:
    """One scene and how long it lasts, in seconds."""

    scene: Scene
    seconds: float


@dataclass(frozen=True, slots=True)
class CameraScript:
    """What the camera of ``role`` shows; the last scene stays."""

    role: CameraRole
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Simulation:
    """A room of simulated cameras and sounds.

    A role without a script shows a sharp scene. ``code`` is the text of the INS code that the
    scene ``INS_CODE`` holds; ``heart`` names the heart that is heard.
    """

    cameras: tuple[CameraScript, ...] = ()
    code: str = field(default="", repr=False)
    heart: str = "normal"

    def has_script(self, role: CameraRole) -> bool:
        """Return True when it is said what the camera of ``role`` shows."""
        return any(one.role is role for one in self.cameras)

    def steps_of(self, role: CameraRole) -> tuple[Step, ...]:
        """Return the scenes of the camera of ``role``."""
        sharp = (Step(Scene.SHARP, 1.0),)
        return next((one.steps for one in self.cameras if one.role is role), sharp)
