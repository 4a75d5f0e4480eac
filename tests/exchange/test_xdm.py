"""The archive: its tree, its exact bytes, its metadata, and what our checks see in a broken one."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from lxml import etree

from app.exchange import cda, xdm
from app.exchange.archive_checks import archive_findings
from app.exchange.refusals import UnfitRecord
from app.exchange.registry import RIM
from tests.exchange.sheets import SENT_AT, SUBMISSION, real, throat_sheet, tick_sheet

PDF = b"%PDF-1.4 "
METADATA = "IHE_XDM/SUBSET01/METADATA.XML"
DOCUMENT = "IHE_XDM/SUBSET01/DOC0001.XML"


@pytest.fixture
def record() -> bytes:
    return cda.build(throat_sheet(), PDF)


@pytest.fixture
def archive(record: bytes) -> bytes:
    return xdm.pack(record, xdm.sender_of(throat_sheet()), SUBMISSION, SENT_AT)


def files(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def repacked(contents: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, content in contents.items():
            made.writestr(name, content)
    return buffer.getvalue()


def test_the_tree_is_that_of_the_agency_archives(archive: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.testzip() is None
        assert opened.namelist() == [
            "INDEX.HTM",
            "README.TXT",
            "IHE_XDM/",
            "IHE_XDM/SUBSET01/",
            METADATA,
            DOCUMENT,
        ]


def test_the_document_is_kept_byte_for_byte(archive: bytes, record: bytes) -> None:
    assert files(archive)[DOCUMENT] == record


def test_the_same_inputs_give_the_same_archive(archive: bytes, record: bytes) -> None:
    sender = xdm.sender_of(throat_sheet())
    assert xdm.pack(record, sender, SUBMISSION, SENT_AT) == archive
    assert xdm.pack(record, sender, f"{SUBMISSION}1", SENT_AT) != archive


def test_the_readme_is_ascii_with_its_line_ends_and_the_index_is_xhtml(record: bytes) -> None:
    sheet = throat_sheet()
    odd = replace(sheet, pharmacy=replace(sheet.pharmacy, name="Œuvre d’Été & <Cie>"))
    contents = files(xdm.pack(record, xdm.sender_of(odd), SUBMISSION, SENT_AT))
    readme = contents["README.TXT"].decode("ascii")
    assert "OEuvre d'Ete & <Cie> (1990000010)" in readme
    assert readme.count("\r\n") == readme.count("\n")
    page = etree.fromstring(contents["INDEX.HTM"])
    assert page.findtext(".//{*}title") == "Œuvre d’Été & <Cie> (1990000010)"
    assert page.find(".//{*}a").get("href") == "README.TXT"


def test_children_stand_in_the_order_of_the_schema(archive: bytes) -> None:
    order = ["Slot", "Name", "Description", "Classification", "ExternalIdentifier"]
    metadata = etree.fromstring(files(archive)[METADATA])
    for holder in metadata.iter(f"{{{RIM}}}RegistryPackage", f"{{{RIM}}}ExtrinsicObject"):
        ranks = [order.index(etree.QName(child).localname) for child in holder]
        assert ranks == sorted(ranks)


def test_times_of_the_metadata_are_utc(archive: bytes) -> None:
    text = files(archive)[METADATA].decode()
    assert "20261123110305" in text
    assert "+0100" not in text


def test_our_archives_have_no_finding(archive: bytes, record: bytes) -> None:
    assert archive_findings(archive, record) == ()
    other = real(tick_sheet())
    document = cda.build(other, PDF)
    made = xdm.pack(document, xdm.sender_of(other), SUBMISSION, SENT_AT)
    assert archive_findings(made, document) == ()


def _in_metadata(before: bytes, after: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(contents: dict[str, bytes]) -> None:
        assert before in contents[METADATA]
        contents[METADATA] = contents[METADATA].replace(before, after, 1)

    return change


def _spoil_document(contents: dict[str, bytes]) -> None:
    contents[DOCUMENT] = contents[DOCUMENT].replace(b"Tilleuls", b"Tilleulz", 1)


def _drop_metadata(contents: dict[str, bytes]) -> None:
    del contents[METADATA]


FAULTS = {
    "another document": (_spoil_document, "document scellé"),
    "no metadata": (_drop_metadata, "incomplète"),
    "hash": (_in_metadata(b'<rim:Slot name="hash"', b'<rim:Slot name="hashes"'), "hash"),
    "patient": (_in_metadata(b"288043523801466", b"288043523801467"), "diffère"),
    "local time": (_in_metadata(b"20261123110231", b"20261123120231"), "creationTime"),
    "submission time": (_in_metadata(b"20261123110305", b"2026-11-23"), "temps universel"),
    "unknown code": (_in_metadata(b'"SA33"', b'"SA99"'), "SA99"),
    "type": (_in_metadata(b'"93024-8"', b'"85208-7"'), "85208-7"),
    "URI": (_in_metadata(b"DOC0001.XML", b"DOC0002.XML"), "URI"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_broken_archive_is_found_out(name: str, archive: bytes, record: bytes) -> None:
    spoil, expected = FAULTS[name]
    contents = files(archive)
    spoil(contents)
    findings = archive_findings(repacked(contents), record)
    assert [finding for finding in findings if expected in finding] != []


def test_a_reference_to_nothing_and_a_repeated_identifier_are_found_out(
    archive: bytes, record: bytes
) -> None:
    contents = files(archive)
    metadata = etree.fromstring(contents[METADATA])
    association = next(metadata.iter(f"{{{RIM}}}Association"))
    document = next(metadata.iter(f"{{{RIM}}}ExtrinsicObject"))
    association.set("targetObject", "urn:uuid:00000000-0000-8000-8000-000000000000")
    association.set("id", str(document.get("id")))
    contents[METADATA] = etree.tostring(metadata)
    told = " ".join(archive_findings(repacked(contents), record))
    assert "lien des métadonnées" in told
    assert "même identifiant" in told


def test_a_file_that_is_no_archive_is_said_unreadable(record: bytes) -> None:
    assert archive_findings(b"not a zip", record) == ("L’archive est illisible ou incomplète.",)


@pytest.mark.parametrize("submission", ["", "urn:uuid:1", "1.2.03", "3.1", f"1.{'2' * 63}"])
def test_a_submission_identifier_that_is_no_oid_is_refused(submission: str, record: bytes) -> None:
    with pytest.raises(UnfitRecord):
        xdm.pack(record, xdm.sender_of(throat_sheet()), submission, SENT_AT)


def test_a_document_of_another_type_is_not_packed(record: bytes) -> None:
    sender = xdm.sender_of(throat_sheet())
    with pytest.raises(UnfitRecord):
        xdm.pack(record.replace(b"93024-8", b"85208-7"), sender, SUBMISSION, SENT_AT)
    with pytest.raises(UnfitRecord):
        xdm.pack(
            record.replace(b"1.3.6.1.4.1.19376.1.2.20", b"1.3.6.1.4.1.19376.1.5"),
            sender,
            SUBMISSION,
            SENT_AT,
        )
