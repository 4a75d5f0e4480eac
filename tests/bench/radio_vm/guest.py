"""Inside the virtual machine: the product's hub over BlueZ, its devices beneath the kernel.

Each figure is a line ``FIGURE name value``; ``DONE`` says that the program reached its end.
"""

import asyncio
import subprocess
import sys
import threading
import time
from collections.abc import Callable

from bumble.controller import Controller
from bumble.hci import Address
from bumble.transport import open_transport

from hardware.bindings import Bindings
from hardware.links.bluetooth import BleakTransport
from hardware.messages import DeviceSeen, HubMessage, Live, Taken
from hardware.readings import DeviceState, Kind
from hardware.registry import station_registry
from hardware.simulators.scenario import Faults
from tests.hardware import room as rooms
from tests.hardware.radio.ether import Ether
from tests.hardware.radio.radio_room import RealTime, bound, simulated
from tests.hardware.radio.served import Served
from tests.hardware.room import ENDS, Room

ADAPTER = "00:1B:DC:07:32:EF"
CUFF = Kind.BLOOD_PRESSURE
SLOW_S = 120


class Beneath:
    """The devices and the adapter's controller, in a thread and a loop of their own."""

    def __init__(self) -> None:
        self.cuff = Served(simulated(CUFF, RealTime().now, Faults(stored=3)))
        self._loop = asyncio.new_event_loop()
        self._is_up = threading.Event()
        threading.Thread(target=self._live, name="beneath", daemon=True).start()
        assert self._is_up.wait(SLOW_S), "the adapter did not come up"

    def _live(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.create_task(self._begin())
        self._loop.run_forever()

    async def _begin(self) -> None:
        ether = Ether()
        ether.add(self.cuff)
        await ether.wake()
        self._adapter = await open_transport("vhci")
        self._controller = Controller(
            "adapter",
            host_source=self._adapter.source,
            host_sink=self._adapter.sink,
            link=ether.link,
            public_address=Address(ADAPTER, Address.PUBLIC_DEVICE_ADDRESS),
        )
        self._is_up.set()

    def do(self, act: Callable[[], object]) -> None:
        self._loop.call_soon_threadsafe(act)


def figure(name: str, value: float) -> None:
    sys.stdout.write(f"FIGURE {name} {value:.3f}\n")
    sys.stdout.flush()


def state_of(state: DeviceState) -> Callable[[HubMessage], bool]:
    return lambda one: isinstance(one, DeviceSeen) and one.kind is CUFF and one.state is state


def powered(*, on: bool) -> None:
    """Switch the adapter on or off, through the bus, as the settings of a desktop do."""
    subprocess.run(
        [
            "dbus-send",
            "--system",
            "--print-reply",
            "--dest=org.bluez",
            "/org/bluez/hci0",
            "org.freedesktop.DBus.Properties.Set",
            "string:org.bluez.Adapter1",
            "string:Powered",
            f"variant:boolean:{str(on).lower()}",
        ],
        check=False,
        capture_output=True,
        timeout=SLOW_S,
    )


def until_powered() -> None:
    late = time.monotonic() + SLOW_S
    while time.monotonic() < late:
        powered(on=True)
        asked = ["dbus-send", "--system", "--print-reply", "--dest=org.bluez", "/org/bluez/hci0"]
        get = "org.freedesktop.DBus.Properties.Get"
        told = subprocess.run(
            [*asked, get, "string:org.bluez.Adapter1", "string:Powered"],
            check=False,
            capture_output=True,
            timeout=SLOW_S,
        )
        if b"true" in told.stdout:
            return
        time.sleep(1)
    raise AssertionError("BlueZ did not switch the adapter on")


def main() -> int:
    rooms.PATIENCE_S = SLOW_S
    beneath = Beneath()
    until_powered()
    began = time.monotonic()
    registry = station_registry(Bindings((bound(beneath.cuff.simulated, CUFF),)), BleakTransport())
    with Room(registry, RealTime()) as room:
        room.until(state_of(DeviceState.READY))
        figure("found_s", time.monotonic() - began)
        measured(room, beneath)
        dropped(room, beneath)
        switched_off(room)
    sys.stdout.write("DONE\n")
    return 0


def measured(room: Room, beneath: Beneath) -> None:
    """Three stored readings of the previous patient, then this one's; the cuff then hangs up.

    It must: the kernel tried (Debian 6.1.192) tells BlueZ that the device is disconnected without
    ever sending bumble's controller the command, and the device would stay held. Real cuffs
    switch off by themselves.
    """
    began = time.monotonic()
    room.on_post = lambda one: (
        figure("connected_s", time.monotonic() - began)
        if state_of(DeviceState.CONNECTED)(one)
        else None
    )
    taken = room.measure(CUFF, "a")
    assert isinstance(taken, Taken), taken
    figure("systolic", float(taken.reading.value("systolic")))
    figure("set_aside", room.set_aside)
    beneath.do(beneath.cuff.drop)


def dropped(room: Room, beneath: Beneath) -> None:
    """The device drops in the middle, and comes back."""
    room.posted.clear()
    room.on_post = lambda one: None
    room.hub.measure("b", CUFF)
    room.until(lambda one: isinstance(one, Live))
    began = time.monotonic()
    beneath.do(beneath.cuff.drop)
    room.until(state_of(DeviceState.LOST))
    figure("loss_s", time.monotonic() - began)
    room.until(lambda one: isinstance(one, ENDS))
    figure("taken_again", isinstance(room.ended("b"), Taken))


def switched_off(room: Room) -> None:
    """The adapter is switched off, said, switched on again, and seen by the station itself."""
    room.posted.clear()
    powered(on=False)
    room.hub.look()
    off = room.until(state_of(DeviceState.ABSENT))
    figure("off_is_said", "éteint" in off.sentence)
    room.posted.clear()
    began = time.monotonic()
    powered(on=True)
    room.until(state_of(DeviceState.READY))
    figure("back_s", time.monotonic() - began)


if __name__ == "__main__":
    sys.exit(main())
