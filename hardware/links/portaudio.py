"""PortAudio, by way of sounddevice: the only door to it, opened when first needed.

Either may be missing on a station: that is a state with a sentence, and everything else works.
An ordinary user has the library unpacked in ``.runtime/root`` (``resources/setup``), where
sounddevice, which asks the system's list, would not find it: the loader does, by its SONAME.
"""

import contextlib
import ctypes
import ctypes.util
import functools
import os
import re
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Protocol

from hardware import sound_words
from hardware.readings import DeviceState
from hardware.sound_source import SoundUnavailable

if TYPE_CHECKING:
    from hardware.heart_sounds import Samples

UNPACKED = Path(__file__).resolve().parents[2] / ".runtime" / "root"
_ALSA, _ALSA_ELSEWHERE = Path("/usr/share/alsa/alsa.conf"), ("ALSA_CONFIG_PATH", "ALSA_CONFIG_DIR")
_SONAME = "libportaudio.so.2"
_NEEDED = ("libasound.so.*", "libdb-5.3.so", "libjack.so.*", _SONAME)

# One way to each device: the other ones list it again, some with its name cut.
HOSTS = ("ALSA", "Windows WASAPI", "Core Audio")
# Names that stand for whatever input the system prefers today: never a stethoscope.
_PREFERRED = re.compile(
    r"^(default|sysdefault|pulse|pipewire|jack|oss|null|dmix|dsnoop|front|rear|hdmi|iec958|spdif"
    r"|surround\d+|center_lfe|side|modem|phoneline|lavrate|samplerate|speex\w*|upmix|vdownmix"
    r"|\w*microsoft\w*)\b",
    re.IGNORECASE,
)
_CARD_NUMBER = re.compile(r"\s*\((plug)?hw:[^)]*\)\s*$")

_CHANNELS_REFUSED, _RATE_REFUSED, _NO_DEVICE, _SAMPLES_REFUSED = -9998, -9997, -9996, -9994
_UNAVAILABLE = -9985
_FORMAT = frozenset({_CHANNELS_REFUSED, _RATE_REFUSED, _SAMPLES_REFUSED})


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
        self._counting = threading.Lock()

    def inputs(self) -> tuple[SoundInput, ...]:
        """Return the inputs plugged in now, without the system's preferred ones."""
        sound = load()
        if self._streams == 0:  # its list is made once, at its start; an open stream would die
            sound._terminate()
            sound._initialize()
        hosts = [str(one["name"]) for one in sound.query_hostapis()]
        found = []
        for row in sound.query_devices():
            host, name = hosts[int(row["hostapi"])], str(row["name"])
            channels = int(row["max_input_channels"])
            if host in HOSTS and channels > 0 and not _PREFERRED.match(name):
                rate_hz = round(float(row["default_samplerate"]))
                stable = stable_name(name)
                identity = f"{host}/{stable}"
                found.append(SoundInput(identity, stable, int(row["index"]), channels, rate_hz))
        return tuple(found)

    def open(self, chosen: SoundInput, channels: int, rate_hz: int) -> Stream:
        """Return ``chosen``, recording in 16 bits."""
        sound = load()
        with _said(sound):
            stream = sound.InputStream(
                device=chosen.index,
                channels=channels,
                samplerate=rate_hz,
                dtype="int16",
                latency="high",
            )
            stream.start()
        self._count(1)
        return _Open(self, sound, stream)

    def released(self) -> None:
        """One stream less is open."""
        self._count(-1)

    def _count(self, more: int) -> None:
        with self._counting:
            self._streams += more


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

    def read(self, frames: int) -> "tuple[Samples, bool]": ...
    def abort(self) -> None: ...
    def close(self) -> None: ...


def stable_name(name: str) -> str:
    """Return the name of an input without the number of its card, which changes at each plug."""
    return _CARD_NUMBER.sub("", name)


@functools.cache
def load() -> ModuleType:
    """Return the module ``sounddevice``, its library found.

    Raises:
        SoundUnavailable: it or PortAudio is not installed.
    """
    try:
        with _library_found():
            import sounddevice
    except (ImportError, OSError):
        raise SoundUnavailable(DeviceState.NOT_INSTALLED) from None
    found: ModuleType = sounddevice
    return found


@contextlib.contextmanager
def _library_found() -> Iterator[None]:
    """Answer the question sounddevice asks once, when it is imported: where is the library."""
    if sys.platform != "linux":
        yield
        return
    if not _is_usable():
        raise SoundUnavailable(DeviceState.NOT_INSTALLED)
    ask = ctypes.util.find_library
    ctypes.util.find_library = lambda name: _SONAME if name == "portaudio" else ask(name)
    try:
        yield
    finally:
        ctypes.util.find_library = ask


def _is_usable() -> bool:
    """Tell whether the library and the settings of ALSA are there: without them it aborts."""
    unpacked = UNPACKED / "usr/share/alsa"
    if not _ALSA.is_file() and (unpacked / "alsa.conf").is_file():
        os.environ.setdefault("ALSA_CONFIG_DIR", str(unpacked))
    has_settings = _ALSA.is_file() or any(name in os.environ for name in _ALSA_ELSEWHERE)
    return has_settings and _is_loaded()


def _is_loaded() -> bool:
    if _loads(_SONAME):
        return True
    for pattern in _NEEDED:
        for path in sorted(UNPACKED.glob(f"usr/lib/*/{pattern}")):
            _loads(str(path))
    return _loads(_SONAME)


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name, ctypes.RTLD_GLOBAL)
    except OSError:
        return False
    return True


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


def main() -> int:
    """Return 0 when PortAudio is found, 1 when it is not; elsewhere than on Linux pip brings it."""
    return 0 if sys.platform != "linux" or _is_usable() else 1


if __name__ == "__main__":
    sys.exit(main())
