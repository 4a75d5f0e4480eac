"""Metadata derived from any CDA header: what is written, what is absent, what is refused."""

import hashlib
import json
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path

import pytest

from app.cli.exchange import add_parser
from app.exchange import cda
from app.exchange.header import LARGEST_DOCUMENT
from app.exchange.hl7 import Identifier, escaped, patient_cx, person_xcn
from app.exchange.metadata import as_names, derive
from app.exchange.refusals import RefusedDocument
from app.exchange.times import utc_of_ts
from tests.exchange.sheets import throat_sheet, unqualified

PDF = b"%PDF-1.4 "
NAMES = [
    "hash",
    "size",
    "creationTime",
    "languageCode",
    "serviceStartTime",
    "serviceStopTime",
    "patientId",
    "sourcePatientId",
    "legalAuthenticator",
    "authorSpecialty",
    "authorInstitution",
    "typeCode",
    "confidentialityCode",
    "healthcareFacilityTypeCode",
    "practiceSettingCode",
    "uniqueId",
    "title",
]


def test_metadata_of_our_record_follows_its_header() -> None:
    document = cda.build(throat_sheet(), PDF)
    names = as_names(derive(document))
    assert list(names) == NAMES
    assert names["hash"] == hashlib.sha1(document, usedforsecurity=False).hexdigest().upper()
    assert names["size"] == str(len(document))
    assert names["creationTime"] == "20261123110231"
    assert names["serviceStartTime"] == "20261123104400"
    assert names["patientId"] == "288043523801466^^^&1.2.250.1.213.1.4.10&ISO^NH"
    assert names["authorInstitution"] == (
        "Pharmacie des Tilleuls^^^^^&1.2.250.1.71.4.2.2&ISO^IDNST^^^1990000010"
    )
    assert names["legalAuthenticator"] == (
        "899900000417^MARCHETTI^Hélène^^^^^^&1.2.250.1.71.4.2.1&ISO^D^^^IDNPS"
    )


def test_an_identity_without_ins_has_a_local_identifier() -> None:
    sheet = unqualified(throat_sheet())
    names = as_names(derive(cda.build(sheet, PDF)))
    assert names["patientId"] == f"{sheet.sheet_id}^^^&{sheet.pharmacy.oid}&ISO^PI"


def test_one_changed_byte_changes_the_hash() -> None:
    document = cda.build(throat_sheet(), PDF)
    changed = document.replace(b"Tilleuls", b"Tilleulz")
    assert derive(document).hash != derive(changed).hash


def test_the_used_name_is_a_second_identity_line() -> None:
    sheet = throat_sheet()
    named = replace(sheet, patient=replace(sheet.patient, used_family="LE GOFF"))
    info = derive(cda.build(named, PDF)).source_patient_info
    assert info[0] == "PID-5|DORVAL^CAMILLE^CAMILLE JEANNE^^^^L"
    assert info[1] == "PID-5|LE GOFF^CAMILLE^^^^^D"


def test_separators_in_a_name_are_escaped() -> None:
    assert escaped("A&B^C|D\\E") == "A\\T\\B\\S\\C\\F\\D\\E\\E"


def test_a_patient_who_writes_is_not_a_professional() -> None:
    author = Identifier("288043523801466", "1.2.250.1.213.1.4.10")
    assert person_xcn(author, "DORVAL", "Camille").endswith("^D^^^NH")
    assert patient_cx(Identifier("", "1.2.3")) == ""


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("20240106113623+0100", "20240106103623"),
        ("202401010030+0100", "20231231233000"),
        ("20240106113623-0330", "20240106150623"),
        ("20240106", "20240106"),
        ("20240106113623", "20240106113623"),
        ("20240106113623.123+0000", "20240106113623"),
        ("20241306113623+0100", ""),
        ("hier", ""),
        ("", ""),
    ],
)
def test_times_become_utc_digits_or_nothing(written: str, read: str) -> None:
    assert utc_of_ts(written) == read


def test_a_document_inside_a_stylesheet_is_found() -> None:
    document = cda.build(throat_sheet(), PDF).partition(b"?>")[2]
    wrapped = b"<x:stylesheet xmlns:x='urn:x'>" + document + b"</x:stylesheet>"
    assert as_names(derive(wrapped))["typeCode"] == "93024-8"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"<a/>", b"<ClinicalDocument/>", b"\xff\xfe"])
def test_what_is_not_a_record_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(RefusedDocument) as refused:
        derive(data)
    assert refused.value.sentence.endswith(".")


def test_an_external_entity_is_never_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("a word from this machine", encoding="utf-8")
    document = cda.build(throat_sheet(), PDF).partition(b"?>")[2]
    trap = f'<!DOCTYPE r [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'.encode()
    attack = trap + document.replace(b"<title>", b"<title>&e;")
    assert "a word from this machine" not in as_names(derive(attack))["title"]


def test_a_document_of_more_than_64_megabytes_is_refused_before_it_is_read() -> None:
    with pytest.raises(RefusedDocument, match="RefusedDocument"):
        derive(b"<" * (LARGEST_DOCUMENT + 1))


def run(*words: str) -> int:
    parser = ArgumentParser()
    add_parser(parser.add_subparsers())
    arguments = parser.parse_args(words)
    return int(arguments.run(arguments))


def test_the_command_prints_the_names_as_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "sheet.xml"
    file.write_bytes(cda.build(throat_sheet(), PDF))
    assert run("exchange", "metadata", str(file), "--json") == 0
    assert list(json.loads(capsys.readouterr().out)) == NAMES
    assert run("exchange", "metadata", str(file)) == 0
    assert "typeCode: 93024-8\n" in capsys.readouterr().out


@pytest.mark.parametrize("content", [None, b"not a record"])
def test_the_command_refuses_a_bad_file_in_one_sentence(
    content: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bad.xml"
    if content is not None:
        file.write_bytes(content)
    assert run("exchange", "metadata", str(file)) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
