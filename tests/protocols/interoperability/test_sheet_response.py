"""A sealed sheet as FHIR: its answers, its identity only when it may leave, its exact protocol."""

from dataclasses import replace

import pytest

from app.encounter.effects import SealSheet
from app.encounter.seal import SealAsked
from app.exchange.fhir.answers import sheet_response
from app.exchange.refusals import UnfitRecord
from protocols.load import shipped_library
from tests.builders import a_visit_at_decision
from tests.protocols.interoperability.forms import as_json, items

THROAT = shipped_library()["douleur_pharyngee"]


@pytest.fixture(scope="module")
def sheet():
    visit = a_visit_at_decision("douleur_pharyngee", {"a_rash": "yes"}).say(SealAsked())
    return visit.asked(SealSheet)[-1].sheet


def test_every_answer_of_the_sheet_is_told(sheet):
    from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse

    response = as_json(sheet_response(sheet, THROAT))
    QuestionnaireResponse.model_validate(response)
    told = items(response)
    assert told["a_rash"]["answer"][0]["valueCoding"]["code"] == "yes"
    twins = {item.id: item.twin for item in THROAT.logic.book.items}
    for one in sheet.answers:
        link = one.id if one.id in told else twins[one.id]
        assert told[link]["text"] == THROAT.question(link).text
    assert response["authored"] == (sheet.act.ended_at or sheet.act.started_at)
    assert response["author"]["identifier"]["value"] == sheet.pharmacist.rpps


def test_the_ins_travels_only_when_it_is_qualified(sheet):
    known = replace(sheet.patient, matricule="288043523801466", ins_root="1.2.3")
    for status, expected in (("qualified", True), ("validated", False), ("provisional", False)):
        patient = replace(known, status=status)
        response = sheet_response(replace(sheet, patient=patient), THROAT)
        assert ("subject" in response) is expected
        assert ("288043523801466" in str(response)) is expected
    assert sheet.patient.birth_family not in str(sheet_response(sheet, THROAT))


def test_another_version_of_the_protocol_is_refused(sheet):
    with pytest.raises(UnfitRecord) as refused:
        sheet_response(sheet, replace(THROAT, sha256="0" * 64))
    assert "autre version" in refused.value.sentence


def test_an_answer_of_another_protocol_is_refused(sheet):
    foreign = replace(sheet.answers[0], id="nope")
    with pytest.raises(UnfitRecord):
        sheet_response(replace(sheet, answers=(foreign,)), THROAT)
    wrong = replace(sheet.answers[-1], answer="peut-être")
    with pytest.raises(UnfitRecord):
        sheet_response(replace(sheet, answers=(wrong,)), THROAT)
