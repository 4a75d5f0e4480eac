"""What is made at sealing, what must not leave, and the mail that waits for its sender."""

import io
import zipfile
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from app.encounter.sheet import OrientationSheet
from app.exchange.checks import embedded_pdf
from app.exchange.dmp import (
    DEMONSTRATION,
    NO_DOCTOR,
    NO_RECORD,
    NOT_QUALIFIED,
    SIMULATED,
    TEST_INS,
    Channel,
    refusals,
    refusals_to,
)
from app.exchange.dossier import Documents, make_documents
from app.exchange.paper.archival import is_archivable
from tests.exchange.sheets import (
    CONSENTS,
    PROOF,
    SENT_AT,
    SUBMISSION,
    real,
    throat_sheet,
    tick_sheet,
    unqualified,
)


def made(sheet: OrientationSheet) -> Documents:
    return make_documents(sheet, PROOF, SUBMISSION, SENT_AT)


def without(sheet: OrientationSheet, consent: str) -> OrientationSheet:
    consents = tuple(replace(one, given="no") if one.id == consent else one for one in CONSENTS)
    return replace(sheet, consents=consents)


def mail_of(documents: Documents) -> EmailMessage:
    assert documents.mail is not None
    mail = message_from_bytes(documents.mail, policy=default)
    assert isinstance(mail, EmailMessage)
    return mail


def test_a_qualified_sheet_gives_the_four_documents_and_they_agree() -> None:
    documents = made(real(throat_sheet()))
    assert documents.findings == ()
    assert is_archivable(documents.pdf)
    assert embedded_pdf(documents.cda) == documents.pdf
    assert documents.xdm is not None
    with zipfile.ZipFile(io.BytesIO(documents.xdm)) as archive:
        assert archive.read("IHE_XDM/SUBSET01/DOC0001.XML") == documents.cda
    attached = list(mail_of(documents).iter_attachments())
    assert [one.get_content_type() for one in attached] == ["application/zip", "application/pdf"]
    assert [one.get_content() for one in attached] == [documents.xdm, documents.pdf]


def test_documents_are_the_same_bytes_when_made_again() -> None:
    assert made(tick_sheet()) == made(tick_sheet())


def test_the_mail_has_the_subject_and_names_that_receivers_sort_on() -> None:
    mail = mail_of(made(real(throat_sheet())))
    assert (
        mail["Subject"] == "XDM/1.0/DDM+CR de consultation pharmaceutique DORVAL CAMILLE 12/04/1988"
    )
    assert mail["To"] == "le.dantec@medecin.demonstration.invalid"
    assert mail["X-Unsent"] == "1"
    assert [one.get_filename() for one in mail.iter_attachments()] == [
        "IHE_XDM.zip",
        "20261123_CR de consultation pharmaceutique_DORVAL_CAMILLE_418.pdf",
    ]


def test_a_demonstration_mail_is_a_specimen_without_recipient() -> None:
    mail = mail_of(made(throat_sheet()))
    assert mail["To"] is None
    body = mail.get_body()
    assert body is not None
    assert body.get_content().startswith(DEMONSTRATION)


@pytest.mark.parametrize(
    "sheet",
    [
        unqualified(throat_sheet()),
        unqualified(real(throat_sheet())),
        replace(real(tick_sheet()), readings=tick_sheet().readings),
    ],
    ids=["demonstration, not qualified", "not qualified", "simulated reading"],
)
def test_what_could_not_leave_has_neither_archive_nor_mail(sheet: OrientationSheet) -> None:
    documents = made(sheet)
    assert documents.xdm is None
    assert documents.mail is None
    assert is_archivable(documents.pdf)
    assert embedded_pdf(documents.cda) == documents.pdf


def test_no_mail_without_the_agreement_to_write_to_the_doctor() -> None:
    documents = made(without(real(throat_sheet()), "g_cons_medecin"))
    assert documents.xdm is not None
    assert documents.mail is None


def test_a_pharmacist_number_that_is_wrong_stops_the_sending_not_the_sheet() -> None:
    sheet = real(throat_sheet())
    wrong = replace(sheet, pharmacist=replace(sheet.pharmacist, rpps="99900000418"))
    documents = made(wrong)
    assert documents.xdm is None
    assert documents.findings == ("Le numéro RPPS du professionnel a une clé fausse.",)


def test_each_reason_to_keep_a_sheet_is_said() -> None:
    sheet = real(throat_sheet())
    assert refusals(sheet) == ()
    assert refusals(throat_sheet()) == (DEMONSTRATION,)
    assert refusals(tick_sheet()) == (DEMONSTRATION, SIMULATED)
    assert refusals(unqualified(sheet)) == (NOT_QUALIFIED,)
    trial = replace(sheet.patient, ins_root="1.2.250.1.213.1.4.10")
    assert refusals(replace(sheet, patient=trial)) == (TEST_INS,)


def test_an_opposition_stops_its_own_channel_only() -> None:
    no_record = without(real(throat_sheet()), "g_cons_dmp")
    assert refusals_to(no_record, Channel.DMP) == (NO_RECORD,)
    assert refusals_to(no_record, Channel.MSSANTE) == ()
    no_doctor = without(real(throat_sheet()), "g_cons_medecin")
    assert refusals_to(no_doctor, Channel.MSSANTE) == (NO_DOCTOR,)
    assert refusals(no_doctor) == (NO_DOCTOR,)


def test_a_consent_that_was_not_asked_is_a_refusal() -> None:
    sheet = replace(real(throat_sheet()), consents=())
    assert refusals(sheet) == (NO_RECORD, NO_DOCTOR)
