"""The rapid tests of a consultation, the device used, and what is missing to record them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.encounter.decide import LotTyped
from app.encounter.effects import SealSheet
from app.encounter.model import LateEntry
from app.encounter.rapid_tests import devices_used, lacking, rapid_tests
from app.encounter.seal import SealAsked
from app.encounter.sheet import OrientationSheet, SheetTest
from tests.builders import AT, Visit, a_station, a_visit_at_decision

POSITIVE = {"a_gang": "yes", "a_amyg": "yes", "a_aspect": "yes", "a_toux": "no"}
THROAT = POSITIVE | {"a_trod": "positif", "temperature": "38,4"}
UDI = "(01)03612345678904(17)271231(10)B987654"


def at_decision(protocol: str, answers: dict[str, str], **typed: str) -> Visit:
    visit = a_visit_at_decision(protocol, answers)
    return visit.say(*(LotTyped(name.replace("_dot_", "."), text) for name, text in typed.items()))


def sealed(visit: Visit) -> OrientationSheet:
    effect = visit.say(SealAsked()).asked(SealSheet)[-1]
    assert isinstance(effect, SealSheet)
    return effect.sheet


def test_a_throat_test_is_kept_with_its_device_and_the_time_it_was_answered() -> None:
    typed = {"a_trod": "L2611", "a_trod_dot_maker": "Nadal", "a_trod_dot_reference": "242001"}
    visit = at_decision("douleur_pharyngee", THROAT, **typed)
    (test,) = sealed(visit).tests
    answered = next(one.at for one in visit.encounter.events if one.question_id == "a_trod")
    assert (test.name, test.result) == ("Test rapide streptocoque A", "Positif")
    assert (test.maker, test.reference, test.lot) == ("Nadal", "242001", "L2611")
    assert test.read_at == answered.isoformat(timespec="seconds")
    assert lacking(test) == ""


def test_both_readings_of_a_urine_strip_are_kept_with_one_device() -> None:
    answers = {"u_symptomes": "yes", "u_nit": "positif", "u_leuco": "negatif"}
    visit = at_decision("douleur_mictionnelle", answers, bandelette=UDI)
    nitrites, leucocytes = sealed(visit).tests
    assert (nitrites.name, nitrites.result) == ("Bandelette urinaire, nitrites", "Positif")
    assert (leucocytes.name, leucocytes.result) == ("Bandelette urinaire, leucocytes", "Négatif")
    assert nitrites.lot == leucocytes.lot == UDI
    assert lacking(nitrites) == ""
    assert devices_used(visit.encounter) == ("bandelette",)


def test_a_strip_that_was_not_done_is_no_test() -> None:
    answers = {"u_symptomes": "yes", "u_nit": "non_fait", "u_leuco": "unknown"}
    visit = at_decision("douleur_mictionnelle", answers)
    assert sealed(visit).tests == ()
    assert devices_used(visit.encounter) == ()


def test_a_scanned_device_keeps_its_whole_identifier() -> None:
    scanned = "0103612345678904172712311012345678901234567\x1d21SERIE-1234567890123"
    visit = at_decision("douleur_pharyngee", THROAT, a_trod=scanned)
    kept = sealed(visit).tests[0].lot
    assert kept == "(01)03612345678904(17)271231(10)12345678901234567(21)SERIE-1234567890123"


@pytest.mark.parametrize(
    ("typed", "read"),
    [("11:58", "11:58:00+01:00"), ("9h05", "09:05:00+01:00"), ("9 h 61", ""), ("midi", "")],
)
def test_the_hour_that_is_typed_is_the_one_that_counts(typed: str, read: str) -> None:
    visit = at_decision("douleur_pharyngee", THROAT, a_trod_dot_read_at=typed)
    assert sealed(visit).tests[0].read_at == (read and f"2026-11-23T{read}")


def test_a_paper_form_says_only_the_hour_that_was_typed() -> None:
    visit = at_decision("douleur_pharyngee", THROAT)
    doer = a_station().professionals[0]
    late = LateEntry(doer, AT + timedelta(minutes=20), None, AT + timedelta(days=1))
    encounter = replace(visit.encounter, late=late)
    assert encounter.protocol is not None
    (test,) = rapid_tests(encounter, encounter.protocol)
    assert test.read_at == ""
    assert "l’heure de lecture" in lacking(test)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"lot": ""}, "le numéro de lot ou l’UDI"),
        ({"maker": " "}, "le fabricant"),
        ({"reference": ""}, "la référence"),
        ({"read_at": ""}, "l’heure de lecture (par exemple 11:58)"),
        ({"lot": "(01)03612345678905(10)B"}, "l’UDI complet, avec ses parenthèses"),
    ],
)
def test_the_sentence_says_what_to_enter(changes: dict[str, str], said: str) -> None:
    whole = SheetTest(
        "Test rapide", "Positif", "Nadal", "242001", "L1", "2026-11-23T11:58:00+01:00"
    )
    assert lacking(whole) == ""
    assert lacking(replace(whole, **changes)) == f"Test rapide\u00a0: saisissez {said}."


def test_everything_that_is_missing_is_said_in_one_sentence() -> None:
    told = lacking(SheetTest("Test rapide", "Positif", "", "", "", ""))
    assert told.count("saisissez") == 1
    assert told.endswith("la référence et l’heure de lecture (par exemple 11:58).")
