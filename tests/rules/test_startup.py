"""The login screen is painted before anything heavy is imported; only our own `app` is started."""

import os
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

# What a light start may bring; everything else that is installed waits for the first task.
LIGHT = {"PySide6", "shiboken6", "shibokensupport", "msgspec", "_distutils_hack"}
QT = {"QtCore", "QtGui", "QtWidgets", "QtSvg"}


def _imported(folder: Path) -> set[str]:
    """Return the modules that one start imports until its first paint, in a folder of its own."""
    said = subprocess.run(
        [sys.executable, "-X", "importtime", "-I", "-m", "app", "--quit-after-paint"],
        env=os.environ | {"XDG_DATA_HOME": str(folder), "QT_QPA_PLATFORM": "offscreen"},
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    lines = [line for line in said.stderr.splitlines() if line.startswith("import time:")]
    return {line.rsplit("|", 1)[1].strip() for line in lines}


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The imports of a second start: the first one also makes the demonstration."""
    folder = tmp_path_factory.mktemp("start")
    _imported(folder)
    return _imported(folder)


def test_the_window_is_painted(imported: set[str]) -> None:
    assert {"PySide6.QtWidgets", "ui.screens.login"} <= imported


def test_nothing_heavy_is_imported_before_the_first_paint(imported: set[str]) -> None:
    tops = {module.split(".")[0] for module in imported}
    assert (tops & set(packages_distributions())) - LIGHT == set()
    assert not tops & {"asyncio", "multiprocessing", "ssl", "email"}


def test_only_four_qt_modules_are_imported_before_the_first_paint(imported: set[str]) -> None:
    found = {module.split(".")[1] for module in imported if module.startswith("PySide6.Qt")}
    assert found <= QT


def test_a_foreign_app_in_the_current_folder_is_never_run(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").write_text("raise SystemExit(66)\n", encoding="utf-8")
    started = subprocess.run(
        [sys.executable, "-I", "-m", "app", "--help"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        check=False,
    )
    assert started.returncode == 0, started.stderr.decode()
