"""The fault matrix of devices.md §9, end to end: hub, session, guard, bleak, radio, device.

One test a row; the rows of cameras, sound and serial lines are in the tests of their links.
"""

import asyncio
import threading
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakDBusError,
)

from hardware.codecs.characteristics import BLOOD_PRESSURE, PLX_CONTINUOUS
from hardware.codecs.pulse_oximeter import Continuous, encode_continuous
from hardware.messages import DeviceSeen, Failed, Live, NeedsConfirmation, SetAside, Taken
from hardware.readings import DeviceState, Kind, Origin
from hardware.simulators.oximeter import Oximeter
from hardware.simulators.quick_time import NANOSECONDS, QuickTime
from hardware.simulators.scenario import Faults
from tests.hardware.radio.radio_room import NEIGHBOUR, RadioRoom, RealTime, simulated
from tests.hardware.radio.scripted import Script, ScriptedCuff
from tests.hardware.radio.served import Served
from tests.hardware.room import ENDS, START

CUFF = Kind.BLOOD_PRESSURE
PARIS_S = 3600
NEVER_S = 1_000_000
Reason = BleakBluetoothNotAvailableReason
# A device that speaks while the station hangs up is heard by nobody: bumble says so.
pytestmark = pytest.mark.expects_log("bumble.controller", "bumble.host")


def off(reason: Reason = Reason.POWERED_OFF) -> Exception:
    return BleakBluetoothNotAvailableError("no Bluetooth", reason)


def scripted(script: Script, faults: Faults | None = None):
    """Return what makes the cuff of a room, saying what ``script`` says."""
    return lambda now: Served(ScriptedCuff(now, script, faults or Faults()))


def systolic(ended) -> Decimal | None:
    return ended.reading.value("systolic")


def values_shown(room) -> set[Decimal]:
    """Return every value that left the hub, whatever the message."""
    shown = {one.value for live in room.of(Live) for one in live.quantities}
    ended = [*room.of(Taken), *room.of(NeedsConfirmation)]
    return shown | {one.value for end in ended for one in end.reading.values}


def cuff_states(room) -> list[DeviceState]:
    return [one.state for one in room.of(DeviceSeen) if one.kind is CUFF]


def end_of(room, kind: Kind = CUFF) -> tuple[object, float]:
    """Return how a measure ended, and how long after its window was opened."""
    began_s: list[float] = []
    ended_s: list[float] = []

    def note(one) -> None:
        if isinstance(one, DeviceSeen) and one.state is DeviceState.SEARCHING:
            began_s.append(room.time.elapsed_s)
        if isinstance(one, ENDS):
            ended_s.append(room.time.elapsed_s)

    room.on_post = note
    ended = room.measure(kind)
    room.until(lambda _: ended_s)
    return ended, ended_s[0] - began_s[0]


def test_a_real_device_is_heard_decoded_and_attributed():
    with RadioRoom() as room:
        taken = room.measure(CUFF)
    assert isinstance(taken, Taken)
    assert systolic(taken) == 128
    assert taken.reading.origin is Origin.LIVE
    assert taken.reading.serial == "SIM-CUFF-1"
    assert abs(taken.reading.clock_skew_s - PARIS_S) <= 1


@pytest.mark.parametrize("kind", [one for one in Kind if one is not Kind.RESPIRATION])
def test_every_kind_of_device_is_reached_by_the_radio(kind):
    with RadioRoom(kind) as room:
        taken = room.measure(kind)
    assert isinstance(taken, Taken)
    assert taken.reading.values
    assert room.set_aside == 0


class Dropping:
    """A cuff that drops in the middle of its first measure, and notes when."""

    def __init__(self) -> None:
        self.room: RadioRoom | None = None
        self.dropped_s = 0.0

    async def __call__(self, one: ScriptedCuff, air) -> None:
        await one.watched(air)
        if one.connections > 1:
            one.say(air, 128)
            return
        for _, gauge in zip(range(6), one.stream(), strict=False):
            air.send(one.plate.stream, gauge[1])
            await asyncio.sleep(0.25)
        self.dropped_s = self.room.time.elapsed_s
        air.drop()


def test_a_drop_in_the_middle_is_seen_at_once_and_the_measure_starts_again():
    dropping = Dropping()
    with RadioRoom(cuff=scripted(dropping)) as room:
        dropping.room, seen_s, ended_s = room, [], []

        def note(one) -> None:
            # in the hub's thread: its time runs on as soon as this returns
            if isinstance(one, DeviceSeen) and one.state is DeviceState.LOST:
                seen_s.append(room.time.elapsed_s)
            if isinstance(one, Taken):
                ended_s.append(room.time.elapsed_s)

        room.on_post = note
        ended = room.measure(CUFF)
        room.until(lambda _: ended_s)
    assert isinstance(ended, Taken)
    assert ended_s[0] - dropping.dropped_s < 5
    assert len(seen_s) == 1
    assert seen_s[0] - dropping.dropped_s < 0.2
    assert [one for one in room.posted if isinstance(one, ENDS)] == [ended]


def test_a_device_gone_for_good_is_waited_for_ninety_seconds_and_nothing_is_kept():
    async def vanish(one: ScriptedCuff, air) -> None:
        await one.watched(air)
        await room.served[CUFF].vanish()

    with RadioRoom(cuff=scripted(vanish)) as room:
        ended, at_s = end_of(room)
    assert 90 <= at_s <= 115
    assert isinstance(ended, Failed)
    assert "rien n’est gardé" in ended.sentence


def test_a_result_sent_twice_is_one_reading_and_never_the_next_patients():
    first: list[bytes] = []

    async def repeat(one: ScriptedCuff, air) -> None:
        await one.watched(air)
        packet = one.result(131) if not first else one.result(127)
        for said in (*first, packet, packet):
            air.send(BLOOD_PRESSURE, said)
        first.append(packet)

    with RadioRoom(cuff=scripted(repeat)) as room:
        assert systolic(room.measure(CUFF, "a")) == 131
        assert systolic(room.measure(CUFF, "b")) == 127
    assert len(room.of(Taken)) == 2
    assert [one.count for one in room.of(SetAside) if one.session_id == "b"] == [1]


GARBAGE = ["ff0013", "", "1e8000520061", "0080005200610000", "02800052006100ea070d20180000"]


@pytest.mark.parametrize("garbage", GARBAGE)
def test_one_unreadable_message_is_dropped_and_the_measure_goes_on(garbage):
    async def stumble(one: ScriptedCuff, air) -> None:
        await one.watched(air)
        air.send(BLOOD_PRESSURE, bytes.fromhex(garbage))
        one.say(air, 128)

    with RadioRoom(cuff=scripted(stumble)) as room:
        ended = room.measure(CUFF)
    assert isinstance(ended, Taken)
    assert systolic(ended) == 128


def test_five_unreadable_messages_in_a_row_make_an_unsupported_device():
    async def babble(one: ScriptedCuff, air) -> None:
        await one.watched(air)
        for garbage in GARBAGE:
            air.send(BLOOD_PRESSURE, bytes.fromhex(garbage))
        one.say(air, 128)

    with RadioRoom(cuff=scripted(babble)) as room:
        ended = room.measure(CUFF)
    assert isinstance(ended, Failed)
    assert "pas pris en charge" in ended.sentence
    assert values_shown(room) == set()


@pytest.mark.parametrize(
    ("kind", "flags", "said"),
    [
        (CUFF, ("cuff_loose", "body_movement"), "brassard trop lâche"),
        (Kind.OXIMETRY, (), "échoué"),
    ],
)
def test_a_measure_that_ends_without_a_number_says_why(kind, flags, said):
    with RadioRoom(kind, **{kind.value: Faults(no_result=True, flags=flags)}) as room:
        ended = room.measure(kind)
    assert isinstance(ended, Failed)
    assert said in ended.sentence


@pytest.mark.parametrize(("battery", "expected"), [(4, Failed), (19, Taken)])
def test_a_low_battery_warns_and_an_empty_one_blocks(battery, expected):
    with RadioRoom(blood_pressure=Faults(battery=battery)) as room:
        ended = room.measure(CUFF)
    assert isinstance(ended, expected)
    assert (DeviceState.LOW_BATTERY in cuff_states(room)) is (expected is Taken)
    assert f"{battery}\u00a0%" in repr(room.posted).replace("\\xa0", "\u00a0")


@pytest.mark.parametrize("age", [timedelta(days=1), timedelta(minutes=10), timedelta(seconds=90)])
def test_an_old_reading_is_set_aside_even_after_the_drain(age):
    async def stale(one: ScriptedCuff, air) -> None:
        await one.watched(air)
        one.say(air, 199, age)
        await asyncio.sleep(1)
        one.say(air, 128)

    with RadioRoom(cuff=scripted(stale)) as room:
        ended = room.measure(CUFF)
    assert systolic(ended) == 128
    assert room.set_aside == 1
    assert Decimal(199) not in values_shown(room)


@pytest.mark.parametrize("skew_s", [PARIS_S + 3600, PARIS_S - 347_155_200, 0])
def test_a_clock_set_wrong_is_measured_and_the_reading_accepted(skew_s):
    with RadioRoom(blood_pressure=Faults(skew_s=skew_s)) as room:
        ended = room.measure(CUFF)
    assert isinstance(ended, Taken)
    assert abs(ended.reading.clock_skew_s - skew_s) <= 1


@pytest.mark.parametrize("faults", [Faults(clock_unreadable=True), Faults(undated=True)])
def test_a_clock_that_cannot_be_known_makes_the_reading_one_to_confirm(faults):
    with RadioRoom(blood_pressure=faults) as room:
        ended = room.measure(CUFF)
    assert isinstance(ended, NeedsConfirmation)


@pytest.mark.parametrize("undated", [False, True])
def test_three_stored_readings_of_the_previous_patient_and_one_fresh(undated):
    with RadioRoom(blood_pressure=Faults(stored=3, undated=undated)) as room:
        ended = room.measure(CUFF)
    assert isinstance(ended, NeedsConfirmation if undated else Taken)
    assert systolic(ended) == 128
    assert [one.count for one in room.of(SetAside)] == [1, 2, 3]
    assert Decimal(151) not in values_shown(room)


@pytest.mark.parametrize("kind", [Kind.TEMPERATURE, Kind.OXIMETRY, Kind.WEIGHT])
def test_stored_readings_are_set_aside_whatever_the_device(kind):
    with RadioRoom(kind, **{kind.value: Faults(stored=3)}) as room:
        ended = room.measure(kind)
    assert isinstance(ended, Taken)
    assert room.set_aside == 3


def test_the_last_record_of_a_glucose_meter_is_the_previous_patients():
    with RadioRoom(Kind.GLUCOSE, glucose=Faults(stored=3)) as room:
        ended = room.measure(Kind.GLUCOSE)
    assert isinstance(ended, Taken)
    assert ended.reading.value("glucose") == 105
    assert Decimal(166) not in values_shown(room)
    assert room.set_aside == 1


class Showing(Oximeter):
    """An oximeter that shows a number it did not measure."""

    def __init__(self, one: Oximeter, status: str) -> None:
        super().__init__(one._vitals, one.faults, one._now, one.plate)
        self._status = status

    def stream(self):
        shown = Continuous(Decimal(99), Decimal(60), measurement_status=(self._status,))
        for _ in range(40):
            yield 0.5, encode_continuous(shown)

    def packet(self, ago) -> bytes:
        return b""


@pytest.mark.parametrize("status", ["demonstration_data", "test_data"])
def test_demonstration_and_test_values_are_nobodys(status):
    room = RadioRoom(Kind.OXIMETRY)
    served = room.served[Kind.OXIMETRY]
    served.simulated = Showing(served.simulated, status)
    with room:
        ended = room.measure(Kind.OXIMETRY)
    assert isinstance(ended, Failed)
    assert values_shown(room) == set()
    assert served.subscribed_by[PLX_CONTINUOUS] == "notification"


def test_control_solution_is_nobodys_blood():
    with RadioRoom(Kind.GLUCOSE, glucose=Faults(flags=("control_solution",))) as room:
        ended = room.measure(Kind.GLUCOSE)
    assert isinstance(ended, Failed)
    assert room.set_aside >= 1
    assert values_shown(room) == set()


def test_the_same_model_next_door_is_never_even_connected():
    def neighbour(now):
        faults = Faults(stored=2)
        return Served(simulated(CUFF, now, faults, address=NEIGHBOUR, serial="OTHER"))

    with RadioRoom(others=[neighbour]) as room:
        assert room.measure(CUFF).reading.serial == "SIM-CUFF-1"
    with RadioRoom(others=[neighbour], blood_pressure=Faults(away=True)) as alone:
        ended = alone.measure(CUFF)
    assert isinstance(ended, Failed)
    assert "ne répond pas" in ended.sentence
    assert [one.connections for one in (*room.others, *alone.others)] == [0, 0]


@pytest.mark.parametrize("user", [2, 0xFE])
def test_another_memory_slot_is_one_to_confirm(user):
    with RadioRoom(blood_pressure=Faults(user=user)) as room:
        ended = room.measure(CUFF)
    assert isinstance(ended, NeedsConfirmation)


@pytest.mark.parametrize(
    "refusal", [off(Reason.DENIED_BY_SYSTEM), off(Reason.DENIED_BY_USER), PermissionError(13, "no")]
)
def test_a_radio_we_may_not_use_is_said_with_what_to_do(refusal):
    room = RadioRoom()
    room.ether.refusal = refusal
    with room:
        ended = room.measure(CUFF)
    assert isinstance(ended, Failed)
    assert "Autorisez-le" in ended.sentence
    assert set(cuff_states(room)) >= {DeviceState.DENIED}


def test_a_device_held_by_somebody_else_is_said_to_be_busy():
    with RadioRoom() as room:
        address = room.served[CUFF].simulated.plate.address
        held: list[object] = []

        async def hold() -> None:
            held.append(await room.transport.connect(address, lambda: None))
            room.hub.measure("a", CUFF)

        room.in_loop(lambda: held.append(asyncio.ensure_future(hold())))
        ended = room.ended("a")
    assert isinstance(ended, Failed)
    assert "utilisé par un autre programme" in ended.sentence
    assert cuff_states(room)[-1] is DeviceState.BUSY


def test_a_connection_in_progress_elsewhere_is_said_to_be_busy():
    room = RadioRoom()
    room.ether.refuses_connection = BleakDBusError("org.bluez.Error.InProgress", ["busy"])
    with room:
        ended = room.measure(CUFF)
    assert "utilisé par un autre programme" in ended.sentence


def test_an_adapter_switched_off_in_the_middle_is_said_and_the_measure_recovers():
    async def break_down(one: ScriptedCuff, air) -> None:
        await one.watched(air)
        if one.connections == 1:
            await asyncio.sleep(1)
            asyncio.get_running_loop().call_later(10, setattr, room.ether, "refusal", None)
            await room.ether.break_down(off())
        one.say(air, 128)

    with RadioRoom(cuff=scripted(break_down)) as room:
        ended = room.measure(CUFF)
    assert isinstance(ended, Taken)
    sentences = [one.sentence for one in room.of(DeviceSeen) if one.kind is CUFF]
    assert any("est éteint" in one for one in sentences)
    assert sentences[-1].endswith("en attente d’une mesure.")


@pytest.mark.parametrize("reason", [Reason.POWERED_OFF, Reason.NO_BLUETOOTH])
def test_an_adapter_that_comes_back_is_seen_by_itself(reason):
    room = RadioRoom()
    room.ether.refusal = off(reason)
    with room:
        lost = room.until(lambda one: isinstance(one, DeviceSeen) and one.kind is CUFF)
        room.in_loop(lambda: setattr(room.ether, "refusal", None))
        room.until(
            lambda one: (
                isinstance(one, DeviceSeen) and one.kind is CUFF and one.state is DeviceState.READY
            )
        )
        assert isinstance(room.measure(CUFF), Taken)
    assert lost.state is DeviceState.ABSENT
    assert lost.sentence.endswith("saisissez la valeur.")
    assert cuff_states(room).count(DeviceState.ABSENT) == 1


@pytest.mark.parametrize("hangs_on", [frozenset(), frozenset({"disconnect"})])
def test_closing_the_application_while_measuring_ends_the_thread_within_five_seconds(hangs_on):
    others = set(threading.enumerate())
    room = RadioRoom(time=RealTime())
    room.ether.hangs_on = hangs_on
    with room:
        room.hub.measure("a", CUFF)
        room.until(lambda one: isinstance(one, Live))
        assert set(threading.enumerate()) - others
        began = RealTime().monotonic_ns()
    assert (RealTime().monotonic_ns() - began) / NANOSECONDS <= 5
    assert not set(threading.enumerate()) - others
    assert not [one for one in room.posted if isinstance(one, ENDS)]


class MovedClock(QuickTime):
    """The wall clock of a computer that somebody, or the network, sets in the middle."""

    def __init__(self, start: datetime, moved: timedelta) -> None:
        super().__init__(start)
        self.moved, self.is_moved = moved, False

    def now(self) -> datetime:
        return super().now() + (self.moved if self.is_moved else timedelta())


@pytest.mark.parametrize("moved", [timedelta(hours=1), timedelta(hours=-1), timedelta(days=-400)])
def test_a_computer_whose_clock_moves_neither_loses_the_window_nor_guesses_the_time(moved):
    async def move(one: ScriptedCuff, air) -> None:
        await one.watched(air)
        clock.is_moved = True
        one.say(air, 128)

    clock = MovedClock(START, moved)
    with RadioRoom(time=clock, cuff=scripted(move)) as room:
        ended = room.measure(CUFF)
    assert isinstance(ended, NeedsConfirmation)
    assert systolic(ended) == 128


def test_a_silent_device_closes_its_window_by_the_steady_clock():
    async def move(one: ScriptedCuff, air) -> None:
        await one.watched(air)
        clock.is_moved = True
        await asyncio.sleep(NEVER_S)

    clock = MovedClock(START, timedelta(days=-400))
    with RadioRoom(time=clock, cuff=scripted(move)) as room:
        ended, at_s = end_of(room)
    assert 239.9 <= at_s <= 240.1
    assert isinstance(ended, Failed)


def test_a_late_packet_after_the_end_is_never_the_next_patients():
    async def insist(one: ScriptedCuff, air) -> None:
        await one.watched(air)
        one.say(air, 120 + one.connections)
        while True:
            one.say(air, 199, timedelta(seconds=0), has_time=False, time=None)
            await asyncio.sleep(0.001)

    with RadioRoom(cuff=scripted(insist)) as room:
        ended = [room.measure(CUFF, session_id) for session_id in ("a", "b")]
    assert [systolic(one) for one in ended] == [121, 122]
    assert Decimal(199) not in values_shown(room)


def test_the_next_patient_ends_the_measure_of_the_former_one_on_the_air_too():
    async def slow(one: ScriptedCuff, air) -> None:
        await one.watched(air)
        if one.connections == 1:
            room.hub.measure("b", CUFF)
            await asyncio.sleep(NEVER_S)
        one.say(air, 128)

    with RadioRoom(cuff=scripted(slow)) as room:
        room.hub.measure("a", CUFF)
        ended = room.ended("b")
    assert isinstance(ended, Taken)
    assert not [one for one in room.posted if isinstance(one, ENDS) and one.session_id == "a"]


def test_a_fresh_reading_of_a_window_left_open_comes_after_its_stored_ones_one_by_one():
    async def trickle(one: ScriptedCuff, air) -> None:
        for rank in (3, 2, 1):
            one.say(air, 190 + rank, rank * timedelta(hours=1))
            await asyncio.sleep(1.2)
        one.say(air, 128)

    with RadioRoom(cuff=scripted(trickle)) as room:
        ended = room.measure(CUFF)
    assert systolic(ended) == 128
    assert room.set_aside == 3
    assert max(values_shown(room)) == 128


def test_a_stored_reading_that_trickles_in_after_the_drain_is_told_by_its_date():
    async def late(one: ScriptedCuff, air) -> None:
        await one.watched(air)
        await asyncio.sleep(3)
        one.say(air, 191, timedelta(minutes=2))
        one.say(air, 128)

    with RadioRoom(cuff=scripted(late)) as room:
        ended = room.measure(CUFF)
    assert systolic(ended) == 128
    assert Decimal(191) not in values_shown(room)


def test_two_windows_never_share_a_device():
    faults = replace(Faults(), stored=1)
    with RadioRoom(blood_pressure=faults) as room:
        room.hub.measure("a", CUFF)
        ended = room.measure(CUFF, "b")
    assert isinstance(ended, Taken)
    assert room.served[CUFF].connections <= 2
