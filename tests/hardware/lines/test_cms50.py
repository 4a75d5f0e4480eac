"""A serial oximeter on a real line, from the bytes to the reading."""

from contextlib import contextmanager
from decimal import Decimal

import pytest

from hardware.codecs.cms50 import KEEP_ALIVE, START, STOP
from hardware.messages import DeviceSeen, Failed, Live, Taken
from hardware.readings import DeviceState
from hardware.simulators.cms50 import LineFaults
from tests.hardware.lines.line import a_line, an_oximeter

SERVICES = {"cms50_v7": False, "cms50_old": True}


@pytest.mark.parametrize("service", SERVICES)
def test_the_saturation_is_taken_after_seconds_of_agreement(service):
    with an_oximeter(old=SERVICES[service]) as device, a_line(device, service) as line:
        line.measure()
        ended = line.ended()
    assert isinstance(ended, Taken)
    assert ended.reading.value("spo2") == 98
    assert abs(ended.reading.value("pulse") - 92) <= 1
    assert ended.reading.serial == "SIM0001"
    assert ended.reading.decoder.startswith(service)


def test_v7_is_started_kept_alive_and_stopped():
    with an_oximeter() as device:
        with a_line(device) as line:
            line.measure()
            assert isinstance(line.ended(), Taken)
            line.until(lambda _: STOP in device.commands)
        assert device.commands[0] == START
        assert device.commands.count(KEEP_ALIVE) >= 2
        assert device.commands[-1] == STOP


def test_perfusion_comes_with_the_value_of_v7():
    with an_oximeter() as device, a_line(device) as line:
        line.measure()
        assert line.ended().reading.value("perfusion") == Decimal("3.10")


@pytest.mark.parametrize("service", SERVICES)
def test_garbage_on_the_line_never_becomes_a_value(service):
    faults = LineFaults(garbage_every=200)
    with an_oximeter(faults, old=SERVICES[service]) as device, a_line(device, service) as line:
        line.measure()
        ended = line.ended()
    assert isinstance(ended, Taken)
    assert ended.reading.value("spo2") == 98
    assert abs(ended.reading.value("pulse") - 92) <= 1


@pytest.mark.parametrize("service", SERVICES)
def test_a_finger_taken_out_starts_the_seconds_again(service):
    with live_oximeter(service) as (device, line):
        device.finger_is_out = True
        line.until(lambda one: isinstance(one, Live) and not one.quantities)
        assert line.of(Live)[-1].progress == 0
        assert line.of(Taken) == []


def test_unplugged_is_said_and_nothing_is_kept():
    with live_oximeter() as (device, line):
        device.unplug()
        lost = line.until(lambda one: isinstance(one, DeviceSeen) and one.state is DeviceState.LOST)
        assert "rien n’est gardé" in lost.sentence
        assert line.of(Taken) == []


def test_two_seconds_of_silence_are_a_loss_and_the_next_frames_count_again():
    with live_oximeter() as (device, line):
        device.is_silent = True
        line.until(lambda one: isinstance(one, DeviceSeen) and one.state is DeviceState.LOST)
        before = len(line.of(Live))
        device.is_silent = False
        line.until(lambda _: len(line.of(Live)) > before)
        assert line.of(Live)[before].progress == 0
        assert line.of(Taken) == []


@contextmanager
def live_oximeter(service="cms50_v7"):
    """An oximeter at its real pace, whose first value is on the screen."""
    with an_oximeter(old=SERVICES[service], speed=1) as device, a_line(device, service, 1) as line:
        line.measure()
        line.shows_a_value()
        yield device, line


def test_a_device_that_says_it_leaves_is_started_again():
    with an_oximeter(LineFaults(kept_alive=5)) as device, a_line(device) as line:
        line.measure()
        line.until(lambda one: isinstance(one, DeviceSeen) and one.state is DeviceState.LOST)
        line.until(lambda _: device.commands.count(START) > 1)


def test_another_protocol_is_told_rather_than_guessed():
    with an_oximeter(old=True) as device, a_line(device, "cms50_v7") as line:
        line.measure()
        ended = line.ended()
    assert isinstance(ended, Failed)
    assert "l’autre modèle" in ended.sentence


def test_a_device_not_plugged_in_is_absent_and_cannot_measure():
    with an_oximeter() as device:
        device.unplug()
        with a_line(device) as line:
            line.until(lambda one: isinstance(one, DeviceSeen) and one.state is DeviceState.ABSENT)
            line.measure()
            assert isinstance(line.ended(), Failed)
