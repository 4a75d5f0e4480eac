"""From the bytes a cuff sends on the radio to its card painted in the window, off screen."""

import time
from collections.abc import Callable
from dataclasses import replace
from statistics import median

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app.clock import new_id, now
from app.config import read_station
from app.desk.messages import EncounterOpened, LoggedIn
from app.desk.model import Account, Desk
from app.effects.demonstration import SETTINGS_SHIPPED
from app.effects.devices import Devices, post_from_hub
from app.encounter.effects import StopMeasure, TakeMeasure
from app.encounter.measure import MeasureAsked, slot
from app.encounter.model import Encounter, SlotState, Step
from app.traffic import AnyEffect, Post
from hardware.links.direct import Air
from hardware.readings import Kind
from hardware.simulators.scenario import IN_ORDER
from resources import files
from tests.bench.figure import Figure, at_most, told
from tests.builders import an_identified_visit
from tests.hardware.radio.radio_room import RadioRoom, RealTime
from tests.hardware.radio.scripted import ScriptedCuff
from tests.hardware.radio.served import Served
from ui.loop import Loop
from ui.screens.measure import MeasureScreen
from ui.widgets.measure_card import MeasureCard
from ui.window import StationWindow

ROUNDS = 15
GOAL_MS = 50
PATIENCE_MS = 30_000
KIND = Kind.BLOOD_PRESSURE
FIRST_SYSTOLIC = 118


class Arming:
    """Starts measures on the hub; the rest of the world is not there."""

    def __init__(self, devices: Devices) -> None:
        self._devices = devices

    def start(self, effect: AnyEffect) -> None:
        if isinstance(effect, TakeMeasure):
            self._devices.take(effect)
        elif isinstance(effect, StopMeasure):
            self._devices.stop(effect)


class Sending:
    """A cuff that sends its result as soon as it is listened to, and notes when."""

    def __init__(self) -> None:
        self.sent_s: list[tuple[float, float]] = []

    async def __call__(self, one: ScriptedCuff, air: Air) -> None:
        await one.watched(air)
        self.sent_s.append((time.perf_counter(), time.process_time()))
        one.say(air, FIRST_SYSTOLIC + one.connections)


class Painted(QObject):
    """Sees when a card is painted for the first time after its value came in."""

    def __init__(self, card: MeasureCard, loop: Loop) -> None:
        super().__init__()
        self._card, self._loop = card, loop
        self._has_value = False
        self.is_done = False
        loop.changed.connect(self._look)

    def _look(self) -> None:
        """Called after the screens were rendered: what is painted from now on shows the value."""
        self._has_value = slot(visit_of(self._loop), KIND).state is SlotState.TAKEN

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._has_value and event.type() is QEvent.Type.Paint and isinstance(watched, QWidget):
            mine = watched is self._card or self._card.isAncestorOf(watched)
            self.is_done = self.is_done or mine
        return False


def _desk() -> Desk:
    return Desk(station=read_station(files.path(SETTINGS_SHIPPED), demonstration=True))


def measure(application: QApplication) -> list[Figure]:
    sending = Sending()
    room = RadioRoom(
        time=RealTime(),
        cuff=lambda clock: Served(ScriptedCuff(clock, sending, IN_ORDER)),
    )
    loop = Loop(_desk(), lambda post: _starter(room, post), now)
    window = StationWindow(loop)
    window.show()
    with room:
        loop.send(LoggedIn(Account("helene", "Hélène Marchetti", "Pharmacienne", "pharmacist")))
        start = an_identified_visit("piqure_tique").answer_until(Step.MEASURE).encounter
        loop.send(EncounterOpened(replace(start, encounter_id=new_id())))
        application.processEvents()
        screen = window.findChild(MeasureScreen)
        assert screen is not None
        spent = [_one(application, screen, loop, sending) for _ in range(ROUNDS)]
        walls, processor = zip(*spent, strict=True)
    window.close()
    return [
        at_most("devices.indication_to_card", median(walls) * 1000, "ms", GOAL_MS),
        told("devices.indication_to_card.worst", max(walls) * 1000, "ms"),
        told("devices.indication_to_card.processor", median(processor) * 1000, "ms"),
    ]


def _starter(room: RadioRoom, post: Post) -> Arming:
    room.on_post = post_from_hub(post)
    return Arming(Devices(room.hub))


def _one(
    application: QApplication, screen: MeasureScreen, loop: Loop, sending: Sending
) -> tuple[float, float]:
    """Return the seconds from the byte sent to the painting that shows it, wall and processor.

    The processor's, of all threads, are what a machine with nothing else to do would need.
    """
    rank = len(sending.sent_s)
    painted = Painted(screen._cards[KIND], loop)
    loop.send(MeasureAsked(KIND))
    application.installEventFilter(painted)
    _until(application, lambda: painted.is_done)
    ended, used = time.perf_counter(), time.process_time()
    application.removeEventFilter(painted)
    loop.changed.disconnect(painted._look)
    sent, using = sending.sent_s[rank]
    return ended - sent, used - using


def _until(application: QApplication, reached: Callable[[], bool]) -> None:
    """Let the window live until ``reached``, asleep between its events."""
    late = QTimer()
    late.setSingleShot(True)
    late.start(PATIENCE_MS)
    while not reached():
        assert late.isActive(), "the card never showed its value"
        application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def visit_of(loop: Loop) -> Encounter:
    encounter = loop.flow.encounter
    assert encounter is not None
    return encounter
