"""A change of account ends the process: the real window, locked, comes back as another image."""

import os
import subprocess
import sys
from pathlib import Path

from app.afresh import command
from tests.rules.tree import ROOT

DRIVER = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from app import main
from app.desk.messages import LockAsked, LoginAsked
from app.effects.demonstration import CODE
import ui.window

told = Path(os.environ["TOLD"])
before = told.read_text() if told.exists() else ""
told.write_text(before + f"{os.getpid()} {' '.join(sys.argv[1:])}\\n")

def drive(window):
    flow = window._loop.flow
    if before:
        told.write_text(told.read_text() + f"{flow.desk.person} {flow.desk.screen}\\n")
        os._exit(0)
    if flow.desk.tiles:
        window._loop.send(LockAsked())
    elif flow.desk.person is None and not flow.desk.opening and not flow.desk.stale:
        window._loop.send(LoginAsked("helene", CODE))

class Driven(ui.window.StationWindow):
    def __init__(self, *given):
        super().__init__(*given)
        self._hand = QTimer(self)
        self._hand.timeout.connect(lambda: drive(self))
        self._hand.start(50)

ui.window.StationWindow = Driven
sys.exit(main.main(sys.argv[1:]))
"""


def test_a_lock_ends_the_process_and_opens_the_same_folder_in_a_fresh_one(tmp_path: Path) -> None:
    driver, told, folder = tmp_path / "driver.py", tmp_path / "told.txt", tmp_path / "station"
    driver.write_text(DRIVER, encoding="utf-8")
    subprocess.run(
        [sys.executable, str(driver), "--data", str(folder)],
        env=os.environ | {"TOLD": str(told), "PYTHONPATH": str(ROOT)},
        check=True,
        timeout=120,
    )
    first, second, seen = told.read_text(encoding="utf-8").splitlines()
    assert first == second  # the same number, the same words
    assert first.endswith(f"--data {folder}")
    assert seen == "None login"


def test_the_folder_takes_the_place_of_the_one_named_before(tmp_path: Path) -> None:
    original = ["python", "-I", "-m", "app", "--data", "/old", "--quit-after-paint"]
    assert command(original, tmp_path) == ["python", "-I", "-m", "app", "--data", str(tmp_path)]
    assert command(["osys"], tmp_path) == ["osys", "--data", str(tmp_path)]
