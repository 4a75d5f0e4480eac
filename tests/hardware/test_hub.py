"""The hub with its simulated devices: real bytes, real driver, real guard, end to end."""

from dataclasses import replace
from decimal import Decimal

import pytest

from hardware.messages import DeviceSeen, Failed, Live, NeedsConfirmation, SetAside, Taken
from hardware.readings import DeviceState, Kind, Origin
from hardware.registry import Registry, demonstration_registry
from hardware.simulators.scenario import Faults, Scenario, Vitals
from tests.hardware.room import ENDS, Room

CUFF = Kind.BLOOD_PRESSURE
HOUR = 3600


def values(reading) -> dict[str, Decimal]:
    return {one.name: one.value for one in reading.values}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Kind.TEMPERATURE, {"temperature": "38.4"}),
        (CUFF, {"systolic": "128", "diastolic": "82", "mean_arterial": "97", "pulse": "92"}),
        (Kind.OXIMETRY, {"spo2": "98", "pulse": "92", "perfusion": "3.1"}),
        (Kind.WEIGHT, {"weight": "64.2"}),
    ],
)
def test_a_device_in_order_gives_this_patients_values(kind, expected):
    with Room() as room:
        taken = room.measure(kind, "encounter-1")
    assert isinstance(taken, Taken)
    assert (taken.session_id, taken.kind) == ("encounter-1", kind)
    assert values(taken.reading) == {name: Decimal(value) for name, value in expected.items()}
    assert taken.reading.origin is Origin.SIMULATED
    assert taken.reading.raw
    assert room.set_aside == 0


def test_a_reading_says_which_device_and_when():
    with Room() as room:
        reading = room.measure(CUFF).reading
    assert (reading.device_id, reading.serial) == ("sim:cuff", "SIM-CUFF-1")
    assert (reading.model, reading.firmware) == ("Tensiomètre simulé", "1.0")
    assert reading.reading_id == "reading-1"
    assert abs(reading.clock_skew_s - HOUR) <= 1
    assert reading.received_at.utcoffset().total_seconds() == 0
    assert reading.device_time is not None
    assert reading.decoder == "blood_pressure/1"


def test_the_cuff_shows_its_gauge_while_it_works():
    with Room() as room:
        room.measure(CUFF)
    shown = room.of(Live)
    gauge = [one.quantities[0].value for one in shown]
    assert max(gauge) == 168
    assert len(gauge) > 20
    assert [one.progress for one in shown] == sorted(one.progress for one in shown)
    assert shown[-1].progress <= 95


def test_the_oximeter_shows_nothing_until_it_found_the_pulse():
    with Room() as room:
        room.measure(Kind.OXIMETRY)
    shown = room.of(Live)
    assert shown[0].quantities == ()
    assert "measurement_ongoing" in shown[0].quality
    assert {one.name for one in shown[-1].quantities} == {"spo2", "pulse", "perfusion"}


def test_three_stored_readings_of_the_previous_patient_are_set_aside_and_only_counted():
    with Room(blood_pressure=Faults(stored=3)) as room:
        taken = room.measure(CUFF)
    assert values(taken.reading)["systolic"] == 128
    assert [one.count for one in room.of(SetAside)] == [1, 2, 3]
    shown = {one.value for live in room.of(Live) for one in live.quantities}
    assert Decimal(151) not in shown


@pytest.mark.parametrize("kind", [Kind.TEMPERATURE, Kind.OXIMETRY, Kind.WEIGHT])
def test_stored_readings_are_set_aside_by_every_kind(kind):
    with Room(**{kind.value: Faults(stored=2)}) as room:
        taken = room.measure(kind)
    assert isinstance(taken, Taken)
    assert room.set_aside == 2


def test_undated_stored_readings_are_never_even_proposed():
    with Room(blood_pressure=Faults(stored=3, undated=True)) as room:
        ended = room.measure(CUFF)
    assert isinstance(ended, NeedsConfirmation)
    assert values(ended.reading)["systolic"] == 128
    assert room.set_aside == 3


@pytest.mark.parametrize(
    "faults",
    [
        Faults(undated=True),
        Faults(clock_unreadable=True),
        Faults(user=2),
        Faults(flags=("body_movement",)),
    ],
)
def test_a_doubtful_reading_is_proposed_never_taken(faults):
    with Room(blood_pressure=faults) as room:
        ended = room.measure(CUFF)
    assert isinstance(ended, NeedsConfirmation)


@pytest.mark.parametrize("skew_s", [HOUR + HOUR, HOUR - 347_155_200, 0])
def test_a_wrong_device_clock_is_measured_and_harmless(skew_s):
    with Room(blood_pressure=Faults(skew_s=skew_s)) as room:
        ended = room.measure(CUFF)
    assert isinstance(ended, Taken)


def test_a_device_that_drops_in_the_middle_comes_back_and_starts_again():
    with Room(blood_pressure=Faults(drop_after_s=4)) as room:
        ended = room.measure(CUFF)
    assert isinstance(ended, Taken)
    states = [one.state for one in room.of(DeviceSeen) if one.kind is CUFF]
    lost = states.index(DeviceState.LOST)
    assert DeviceState.MEASURING in states[:lost]
    assert states[lost:] == [
        DeviceState.LOST,
        DeviceState.CONNECTED,
        DeviceState.MEASURING,
        DeviceState.READY,
    ]


def test_a_result_sent_twice_is_one_reading():
    with Room(blood_pressure=Faults(twice=True)) as room:
        room.measure(CUFF)
        room.measure(CUFF, "b")
    assert len(room.of(Taken)) == 2
    assert len({one.reading.device_time for one in room.of(Taken)}) == 2


def test_garbage_is_ignored_up_to_four_packets():
    with Room(blood_pressure=Faults(garbage=4)) as room:
        assert isinstance(room.measure(CUFF), Taken)


def test_five_unreadable_packets_in_a_row_make_an_unknown_device():
    with Room(blood_pressure=Faults(garbage=5)) as room:
        ended = room.measure(CUFF)
    assert isinstance(ended, Failed)
    assert "pas pris en charge" in ended.sentence


def test_a_measure_that_ends_without_value_says_why():
    faults = Faults(no_result=True, flags=("cuff_loose", "body_movement"))
    with Room(blood_pressure=faults) as room:
        ended = room.measure(CUFF)
    assert isinstance(ended, Failed)
    assert "brassard trop lâche" in ended.sentence
    assert "mouvement" in ended.sentence


def test_an_oximeter_that_never_finds_the_pulse_ends_with_a_sentence():
    with Room(oximetry=Faults(no_result=True)) as room:
        ended = room.measure(Kind.OXIMETRY)
    assert isinstance(ended, Failed)
    assert "échoué" in ended.sentence


def test_low_perfusion_makes_the_saturation_one_to_confirm():
    with Room(oximetry=Faults(flags=("low_perfusion",))) as room:
        ended = room.measure(Kind.OXIMETRY)
    assert isinstance(ended, NeedsConfirmation)
    assert "low_perfusion" in ended.reading.quality


def test_an_impossible_value_is_refused_and_not_repeated():
    scenario = Scenario(Vitals(temperature=Decimal("46.2")))
    with Room(demonstration_registry(scenario)) as room:
        ended = room.measure(Kind.TEMPERATURE)
    assert isinstance(ended, Failed)
    assert "impossible" in ended.sentence
    assert "46" not in ended.sentence
    assert Decimal("46.2") not in {one.value for live in room.of(Live) for one in live.quantities}


def test_a_silent_device_ends_with_a_sentence_when_the_window_closes():
    with Room(blood_pressure=Faults(silent=True)) as room:
        ended = room.measure(CUFF)
        assert room.time.elapsed_s >= 240
    assert isinstance(ended, Failed)
    assert ended.sentence.startswith("Aucune mesure reçue. Vérifiez le tensiomètre")


def test_an_absent_device_ends_with_a_sentence():
    with Room(blood_pressure=Faults(away=True)) as room:
        ended = room.measure(CUFF)
        assert isinstance(ended, Failed)
        assert "ne répond pas" in ended.sentence
        states = {one.kind: one.state for one in room.of(DeviceSeen)}
    assert states[CUFF] is DeviceState.ABSENT


def test_a_station_without_device_says_so_and_offers_to_type():
    with Room(Registry()) as room:
        ended = room.measure(CUFF)
        room.until(lambda one: isinstance(one, DeviceSeen) and one.kind is Kind.HEART_RATE)
    assert isinstance(ended, Failed)
    assert ended.sentence.endswith("Saisissez la valeur.")
    assert {one.state for one in room.of(DeviceSeen)} == {DeviceState.ABSENT}


@pytest.mark.parametrize(("battery", "expected"), [(4, Failed), (5, Taken), (19, Taken)])
def test_an_empty_battery_blocks_and_a_low_one_warns(battery, expected):
    with Room(blood_pressure=Faults(battery=battery)) as room:
        ended = room.measure(CUFF)
    assert isinstance(ended, expected)
    warned = DeviceState.LOW_BATTERY in {one.state for one in room.of(DeviceSeen)}
    assert warned is (expected is Taken)


def test_a_full_battery_says_nothing():
    with Room(blood_pressure=Faults(battery=20)) as room:
        room.measure(CUFF)
    assert DeviceState.LOW_BATTERY not in {one.state for one in room.of(DeviceSeen)}


def test_all_devices_measure_at_the_same_time():
    kinds = (Kind.TEMPERATURE, CUFF, Kind.OXIMETRY, Kind.WEIGHT)
    with Room() as room:
        left = list(kinds[1:])

        def ask_the_others(_message):
            # Asked in the hub's own thread: its time cannot jump between two of them.
            while left:
                room.hub.measure("a", left.pop())

        room.on_post = ask_the_others
        room.hub.measure("a", kinds[0])
        for kind in kinds:
            room.until(lambda one, kind=kind: isinstance(one, Taken) and one.kind is kind)
        assert room.time.elapsed_s < 20


def test_asking_again_for_the_same_session_changes_nothing():
    with Room() as room:
        room.hub.measure("a", CUFF)
        room.measure(CUFF)
        room.measure(Kind.WEIGHT, "b")
    assert len([one for one in room.of(Taken) if one.kind is CUFF]) == 1


def test_a_measure_asked_again_as_soon_as_it_ended_is_taken_again():
    with Room() as room:
        left = [1]
        room.on_post = lambda one: (
            room.hub.measure("a", CUFF) if isinstance(one, Taken) and left and left.pop() else None
        )
        room.hub.measure("a", CUFF)
        room.until(lambda _: len(room.of(Taken)) == 2)
    assert len({one.reading.reading_id for one in room.of(Taken)}) == 2


def test_a_new_patient_ends_the_measure_of_the_former_one():
    with Room() as room:
        room.on_post = lambda one: (
            room.hub.measure("patient-b", CUFF)
            if isinstance(one, Live) and one.session_id == "patient-a" and one.progress > 40
            else None
        )
        room.hub.measure("patient-a", CUFF)
        taken = room.ended("patient-b")
    assert isinstance(taken, Taken)
    assert not [
        one for one in room.posted if isinstance(one, ENDS) and one.session_id == "patient-a"
    ]
    rank = next(
        n for n, one in enumerate(room.posted) if getattr(one, "session_id", "") == "patient-b"
    )
    assert all(getattr(one, "session_id", "") != "patient-a" for one in room.posted[rank:])


def test_a_cancelled_measure_posts_nothing_more():
    with Room() as room:
        room.on_post = lambda one: (
            room.hub.cancel("a", CUFF) if isinstance(one, Live) and one.progress > 40 else None
        )
        room.hub.measure("a", CUFF)
        room.until(lambda one: isinstance(one, Live) and one.progress > 40)
        taken = room.measure(CUFF, "b")
    assert isinstance(taken, Taken)
    assert not [one for one in room.posted if isinstance(one, ENDS) and one.session_id == "a"]


def test_cancelling_another_session_changes_nothing():
    with Room() as room:
        room.on_post = lambda one: room.hub.cancel("b", CUFF) if isinstance(one, Live) else None
        assert isinstance(room.measure(CUFF), Taken)


def test_stopping_in_the_middle_of_a_measure_releases_everything():
    room = Room()
    with room:
        room.hub.measure("a", CUFF)
        room.until(lambda one: isinstance(one, Live))
    room.hub.stop()
    after = len(room.posted)
    room.hub.measure("b", CUFF)
    assert isinstance(room.posted[-1], Failed)
    assert len(room.posted) == after + 1


@pytest.mark.expects_log("hardware.hub")
def test_a_fault_of_the_program_is_logged_and_said(caplog):
    def broken(_instants):
        raise ZeroDivisionError

    sources = demonstration_registry().sources
    broken_cuff = tuple(replace(one, make=broken) for one in sources if one.kind is CUFF)
    with Room(Registry(broken_cuff)) as room:
        ended = room.measure(CUFF)
    assert isinstance(ended, Failed)
    assert "interrompue" in ended.sentence
    assert "ZeroDivisionError" in caplog.text


def test_what_no_device_takes_is_counted_by_the_pharmacist():
    with Room() as room:
        ended = room.measure(Kind.RESPIRATION)
    assert isinstance(ended, Failed)
    assert ended.sentence.startswith("Comptez les respirations")
    assert Kind.RESPIRATION not in {one.kind for one in room.of(DeviceSeen)}
