"""A preview of 1280 x 720 at 30 pictures a second: what it costs, each picture judged.

The pictures are ready beforehand and shown in turn: what it costs to wait for them is subtracted.
"""

import os
import time
from pathlib import Path
from statistics import median

from PySide6.QtCore import QEventLoop, QTimer

from app.live import LiveBoard, is_live
from hardware.bindings import CameraRole
from hardware.imaging import Judge
from hardware.media.client import Media
from hardware.media.commands import Sources
from hardware.media.launch import Launched
from hardware.media.messages import FrameShown, MediaMessage
from hardware.simulators.camera import opener, pictures
from hardware.simulators.scenes import Scene, Simulation, Step
from tests.bench.figure import Figure, at_least, at_most, told
from ui.widgets.preview import Preview

ROLE = CameraRole.OTOSCOPE
WARM_S, MEASURED_S = 3.0, 10.0
COST_GOAL, JUDGED_GOAL_MS, RATE_GOAL = 10, 3, 28
JUDGED = 300


def measure() -> list[Figure]:
    """Measured in the application that the caller made."""
    media, window, rate = preview()
    source = source_cost()
    return [
        at_least("devices.preview.rate", rate, "/s", RATE_GOAL),
        at_most("devices.preview.cost", media + window - source, "%", COST_GOAL),
        told("devices.preview.process", media - source, "%"),
        told("devices.preview.source", source, "%"),
        told("devices.preview.window", window, "%"),
        at_most("devices.picture.judged", judged_ms(), "ms", JUDGED_GOAL_MS),
    ]


class Board:
    """The board of what moves, and how many pictures came."""

    def __init__(self) -> None:
        self.live = LiveBoard()
        self.frames = 0

    def put(self, message: MediaMessage) -> None:
        self.frames += isinstance(message, FrameShown)
        if is_live(message):
            self.live.put(message)


def preview() -> tuple[float, float, float]:
    """Shares of a core in percent: the media process, then the window; and pictures a second."""
    processes: list[Launched] = []
    board = Board()
    media = Media(board.put, Sources(simulation=Simulation()), launch=lambda: _launched(processes))
    shown = Preview(lambda face: None)
    shown.look_at(board.live, ROLE)
    shown.show()
    media.start()
    media.show(ROLE)
    try:
        while not board.frames:
            _live(0.5)
        _live(WARM_S)
        pid, frames = processes[-1].pid, board.frames
        there, here, began = _cpu_s(pid), time.process_time(), time.perf_counter()
        _live(MEASURED_S)
        spent = time.perf_counter() - began
        there, here = _cpu_s(pid) - there, time.process_time() - here
        assert shown.image is not None and len(processes) == 1
        return 100 * there / spent, 100 * here / spent, (board.frames - frames) / spent
    finally:
        shown.close()
        media.stop()


def _launched(processes: list[Launched]) -> Launched:
    processes.append(Launched())
    return processes[-1]


def _live(seconds: float) -> None:
    """Let the window live for so long."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def _cpu_s(pid: int) -> float:
    """Processor seconds of another process, all its threads. Linux only."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def source_cost() -> float:
    """Share of a core in percent that waiting for ready pictures takes by itself."""
    pictures(ROLE, Scene.SHARP)
    camera = opener(ROLE, (Step(Scene.SHARP, 1.0),))()
    camera.frame()
    spent, began = time.process_time(), time.perf_counter()
    while time.perf_counter() - began < MEASURED_S / 2:
        camera.frame()
    return 100 * (time.process_time() - spent) / (time.perf_counter() - began)


def judged_ms() -> float:
    """Milliseconds to judge one picture of 1280 x 720, median."""
    judge, ready = Judge(), pictures(ROLE, Scene.SHARP)
    spent = []
    for rank in range(JUDGED):
        began = time.perf_counter()
        judge.judge(ready[rank % len(ready)], rank / 30)
        spent.append(time.perf_counter() - began)
    return 1000 * median(spent)
