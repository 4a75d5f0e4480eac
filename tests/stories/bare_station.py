"""A station opened where every optional library is missing; run in a process of its own.

Says what it saw as one line of JSON.
"""

import json
import sys
import time
from collections.abc import Callable
from importlib.abc import MetaPathFinder
from pathlib import Path

BLOCKED = (
    *("bleak", "serial", "cv2", "cv2_enumerate_cameras", "scipy", "sounddevice", "pkcs11"),
    *("wrtc", "livekit", "aiohttp"),
)
PATIENCE_S = 60


class Absent(MetaPathFinder):
    """Stands before every finder: the blocked libraries cannot be imported."""

    def find_spec(self, name: str, *_: object) -> None:
        if name.partition(".")[0] in BLOCKED:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def main(story: str, folder: str) -> None:
    sys.meta_path.insert(0, Absent())
    seen = {"devices": devices_page, "typed": typed_measures}[story](Path(folder))
    loaded = [name for name in BLOCKED if sys.modules.get(name) is not None]
    sys.stdout.write(json.dumps({**seen, "loaded": loaded}) + "\n")
    sys.stdout.flush()


class Opened:
    """The real window on a folder, driven by messages and by keys."""

    def __init__(self, folder: Path) -> None:
        from app.effects.opening import make_runner, open_desk
        from app.effects.pace import REAL
        from ui.application import make_application
        from ui.loop import Loop
        from ui.window import StationWindow

        self.application = make_application(["osys"])
        desk, pace = open_desk(folder), REAL
        self._runners: list[object] = []

        def make_starter(post: object) -> object:
            self._runners.append(make_runner(desk, folder, post, pace))
            return self._runners[0]

        self.loop = Loop(desk, make_starter, pace.now)
        self.window = StationWindow(self.loop)
        self.window.show()

    def wait(self, reached: Callable[[], object], what: str) -> None:
        end = time.monotonic() + PATIENCE_S
        while not reached():
            self.application.processEvents()
            time.sleep(0.005)
            if time.monotonic() > end:
                raise TimeoutError(f"{what}: {self.loop.flow.desk.notice}")

    def log_in(self, login: str, secret: str) -> None:
        from app.desk.messages import LoginAsked

        self.loop.send(LoginAsked(login, secret))
        self.wait(lambda: self.loop.flow.desk.person, "the session")

    def words(self) -> str:
        from PySide6.QtWidgets import QLabel

        page = self.window.page
        self.application.processEvents()
        return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page))

    def close(self) -> None:
        self.window.close()
        self._runners[0].stop()


def devices_page(folder: Path) -> dict[str, object]:
    """Open the page of the devices of a real station: a cuff and an oximeter are bound."""
    from app.office.office import OfficeAsked
    from app.office.places import Place
    from tests.office.founders import OURS

    opened = Opened(folder)
    opened.log_in("anne", OURS)
    opened.loop.send(OfficeAsked(Place.DEVICES))
    desk = opened.loop.flow
    opened.wait(lambda: desk.desk.office.devices.bindings is not None, "what is bound")
    opened.wait(lambda: len(desk.desk.devices) > 5, "the state of each device")
    states = {kind.value: line.state.value for kind, line in desk.desk.devices.items()}
    seen = {"words": opened.words(), "states": states}
    opened.close()
    return seen


def typed_measures(folder: Path) -> dict[str, object]:
    """Type every measure of a patient on a station none of whose devices answers."""
    from app.desk.messages import PatientAsked
    from app.encounter.measure import ReadingTyped, slot
    from app.encounter.model import Step
    from hardware.readings import Kind
    from tests.builders import some_traits
    from tests.stories.bare_visit import walk_to_measures

    opened = Opened(folder)
    opened.log_in("helene", "123456")
    flow = opened.loop.flow
    opened.wait(lambda: flow.desk.tiles, "the home page")
    opened.loop.send(PatientAsked("douleur_pharyngee"))
    opened.wait(lambda: flow.encounter is not None, "the consultation")
    walk_to_measures(opened.loop.send, lambda: flow.encounter, some_traits())
    assert flow.encounter.step is Step.MEASURE, flow.encounter.step
    opened.wait(lambda: len(flow.desk.devices) > 5, "the state of each device")
    before = opened.words()
    typed = {
        Kind.TEMPERATURE: ("37,2",),
        Kind.BLOOD_PRESSURE: ("124", "78"),
        Kind.OXIMETRY: ("98", "72"),
        Kind.RESPIRATION: ("16",),
    }
    for kind, texts in typed.items():
        opened.loop.send(ReadingTyped(kind, texts))
    kept = {kind.value: slot(flow.encounter, kind).reading is not None for kind in typed}
    origins = sorted({slot(flow.encounter, kind).reading.origin.value for kind in typed})
    seen = {"before": before, "after": opened.words(), "kept": kept, "origins": origins}
    opened.close()
    return seen
