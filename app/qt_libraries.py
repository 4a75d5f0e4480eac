"""What Qt needs from the system before its first import: shared libraries and a display.

An ordinary user has the libraries unpacked in ``.runtime/root`` beside the project (see
``resources/setup``). The loader matches by SONAME, so loading each file once is enough: no
LD_LIBRARY_PATH, no second start of the process.
"""

import ctypes
import os
import sys
from collections.abc import Iterable
from pathlib import Path

UNPACKED = Path(__file__).resolve().parents[1] / ".runtime" / "root"

# Read from the dynamic sections of the PySide6-Essentials 6.11.3 wheel (modules used, plug-ins).
_FOR_QT = (
    "libglib-2.0.so.0",
    "libgthread-2.0.so.0",
    "libGL.so.1",
    "libEGL.so.1",
    "libX11.so.6",
    "libdbus-1.so.3",
    "libfontconfig.so.1",
    "libfreetype.so.6",
    "libxkbcommon.so.0",
)
_FOR_A_WINDOW = (
    "libX11-xcb.so.1",
    "libxcb.so.1",
    "libxcb-cursor.so.0",
    "libxcb-icccm.so.4",
    "libxcb-image.so.0",
    "libxcb-keysyms.so.1",
    "libxcb-randr.so.0",
    "libxcb-render-util.so.0",
    "libxcb-render.so.0",
    "libxcb-shape.so.0",
    "libxcb-shm.so.0",
    "libxcb-sync.so.1",
    "libxcb-util.so.1",
    "libxcb-xfixes.so.0",
    "libxcb-xkb.so.1",
    "libxkbcommon-x11.so.0",
)


def prepare() -> bool:
    """Load the unpacked libraries and return whether a window can be shown.

    Without a usable display Qt is told to draw off screen, because its own choice would end
    the process. Call it before the first import of Qt.
    """
    load_unpacked()
    usable = display_usable()
    if not usable:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return usable


def display_usable() -> bool:
    """Return whether Qt can open a window here.

    A platform asked for by ``QT_QPA_PLATFORM`` is taken at its word. Elsewhere than on Linux
    there is always one; on Linux an X display must answer and the plug-in's libraries be there.
    """
    if sys.platform != "linux":
        return True
    if os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY")) and not missing(_FOR_A_WINDOW) and _x_answers()


def load_unpacked() -> None:
    """Load every library of ``.runtime/root``; do nothing where there is none."""
    if not UNPACKED.is_dir():
        return
    waiting = [str(path) for path in UNPACKED.glob("usr/lib/*/*.so.*")]
    waiting += [str(path) for path in UNPACKED.glob("lib/*/*.so.*")]
    while waiting:
        refused = [path for path in waiting if not _loads(path)]
        if len(refused) == len(waiting):
            break
        waiting = refused
    _point_at_data("FONTCONFIG_PATH", "etc/fonts")
    _point_at_data("XKB_CONFIG_ROOT", "usr/share/X11/xkb")


def missing(names: Iterable[str]) -> list[str]:
    """Return those of ``names`` (SONAMEs) that the loader does not find."""
    return [name for name in names if not _loads(name)]


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name, ctypes.RTLD_GLOBAL)
    except OSError:
        return False
    return True


def _point_at_data(variable: str, folder: str) -> None:
    if not Path("/", folder).is_dir():
        os.environ.setdefault(variable, str(UNPACKED / folder))


def _x_answers() -> bool:
    """Return whether the display of the environment accepts us, rights included (libxcb)."""
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not refused


def main() -> int:
    """Print the libraries the system lacks, one a line; the exit code says whether any does."""
    load_unpacked()
    lacking = missing([*_FOR_QT, *_FOR_A_WINDOW]) if sys.platform == "linux" else []
    sys.stdout.writelines(f"{name}\n" for name in lacking)
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
