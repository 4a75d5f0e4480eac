"""Everything that is made of a sheet, once, at sealing: papers, records, sendings.

The papers and the records are always made. The archives and the mail are made when they could
leave; in the demonstration they are specimens, marked so, that nothing transmits.
"""

from dataclasses import dataclass
from datetime import datetime

from app.encounter.sheet import OrientationSheet
from app.exchange import cda, mssante, pdf, xdm
from app.exchange.archive_checks import archive_findings
from app.exchange.cda_parties import is_qualified
from app.exchange.checks import record_findings
from app.exchange.consents import doctor_accepted
from app.exchange.proof import SealProof
from app.exchange.thumbnails import NONE_MADE, Thumbnails
from app.exchange.trod_dossier import NO_TEST, Sending, TrodDocuments, documents_of_test


@dataclass(frozen=True, slots=True)
class Documents:
    """What is sealed with the sheet. ``findings`` says in French why nothing may be sent."""

    pdf: bytes
    cda: bytes
    xdm: bytes | None
    mail: bytes | None
    findings: tuple[str, ...]
    test: TrodDocuments = NO_TEST


@dataclass(frozen=True, slots=True)
class Former:
    """The archives of the version before that left the station, b"" for one that did not."""

    xdm: bytes = b""
    test_xdm: bytes = b""


NEVER_LEFT = Former()


def make_documents(
    sheet: OrientationSheet,
    proof: SealProof,
    submission_id: str,
    submitted_at: datetime,
    former: Former = NEVER_LEFT,
    small: Thumbnails = NONE_MADE,
) -> Documents:
    """Return the documents of ``sheet``; ``submission_id`` is a new OID, ``submitted_at`` aware.

    ``small`` are the thumbnails of its pictures, for the paper.

    Raises:
        UnwritablePaper: the paper cannot be drawn whole and archivable.
        UnfitRecord: the record cannot be written without guessing.
    """
    paper = pdf.draw(sheet, proof, small)
    record = cda.build(sheet, paper)
    findings = record_findings(record)
    if findings or not may_be_packed(sheet):
        test = documents_of_test(sheet, proof, None)
        return Documents(paper, record, None, None, findings, test)
    replaced = xdm.Sharing(replaced_entry=xdm.entry_of(former.test_xdm))
    sending = Sending(submission_id, submitted_at, replaced)
    test = documents_of_test(sheet, proof, sending)
    archive = _archive(sheet, record, sending, former)
    findings = archive_findings(archive, record)
    if findings:
        return Documents(paper, record, None, None, findings, test)
    mail = None
    if doctor_accepted(sheet):
        attachments = mssante.Attachments(archive, paper)
        mail = mssante.draft(sheet, attachments, proof.number, submitted_at)
    return Documents(paper, record, archive, mail, (), test)


def _archive(sheet: OrientationSheet, record: bytes, sending: Sending, former: Former) -> bytes:
    sharing = xdm.Sharing(replaced_entry=xdm.entry_of(former.xdm))
    return xdm.pack(record, xdm.sender_of(sheet), sending.submission_id, sending.at, sharing)


def may_be_packed(sheet: OrientationSheet) -> bool:
    """Return whether an archive is made: a qualified identity, and nothing simulated.

    A simulated value or picture is accepted in the demonstration, whose archive is a specimen.
    """
    return is_qualified(sheet.patient) and (sheet.demonstration or not sheet.holds_simulated)
