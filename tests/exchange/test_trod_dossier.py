"""What a rapid test gives at sealing, what stops it, and how a correction replaces it."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from lxml import etree

from app.effects.sealing import listed, outbox
from app.encounter.sheet import OrientationSheet
from app.exchange import xdm
from app.exchange.archive_checks import archive_findings
from app.exchange.dossier import NEVER_LEFT, Documents, Former, make_documents
from app.exchange.metadata import derive
from app.exchange.mssante import subject_of
from app.exchange.paper.archival import is_archivable
from app.exchange.registry import REPLACEMENT_SLOT, RIM, RPLC
from app.records.vault import DocumentKind
from tests.exchange.sheets import PROOF, SENT_AT, SUBMISSION, real, throat_sheet, unqualified
from tests.exchange.trods import corrected, cystitis, throat, without_device

SECOND = f"{SUBMISSION}2"


def made(
    sheet: OrientationSheet, submission: str = SUBMISSION, former: Former = NEVER_LEFT
) -> Documents:
    return make_documents(sheet, PROOF, submission, SENT_AT, former)


def metadata_of(archive: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return etree.fromstring(opened.read("IHE_XDM/SUBSET01/METADATA.XML"))


def test_a_positive_test_gives_its_record_its_archive_and_the_attestation() -> None:
    test = made(throat()).test
    assert test.notices == ()
    assert test.record is not None
    assert test.archive is not None
    assert test.attestation is not None
    assert archive_findings(test.archive, test.record) == ()
    assert is_archivable(test.attestation)


def test_a_negative_test_has_a_record_and_no_attestation() -> None:
    test = made(throat("negatif")).test
    assert test.record is not None
    assert test.attestation is None


def test_a_test_without_device_stops_its_own_documents_never_the_sheet() -> None:
    documents = made(without_device(throat()))
    assert is_archivable(documents.pdf)
    assert documents.xdm is not None
    assert (documents.test.record, documents.test.archive) == (None, None)
    assert documents.test.attestation is None
    (told,) = documents.test.notices
    assert "saisissez" in told


def test_a_sheet_without_test_has_nothing_more() -> None:
    documents = made(throat("non_fait"))
    assert documents.test.record is None
    assert documents.test.notices == ()
    kinds = {one.kind for one in listed(documents)}
    assert kinds == {DocumentKind.PDF, DocumentKind.CDA, DocumentKind.XDM, DocumentKind.MAIL}


def test_an_identity_nobody_qualified_gives_an_attestation_and_no_archive() -> None:
    test = made(unqualified(cystitis())).test
    assert test.archive is None
    assert test.record is not None
    assert test.attestation is not None


def test_the_sheet_and_its_test_are_two_submissions_of_two_documents() -> None:
    documents = made(throat())
    assert documents.xdm is not None
    assert documents.test.archive is not None
    entries = {xdm.entry_of(documents.xdm), xdm.entry_of(documents.test.archive)}
    assert len(entries) == 2


def test_both_wait_for_the_record_of_a_patient_who_accepts() -> None:
    sheet = real(throat())
    kinds = [one.kind for one in outbox(sheet, made(sheet))]
    assert kinds == [DocumentKind.XDM, DocumentKind.MAIL, DocumentKind.TROD_XDM]


def test_nothing_waits_for_the_record_of_a_patient_who_objects() -> None:
    sheet = real(throat())
    consents = tuple(
        replace(one, given="no") if one.id == "g_cons_dmp" else one for one in sheet.consents
    )
    objecting = replace(sheet, consents=consents)
    assert [one.kind for one in outbox(objecting, made(objecting))] == [DocumentKind.MAIL]


@pytest.mark.parametrize("make", [throat, throat_sheet])
def test_a_correction_replaces_what_was_sent(make: Callable[[], OrientationSheet]) -> None:
    first = made(make())
    assert first.xdm is not None
    second = made(corrected(make()), SECOND, Former(first.xdm, first.test.archive or b""))
    assert second.xdm is not None
    before, after = derive(first.cda), derive(second.cda)
    assert (after.replaces, before.replaces) == (before.unique_id, "")
    assert after.creation_time > before.creation_time
    metadata = metadata_of(second.xdm)
    slots = [one.get("name") for one in metadata.iter(f"{{{RIM}}}Slot")]
    assert slots.count(REPLACEMENT_SLOT) == 1
    links = {
        one.get("associationType"): one.get("targetObject")
        for one in metadata.iter(f"{{{RIM}}}Association")
    }
    assert links[RPLC] == xdm.entry_of(first.xdm)
    assert archive_findings(second.xdm, second.cda) == ()


def test_a_correction_of_what_never_left_names_no_entry_to_replace() -> None:
    second = made(corrected(throat_sheet()), SECOND)
    assert second.xdm is not None
    assert RPLC.encode() not in etree.tostring(metadata_of(second.xdm))
    assert archive_findings(second.xdm, second.cda) == ()


def test_a_first_version_never_replaces_anything() -> None:
    first = made(throat_sheet())
    assert first.xdm is not None
    again = made(throat_sheet(), SECOND, Former(first.xdm))
    assert again.xdm is not None
    assert RPLC.encode() not in etree.tostring(metadata_of(again.xdm))


def test_the_mail_of_a_correction_says_so_first_and_names_the_former_one() -> None:
    sheet = real(throat_sheet())
    assert subject_of(corrected(sheet)) == f"[Annule et remplace] {subject_of(sheet)}"
    mails = [made(one).mail or b"" for one in (sheet, corrected(sheet), corrected(sheet, 2))]
    ids = [mail.partition(b"Message-ID: <")[2].partition(b">")[0] for mail in mails]
    assert len(set(ids)) == 3
    assert b"References" not in mails[0]
    assert b"References: <" + ids[0] + b">" in mails[1]
    assert b"References: <" + ids[1] + b">" in mails[2]


def test_an_archive_that_is_not_ours_names_no_entry() -> None:
    assert xdm.entry_of(b"") == ""
    assert xdm.entry_of(b"not a zip") == ""
