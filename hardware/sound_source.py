"""What gives chest sounds, a stethoscope or its simulation, and why none can be had."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from hardware import sound_words
from hardware.readings import DeviceError, DeviceState, Origin

if TYPE_CHECKING:
    from hardware.heart_sounds import Samples

BLOCK_S = 0.1
LOST_AFTER_S = 1.5


class SoundUnavailable(DeviceError):
    """No sound can be had; ``state`` says why, the sentence what to do."""

    def __init__(self, state: DeviceState, sentence: str = "") -> None:
        super().__init__(sentence or sound_words.STATES[state], f"sound {state}")
        self.state = state


@dataclass(frozen=True, slots=True)
class Block:
    """A tenth of a second of sound, 16 bits, mono; some was lost before it when ``has_gap``."""

    samples: "Samples"
    has_gap: bool = False


class SoundSource(Protocol):
    """A stethoscope that is open."""

    @property
    def rate_hz(self) -> int:
        """Return its samples a second."""
        ...

    @property
    def origin(self) -> Origin:
        """Return whether what it gives is live or simulated."""
        ...

    def block(self) -> Block:
        """Return the next block; waits for it.

        Raises:
            SoundUnavailable: none came for 1.5 s, or the device is gone.
        """
        ...

    def close(self) -> None:
        """Release the device. Never raises."""
        ...


def load_calculation() -> None:
    """Load what filters a sound and counts in it: about a second, before a device is opened.

    Raises:
        SoundUnavailable: it is not installed.
    """
    try:
        import scipy.signal  # noqa: F401
    except ImportError:
        raise SoundUnavailable(DeviceState.NOT_INSTALLED) from None
