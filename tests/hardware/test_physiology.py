"""What values say of an age and of each other; and the codes under which they are recorded."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.physiology import (
    ADULT_YEARS,
    USUAL,
    discordant_pulses,
    is_usual,
    repeat_pulses,
    unusual,
    usual_range,
)
from hardware.readings import Kind, manual_reading
from hardware.units import MEASURANDS

AT = datetime.fromisoformat("2026-03-14T08:26:00+00:00")
CUFF = {"systolic": Decimal(128), "diastolic": Decimal(82)}


def cuff(pulse, later=timedelta()):
    values = CUFF | {"pulse": Decimal(pulse)}
    return manual_reading(Kind.BLOOD_PRESSURE, values, reading_id="c", received_at=AT + later)


def oximeter(pulse, later=timedelta()):
    values = {"spo2": Decimal(98), "pulse": Decimal(pulse)}
    return manual_reading(Kind.OXIMETRY, values, reading_id="o", received_at=AT + later)


@pytest.mark.parametrize(
    ("name", "years", "value", "usual"),
    [
        ("pulse", 0, 150, True),
        ("pulse", 0, 90, False),
        ("pulse", 4, 95, True),
        ("pulse", 4, 141, False),
        ("pulse", 15, 100, True),
        ("pulse", 16, 110, True),
        ("pulse", 16, 111, False),
        ("respiration", 3, 28, True),
        ("respiration", 30, 28, False),
        ("systolic", 5, 80, True),
        ("systolic", 5, 79, False),
        ("systolic", 40, 89, False),
        ("systolic", 40, 181, False),
        ("diastolic", 8, 45, True),
        ("diastolic", 40, 45, False),
        ("weight", 6, 20, True),
        ("weight", 6, 200, False),
        ("weight", 40, 200, True),
        ("temperature", 1, 38.1, False),
        ("spo2", 70, 94, False),
        ("spo2", 70, 95, True),
        ("glucose", 50, 69, False),
        ("cuff_pressure", 50, 300, True),
    ],
)
def test_a_value_is_usual_for_an_age(name, years, value, usual):
    assert is_usual(name, Decimal(str(value)), years) is usual


@given(st.sampled_from(sorted(USUAL)), st.integers(0, 120))
def test_every_age_has_one_range_inside_what_is_possible(name, years):
    usual = usual_range(name, years)
    assert usual is not None
    low, high = MEASURANDS[name].reject
    assert usual.low is None or low <= usual.low
    assert usual.high is None or usual.high <= high
    assert usual.low is None or usual.high is None or usual.low < usual.high
    assert usual.from_years <= years


def test_only_the_ranges_of_the_table_of_adults_are_said_to_be_reviewed():
    for ranges in USUAL.values():
        assert [one.from_years for one in ranges] == sorted({one.from_years for one in ranges})
        for one in ranges:
            assert one.source
            assert one.reviewed is (one.from_years >= ADULT_YEARS)


def test_an_adult_has_the_bounds_of_the_table():
    for name in USUAL:
        usual = usual_range(name, 40)
        assert (usual.low, usual.high) == MEASURANDS[name].warn


def test_the_ranges_that_a_reading_leaves_are_told_with_how_sure_they_are():
    [adult] = unusual(cuff(120), 40)
    assert (adult.name, adult.reviewed) == ("pulse", True)
    [child] = unusual(cuff(160), 8)
    assert (child.name, child.reviewed) == ("pulse", False)
    assert unusual(cuff(100), 40) == ()


def test_pulses_that_differ_by_more_than_twenty_are_to_be_taken_again():
    pair = discordant_pulses((cuff(70), oximeter(91)))
    assert pair is not None
    assert repeat_pulses(*pair) == (
        "Pouls de 70 et 91\u00a0/min, plus de 20 d’écart\u00a0: reprenez les deux mesures."
    )


@pytest.mark.parametrize(
    "readings",
    [
        (cuff(70), oximeter(90)),
        (cuff(70), oximeter(120, timedelta(seconds=121))),
        (cuff(70), cuff(120)),
        (cuff(70),),
        (),
        (cuff(70), replace(oximeter(120), values=oximeter(120).values[:1])),
    ],
)
def test_pulses_that_agree_or_cannot_be_compared_ask_for_nothing(readings):
    assert discordant_pulses(readings) is None


@pytest.mark.parametrize("seconds", [-120, 0, 120])
def test_two_minutes_are_counted_both_ways(seconds):
    assert discordant_pulses((cuff(70), oximeter(120, timedelta(seconds=seconds)))) is not None


# dmp.md §2.3: JDV_SignesVitaux, 1.2.250.1.213.1.1.5.136.
OFFICIAL = {
    "temperature": ("8310-5", "Cel"),
    "systolic": ("8480-6", "mm[Hg]"),
    "diastolic": ("8462-4", "mm[Hg]"),
    "pulse": ("8867-4", "/min"),
    "respiration": ("9279-1", "/min"),
    "spo2": ("20564-1", "%"),
    "weight": ("29463-7", "kg"),
    "height": ("8302-2", "cm"),
    "bmi": ("39156-5", "kg/m2"),
}


def test_what_goes_into_a_record_has_the_codes_of_the_official_value_set():
    ours = {name: (one.loinc, one.unit) for name, one in MEASURANDS.items() if one.in_record}
    assert ours == OFFICIAL
