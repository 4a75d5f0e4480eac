"""The records inside the bundle: the very bytes, under the identifiers XDS knows them by."""

import base64
import hashlib
from dataclasses import replace

from app.exchange.fhir.bundle import sheet_bundle
from app.exchange.fhir.records import SharedRecord
from app.exchange.masking import Masking
from app.exchange.metadata import derive
from app.exchange.outgoing import Wish
from app.exchange.xdm import class_of, entry_of, format_of
from tests.exchange.fhir.bundles import bundle_of, only, protocol_of, resources
from tests.exchange.kept import kept
from tests.exchange.sheets import SENT_AT, real
from tests.exchange.trods import corrected, throat


def described(sheet):
    bundle = bundle_of(sheet)
    return list(
        zip(resources(bundle, "DocumentReference"), resources(bundle, "Binary"), strict=True)
    )


def test_each_binary_is_the_sealed_document_and_its_size_and_hash_are_its_own():
    documents = kept(throat())
    for (reference, binary), sealed in zip(
        described(throat()), (documents.cda, documents.test), strict=True
    ):
        assert base64.b64decode(binary["data"]) == sealed
        attachment = reference["content"][0]["attachment"]
        assert attachment["size"] == len(sealed)
        digest = hashlib.sha1(sealed, usedforsecurity=False).digest()
        assert base64.b64decode(attachment["hash"]) == digest


def test_an_attachment_names_the_entry_of_its_binary():
    bundle = bundle_of(throat())
    binaries = [
        one["fullUrl"] for one in bundle["entry"] if one["resource"]["resourceType"] == "Binary"
    ]
    named = [
        one["content"][0]["attachment"]["url"] for one in resources(bundle, "DocumentReference")
    ]
    assert named == binaries


def test_the_metadata_are_those_of_the_archive():
    sheet = real(throat())
    documents = kept(sheet)
    for (reference, _), cda, archive in zip(
        described(sheet),
        (documents.cda, documents.test),
        (documents.xdm, documents.test_xdm),
        strict=True,
    ):
        entry = derive(cda)
        assert reference["masterIdentifier"]["value"] == f"urn:oid:{entry.unique_id}"
        assert reference["identifier"][0]["value"] == entry_of(archive)
        coded = (
            (reference["type"], entry.kind),
            (reference["category"][0], class_of(entry)),
            (reference["securityLabel"][0], entry.confidentiality),
            (reference["context"]["facilityType"], entry.facility),
            (reference["context"]["practiceSetting"], entry.practice),
            (reference["context"]["event"][0], entry.events[0]),
        )
        for concept, expected in coded:
            assert concept["coding"][0]["code"] == expected.code
            assert concept["coding"][0]["display"] == expected.label
        assert reference["content"][0]["format"]["code"] == format_of(entry).code
        started = reference["context"]["period"]["start"]
        assert started.replace("-", "").replace(":", "").replace("T", "")[:14] == (
            entry.service_start
        )


def test_who_must_not_see_the_document_is_said_in_the_labels():
    bundle = bundle_of(throat(), Wish(masked=frozenset({Masking.PROFESSIONALS})))
    for one in resources(bundle, "DocumentReference"):
        labels = [label["coding"][0]["code"] for label in one["securityLabel"]]
        assert labels == ["N", "MASQUE_PS"]


def test_a_correction_replaces_the_document_before():
    first = [derive(one).unique_id for one in (kept(throat()).cda, kept(throat()).test)]
    replaced = [
        one["relatesTo"][0]["target"]["identifier"]["value"]
        for one in resources(bundle_of(corrected(throat())), "DocumentReference")
    ]
    assert replaced == [f"urn:oid:{one}" for one in first]


def test_a_record_that_was_never_packed_has_no_entry():
    sheet = throat()
    record = SharedRecord(kept(sheet).cda)
    bundle = sheet_bundle(sheet, protocol_of(sheet), [record], SENT_AT)
    assert "identifier" not in only(bundle, "DocumentReference")


def test_author_signer_and_patient_stand_inside():
    (reference, _), _ = described(throat())
    inside = {one["id"]: one for one in reference["contained"]}
    author = inside[reference["author"][0]["reference"].removeprefix("#")]
    assert author["practitioner"]["reference"].removeprefix("#") in inside
    assert author["code"][0]["coding"][0]["code"] == throat().pharmacist.specialty
    assert reference["authenticator"] == reference["author"][0]
    source = reference["context"]["sourcePatientInfo"]["reference"].removeprefix("#")
    assert inside[source]["resourceType"] == "Patient"


def test_a_sheet_without_test_describes_one_record():
    plain = replace(throat(), tests=())
    assert len(resources(bundle_of(plain), "DocumentReference")) == 1
