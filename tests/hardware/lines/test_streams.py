"""Devices that only stream: the Nonin oximeter, the heart strap, the standard oximeter."""

from decimal import Decimal
from functools import partial

import pytest

from hardware.codecs.characteristics import PLX_SPOT
from hardware.codecs.nonin import CHARACTERISTIC, SERVICE
from hardware.messages import DeviceSeen, Failed, Live, NeedsConfirmation, Taken
from hardware.readings import DeviceState, Kind
from hardware.simulators.heart_strap import HeartStrap
from hardware.simulators.nonin import NoninOximeter
from hardware.simulators.oximeter import Oximeter
from hardware.simulators.scenario import Faults, Vitals
from tests.hardware.lines.room import room_with
from tests.hardware.room import START

STREAMS = {
    "nonin": (NoninOximeter, SERVICE, Kind.OXIMETRY, "spo2", 98),
    "strap": (HeartStrap, "180d", Kind.HEART_RATE, "pulse", 92),
    "oximeter": (Oximeter, "1822", Kind.OXIMETRY, "spo2", 98),
}


def room_of(name, faults=None):
    device, service, *_ = STREAMS[name]
    return room_with(lambda now: device(Vitals(), faults or Faults(), now), service)


@pytest.mark.parametrize("name", STREAMS)
def test_a_stream_becomes_one_reading_after_seconds_of_agreement(name):
    _, _, kind, quantity, value = STREAMS[name]
    with room_of(name) as room:
        ended = room.measure(kind)
        lived = [one for one in room.of(Live) if one.progress < 100]
    assert isinstance(ended, Taken)
    assert ended.reading.value(quantity) == value
    assert lived


@pytest.mark.parametrize("name", STREAMS)
def test_a_device_taken_off_gives_no_value(name):
    with room_of(name, Faults(no_result=True)) as room:
        ended = room.measure(STREAMS[name][2])
        shown = [one.quantities for one in room.of(Live)]
    assert isinstance(ended, Failed)
    assert not any(shown)


@pytest.mark.parametrize("name", STREAMS)
def test_a_drop_in_the_middle_starts_the_seconds_again(name):
    with room_of(name, Faults(drop_after_s=6.0)) as room:
        ended = room.measure(STREAMS[name][2])
        states = [one.state for one in room.of(DeviceSeen)]
    assert isinstance(ended, Taken)
    assert DeviceState.LOST in states
    assert len(room.of(Taken)) == 1


def test_nonin_says_its_low_battery_with_the_reading():
    with room_of("nonin", Faults(battery=12)) as room:
        ended = room.measure(Kind.OXIMETRY)
    assert isinstance(ended, Taken)
    assert "low_battery" in ended.reading.quality
    assert ended.reading.value("perfusion") == Decimal("3.10")


def test_nonin_with_a_weak_signal_waits_for_the_pharmacist():
    with room_of("nonin", Faults(flags=("weak_signal",))) as room:
        assert isinstance(room.measure(Kind.OXIMETRY), NeedsConfirmation)


def test_nonin_on_an_encrypted_link_is_read_all_the_same():
    with room_of("nonin", Faults(flags=("encrypted_link",))) as room:
        ended = room.measure(Kind.OXIMETRY)
    assert isinstance(ended, Taken)
    assert "encrypted_link" in ended.reading.quality


def test_nonin_garbage_counts_and_five_frames_end_it():
    make = partial(NoninOximeter, Vitals(), Faults(no_result=True, garbage=5))
    with room_with(make, SERVICE) as room:
        ended = room.measure(Kind.OXIMETRY)
    assert isinstance(ended, Failed)
    assert "pas pris en charge" in ended.sentence


def test_nonin_has_neither_battery_nor_clock_to_read():
    device = NoninOximeter(Vitals(), Faults(), lambda: START)
    assert "2a19" not in device.values()
    assert device.writable == frozenset()
    assert device.characteristics == frozenset({CHARACTERISTIC})


class SpotOximeter(Oximeter):
    """It only says its result, once: no continuous values."""

    characteristics = frozenset({PLX_SPOT})

    def stream(self):
        return iter(())


def spot_room(**faults):
    return room_with(lambda now: SpotOximeter(Vitals(), Faults(**faults), now), "1822")


def test_a_spot_check_dated_in_the_window_is_taken():
    with spot_room() as room:
        ended = room.measure(Kind.OXIMETRY)
    assert isinstance(ended, Taken)
    assert ended.reading.value("spo2") == 98
    assert ended.reading.decoder == "plx_spot/1"


def test_spot_checks_kept_from_before_are_set_aside():
    with spot_room(stored=3) as room:
        ended = room.measure(Kind.OXIMETRY)
        assert room.set_aside == 3
    assert isinstance(ended, Taken)
    assert ended.reading.value("spo2") == 98


def test_an_undated_spot_check_waits_for_the_pharmacist():
    with spot_room(undated=True) as room:
        assert isinstance(room.measure(Kind.OXIMETRY), NeedsConfirmation)
