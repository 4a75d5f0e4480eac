"""The bundle of a sheet: valid R4, whole, closed on itself, the same bytes for the same sheet."""

import json
from dataclasses import replace

import pytest

from app.exchange.fhir.bundle import bundle_bytes, sheet_bundle
from app.exchange.fhir.cardinalities import broken_cardinalities
from app.exchange.refusals import UnfitRecord
from tests.exchange.fhir.bundles import bundle_of, leaving, only, protocol_of, resources
from tests.exchange.outcomes import sheet_of, some_outcomes
from tests.exchange.sheets import SENT_AT, real, unqualified
from tests.exchange.trods import TESTED, corrected, throat


def references(value):
    if isinstance(value, dict):
        found = [value["reference"]] if "reference" in value else []
        return found + [one for inner in value.values() for one in references(inner)]
    return [one for inner in value for one in references(inner)] if isinstance(value, list) else []


@pytest.mark.parametrize("name", TESTED)
def test_a_sheet_with_its_test_is_valid_r4_and_follows_the_profiles(name):
    from fhir.resources.R4B.bundle import Bundle

    bundle = bundle_of(TESTED[name]())
    Bundle.model_validate(bundle)
    assert broken_cardinalities(bundle) == ()
    assert len(resources(bundle, "DocumentReference")) == 2


@pytest.mark.parametrize("outcome", some_outcomes(), ids=str)
def test_every_way_out_of_the_protocols_is_valid_r4(outcome):
    from fhir.resources.R4B.bundle import Bundle

    sheet = sheet_of(outcome)
    for one in (sheet, real(sheet), unqualified(sheet)):
        made = sheet_bundle(one, protocol_of(one), (), SENT_AT)
        Bundle.model_validate(json.loads(bundle_bytes(made)))
        assert broken_cardinalities(made) == ()


def test_every_reference_names_an_entry_or_something_inside():
    bundle = bundle_of(throat())
    addresses = {entry["fullUrl"] for entry in bundle["entry"]}
    assert len(addresses) == len(bundle["entry"])
    for entry in bundle["entry"]:
        inside = {f"#{one['id']}" for one in entry["resource"].get("contained", ())}
        assert set(references(entry["resource"])) <= addresses | inside
    assert all("id" not in entry["resource"] for entry in bundle["entry"])


def test_nothing_empty_is_written():
    def empties(value):
        if isinstance(value, dict):
            return [one for inner in value.values() for one in empties(inner)]
        if isinstance(value, list) and value:
            return [one for inner in value for one in empties(inner)]
        return [value] if value in ("", [], None) else []

    assert empties(bundle_of(real(throat()))) == []


def test_the_same_sheet_gives_the_same_bytes_and_a_correction_other_addresses():
    assert leaving(throat()) == leaving(throat())
    first, second = bundle_of(throat()), bundle_of(corrected(throat()))
    assert first["identifier"] != second["identifier"]
    assert {one["fullUrl"] for one in first["entry"]}.isdisjoint(
        one["fullUrl"] for one in second["entry"]
    )


def test_it_is_a_collection_and_the_document_of_the_act_stays_the_record():
    bundle = bundle_of(throat())
    assert bundle["type"] == "collection"
    assert resources(bundle, "Composition") == []


def test_the_visit_says_when_why_and_where():
    sheet = throat()
    visit = only(bundle_of(sheet), "Encounter")
    assert visit["period"] == {"start": sheet.act.started_at, "end": sheet.act.ended_at}
    assert visit["class"]["code"] == "AMB"
    assert visit["reasonCode"][0]["text"] == sheet.protocol.title
    assert visit["identifier"][0]["value"] == sheet.act_ref


def test_the_answers_are_those_of_the_patient_of_the_bundle():
    bundle = bundle_of(throat())
    response = only(bundle, "QuestionnaireResponse")
    by_address = {entry["fullUrl"]: entry["resource"] for entry in bundle["entry"]}
    assert by_address[response["subject"]["reference"]]["resourceType"] == "Patient"
    assert by_address[response["author"]["reference"]]["resourceType"] == "Practitioner"
    assert by_address[response["encounter"]["reference"]]["resourceType"] == "Encounter"


def test_the_orientation_says_the_level_the_delay_and_the_reasons():
    sheet = throat()
    found = [
        one
        for one in resources(bundle_of(sheet), "Observation")
        if one["code"].get("text", "").startswith("Orientation")
    ]
    (orientation,) = found
    assert orientation["valueCodeableConcept"]["coding"][0]["code"] == sheet.decision.level
    assert sheet.decision.delay in orientation["valueCodeableConcept"]["text"]
    told = [one["text"] for one in orientation["note"]]
    assert sheet.proposal.case in told
    assert set(sheet.mentions) <= set(told)


def test_a_demonstration_is_marked_as_test_data_and_a_real_sheet_is_not():
    assert "HTEST" in json.dumps(bundle_of(throat())["meta"])
    assert "meta" not in bundle_of(real(throat()))


def test_who_typed_a_paper_form_later_signs_and_who_did_the_act_performs():
    from app.encounter.sheet import SheetLate

    sheet = throat()
    other = replace(sheet.pharmacist, family="Kerbrat", given="Yann", rpps="99900000425")
    late = replace(sheet, late=SheetLate("2026-11-24T09:00:00+01:00", other))
    bundle = sheet_bundle(late, protocol_of(late), (), SENT_AT)
    names = [one["name"][0]["family"] for one in resources(bundle, "Practitioner")]
    assert names == ["KERBRAT", sheet.pharmacist.family.upper()]


def test_another_version_of_the_protocol_is_refused():
    other = replace(protocol_of(throat()), sha256="0" * 64)
    with pytest.raises(UnfitRecord):
        sheet_bundle(throat(), other, (), SENT_AT)
