"""How long the window ever keeps its thread: a timer of 10 ms, through a whole story.

The real window, its real vault, simulated devices at their own pace; only the display is offscreen.
Each figure is the latest tick of one part of the story: nothing over 100 ms may be done there.
Beside it, the most the thread of the window worked between two ticks, which a busy machine does not
change.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.encounter.model import Stage
from tests.bench.figure import Figure, at_most, told
from tests.stories.hands import Hands
from tests.stories.test_exam_story import reach_measures, take_ear
from tests.stories.test_window import THROAT, answer_all
from ui.application import make_application
from ui.look import Look
from ui.widgets.button import Button

TICK_MS, LATEST_MS = 10, 100
ROUNDS = 3


class Hand:
    """Waits as ``qtbot`` does, the events of the window going on."""

    def addWidget(self, widget: QObject) -> None:
        """Keep nothing: the story closes its window itself."""

    def waitExposed(self, window: QObject) -> None:
        """Take the window as it is shown."""
        QApplication.processEvents()

    def waitUntil(self, reached: Callable[[], bool], *, timeout: int = 5000) -> None:
        ends = time.monotonic() + timeout / 1000
        while not reached():
            if time.monotonic() > ends:
                raise TimeoutError
            QApplication.processEvents()
            time.sleep(0.001)


class Watch(QObject):
    """A timer of the window's thread that notes how late it rings, by part of the story."""

    def __init__(self) -> None:
        super().__init__()
        self.late_ms: dict[str, list[float]] = defaultdict(list)
        self.busy_ms: dict[str, list[float]] = defaultdict(list)
        self._part, self._rang, self._worked = "", 0.0, 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._ring)
        self._timer.start(TICK_MS)

    def _ring(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        if self._part:
            self.late_ms[self._part].append((now - self._rang) * 1000 - TICK_MS)
            self.busy_ms[self._part].append((worked - self._worked) * 1000)
        self._rang, self._worked = now, worked

    @contextmanager
    def during(self, part: str) -> Iterator[None]:
        """Note under ``part`` what happens meanwhile."""
        QApplication.processEvents()
        self._part, self._rang, self._worked = part, time.perf_counter(), time.thread_time()
        yield
        self._ring()
        self._part = ""


def measure() -> list[Figure]:
    application = make_application(["bench"], Look(reduced_motion=True))
    watch = Watch()
    for _ in range(ROUNDS):
        with TemporaryDirectory() as folder:
            tell(watch, Path(folder))
    application.processEvents()
    late = [
        at_most(f"frozen.{part}", max(them), "ms", LATEST_MS)
        for part, them in watch.late_ms.items()
    ]
    busy = [
        told(f"frozen.{part}_processor", max(them), "ms") for part, them in watch.busy_ms.items()
    ]
    return [*late, *busy]


def tell(watch: Watch, folder: Path) -> None:
    """Play one story: a patient, a picture of the exam, a sheet, its export, its proof."""
    hands = Hands(Hand(), folder / "station")  # type: ignore[arg-type] # it waits as qtbot does
    try:
        with watch.during("identity"):
            reach_measures(hands, folder)
        with watch.during("capture"):
            take_ear(hands, None)
        with watch.during("answers"):
            answer_all(hands, THROAT)
        with watch.during("sealing"):
            hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
            hands.wait(lambda: hands.visit.stage is Stage.SEALED, "the seal")
        consult(watch, hands)
    finally:
        hands.close()


def consult(watch: Watch, hands: Hands) -> None:
    """Find the sheet, open it, write its documents, verify everything."""
    desk = hands.loop.flow
    with watch.during("search"):
        hands.type("a")
        hands.wait(lambda: desk.desk.archive.lines, "the archive")
        hands.press(Qt.Key.Key_F3)
        hands.type("dorval")
        hands.enter()
        hands.wait(lambda: desk.desk.archive.detail, "the sheet")
    with watch.during("export"):
        hands.type("e")
        hands.wait(lambda: "documents" in desk.desk.notice, "the documents")
    with watch.during("proof"):
        buttons = hands.window.findChildren(Button)
        next(one for one in buttons if one.text() == "Vérifier le coffre").click()
        hands.wait(lambda: desk.desk.archive.verified, "the proof")
