"""What every test runs under: Qt off screen, one scale, and the guards of the other files."""

import atexit
import os
import shutil
import tempfile

# What a real station keeps for the person of this computer goes to a folder of the run.
os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp(prefix="osys-state-")
os.environ["APPDATA"] = os.environ["XDG_STATE_HOME"]
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_SCALE_FACTOR"] = "1"

from app import qt_libraries  # after the choice of platform

qt_libraries.load_unpacked()
atexit.register(shutil.rmtree, os.environ["XDG_STATE_HOME"], ignore_errors=True)

pytest_plugins = [
    "tests.dressing",
    "tests.honesty",
    "tests.log_guard",
    "tests.sharing_out",
    "tests.time_budget",
    "tests.transport.sides",
]
