"""Radios hang, lose devices and speak after closing: no wait is endless, nothing leaks."""

import asyncio
from datetime import timedelta
from decimal import Decimal

import pytest

from hardware.codecs.blood_pressure import BloodPressure, encode_blood_pressure
from hardware.codecs.characteristics import BLOOD_PRESSURE, CUFF_PRESSURE
from hardware.codecs.timestamp import encode_timestamp
from hardware.instants import Instants
from hardware.links.gatt import DeviceBusy, LinkLost, RadioUnavailable
from hardware.messages import DeviceSeen, Failed, Live, NeedsConfirmation, Taken
from hardware.readings import DeviceState, Kind, Origin
from hardware.registry import Registry
from hardware.sources import PACES, Source
from tests.hardware.faulty_radio import FaultyLink, FaultyRadio
from tests.hardware.room import ENDS, START, Room

CUFF = Kind.BLOOD_PRESSURE


def result(systolic: int) -> bytes:
    pressures = (Decimal(systolic), Decimal(80), Decimal(95))
    return encode_blood_pressure(BloodPressure(*pressures, user=1))


def say(link: FaultyLink, systolic: int) -> None:
    link.listeners[BLOOD_PRESSURE](result(systolic))


def systolic_of(message) -> Decimal:
    return message.reading.value("systolic")


def answers_once_watched(link: FaultyLink) -> None:
    """Speak when the gauge is listened to: the drain is over then."""
    if CUFF_PRESSURE in link.listeners:
        say(link, 120 + len(link.radio.links))


@pytest.mark.parametrize("step", ["connect", "read", "subscribe"])
def test_a_radio_that_hangs_ends_with_a_sentence(step):
    radio = FaultyRadio()
    radio.hangs_on = frozenset({step})
    with Room(radio.registry()) as room:
        ended = room.measure(CUFF)
        assert room.time.elapsed_s <= 240
    assert isinstance(ended, Failed)
    assert ended.sentence.endswith(".")


def test_a_scan_that_hangs_says_the_device_is_absent():
    radio = FaultyRadio()
    radio.hangs_on = frozenset({"scan"})
    with Room(radio.registry()) as room:
        seen = room.until(lambda one: isinstance(one, DeviceSeen) and one.kind is CUFF)
    assert seen.state is DeviceState.ABSENT


def test_a_device_that_hangs_on_closing_does_not_block_the_next_patient():
    radio = FaultyRadio(answers_once_watched)
    radio.hangs_on = frozenset({"close"})
    with Room(radio.registry()) as room:
        assert systolic_of(room.measure(CUFF, "a")) == 121
        assert systolic_of(room.measure(CUFF, "b")) == 122


def test_a_late_packet_of_a_closed_session_is_never_posted():
    radio = FaultyRadio(answers_once_watched)
    with Room(radio.registry()) as room:
        room.measure(CUFF, "a")
        radio.on_listen = lambda link: None
        room.hub.measure("b", CUFF)
        room.until(lambda one: isinstance(one, DeviceSeen) and len(radio.links) == 2)
        radio.on_listen = answers_with_the_late_one_first(radio)
        ended = room.measure(CUFF, "c")
    assert isinstance(ended, NeedsConfirmation)
    assert systolic_of(ended) == 123
    assert Decimal(199) not in {
        systolic_of(one) for one in room.posted if isinstance(one, NeedsConfirmation)
    }


def answers_with_the_late_one_first(radio: FaultyRadio):
    """The links of the former patients speak in the middle of the new session."""

    def answer(link: FaultyLink) -> None:
        if CUFF_PRESSURE in link.listeners:
            for former in radio.links[:-1]:
                say(former, 199)
            say(link, 120 + len(radio.links))

    return answer


def test_a_device_lost_for_good_is_waited_for_ninety_seconds():
    def drop_when_watched(link: FaultyLink) -> None:
        if CUFF_PRESSURE in link.listeners:
            link.radio.refused_after = 1
            link.drop()

    with Room(FaultyRadio(drop_when_watched).registry()) as room:
        ended = room.measure(CUFF)
        assert 90 <= room.time.elapsed_s <= 120
    assert isinstance(ended, Failed)
    assert "rien n’est gardé" in ended.sentence
    states = [one.state for one in room.of(DeviceSeen) if one.kind is CUFF]
    assert states.count(DeviceState.LOST) == 2


def test_a_device_that_keeps_dropping_is_left_when_the_window_closes():
    radio = FaultyRadio(lambda link: link.drop() if CUFF_PRESSURE in link.listeners else None)
    with Room(radio.registry()) as room:
        ended = room.measure(CUFF)
        assert 235 <= room.time.elapsed_s <= 250
    assert isinstance(ended, Failed)
    assert len(radio.links) > 20


def test_a_gauge_seen_before_the_drop_is_not_a_value():
    def gauge_then_drop(link: FaultyLink) -> None:
        gauge = link.listeners.get(CUFF_PRESSURE)
        if gauge is not None:
            gauge(result(142))
            link.radio.refused_after = 1
            link.drop()

    with Room(FaultyRadio(gauge_then_drop).registry()) as room:
        ended = room.measure(CUFF)
    assert [one.quantities[0].value for one in room.of(Live)] == [142]
    assert [one for one in room.posted if isinstance(one, ENDS)] == [ended]
    assert isinstance(ended, Failed)


@pytest.mark.parametrize(
    ("refusal", "state"),
    [
        (RadioUnavailable("Le Bluetooth est éteint. Allumez-le.", DeviceState.ABSENT), "absent"),
        (RadioUnavailable("Le Bluetooth est interdit.", DeviceState.DENIED), "denied"),
        (DeviceBusy(), "busy"),
    ],
)
def test_a_radio_that_refuses_says_why_at_start_and_at_the_measure(refusal, state):
    radio = FaultyRadio()
    radio.refusal = refusal
    with Room(radio.registry()) as room:
        ended = room.measure(CUFF)
    assert isinstance(ended, Failed)
    assert ended.sentence == refusal.sentence
    assert {one.state for one in room.of(DeviceSeen) if one.kind is CUFF} >= {state}


def test_packets_without_end_do_not_make_an_endless_drain():
    def speak_each_second(link: FaultyLink) -> None:
        say(link, 150)
        asyncio.get_running_loop().call_later(1, speak_each_second, link)

    def begin(link: FaultyLink) -> None:
        if CUFF_PRESSURE not in link.listeners:
            speak_each_second(link)

    with Room(FaultyRadio(begin).registry()) as room:
        ended = room.measure(CUFF)
    assert isinstance(ended, NeedsConfirmation)
    assert 20 <= ended.reading.monotonic_ns / 10**9 <= 25
    assert 19 <= room.set_aside <= 21


class Stubborn:
    """A driver that never lets its device go."""

    def __init__(self, instants) -> None:
        del instants

    async def is_present(self) -> bool:
        return True

    async def open(self):
        await asyncio.sleep(10_000)

    async def close(self) -> None:
        await asyncio.sleep(10_000)


def test_a_device_that_is_never_released_refuses_the_next_patient_with_a_sentence():
    source = Source(CUFF, "cuff", Origin.LIVE, Stubborn, PACES[CUFF])
    with Room(Registry((source,))) as room:
        room.on_post = lambda one: (
            room.hub.measure("b", CUFF)
            if isinstance(one, DeviceSeen) and one.state is DeviceState.SEARCHING
            else None
        )
        room.hub.measure("a", CUFF)
        ended = room.ended("b")
    assert isinstance(ended, Failed)
    assert "se termine" in ended.sentence


def test_a_driver_asked_before_it_is_open_is_lost():
    radio = FaultyRadio()
    driver = radio.registry().sources[0].make(Instants(lambda: START, lambda: 0))
    with pytest.raises(LinkLost):
        asyncio.run(driver.listen_results())


@pytest.mark.parametrize("clock", ["ea070d20180000", "00000000000000", "ea07"])
def test_a_device_clock_that_makes_no_sense_is_an_unknown_clock(clock):
    radio = FaultyRadio(answers_once_watched)
    radio.values = {"2a08": bytes.fromhex(clock)}
    with Room(radio.registry()) as room:
        ended = room.measure(CUFF)
    assert ended.reading.clock_skew_s is None


def test_the_current_time_service_gives_the_skew_too():
    radio = FaultyRadio(answers_once_watched)
    radio.values = {"2a2b": bytes.fromhex("ea07030e091a00060001")}
    with Room(radio.registry()) as room:
        ended = room.measure(CUFF)
    assert abs(ended.reading.clock_skew_s - 3600) <= 1


def test_a_device_without_any_known_characteristic_is_not_supported():
    radio = FaultyRadio()
    radio.has = frozenset()
    with Room(radio.registry()) as room:
        ended = room.measure(CUFF)
    assert isinstance(ended, Failed)
    assert "pas pris en charge" in ended.sentence


@pytest.mark.parametrize(("taken_after_s", "expected"), [(2, Taken), (-90, Failed)])
def test_a_cuff_that_connects_after_measuring_counts_when_it_measured_this_patient(
    taken_after_s, expected
):
    clock = (START + timedelta(hours=1)).replace(tzinfo=None, microsecond=0)
    pressures = (Decimal(128), Decimal(80), Decimal(95))
    taken_at = clock + timedelta(seconds=taken_after_s)
    packet = encode_blood_pressure(
        BloodPressure(*pressures, has_time=True, time=taken_at, user=1, status=())
    )

    def speak_at_once(link: FaultyLink) -> None:
        if CUFF_PRESSURE not in link.listeners:
            link.listeners[BLOOD_PRESSURE](packet)

    radio = FaultyRadio(speak_at_once)
    radio.values = {"2a08": encode_timestamp(clock)}
    with Room(radio.registry()) as room:
        ended = room.measure(CUFF)
    assert isinstance(ended, expected)
