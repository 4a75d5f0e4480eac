"""PortAudio, by way of sounddevice: which inputs there are, and one of them recording.

Its list of devices is made once, at its start. It is started again before each look at it, except
while a stream is open, which would die of it.
"""

import contextlib
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Protocol, TypeVar

from hardware import sound_words
from hardware.links.sound_library import load
from hardware.readings import DeviceState
from hardware.sound_source import SoundUnavailable

if TYPE_CHECKING:
    from hardware.heart_sounds import Samples


# One way to each device: the other ones list it again, some with its name cut.
HOSTS = ("ALSA", "Windows WASAPI", "Core Audio")
# Names, on ALSA, that stand for whatever input the system prefers today: never a stethoscope.
_PREFERRED = re.compile(
    r"default|sysdefault|pulse|pipewire|jack|oss|null|dmix|dsnoop|front|rear|hdmi|iec958|spdif"
    r"|surround\d+|center_lfe|side|modem|phoneline|lavrate|samplerate|speex\w*|upmix|vdownmix",
    re.IGNORECASE,
)
_CARD_NUMBER = re.compile(r"\s*\((plug)?hw:[^)]*\)\s*$")

_CHANNELS_REFUSED, _RATE_REFUSED, _NO_DEVICE, _SAMPLES_REFUSED = -9998, -9997, -9996, -9994
_UNAVAILABLE = -9985
_FORMAT = frozenset({_CHANNELS_REFUSED, _RATE_REFUSED, _SAMPLES_REFUSED})

_Kept = TypeVar("_Kept")


class FormatRefused(Exception):
    """The input does not take this number of channels or of samples a second."""


@dataclass(frozen=True, slots=True)
class SoundInput:
    """One sound input plugged in now.

    ``device_id`` stays the same when it is plugged in again; ``index`` does not.
    """

    device_id: str
    name: str
    index: int
    channels: int
    rate_hz: int


class Stream(Protocol):
    """An input that is being recorded."""

    def read(self, frames: int) -> "tuple[Samples, bool]":
        """Return the next samples of the first channel, and whether some were lost before them.

        Raises:
            SoundUnavailable: the device is gone.
        """
        ...

    def close(self) -> None:
        """Release the device. Never raises."""
        ...


class SoundHost(Protocol):
    """What lists and opens the sound inputs of this machine."""

    def inputs(self) -> tuple[SoundInput, ...]:
        """Return the inputs plugged in now.

        Raises:
            SoundUnavailable: the sound library is not there.
        """
        ...

    def open(self, chosen: SoundInput, channels: int, rate_hz: int) -> Stream:
        """Return ``chosen``, recording.

        Raises:
            FormatRefused: not in this format.
            SoundUnavailable: absent, busy or denied.
        """
        ...


class PortAudio:
    """The real inputs. Its calls may block: never from a thread somebody waits for."""

    def __init__(self) -> None:
        self._streams = 0
        self._lock = threading.RLock()

    def inputs(self) -> tuple[SoundInput, ...]:
        """Return the inputs plugged in now, without the system's preferred ones."""
        sound = load()
        with self._lock:
            if self._streams == 0:  # its list is made once, at its start; an open stream would die
                sound._terminate()
                sound._initialize()
            return self._listed(sound)

    def _listed(self, sound: ModuleType) -> tuple[SoundInput, ...]:
        hosts = [str(one["name"]) for one in sound.query_hostapis()]
        found = []
        for row in sound.query_devices():
            host, name = hosts[int(row["hostapi"])], str(row["name"])
            channels = int(row["max_input_channels"])
            if host in HOSTS and channels > 0 and not _PREFERRED.fullmatch(name):
                rate_hz = round(float(row["default_samplerate"]))
                stable = stable_name(name)
                identity = f"{host}/{stable}"
                found.append(SoundInput(identity, stable, int(row["index"]), channels, rate_hz))
        return tuple(found)

    def open(self, chosen: SoundInput, channels: int, rate_hz: int) -> Stream:
        """Return ``chosen``, recording in 16 bits."""
        sound = load()
        return self.keep(
            lambda: _Open(self, sound, self._recording(sound, chosen, channels, rate_hz))
        )

    def keep(self, opens: Callable[[], _Kept]) -> _Kept:
        """Return what ``opens`` gives; the list of devices is not made again until ``released``.

        Whatever opens a stream of PortAudio in this process does it by here.
        """
        with self._lock:
            kept = opens()
            self._streams += 1
            return kept

    def released(self) -> None:
        """One stream less is open."""
        with self._lock:
            self._streams -= 1

    def _recording(
        self, sound: ModuleType, chosen: SoundInput, channels: int, rate_hz: int
    ) -> "_InputStream":
        with _said(sound):
            stream: _InputStream = sound.InputStream(
                device=chosen.index,
                channels=channels,
                samplerate=rate_hz,
                dtype="int16",
                latency="high",
            )
            stream.start()
        return stream


class _Open:
    def __init__(self, host: PortAudio, sound: ModuleType, stream: "_InputStream") -> None:
        self._host, self._sound, self._stream = host, sound, stream

    def read(self, frames: int) -> "tuple[Samples, bool]":
        with _said(self._sound, gone=DeviceState.LOST):
            samples, has_gap = self._stream.read(frames)
        return samples[:, 0].copy(), has_gap

    def close(self) -> None:
        with contextlib.suppress(self._sound.PortAudioError):
            self._stream.abort()
        with contextlib.suppress(self._sound.PortAudioError):
            self._stream.close()
        self._host.released()


class _InputStream(Protocol):
    """What is used of ``sounddevice.InputStream``."""

    def start(self) -> None: ...
    def read(self, frames: int) -> "tuple[Samples, bool]": ...
    def abort(self) -> None: ...
    def close(self) -> None: ...


HERE = PortAudio()
"""The one of this process."""


def stable_name(name: str) -> str:
    """Return the name of an input without the number of its card, which changes at each plug."""
    return _CARD_NUMBER.sub("", name)


@contextlib.contextmanager
def _said(sound: ModuleType, gone: DeviceState = DeviceState.BUSY) -> Iterator[None]:
    """Turn an error of PortAudio into a state: its second argument is its number."""
    try:
        yield
    except sound.PortAudioError as fault:
        # without a number when the input is no longer in the list
        code = fault.args[1] if len(fault.args) > 1 else _NO_DEVICE
        raise refusal_of(code, gone) from None


def refusal_of(code: int, otherwise: DeviceState) -> FormatRefused | SoundUnavailable:
    """Return what the error ``code`` of PortAudio means.

    Source: ``portaudio.h`` 19.6, ``PaErrorCode``.
    """
    if otherwise is DeviceState.LOST:
        return SoundUnavailable(DeviceState.LOST)
    if code in _FORMAT:
        return FormatRefused()
    if code == _NO_DEVICE:
        return SoundUnavailable(DeviceState.ABSENT)
    if code == _UNAVAILABLE:
        return SoundUnavailable(DeviceState.BUSY)
    return SoundUnavailable(otherwise, sound_words.SLOW)
