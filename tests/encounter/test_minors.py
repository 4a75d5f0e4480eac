"""A minor has an adult named before anything is agreed to; an interpreter, a visitor are said."""

from dataclasses import replace

import pytest

from app.encounter import identify
from app.encounter.build import build_sheet
from app.encounter.choose import ComplaintChosen
from app.encounter.draft import draft_bytes, read_draft, resume
from app.encounter.model import VISITOR, Consent, Step, Traits
from app.encounter.sheet import OrientationSheet, canonical_bytes, read_sheet
from app.identity import NAME_THE_ADULT, CompanionLink
from tests.builders import (
    MATRICULE,
    WITH_A_PARENT,
    Visit,
    a_library,
    a_protocol,
    a_station,
    an_identified_visit,
    some_traits,
)

CHILD = {"birth_date": "12/04/2014", "matricule": ""}
AGREED = identify.ConsentAnswered(Consent.INTERVIEW, given=True)


def typed(**changes: str) -> Visit:
    return Visit().say(identify.TraitsTyped(some_traits(**changes)))


def sealed(**traits: str) -> OrientationSheet:
    visit = an_identified_visit(**traits).answer_until(Step.DECIDE)
    return build_sheet(visit.encounter, visit.at)


def test_nobody_consents_for_a_minor_before_an_adult_is_named() -> None:
    visit = typed(**CHILD).say(AGREED)
    assert not visit.encounter.consents
    assert visit.encounter.field_errors["companion"] == NAME_THE_ADULT
    assert visit.encounter.notice == identify.ADULT_FIRST
    visit.say(identify.TraitsTyped(some_traits(**CHILD, **WITH_A_PARENT)), AGREED)
    assert visit.encounter.consents == {Consent.INTERVIEW: True}


@pytest.mark.parametrize(("born", "is_held"), [("24/11/2008", True), ("23/11/2008", False)])
def test_an_adult_is_asked_for_until_the_day_of_eighteen(born: str, *, is_held: bool) -> None:
    visit = typed(birth_date=born, matricule="").say(AGREED)
    assert bool(visit.encounter.consents) is not is_held


def test_what_was_agreed_to_is_asked_again_when_the_patient_turns_out_to_be_a_minor() -> None:
    visit = typed().say(AGREED)
    visit.say(identify.TraitsTyped(some_traits(**CHILD)))
    assert not visit.encounter.consents
    assert visit.encounter.notice == identify.ADULT_FIRST


def test_the_adult_must_be_said_to_be_a_parent_or_not() -> None:
    visit = an_identified_visit(**CHILD, companion="Dorval Anne")
    assert visit.encounter.step is Step.IDENTIFY
    assert list(visit.encounter.field_errors) == ["link"]
    assert an_identified_visit(**CHILD, **WITH_A_PARENT).encounter.patient is not None


def test_a_minor_whose_adult_was_taken_away_does_not_go_on() -> None:
    visit = an_identified_visit(**CHILD, **WITH_A_PARENT)
    visit.say(identify.TraitsTyped(some_traits(**CHILD)), identify.IdentityConfirmed())
    assert "companion" in visit.encounter.field_errors
    assert not visit.encounter.identity_confirmed


def test_the_sheet_says_who_was_there_and_by_what_right() -> None:
    sheet = sealed(**CHILD, **WITH_A_PARENT, language="arabe", interpreter="M. Haddad")
    assert sheet.patient.companion == "Dorval Anne"
    assert sheet.act.present == ("patient", "Dorval Anne", "interprète (arabe)")
    assert (sheet.beside.link, sheet.beside.language) == ("parent", "arabe")
    assert read_sheet(canonical_bytes(sheet)) == sheet


def test_a_parent_reached_by_telephone_was_not_there() -> None:
    sheet = sealed(**CHILD, companion="Dorval Anne", link=CompanionLink.PARENT_CALLED.value)
    assert sheet.act.present == ("patient",)
    assert sheet.beside.link == "parent_called"


def test_an_interpreter_without_a_language_is_asked_which() -> None:
    visit = an_identified_visit(interpreter="M. Haddad")
    assert list(visit.encounter.field_errors) == ["language"]


def test_a_visitor_has_no_ins_and_is_not_asked_for_one() -> None:
    visit = an_identified_visit(visitor=VISITOR)
    assert "effacez ce matricule" in visit.encounter.field_errors["matricule"]
    patient = an_identified_visit(visitor=VISITOR, matricule="").encounter.patient
    assert patient is not None
    assert patient.is_visitor
    assert sealed(visitor=VISITOR, matricule="").beside.is_visitor


def test_a_sheet_of_nobody_beside_has_the_bytes_it_always_had() -> None:
    sheet = sealed()
    assert b"presence" not in canonical_bytes(sheet)
    assert read_sheet(canonical_bytes(sheet)).beside.link == ""


def test_a_draft_keeps_who_is_there_and_one_of_before_still_opens() -> None:
    encounter = an_identified_visit(**CHILD, **WITH_A_PARENT, language="arabe").encounter
    again = resume(read_draft(draft_bytes(encounter)), a_library(), a_station())
    assert (again.traits, again.patient) == (encounter.traits, encounter.patient)
    old = draft_bytes(encounter).replace(b'"source":"typed","scanned":false', b'"scanned":true')
    assert b'"scanned":true' in old
    assert resume(read_draft(old), a_library(), a_station()).scanned


def test_a_scanned_code_of_a_minor_asks_for_the_consents_again() -> None:
    from hardware.codecs.ins_datamatrix import encode_ins
    from tests.encounter.test_identify import fields

    born = some_traits(**CHILD)
    visit = Visit().say(ComplaintChosen(a_protocol()), AGREED)
    assert visit.encounter.consents
    child = fields(birth_date=fields().birth_date.replace(year=2014), matricule=MATRICULE)
    visit.say(identify.CodeRead("0" * 31 + "1", encode_ins(child)))
    assert visit.encounter.traits.birth_date == born.birth_date
    assert not visit.encounter.consents
    assert replace(visit.encounter.traits, root="") != Traits()
