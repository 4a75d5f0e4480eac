"""A glucose meter through the hub: only the record of this patient, and only when it is new."""

from functools import partial

import pytest

from hardware.codecs.glucose import MOL_PER_LITRE
from hardware.messages import Failed, NeedsConfirmation, SetAside, Taken
from hardware.readings import Kind
from hardware.simulators.glucometer import Glucometer
from hardware.simulators.scenario import Faults, Vitals
from tests.hardware.lines.room import room_with

MINE = 105
REFUSED = "ne donne pas sa dernière mesure"


def measured(faults: Faults, **unit):
    """Measure once; return how the session ended and how many readings were set aside."""
    make = partial(_meter, faults, **unit)
    with room_with(make, "1808") as room:
        ended = room.measure(Kind.GLUCOSE)
        return ended, room.set_aside


def _meter(faults, now, **unit):
    return Glucometer(Vitals(), faults, now, **unit)


def test_the_record_of_this_patient_is_taken():
    ended, aside = measured(Faults())
    assert isinstance(ended, Taken)
    assert ended.reading.value("glucose") == MINE
    assert ended.reading.serial == "SIM-GLUCO-1"
    assert aside == 0


def test_a_meter_in_moles_gives_the_same_value_to_the_milligram():
    ended, _ = measured(Faults(), unit=MOL_PER_LITRE)
    assert ended.reading.value("glucose") == 104  # 5.8 mmol/L x 18.016


def test_only_the_last_record_is_asked_and_the_former_patient_s_is_set_aside():
    ended, aside = measured(Faults(stored=3))
    assert isinstance(ended, Taken)
    assert ended.reading.value("glucose") == MINE
    assert aside == 1


def test_a_meter_that_keeps_silent_gives_nothing_of_the_former_patient():
    ended, aside = measured(Faults(stored=3, silent=True))
    assert isinstance(ended, Failed)
    assert aside == 1


def test_an_undated_record_newer_than_the_window_waits_for_the_pharmacist():
    ended, aside = measured(Faults(stored=2, undated=True))
    assert isinstance(ended, NeedsConfirmation)
    assert ended.reading.value("glucose") == MINE
    assert aside == 1


def test_an_undated_record_kept_before_the_window_is_never_offered():
    ended, aside = measured(Faults(stored=2, undated=True, silent=True))
    assert isinstance(ended, Failed)
    assert aside == 1


def test_a_first_record_in_an_empty_meter_whose_clock_is_unreadable_waits_for_the_pharmacist():
    ended, aside = measured(Faults(clock_unreadable=True))
    assert isinstance(ended, NeedsConfirmation)
    assert aside == 0


def test_control_solution_is_never_a_patient_s_blood():
    ended, aside = measured(Faults(flags=("control_solution",)))
    assert isinstance(ended, Failed)
    assert aside == 1


def test_a_failed_strip_is_said_with_its_cause():
    ended, _ = measured(Faults(no_result=True, flags=("sample_too_small",)))
    assert isinstance(ended, Failed)
    assert "goutte de sang trop petite" in ended.sentence


def test_a_meter_that_refuses_its_records_says_what_to_do():
    ended, _ = measured(Faults(stored=1, refuses=True))
    assert isinstance(ended, Failed)
    assert REFUSED in ended.sentence


def test_the_same_record_sent_twice_is_one_reading():
    ended, aside = measured(Faults(twice=True))
    assert isinstance(ended, Taken)
    assert aside == 0


@pytest.mark.parametrize("garbage", [1, 4])
def test_garbage_before_the_record_is_passed_over(garbage):
    ended, _ = measured(Faults(stored=1, garbage=garbage))
    assert isinstance(ended, Taken)
    assert ended.reading.value("glucose") == MINE


def test_five_unreadable_records_are_another_device():
    ended, _ = measured(Faults(stored=1, garbage=5))
    assert isinstance(ended, Failed)
    assert "pas pris en charge" in ended.sentence


def test_a_link_lost_before_the_record_is_taken_up_again():
    ended, aside = measured(Faults(stored=1, drop_after_s=1.0))
    assert isinstance(ended, Taken)
    assert ended.reading.value("glucose") == MINE
    assert aside == 1


def test_a_second_window_does_not_take_the_record_of_the_first():
    make = partial(_meter, Faults())
    with room_with(make, "1808") as room:
        assert isinstance(room.measure(Kind.GLUCOSE, "a"), Taken)
        room.hub.measure("b", Kind.GLUCOSE)
        aside = room.until(lambda one: isinstance(one, SetAside) and one.session_id == "b")
        ended = room.ended("b")
    assert aside.count == 1
    assert isinstance(ended, Taken)
    assert ended.reading.raw != room.ended("a").reading.raw
