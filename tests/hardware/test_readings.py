"""Typed values: decimals with a comma, bounds said in words, pressures in order."""

from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.readings import (
    Kind,
    NotANumber,
    Origin,
    OutOfRange,
    check_bounds,
    manual_reading,
    parse_number,
    quantity,
)
from hardware.units import MEASURANDS, UnknownUnit, convert, rounded, spoken

AT = datetime.fromisoformat("2026-03-14T08:26:00+00:00")
PRESSURES = {"systolic": Decimal(128), "diastolic": Decimal(82)}


def typed(kind: Kind, **values: str):
    numbers = {name: Decimal(value) for name, value in values.items()}
    return manual_reading(kind, numbers, reading_id="r1", received_at=AT)


@pytest.mark.parametrize(
    ("text", "value"),
    [("38,5", "38.5"), ("38.5", "38.5"), (" 128\u00a0", "128"), ("0,5", "0.5"), ("36,50", "36.50")],
)
def test_a_number_is_typed_with_a_comma_or_a_point(text, value):
    assert parse_number(text) == Decimal(value)
    assert parse_number(text).as_tuple().exponent == Decimal(value).as_tuple().exponent


@pytest.mark.parametrize(
    "text",
    [
        "",
        "38,",
        ",5",
        "3 8",
        "38,5,1",
        "1e5",
        "-1",
        "+38",
        "NaN",
        "inf",
        "1_000",
        "٣٨",
        "²",
        "9" * 13,
    ],
)
def test_anything_else_is_not_a_number(text):
    with pytest.raises(NotANumber) as refused:
        parse_number(text)
    assert "38,5" in refused.value.sentence


@given(st.decimals(0, 9999, places=2))
def test_what_is_written_in_french_is_read_back(number):
    assert parse_number(str(number).replace(".", ",")) == number


def test_a_typed_reading_is_marked_manual_and_bears_no_device():
    reading = typed(Kind.TEMPERATURE, temperature="38.5")
    assert reading.origin is Origin.MANUAL
    assert (reading.device_id, reading.model, reading.raw, reading.decoder) == ("", "", b"", "")
    assert reading.value("temperature") == Decimal("38.5")
    assert reading.value("pulse") is None
    assert reading.values[0].loinc == "8310-5"
    assert reading.values[0].resolution == 1


@pytest.mark.parametrize("name", sorted(MEASURANDS))
def test_each_bound_is_accepted_and_the_next_value_is_not(name):
    measurand = MEASURANDS[name]
    step = Decimal(1).scaleb(-measurand.decimals)
    low, high = measurand.reject
    check_bounds((quantity(name, low),))
    check_bounds((quantity(name, high),))
    for outside in (low - step, high + step):
        with pytest.raises(OutOfRange) as refused:
            check_bounds((quantity(name, outside),))
        assert refused.value.quantity == name
        for bound in (low, high):
            assert str(spoken(name, bound)).replace(".", ",") in refused.value.sentence


def test_the_sentence_holds_the_bounds_and_never_the_value():
    with pytest.raises(OutOfRange) as refused:
        typed(Kind.TEMPERATURE, temperature="385")
    assert "entre 30,0 et 44,0\u00a0°C" in refused.value.sentence
    assert "385" not in refused.value.sentence
    assert "385" not in str(refused.value)


@pytest.mark.parametrize("diastolic", ["128", "129"])
def test_a_diastolic_must_be_below_the_systolic(diastolic):
    with pytest.raises(OutOfRange) as refused:
        typed(Kind.BLOOD_PRESSURE, systolic="128", diastolic=diastolic)
    assert refused.value.quantity == "diastolic"


@pytest.mark.parametrize("mean", ["81", "129"])
def test_a_mean_pressure_must_be_between_the_two(mean):
    with pytest.raises(OutOfRange) as refused:
        typed(Kind.BLOOD_PRESSURE, systolic="128", diastolic="82", mean_arterial=mean)
    assert refused.value.quantity == "mean_arterial"


def test_a_missing_pressure_is_asked_for():
    with pytest.raises(OutOfRange) as refused:
        typed(Kind.BLOOD_PRESSURE, systolic="128")
    assert refused.value.quantity == "diastolic"


def test_a_quantity_of_another_measure_is_refused():
    with pytest.raises(OutOfRange):
        typed(Kind.TEMPERATURE, temperature="38.5", weight="64")


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (Kind.TEMPERATURE, {"temperature": "38.55"}),
        (Kind.OXIMETRY, {"spo2": "97.5"}),
        (Kind.WEIGHT, {"weight": "64.255"}),
    ],
)
def test_more_decimals_than_the_measure_has_are_refused(kind, values):
    with pytest.raises(OutOfRange) as refused:
        typed(kind, **values)
    assert "après la virgule" in refused.value.sentence


def test_not_a_number_and_infinity_are_out_of_bounds():
    for value in ("NaN", "Infinity", "-Infinity"):
        with pytest.raises(OutOfRange):
            check_bounds((quantity("spo2", Decimal(value)),))


@pytest.mark.parametrize(
    ("value", "unit", "wanted", "result"),
    [
        ("17.1", "kPa", "mm[Hg]", "128"),
        ("100.4", "[degF]", "Cel", "38"),
        ("159.40", "[lb_av]", "kg", "72"),
        ("5.83", "mmol/L", "mg/dL", "105"),
        ("1.05", "g/L", "mg/dL", "105"),
        ("1.75", "m", "cm", "175"),
        ("70", "[in_i]", "cm", "178"),
        ("98", "%", "%", "98"),
    ],
)
def test_units_are_converted(value, unit, wanted, result):
    assert rounded(convert(Decimal(value), unit, wanted), 0) == Decimal(result)


def test_an_unknown_conversion_is_refused():
    with pytest.raises(UnknownUnit):
        convert(Decimal(1), "stone", "kg")


def test_halves_are_rounded_up():
    assert rounded(Decimal("38.05"), 1) == Decimal("38.1")
    assert rounded(Decimal("38.15"), 1) == Decimal("38.2")


def test_the_codes_are_those_of_french_records():
    assert MEASURANDS["spo2"].loinc == "20564-1"
    assert {one.loinc for one in MEASURANDS.values() if one.in_record} == {
        "8310-5",
        "20564-1",
        "8867-4",
        "8480-6",
        "8462-4",
        "9279-1",
        "29463-7",
        "8302-2",
        "39156-5",
    }


def test_a_usual_value_is_only_a_matter_of_display():
    assert MEASURANDS["spo2"].is_usual(Decimal(95))
    assert not MEASURANDS["spo2"].is_usual(Decimal(94))
    assert MEASURANDS["weight"].is_usual(Decimal(200))
    assert not MEASURANDS["temperature"].is_usual(Decimal("38.1"))
