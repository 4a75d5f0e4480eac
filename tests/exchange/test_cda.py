"""The record: its header as the sheet says, the PDF inside, bytes written once."""

import base64
import hashlib
import uuid
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from app.encounter.sheet import OrientationSheet
from app.exchange import cda
from app.exchange.checks import embedded_pdf
from app.exchange.codes import CIM10, known
from app.exchange.header import Node, read_header
from app.exchange.oids import document_oid, is_oid, series_oid
from app.exchange.refusals import UnfitRecord
from app.exchange.times import hl7_time, read_iso, utc_of_ts
from tests.exchange.facts import CONSENTS
from tests.exchange.sheets import real, throat_sheet, tick_sheet, unqualified

PDF = b"%PDF-1.4 " + bytes(range(256))


def header(sheet: OrientationSheet) -> Node:
    return read_header(cda.build(sheet, PDF))


def test_the_same_sheet_gives_the_same_bytes_without_a_byte_order_mark() -> None:
    first, second = (cda.build(throat_sheet(), PDF) for _ in range(2))
    assert first == second
    assert first.startswith(b"<?xml version='1.0' encoding='UTF-8'?>")


def test_the_pdf_inside_is_the_pdf_given() -> None:
    assert embedded_pdf(cda.build(throat_sheet(), PDF)) == PDF


def test_a_qualified_patient_is_named_by_the_ins_and_the_strict_traits() -> None:
    role = header(throat_sheet()).child("recordTarget/patientRole")
    assert role.child("id").identifier.extension == "288043523801466"
    assert role.child("id").identifier.root == "1.2.250.1.213.1.4.10"
    assert [one.text for one in role.children("patient/name/given")] == [
        "CAMILLE JEANNE",
        "CAMILLE",
    ]
    assert role.child("patient/birthplace/place/addr/county").text == "35238"
    assert role.child("patient/birthTime").attribute("value") == "19880412"


@pytest.mark.parametrize("status", ["provisional", "recovered", "validated"])
def test_an_ins_that_is_not_qualified_never_enters_the_record(status: str) -> None:
    sheet = throat_sheet()
    document = cda.build(replace(sheet, patient=replace(sheet.patient, status=status)), PDF)
    assert b"288043523801466" not in document
    assert b"1.2.250.1.213.1.4" not in document.replace(b"1.2.250.1.213.1.4.5", b"")
    identifier = read_header(document).child("recordTarget/patientRole/id").identifier
    assert identifier.root == sheet.pharmacy.oid


def test_an_identity_without_ins_keeps_its_own_number_only() -> None:
    sheet = unqualified(throat_sheet())
    ids = header(sheet).children("recordTarget/patientRole/id")
    assert [one.identifier.extension for one in ids] == [sheet.sheet_id]


def test_a_demonstration_says_so_in_its_title_and_a_real_record_does_not() -> None:
    assert header(tick_sheet()).child("title").text == (
        "Spécimen de démonstration - Fiche d'orientation - Piqûre de tique"
    )
    assert header(real(tick_sheet())).child("title").text == "Fiche d'orientation - Piqûre de tique"


def test_times_keep_the_offset_of_the_act() -> None:
    document = header(throat_sheet())
    assert document.child("effectiveTime").attribute("value") == "20261123120231+0100"
    act = document.child("documentationOf/serviceEvent/effectiveTime")
    assert act.child("low").attribute("value") == "20261123114400+0100"
    assert act.child("high").attribute("value") == "20261123120231+0100"


def test_a_time_without_offset_is_refused() -> None:
    sheet = throat_sheet()
    naive = replace(sheet, act=replace(sheet.act, ended_at="2026-11-23T12:02:31"))
    with pytest.raises(UnfitRecord):
        cda.build(naive, PDF)


def test_the_doctor_is_a_recipient_only_with_the_agreement_of_the_patient() -> None:
    sheet = throat_sheet()
    assert header(sheet).child("informationRecipient").element is not None
    refused = tuple(
        replace(one, given="no") if one.id == "g_cons_medecin" else one for one in CONSENTS
    )
    document = cda.build(replace(sheet, consents=refused), PDF)
    assert b"Le Dantec" not in document


@pytest.mark.parametrize(
    ("codes", "kept"), [(("X99.9", "A69.2"), "A69.2"), (("X99.9",), "Z71.9"), ((), "Z71.9")]
)
def test_the_case_code_is_the_first_one_with_an_official_label(
    codes: tuple[str, ...], kept: str
) -> None:
    sheet = throat_sheet()
    changed = replace(sheet, protocol=replace(sheet.protocol, cim10=codes))
    assert header(changed).child("documentationOf/serviceEvent/code").code == known(CIM10, kept)


def test_a_specialty_without_official_label_is_refused_not_guessed() -> None:
    sheet = throat_sheet()
    changed = replace(sheet, pharmacist=replace(sheet.pharmacist, specialty="G15_99"))
    with pytest.raises(UnfitRecord, match="UnfitRecord"):
        cda.build(changed, PDF)


def test_names_with_markup_stay_text() -> None:
    sheet = throat_sheet()
    pharmacy = replace(sheet.pharmacy, name='<b>L\'Officine & "Cie"</b>' + "É" * 300)
    document = header(replace(sheet, pharmacy=pharmacy))
    path = "custodian/assignedCustodian/representedCustodianOrganization/name"
    assert document.child(path).text == pharmacy.name


@given(st.uuids())
def test_document_and_series_have_two_identifiers_of_the_uuid_arc(sheet_id: uuid.UUID) -> None:
    document, series = document_oid(sheet_id.hex), series_oid(sheet_id.hex)
    assert document == f"2.25.{sheet_id.int}"
    assert series != document
    assert is_oid(document) and is_oid(series)
    assert uuid.UUID(int=int(series.removeprefix("2.25."))).version == 8


@pytest.mark.parametrize("sheet_id", ["", "12", "g" * 32, "0" * 33])
def test_a_damaged_sheet_identifier_is_refused(sheet_id: str) -> None:
    with pytest.raises(UnfitRecord):
        document_oid(sheet_id)


@given(st.datetimes(timezones=st.timezones(), allow_imaginary=False))
def test_a_time_of_the_record_and_its_xds_form_are_the_same_second(moment: object) -> None:
    at = read_iso(moment.isoformat(timespec="seconds"))  # type: ignore[attr-defined]
    if at.utcoffset().total_seconds() % 60 or not 1900 < at.year < 2200:
        return
    assert utc_of_ts(hl7_time(at)) == at.astimezone(
        read_iso("2026-01-01T00:00:00Z").tzinfo
    ).strftime("%Y%m%d%H%M%S")


def test_embedded_base64_is_the_exact_text_of_the_body() -> None:
    document = etree.fromstring(cda.build(throat_sheet(), PDF))
    text = document.findtext(".//{urn:hl7-org:v3}nonXMLBody/{urn:hl7-org:v3}text")
    assert hashlib.sha256(base64.b64decode(text or "")).digest() == hashlib.sha256(PDF).digest()
