"""A blood glucose on paper: in the unit said in France, then in the one that is kept."""

from dataclasses import replace

from app.exchange.professional_text import reading_value
from hardware.units import MEASURANDS
from tests.exchange.facts import READINGS


def test_the_paper_says_both_units() -> None:
    glucose = replace(
        READINGS[0], quantity="glucose", loinc="41653-7", value="105", unit_label="mg/dL"
    )
    assert reading_value(glucose).replace("\u00a0", " ") == "1,05 g/L (105 mg/dL)"
    assert "(" not in reading_value(READINGS[0])


def test_what_the_french_value_set_of_vital_signs_lacks_is_marked_as_such() -> None:
    # JDV_SignesVitaux, 1.2.250.1.213.1.1.5.136, as published.
    vital_signs = {
        "8310-5", "20564-1", "8867-4", "8480-6", "8462-4", "9279-1", "29463-7", "8302-2",
        "39156-5", "8306-3", "8280-0", "8287-5", "9271-8", "9272-6", "9274-2",
    }  # fmt: skip
    for one in MEASURANDS.values():
        assert one.in_record == (one.loinc in vital_signs), one.name
