"""The measures: their codes, their units, where they come from, and what is invented."""

from dataclasses import replace

import pytest

from app.exchange.fhir.measures import Around, measure_resources
from tests.exchange.facts import READINGS
from tests.exchange.sheets import throat_sheet

AROUND = Around("urn:uuid:p", "urn:uuid:e", "urn:uuid:a")


def measured(*readings):
    return measure_resources(replace(throat_sheet(), readings=readings), AROUND)


def codes(observation):
    return [one["code"] for one in observation["code"].get("coding", ())]


def by_quantity(name):
    return next(one for one in READINGS if one.quantity == name)


def test_a_measure_bears_the_code_and_the_unit_of_the_record():
    (one,) = measured(by_quantity("temperature"))
    assert codes(one) == ["8310-5"]
    assert one["valueQuantity"] == {
        "value": 38.4,
        "unit": "°C",
        "system": "http://unitsofmeasure.org",
        "code": "Cel",
    }
    assert one["category"][0]["coding"][0]["code"] == "vital-signs"
    assert one["effectiveDateTime"] == "2026-11-23T11:47:00+01:00"


def test_the_saturation_bears_the_french_code_and_the_one_hl7_asks_for():
    (one,) = measured(by_quantity("spo2"))
    assert codes(one) == ["20564-1", "2708-6"]


def test_pressures_taken_together_are_one_observation():
    (one,) = measured(by_quantity("systolic"), by_quantity("diastolic"))
    assert codes(one) == ["85354-9"]
    assert "valueQuantity" not in one
    assert [part["valueQuantity"]["value"] for part in one["component"]] == [124, 78]


def test_pressures_of_two_measures_are_two_and_what_is_missing_is_said():
    later = replace(by_quantity("diastolic"), taken_at="2026-11-23T11:55:00+01:00")
    first, second = measured(by_quantity("systolic"), later)
    assert "dataAbsentReason" in first["component"][1]
    assert "dataAbsentReason" in second["component"][0]
    assert second["component"][1]["valueQuantity"]["value"] == 78


@pytest.mark.parametrize(
    ("quantity", "loinc", "unit"),
    [("glucose", "41653-7", "mg/dL"), ("perfusion", "61006-3", "%")],
)
def test_a_measure_outside_the_value_set_keeps_its_words_and_no_code(quantity, loinc, unit):
    reading = replace(READINGS[0], quantity=quantity, loinc=loinc, unit=unit, label="Autre")
    (one,) = measured(reading)
    assert one["code"] == {"text": "Autre"}
    assert "profile" not in one["meta"]


def test_a_mean_pressure_alone_gets_no_code_of_a_record():
    reading = replace(by_quantity("systolic"), quantity="mean_arterial", loinc="8478-0")
    (one,) = measured(by_quantity("systolic"), by_quantity("diastolic"), reading)
    assert one["component"][2]["code"] == {"text": "Systolique"}


@pytest.mark.parametrize("origin", ["live", "stored", "manual", "simulated", "demo"])
def test_where_a_value_comes_from_is_told_and_an_invented_one_is_test_data(origin):
    (one,) = measured(replace(READINGS[0], origin=origin))
    assert one["meta"]["tag"][0]["code"] == origin
    assert ("security" in one["meta"]) is (origin in {"simulated", "demo"})


def test_a_device_is_named_with_its_number_and_a_typed_value_has_none():
    (one,) = measured(by_quantity("spo2"))
    assert one["device"] == {"reference": "#appareil"}
    (device,) = one["contained"]
    assert (device["deviceName"][0]["name"], device["serialNumber"]) == ("Oxymètre", "OX-01")
    (typed,) = measured(by_quantity("respiration"))
    assert {"device", "contained"}.isdisjoint(typed)
    assert typed["note"][0]["text"].startswith("saisie à la main")


def test_no_value_is_changed_by_being_written():
    for value, written in (("38.4", 38.4), ("36.0", 36), ("0.12", 0.12), ("124", 124)):
        (one,) = measured(replace(READINGS[0], value=value))
        assert one["valueQuantity"]["value"] == written
