"""First paint of the login window beside an empty QApplication, interleaved processes."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from app.clock import new_id, now
from app.effects.demonstration import prepare
from tests.bench.figure import Figure, at_most, ratio_of_medians, told

PAIRS = 21
EMPTY = "from PySide6.QtWidgets import QApplication; QApplication([])"
LOAD = "from app import qt_libraries; qt_libraries.load_unpacked();"


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        station = Path(folder, "station")
        prepare(station, new_id(), now())
        ours = [sys.executable, "-I", "-m", "app", "--data", str(station), "--quit-after-paint"]
        floor = [sys.executable, "-I", "-c", LOAD + EMPTY]
        _seconds(ours), _seconds(floor)
        pairs = [(_seconds(ours), _seconds(floor)) for _ in range(PAIRS)]
    windows, empties = [a for a, _ in pairs], [b for _, b in pairs]
    return [
        at_most("startup.first_paint_over_empty", ratio_of_medians(windows, empties), "x", 2.5),
        told("startup.first_paint", median(windows) * 1000, "ms"),
        told("startup.empty_application", median(empties) * 1000, "ms"),
    ]


def _seconds(command: list[str]) -> float:
    started = time.perf_counter()
    done = subprocess.run(command, env={**os.environ}, capture_output=True, timeout=60, check=False)
    elapsed = time.perf_counter() - started
    if done.returncode != 0:
        raise SystemExit(f"{command[-1]}: {done.stderr.decode()[-400:]}")
    return elapsed
