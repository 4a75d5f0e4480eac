"""What every test runs under: Qt off screen, one scale, and the guards of the other files."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_SCALE_FACTOR"] = "1"

from app import qt_libraries  # after the choice of platform

qt_libraries.load_unpacked()

pytest_plugins = ["tests.dressing", "tests.honesty", "tests.log_guard", "tests.time_budget"]
