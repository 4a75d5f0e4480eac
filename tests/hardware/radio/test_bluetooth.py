"""The radio through bleak: what it finds, reads, writes and refuses, on real GATT servers."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakDBusError,
    BleakDeviceNotFoundError,
    BleakError,
    BleakGATTProtocolError,
)

from hardware.codecs.characteristics import BATTERY_LEVEL, BLOOD_PRESSURE, CUFF_PRESSURE, DATE_TIME
from hardware.drivers.gatt import GattDriver
from hardware.instants import Instants
from hardware.links.bluetooth import BleakTransport
from hardware.links.bluetooth_errors import of_exchange, of_opening, of_radio
from hardware.links.gatt import (
    DeviceBusy,
    LinkLost,
    NoSuchCharacteristic,
    NotBonded,
    NotInRange,
    RadioUnavailable,
)
from hardware.links.radio import NoRadio, station_radio
from hardware.readings import DeviceState, Kind
from hardware.simulators.quick_time import QuickTime
from hardware.simulators.scenario import Faults
from tests.hardware.radio.ether import Ether
from tests.hardware.radio.radio_room import NEIGHBOUR, simulated, transport_over
from tests.hardware.radio.served import Served
from tests.hardware.room import START

CUFF = Kind.BLOOD_PRESSURE
ADDRESS = "C0:0A:00:00:00:01"
NONE = frozenset({"1809"})
Reason = BleakBluetoothNotAvailableReason
_Value = TypeVar("_Value")
pytestmark = pytest.mark.expects_log("bumble.controller", "bumble.host")


class Scene:
    """One cuff on the radio, its time jumping; ``run`` gives the transport to a coroutine."""

    def __init__(self, faults: Faults | None = None, **served: bool) -> None:
        self.time = QuickTime(START)
        self.ether = Ether()
        self.transport = transport_over(self.ether)
        self.cuff = Served(simulated(CUFF, self.time.now, faults or Faults()), **served)
        self.ether.add(self.cuff)

    def run(self, act: Callable[[BleakTransport], Awaitable[_Value]]) -> _Value:
        with asyncio.Runner(loop_factory=self.time.loop) as runner:
            return runner.run(act(self.transport))


def nobody() -> None:
    """A device lost here is seen by the next exchange."""


def test_a_scan_finds_who_offers_the_service_and_nobody_else():
    async def act(radio):
        return await radio.scan(frozenset({"1810"}), 1), await radio.scan(NONE, 1)

    found, others = Scene().run(act)
    assert [(one.address, one.services) for one in found] == [(ADDRESS, frozenset({"1810"}))]
    assert found[0].name == "Tensiomètre simulé"
    assert others == ()


def test_a_device_is_heard_as_soon_as_it_speaks():
    scene = Scene()

    async def act(radio):
        is_there = await radio.is_heard(ADDRESS.lower(), 5)
        return is_there, scene.time.elapsed_s, await radio.is_heard(NEIGHBOUR, 5)

    is_there, at_s, is_neighbour_there = scene.run(act)
    assert is_there
    assert at_s < 0.5
    assert not is_neighbour_there


def test_scans_at_the_same_time_share_one_scanner():
    scene = Scene()

    async def act(radio):
        return await asyncio.gather(*(radio.scan(frozenset({"1810"}), 1) for _ in range(6)))

    assert [len(one) for one in scene.run(act)] == [1] * 6
    assert scene.time.elapsed_s < 2


@pytest.mark.parametrize("public", [False, True])
def test_values_are_read_whatever_the_type_of_the_address(public):
    async def act(radio):
        link = await radio.connect(ADDRESS, nobody)
        read = await link.read(BATTERY_LEVEL)
        await link.close()
        return read

    assert Scene(public=public).run(act) == bytes([84])


def test_what_a_device_lacks_is_told_from_a_device_that_left():
    scene = Scene()

    async def act(radio):
        link = await radio.connect(ADDRESS, nobody)
        with pytest.raises(NoSuchCharacteristic):
            await link.read("2a9d")
        with pytest.raises(NoSuchCharacteristic):
            await link.write(BATTERY_LEVEL, b"\x00")
        scene.cuff.drop()
        await asyncio.sleep(0.1)
        for exchange in (link.read(BATTERY_LEVEL), link.write(DATE_TIME, b""), link.subscribe):
            with pytest.raises(LinkLost):
                await (exchange(BLOOD_PRESSURE, print) if callable(exchange) else exchange)
        await link.close()

    scene.run(act)


def test_a_drop_is_told_once_and_our_own_hanging_up_never():
    scene, lost = Scene(), []

    async def act(radio):
        for drops in (False, True):
            link = await radio.connect(ADDRESS, lambda drops=drops: lost.append(drops))
            if drops:
                scene.cuff.drop()
                await asyncio.sleep(0.1)
            await link.close()
            await link.close()

    scene.run(act)
    assert lost == [True]


def test_a_drop_in_the_middle_of_a_read_is_a_lost_link():
    scene = Scene()
    scene.cuff.stalls_on = frozenset({BATTERY_LEVEL})

    async def act(radio):
        link = await radio.connect(ADDRESS, nobody)
        reading = asyncio.ensure_future(link.read(BATTERY_LEVEL))
        await asyncio.sleep(0.5)
        assert not reading.done()
        scene.cuff.drop()
        with pytest.raises(LinkLost):
            await reading

    scene.run(act)


def test_packets_are_ours_and_none_comes_after_the_end():
    scene, heard = Scene(Faults(silent=True)), []

    async def act(radio):
        link = await radio.connect(ADDRESS, nobody)
        await link.subscribe(BLOOD_PRESSURE, heard.append)
        scene.cuff.send(BLOOD_PRESSURE, b"one")
        await asyncio.sleep(0.1)
        scene.cuff.send(BLOOD_PRESSURE, b"two")
        await link.close()
        await asyncio.sleep(0.1)

    scene.run(act)
    assert heard == [b"one"]
    assert type(heard[0]) is bytes


def test_an_indication_is_preferred_where_a_device_offers_both():
    scene = Scene(Faults(silent=True), both=True)

    async def act(radio):
        link = await radio.connect(ADDRESS, nobody)
        await link.subscribe(BLOOD_PRESSURE, nobody)
        await link.subscribe(CUFF_PRESSURE, nobody)
        await link.close()

    scene.run(act)
    assert set(scene.cuff.subscribed_by.values()) == {"indication"}


def test_a_device_out_of_range_is_given_up_and_may_come_back():
    scene = Scene(Faults(away=True))

    async def act(radio):
        with pytest.raises(NotInRange):
            await radio.connect(ADDRESS, nobody)
        await scene.cuff.appear()
        link = await radio.connect(ADDRESS, nobody)
        await link.close()

    scene.run(act)
    assert scene.time.elapsed_s < 10


@pytest.mark.parametrize("step", ["connect", "scan"])
def test_an_adapter_that_hangs_is_given_up_and_the_next_try_works(step):
    scene = Scene()
    scene.ether.hangs_on = frozenset({step})

    async def act(radio):
        with pytest.raises((NotInRange, RadioUnavailable)):
            await radio.connect(ADDRESS, nobody)
        scene.ether.hangs_on = frozenset()
        await (await radio.connect(ADDRESS, nobody)).close()

    scene.run(act)
    assert scene.time.elapsed_s < 20


def test_a_device_that_never_hangs_up_is_left_after_four_seconds():
    scene = Scene()
    scene.ether.hangs_on = frozenset({"disconnect"})

    async def act(radio):
        link = await radio.connect(ADDRESS, nobody)
        began_s = scene.time.elapsed_s
        await link.close()
        return scene.time.elapsed_s - began_s

    assert 3.9 <= scene.run(act) <= 4.1


def test_a_connection_given_up_by_its_owner_leaves_the_device_free():
    scene = Scene()
    scene.ether.hangs_on = frozenset({"connect"})

    async def act(radio):
        asked = asyncio.ensure_future(radio.connect(ADDRESS, nobody))
        await asyncio.sleep(1)
        asked.cancel()
        await asyncio.wait({asked})
        scene.ether.hangs_on = frozenset()
        await (await radio.connect(ADDRESS, nobody)).close()

    scene.run(act)


def test_a_device_already_held_is_busy():
    async def act(radio):
        link = await radio.connect(ADDRESS, nobody)
        with pytest.raises(DeviceBusy):
            await radio.connect(ADDRESS, nobody)
        await link.close()
        await (await radio.connect(ADDRESS, nobody)).close()

    Scene().run(act)


def test_who_is_not_paired_hears_nothing_until_paired_and_then_for_good():
    scene = Scene(Faults(silent=True), bonding=True)

    async def act(radio):
        link = await radio.connect(ADDRESS, nobody)
        with pytest.raises(NotBonded):
            await link.subscribe(BLOOD_PRESSURE, nobody)
        await link.close()
        for reach in (radio.pair, radio.connect):
            link = await reach(ADDRESS, nobody)
            await link.subscribe(BLOOD_PRESSURE, nobody)
            await link.close()

    scene.run(act)
    assert scene.cuff.connections == 3


def test_a_driver_reads_the_clock_of_the_current_time_service():
    scene = Scene(Faults(skew_s=7200), current_time=True)

    async def act(radio):
        instants = Instants(scene.time.now, scene.time.monotonic_ns)
        driver = GattDriver(_profile(), ADDRESS, radio, instants)
        info = await driver.open()
        await driver.close()
        return info

    assert abs(scene.run(act).skew_s - 7200) <= 1


def _profile():
    from hardware.drivers.gatt import PROFILES

    return PROFILES["1810"]


def available(reason: Reason) -> BleakError:
    return BleakBluetoothNotAvailableError("no", reason)


def bus(name: str) -> BleakError:
    return BleakDBusError(name, ["why"])


@pytest.mark.parametrize(
    ("fault", "state", "word"),
    [
        (FileNotFoundError(2, "no bus"), DeviceState.NOT_INSTALLED, "prestataire"),
        (ConnectionRefusedError(111, "no bus"), DeviceState.NOT_INSTALLED, "prestataire"),
        (ImportError("no backend"), DeviceState.NOT_INSTALLED, "prestataire"),
        (available(Reason.NO_BLUETOOTH), DeviceState.ABSENT, "Branchez un adaptateur"),
        (available(Reason.NO_BLE_CENTRAL_ROLE), DeviceState.ABSENT, "Branchez un adaptateur"),
        (available(Reason.POWERED_OFF), DeviceState.ABSENT, "Allumez-le"),
        (available(Reason.DENIED_BY_USER), DeviceState.DENIED, "Autorisez-le"),
        (available(Reason.DENIED_BY_SYSTEM), DeviceState.DENIED, "Autorisez-le"),
        (available(Reason.DENIED_BY_UNKNOWN), DeviceState.DENIED, "Autorisez-le"),
        (available(Reason.UNKNOWN), DeviceState.ABSENT, "rallumez-le"),
        (PermissionError(13, "no"), DeviceState.DENIED, "Autorisez-le"),
        (bus("org.freedesktop.DBus.Error.AccessDenied"), DeviceState.DENIED, "Autorisez-le"),
        (bus("org.freedesktop.DBus.Error.ServiceUnknown"), DeviceState.NOT_INSTALLED, "installé"),
        (bus("org.bluez.Error.NotReady"), DeviceState.ABSENT, "éteint"),
        (TimeoutError(), DeviceState.ABSENT, "ne répond pas"),
        (EOFError(), DeviceState.ABSENT, "ne répond pas"),
        (BleakError("anything"), DeviceState.ABSENT, "ne répond pas"),
        (OSError(5, "input/output"), DeviceState.ABSENT, "ne répond pas"),
    ],
)
def test_each_refusal_of_the_radio_has_its_state_and_says_what_to_do(fault, state, word):
    said = of_radio(fault)
    assert isinstance(said, RadioUnavailable)
    assert said.state is state
    assert word in said.sentence
    assert said.sentence.endswith(".")


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (TimeoutError(), NotInRange),
        (BleakDeviceNotFoundError(ADDRESS), NotInRange),
        (BleakError("failed to discover services, device disconnected"), NotInRange),
        (bus("org.bluez.Error.Failed"), NotInRange),
        (bus("org.bluez.Error.InProgress"), DeviceBusy),
        (bus("org.bluez.Error.AuthenticationRejected"), NotBonded),
        (bus("org.bluez.Error.NotReady"), RadioUnavailable),
        (available(Reason.POWERED_OFF), RadioUnavailable),
    ],
)
def test_each_refusal_of_a_connection_has_its_meaning(fault, expected):
    assert type(of_opening(fault)) is expected


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (BleakGATTProtocolError(0x05), NotBonded),
        (BleakGATTProtocolError(0x0F), NotBonded),
        (BleakGATTProtocolError(0x02), NoSuchCharacteristic),
        (BleakGATTProtocolError(0x0A), NoSuchCharacteristic),
        (BleakGATTProtocolError(0x80), LinkLost),
        (bus("org.bluez.Error.NotPermitted"), NoSuchCharacteristic),
        (bus("org.bluez.Error.NotAuthorized"), NotBonded),
        (BleakError("Service Discovery has not been performed yet"), LinkLost),
        (available(Reason.POWERED_OFF), LinkLost),
        (TimeoutError(), LinkLost),
    ],
)
def test_each_refusal_of_an_exchange_has_its_meaning(fault, expected):
    assert type(of_exchange(fault, "2a35", is_connected=True)) is expected
    assert type(of_exchange(fault, "2a35", is_connected=False)) is LinkLost


def test_without_bleak_the_station_says_what_is_missing(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "bleak", None)
    monkeypatch.delitem(sys.modules, "hardware.links.bluetooth")
    radio = station_radio()
    assert isinstance(radio, NoRadio)
    for ask in (
        radio.scan(NONE, 1),
        radio.is_heard(ADDRESS, 1),
        radio.connect(ADDRESS, nobody),
        radio.pair(ADDRESS, nobody),
    ):
        with pytest.raises(RadioUnavailable) as refused:
            asyncio.run(ask)
        assert refused.value.state is DeviceState.NOT_INSTALLED
        assert "bleak" in refused.value.sentence


def test_the_radio_of_this_machine_answers_or_says_what_is_missing():
    async def act() -> str:
        try:
            await station_radio().scan(NONE, 0.1)
        except RadioUnavailable as refused:
            return refused.sentence
        return "."

    assert isinstance(station_radio(), BleakTransport)
    assert asyncio.run(act()).endswith(".")
