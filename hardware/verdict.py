"""What a picture is worth, as figures and as flaws. Pure: the screens read it, OpenCV fills it."""

from dataclasses import dataclass
from enum import StrEnum


class Flaw(StrEnum):
    """Why a picture is not good enough to be kept without looking again."""

    DARK = "dark"
    BRIGHT = "bright"
    GLARE = "glare"
    FLAT = "flat"
    BLURRED = "blurred"
    MOVING = "moving"
    FROZEN = "frozen"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one picture is worth.

    ``mean`` and ``contrast`` (standard deviation) are grey levels of 0 to 255; ``dark`` and
    ``saturated`` shares of 0 to 1; ``focus`` the re-blur ratio of 0 to 1, ``best_focus`` the
    best of the last three seconds; ``motion`` the mean difference with the picture before, in
    grey levels. No flaw: the picture may be kept.
    """

    mean: float
    dark: float
    saturated: float
    contrast: float
    focus: float
    best_focus: float
    motion: float
    flaws: tuple[Flaw, ...] = ()

    @property
    def is_good(self) -> bool:
        """True when nothing is wrong with the picture."""
        return not self.flaws
