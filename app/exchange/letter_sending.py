"""The letter as it leaves: its paper, its record, and the archive and mail that bring it.

An archive is made for a doctor the patient named and accepts; otherwise the patient carries the
paper.

Source: ANS, JDV_J07 (96349-6) and ASS_X04 (its class is « Compte rendu »); dmp.md §4.3.
"""

from collections.abc import Mapping

from app.encounter.sheet import OrientationSheet
from app.exchange import mssante, xdm
from app.exchange.archive_checks import archive_findings
from app.exchange.cda_parties import has_doctor_copy
from app.exchange.checks import record_findings
from app.exchange.codes import LETTER_TYPE
from app.exchange.letter import build_letter, draw_letter
from app.exchange.oids import derived_oid
from app.exchange.proof import SealProof
from app.exchange.refusals import UnfitRecord
from app.exchange.trod_dossier import Sending


def letter_files(
    sheet: OrientationSheet, proof: SealProof, sending: Sending | None
) -> Mapping[str, bytes]:
    """Return the files of the letter by their names; no archive and no mail without ``sending``.

    Raises:
        UnfitRecord: the record or its archive would be refused by its receivers.
    """
    paper = draw_letter(sheet, proof)
    record = build_letter(sheet, paper)
    files = {"courrier.pdf": paper, "courrier.xml": record}
    if sending is None or not has_doctor_copy(sheet):
        return files
    submission_id = derived_oid("envoi lettre", sending.submission_id)
    archive = xdm.pack(record, xdm.sender_of(sheet), submission_id, sending.at)
    findings = (*record_findings(record), *archive_findings(archive, record))
    if findings:
        raise UnfitRecord(" ".join(findings))
    attachments = mssante.Attachments(archive, paper, LETTER_TYPE)
    mail = mssante.draft(sheet, attachments, proof.number, sending.at)
    return {**files, "courrier_IHE_XDM.ZIP": archive, "courrier.eml": mail}
