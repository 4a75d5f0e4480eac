"""Where sounddevice and PortAudio are, loaded when first needed.

Either may be missing on a station: that is a state with a sentence, and everything else works.
An ordinary user has the library unpacked in ``.runtime/root`` (``resources/setup``), where
sounddevice, which asks the system's list, would not find it: the loader does, by its SONAME.
"""

import contextlib
import ctypes
import ctypes.util
import functools
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from hardware.readings import DeviceState
from hardware.sound_source import SoundUnavailable

UNPACKED = Path(__file__).resolve().parents[2] / ".runtime" / "root"
_ALSA, _ALSA_ELSEWHERE = Path("/usr/share/alsa/alsa.conf"), ("ALSA_CONFIG_PATH", "ALSA_CONFIG_DIR")
_SONAME = "libportaudio.so.2"
_NEEDED = ("libasound.so.*", "libdb-5.3.so", "libjack.so.*", _SONAME)


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


def main() -> int:
    """Return 0 when PortAudio is found, 1 when it is not; elsewhere than on Linux pip brings it."""
    return 0 if sys.platform != "linux" or _is_usable() else 1


if __name__ == "__main__":
    sys.exit(main())
