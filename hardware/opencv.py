"""The only door to OpenCV: loaded when first needed, never at start-up.

``opencv-python`` may stand where the headless build is declared; it then points Qt at its own
plugins through two variables of the environment, which would mislead the window. They are removed.
"""

import functools
import os
from types import ModuleType

_QT_VARIABLES = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR")


@functools.cache
def load() -> ModuleType:
    """Return the module ``cv2``, silent."""
    before = {name: os.environ.get(name) for name in _QT_VARIABLES}
    import cv2

    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    return cv2
