"""The loudspeaker or the headphones the system prefers: a kept recording is heard there again.

Only what was recorded is played, never what is being recorded: a stethoscope near a loudspeaker
would howl.
"""

from types import ModuleType
from typing import TYPE_CHECKING, Protocol

from hardware.heart_sounds import RATE_HZ
from hardware.links.portaudio import HERE
from hardware.links.sound_library import load
from hardware.readings import DeviceState
from hardware.sound_source import SoundUnavailable

if TYPE_CHECKING:
    from hardware.heart_sounds import Samples

PLAYED_HZ = 48000
"""Every output takes it; few take the 4 kHz of a recording."""

NO_OUTPUT = (
    "Aucun haut-parleur ni casque ne répond. Branchez-en un, ou exportez la fiche pour écouter "
    "le son sur un autre ordinateur."
)


class Loudspeaker(Protocol):
    """An output that plays."""

    def write(self, samples: "Samples") -> None:
        """Play samples at 4 kHz, 16 bits mono; returns once there is room for the next.

        Raises:
            SoundUnavailable: the output is gone.
        """
        ...

    def close(self) -> None:
        """Release the output. Never raises."""
        ...


def open_loudspeaker() -> Loudspeaker:
    """Return the output the system prefers, open.

    Raises:
        SoundUnavailable: the sound library is not there, or no output answers.
    """
    return _Opened(load())


def faster(samples: "Samples") -> "Samples":
    """Return the same sound at 48 kHz."""
    import numpy

    times = PLAYED_HZ // RATE_HZ
    at = numpy.arange(samples.size * times) / times
    between = numpy.interp(at, numpy.arange(samples.size), samples.astype(numpy.float64))
    return between.round().astype(numpy.int16)


class _Opened:
    def __init__(self, sound: ModuleType) -> None:
        self._sound = sound
        try:
            self._stream = HERE.keep(self._started)
        except (sound.PortAudioError, ValueError):  # ValueError: no output at all
            raise SoundUnavailable(DeviceState.ABSENT, NO_OUTPUT) from None

    def _started(self) -> "_OutputStream":
        stream: _OutputStream = self._sound.OutputStream(
            samplerate=PLAYED_HZ, channels=1, dtype="int16", latency="high"
        )
        stream.start()
        return stream

    def write(self, samples: "Samples") -> None:
        if samples.size == 0:
            return
        try:
            self._stream.write(faster(samples).reshape(-1, 1))
        except self._sound.PortAudioError:
            raise SoundUnavailable(DeviceState.LOST, NO_OUTPUT) from None

    def close(self) -> None:
        try:
            self._stream.stop()
            self._stream.close()
        except self._sound.PortAudioError:
            return
        finally:
            HERE.released()


class _OutputStream(Protocol):
    """What is used of ``sounddevice.OutputStream``."""

    def start(self) -> None: ...
    def write(self, samples: "Samples") -> bool: ...
    def stop(self) -> None: ...
    def close(self) -> None: ...
