"""The only door to OpenCV: loaded when first needed, never at start-up.

``opencv-python`` may stand where the headless build is declared; it then points Qt at its own
plugins through two variables of the environment, which would mislead the window. They are removed,
and ``has_windows`` tells the two builds apart.
"""

import functools
import os
import re
import sys
from types import ModuleType

_QT_VARIABLES = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR")
_GUI = re.compile(r"^\s*GUI:\s*(\S+)", re.MULTILINE)


@functools.cache
def load() -> ModuleType:
    """Return the module ``cv2``, silent."""
    before = {name: os.environ.get(name) for name in _QT_VARIABLES}
    if sys.platform == "win32":
        # without it some cameras take 10 to 30 s to open (devices.md §5.3)
        os.environ.setdefault("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS", "0")
    import cv2

    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    return cv2


def has_windows() -> bool:
    """Return True when this OpenCV could open a window, which ends a Qt process."""
    return shows_windows(load().getBuildInformation())


def shows_windows(build: str) -> bool:
    """Return True when ``build``, the text of a build of OpenCV, names a toolkit of windows."""
    found = _GUI.search(build)
    return found is not None and found.group(1) != "NONE"
