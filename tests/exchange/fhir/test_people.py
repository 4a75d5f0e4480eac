"""The people of the bundle: the matricule only when it may leave, names as FR Core writes them."""

import json
from dataclasses import replace

import pytest
from fhir.resources.R4B.patient import Patient

from app.encounter.sheet_fields import SheetPresence
from app.exchange.fhir.leaving import FILE, WITHOUT_INS
from app.exchange.fhir.people import INS_KINDS, organization_resource, patient_resource
from app.identity import DEMONSTRATION_ROOTS, REAL_ROOTS
from tests.exchange.fhir.bundles import bundle_of, leaving, only
from tests.exchange.sheets import real, throat_sheet, unqualified
from tests.exchange.trods import throat

STATUSES = {
    "provisional": "PROV",
    "recovered": "RECUP",
    "validated": "VALI",
    "qualified": "QUAL",
}


def test_every_authority_of_a_matricule_has_its_type_and_use():
    assert set(INS_KINDS) == REAL_ROOTS | DEMONSTRATION_ROOTS


@pytest.mark.parametrize("root", sorted(INS_KINDS))
def test_a_qualified_identity_bears_its_matricule_under_its_authority(root):
    sheet = throat_sheet()
    patient = patient_resource(replace(sheet, patient=replace(sheet.patient, ins_root=root)))
    (number,) = patient["identifier"]
    assert number["system"] == f"urn:oid:{root}"
    assert number["value"] == sheet.patient.matricule
    assert (number["type"]["coding"][0]["code"], number["use"]) == INS_KINDS[root]
    assert patient["meta"]["profile"][0].endswith("fr-core-patient-ins")


@pytest.mark.parametrize("status", ["provisional", "recovered", "validated"])
def test_another_status_leaves_no_matricule_anywhere_and_says_so(status):
    sheet = throat()
    patient = replace(sheet.patient, status=status)
    made = leaving(replace(sheet, patient=patient))
    assert patient.matricule.encode() not in made.files[FILE]
    assert WITHOUT_INS in made.told
    bundle = json.loads(made.files[FILE])
    (number,) = only(bundle, "Patient")["identifier"]
    assert number["value"] == sheet.sheet_id
    assert only(bundle, "Patient")["meta"]["profile"][0].endswith("fr-core-patient")


@pytest.mark.parametrize("status", STATUSES)
def test_the_status_of_the_identity_is_told(status):
    sheet = throat_sheet()
    told = json.dumps(
        patient_resource(replace(sheet, patient=replace(sheet.patient, status=status)))
    )
    assert f'"code": "{STATUSES[status]}"' in told


def test_the_names_are_the_official_ones_and_the_one_used():
    sheet = throat_sheet()
    named = replace(sheet, patient=replace(sheet.patient, used_family="LE GOFF"))
    official, usual = patient_resource(named)["name"]
    assert (official["use"], official["family"], official["given"]) == (
        "official",
        "DORVAL",
        ["CAMILLE"],
    )
    assert official["extension"][0]["valueString"] == "CAMILLE JEANNE"
    assert (usual["use"], usual["family"]) == ("usual", "LE GOFF")


def test_the_place_of_birth_is_its_insee_code_and_is_left_out_when_not_known():
    sheet = throat_sheet()
    assert '"code": "35238"' in json.dumps(patient_resource(sheet))
    nowhere = replace(unqualified(sheet), patient=replace(sheet.patient, birth_place=""))
    assert "birthPlace" not in json.dumps(patient_resource(nowhere))


def test_the_doctor_is_named_only_when_the_patient_accepts():
    sheet = throat_sheet()
    assert patient_resource(sheet)["generalPractitioner"] == [{"display": "Dre Le Dantec"}]
    refused = tuple(replace(one, given="no") for one in sheet.consents)
    assert "generalPractitioner" not in patient_resource(replace(sheet, consents=refused))


def test_the_pharmacist_and_the_pharmacy_bear_both_national_numbers():
    bundle = bundle_of(real(throat()))
    numbers = {
        one["type"]["coding"][0]["code"]: one["value"]
        for kind in ("Practitioner", "Organization")
        for one in only(bundle, kind)["identifier"]
    }
    sheet = throat()
    assert numbers == {
        "IDNPS": f"8{sheet.pharmacist.rpps}",
        "RPPS": sheet.pharmacist.rpps,
        "IDNST": f"1{sheet.pharmacy.finess}",
        "FINEG": sheet.pharmacy.finess,
    }


def test_a_pharmacy_without_address_has_none():
    bare = replace(throat_sheet().pharmacy, street="", postcode="", city="", phone="")
    assert {"address", "telecom"}.isdisjoint(organization_resource(bare))


def test_who_is_with_the_patient_and_the_interpreter_are_told():
    sheet = throat_sheet()
    child = replace(
        sheet,
        patient=replace(sheet.patient, companion="Anne Dorval"),
        presence=SheetPresence("parent_called", language="breton"),
    )
    patient = patient_resource(child)
    (beside,) = patient["contact"]
    assert beside["name"] == {"text": "Anne Dorval"}
    assert beside["relationship"] == [{"text": "autorité parentale, joint par téléphone"}]
    assert patient["communication"] == [{"language": {"text": "breton"}}]
    assert "patient-interpreterRequired" in json.dumps(patient)
    Patient.model_validate(patient)
    alone = patient_resource(sheet)
    assert {"contact", "communication"}.isdisjoint(alone)
    assert "patient-interpreterRequired" not in json.dumps(alone)
