"""Where a window can be shown, and that Qt is never left to end the process by itself."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.rules.tree import ROOT

ASK = """
from app import qt_libraries
usable = qt_libraries.prepare()
from PySide6.QtWidgets import QApplication
print(usable, QApplication([]).platformName())
"""


def _platform(**display: str) -> str:
    clean = {k: v for k, v in os.environ.items() if k not in {"DISPLAY", "QT_QPA_PLATFORM"}}
    said = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=ROOT,
        env=clean | display,
        capture_output=True,
        text=True,
        check=True,
    )
    return said.stdout.strip()


@pytest.fixture(scope="module")
def x_display() -> Iterator[str]:
    """The name of a display that Xvfb serves while these tests run."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as server:
        os.close(write)
        with os.fdopen(read) as told:
            number = told.readline().strip()
        yield f":{number}"
        server.terminate()


def test_without_a_display_qt_draws_off_screen() -> None:
    assert _platform() == "False offscreen"


def test_a_display_that_does_not_answer_is_no_display() -> None:
    assert _platform(DISPLAY=":4242") == "False offscreen"


def test_a_platform_that_was_asked_for_is_kept() -> None:
    assert _platform(QT_QPA_PLATFORM="minimal") == "True minimal"


@pytest.mark.needs("Xvfb")
def test_a_display_that_answers_gets_a_window(x_display: str) -> None:
    assert _platform(DISPLAY=x_display) == "True xcb"
