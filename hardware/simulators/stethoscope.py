"""A simulated stethoscope: it hears a calculated heart, at the pace of a real one.

What it gives is marked simulated, like all that comes from the demonstration.
"""

import time
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from hardware.heart_sounds import as_samples
from hardware.readings import DeviceState, Origin
from hardware.simulators.heart import RATE_HZ, Heart, heart, noise, speech
from hardware.sound_source import BLOCK_S, Block, SoundUnavailable

if TYPE_CHECKING:
    from hardware.heart_sounds import Samples
    from hardware.simulators.heart import Sound

SEED = 20
TURN_S = 60.0
NORMAL, UNPLUGGED = "normal", "unplugged"
UNPLUGGED_AFTER_S = 5.0

HEARTS: Mapping[str, Heart] = MappingProxyType(
    {
        NORMAL: Heart(72, snr_db=12, spread=0.01),
        "fast": Heart(128, snr_db=12, spread=0.01),
        "murmur": Heart(84, snr_db=12, spread=0.01, murmur=1),
        "irregular": Heart(88, snr_db=12, spread=0.2),
        "hum": Heart(72, hum=True),
        UNPLUGGED: Heart(72),
    }
)
OTHERS: Mapping[str, "Callable[[float, int], Sound]"] = MappingProxyType(
    {"speech": speech, "noise": noise, "silence": lambda seconds, seed: 0 * noise(seconds, seed)}
)


class SimulatedStethoscope:
    """Hears the heart called ``name``: one of ``HEARTS`` or ``OTHERS``."""

    origin = Origin.SIMULATED
    rate_hz = RATE_HZ

    def __init__(
        self,
        name: str = NORMAL,
        *,
        pause: Callable[[float], object] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._sound = _samples_of(name)
        self._lasts_s = UNPLUGGED_AFTER_S if name == UNPLUGGED else float("inf")
        self._pause, self._monotonic = pause, monotonic
        self._started_at = monotonic()
        self._given = 0

    def block(self) -> Block:
        """Return the next tenth of a second, when a real one would."""
        size = round(BLOCK_S * RATE_HZ)
        due_s = (self._given + size) / RATE_HZ
        if due_s > self._lasts_s:
            raise SoundUnavailable(DeviceState.LOST)
        wait_s = self._started_at + due_s - self._monotonic()
        if wait_s > 0:
            self._pause(wait_s)
        first = self._given % self._sound.size
        self._given += size
        return Block(self._sound[first : first + size])

    def close(self) -> None:
        """There is nothing to release."""


def _samples_of(name: str) -> "Samples":
    """Return a minute of what ``name`` is, of a whole number of blocks.

    Raises:
        KeyError: no such heart.
    """
    if name in OTHERS:
        return as_samples(OTHERS[name](TURN_S, SEED))
    return as_samples(heart(TURN_S, SEED, HEARTS[name]))
