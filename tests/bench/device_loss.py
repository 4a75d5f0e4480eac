"""A device that goes away and comes back, seen by the hub in real time: radio, then cable."""

import threading
import time
from collections.abc import Callable

from hardware.messages import DeviceSeen, HubMessage
from hardware.readings import DeviceState, Kind
from hardware.simulators.scenario import Faults
from tests.bench.figure import Figure, at_most
from tests.hardware.lines.line import a_line, an_oximeter
from tests.hardware.radio.radio_room import RadioRoom, RealTime

ROUNDS = 5
AWAY_S = 3
PATIENCE_S, LOOK_EVERY_S = 30.0, 0.005
LOSS_GOAL_S, RETURN_GOAL_S = 2, 5
CUFF = Kind.BLOOD_PRESSURE


def measure() -> list[Figure]:
    losses, returns = zip(*[radio() for _ in range(ROUNDS)], strict=True)
    unplugged = [unplugging() for _ in range(ROUNDS)]
    silent = [silence() for _ in range(2)]
    return [
        at_most("devices.loss.radio", max(losses), "s", LOSS_GOAL_S),
        at_most("devices.return.radio", max(returns), "s", RETURN_GOAL_S),
        at_most("devices.loss.cable_unplugged", max(unplugged), "s", LOSS_GOAL_S),
        at_most("devices.loss.cable_silent", max(silent), "s", LOSS_GOAL_S),
    ]


class Heard:
    """When each message was posted."""

    def __init__(self) -> None:
        self.posted: list[tuple[float, HubMessage]] = []

    def __call__(self, message: HubMessage) -> None:
        self.posted.append((time.perf_counter(), message))

    def when(self, state: DeviceState, after_s: float = 0.0) -> float | None:
        return next(
            (
                at_s
                for at_s, one in self.posted
                if at_s > after_s and isinstance(one, DeviceSeen) and one.state is state
            ),
            None,
        )


def radio() -> tuple[float, float]:
    """Seconds until a switched off cuff is said lost, then from its return to its connection."""
    heard = Heard()
    with RadioRoom(CUFF, time=RealTime(), blood_pressure=Faults(silent=True)) as room:
        room.on_post = heard
        served = room.served[CUFF]
        room.hub.measure("bench", CUFF)
        waited(lambda: heard.when(DeviceState.CONNECTED))
        left_s = time.perf_counter()
        room.in_loop(lambda: served._spawn(served.vanish()))
        lost_s = waited(lambda: heard.when(DeviceState.LOST, left_s))
        threading.Event().wait(AWAY_S)
        back_s = time.perf_counter()
        room.in_loop(lambda: served._spawn(served.appear()))
        connected_s = waited(lambda: heard.when(DeviceState.CONNECTED, back_s))
        room.hub.cancel("bench", CUFF)
    return lost_s - left_s, connected_s - back_s


def unplugging() -> float:
    """Seconds from the cable taken out to the loss said."""
    with an_oximeter(speed=1) as device, a_line(device, speed=1) as line:
        heard = line.on_post = Heard()
        line.measure()
        line.shows_a_value()
        left_s = time.perf_counter()
        device.unplug()
        return waited(lambda: heard.when(DeviceState.LOST, left_s)) - left_s


def silence() -> float:
    """Seconds from the last frame to the loss said, the cable still in place."""
    with an_oximeter(speed=1) as device, a_line(device, speed=1) as line:
        heard = line.on_post = Heard()
        line.measure()
        line.shows_a_value()
        left_s = time.perf_counter()
        device.is_silent = True
        return waited(lambda: heard.when(DeviceState.LOST, left_s)) - left_s


def waited(found: Callable[[], float | None]) -> float:
    late = time.perf_counter() + PATIENCE_S
    while (at_s := found()) is None:
        assert time.perf_counter() < late, "the hub never said it"
        threading.Event().wait(LOOK_EVERY_S)
    return at_s
