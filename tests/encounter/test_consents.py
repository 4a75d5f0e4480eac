"""What each refusal of the patient stops, and what stays on the sheet."""

import pytest

from app.encounter import ask, decide, identify
from app.encounter.build import build_sheet
from app.encounter.model import Consent, Step
from app.exchange.dmp import Channel, refusals_to
from tests.builders import (
    WITH_A_PARENT,
    Visit,
    a_visit_at_decision,
    an_encounter,
    an_identified_visit,
)


def refusing(consent: Consent) -> Visit:
    """Return the visit of a patient who says no to ``consent``, at the orientation."""
    visit = an_identified_visit("piqure_tique")
    return visit.say(identify.ConsentAnswered(consent, given=False)).answer_until(Step.DECIDE)


@pytest.mark.parametrize("consent", [one for one in Consent if one is not Consent.INTERVIEW])
def test_a_refusal_other_than_the_interviews_stops_nothing_else(consent: Consent) -> None:
    sheet = build_sheet(refusing(consent).encounter, refusing(consent).at)
    given = {one.id: one.given for one in sheet.consents}
    assert given.pop(consent.value) == "no"
    assert set(given.values()) == {"yes"}


def test_no_contact_is_planned_for_who_refuses_to_be_called_back() -> None:
    agreed = a_visit_at_decision("piqure_tique")
    assert build_sheet(agreed.encounter, agreed.at).recalls
    refused = refusing(Consent.RECALL)
    assert build_sheet(refused.encounter, refused.at).recalls == ()


def test_no_contact_is_planned_either_after_a_doctor_was_advised() -> None:
    visit = an_identified_visit("piqure_tique")
    visit.say(identify.ConsentAnswered(Consent.RECALL, given=False))
    visit.answer_until(Step.DECIDE, {"t_em": "yes"})
    assert build_sheet(visit.encounter, visit.at).recalls == ()


def test_no_photo_is_planned_for_who_refuses_photos() -> None:
    agreed = a_visit_at_decision("piqure_tique")
    assert "photo" in {one.kind for one in build_sheet(agreed.encounter, agreed.at).recalls}
    refused = refusing(Consent.PHOTO)
    kinds = {one.kind for one in build_sheet(refused.encounter, refused.at).recalls}
    assert kinds
    assert "photo" not in kinds


@pytest.mark.parametrize(
    ("consent", "channel", "word"),
    [(Consent.RECORD, Channel.DMP, "s’oppose"), (Consent.DOCTOR, Channel.MSSANTE, "médecin")],
)
def test_a_refusal_closes_its_own_way_out(consent: Consent, channel: Channel, word: str) -> None:
    agreed, refused = a_visit_at_decision(), refusing(consent)
    before = refusals_to(build_sheet(agreed.encounter, agreed.at), channel)
    after = refusals_to(build_sheet(refused.encounter, refused.at), channel)
    (reason,) = set(after) - set(before)
    assert word in reason


def test_a_refused_orientation_is_on_the_sheet_and_its_level_stays() -> None:
    visit = a_visit_at_decision("piqure_tique", {"t_em": "yes"})
    visit.say(decide.RefusalSaid(refused=True))
    sheet = build_sheet(visit.encounter, visit.at)
    assert sheet.decision.patient_refused
    assert sheet.decision.level == "DOCTOR_SAME_DAY"
    visit.say(ask.WentBack(), decide.RefusalSaid(refused=False))
    assert not visit.encounter.patient_refused


@pytest.mark.parametrize(
    ("born", "years", "months"),
    [
        ("23/11/2026", 0, 0),
        ("24/11/2025", 0, 11),
        ("23/11/2025", 1, 12),
        ("29/02/2024", 2, 32),
        ("23/11/1906", 120, 1440),
    ],
)
def test_ages_at_the_edges_are_those_of_the_act(born: str, years: int, months: int) -> None:
    patient = an_identified_visit(birth_date=born, **WITH_A_PARENT).encounter
    assert patient.decision is not None
    visit = Visit(patient).answer_until(Step.DECIDE)
    sheet = build_sheet(visit.encounter, visit.at)
    assert (sheet.patient.age_years, sheet.patient.age_months) == (years, months)


@pytest.mark.parametrize(
    "born", ["29/02/2023", "24/11/2026", "00/01/2000", "01/01/1890", "31/04/2000", "1/1/88", ""]
)
def test_a_date_that_cannot_be_is_refused_at_its_field(born: str) -> None:
    visit = an_identified_visit(birth_date=born)
    assert "birth_date" in visit.encounter.field_errors
    assert visit.encounter.patient is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("06 00 00 12 34", "0600001234"),
        ("+33 6 00 00 12 34", "+33600001234"),
        ("06.00.00.12.34", "0600001234"),
        ("06-00-00-12-34", "0600001234"),
        ("", ""),
    ],
)
def test_a_telephone_is_read_however_it_is_spaced(typed: str, kept: str) -> None:
    patient = an_identified_visit(phone=typed).encounter.patient
    assert patient is not None
    assert patient.phone == kept


@pytest.mark.parametrize("typed", ["06 00 00 12 3", "06 00 00 12 34 poste 2", "06/00/00/12/34"])
def test_a_telephone_that_is_none_is_refused(typed: str) -> None:
    assert "phone" in an_identified_visit(phone=typed).encounter.field_errors


def test_nobody_is_questioned_before_every_consent_is_answered() -> None:
    visit = Visit(an_encounter()).say(identify.IdentityConfirmed())
    assert visit.encounter.step is Step.IDENTIFY
    assert visit.encounter.patient is None
