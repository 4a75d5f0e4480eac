"""What a rapid test gives beside the sheet: its record, its archive, the patient's attestation.

Nothing here stops a sheet from being sealed: what could not be made is said in a sentence.
"""

from dataclasses import dataclass
from datetime import datetime

from app.encounter.sheet import OrientationSheet
from app.exchange import xdm
from app.exchange.archive_checks import archive_findings
from app.exchange.attestation import draw_attestation, has_attestation
from app.exchange.checks import record_findings
from app.exchange.oids import derived_oid
from app.exchange.proof import SealProof
from app.exchange.refusals import UnfitRecord, UnwritablePaper
from app.exchange.trod import build_trod
from app.exchange.trod_facts import holds_rapid_test


@dataclass(frozen=True, slots=True)
class TrodDocuments:
    """The documents of a rapid test; ``notices`` says in French what is missing and what to do."""

    record: bytes | None = None
    archive: bytes | None = None
    attestation: bytes | None = None
    notices: tuple[str, ...] = ()


NO_TEST = TrodDocuments()


@dataclass(frozen=True, slots=True)
class Sending:
    """The submission of the sheet: its OID, when (aware), and how the test is shared.

    The test leaves in a submission of its own, whose OID is derived from this one.
    """

    submission_id: str
    at: datetime
    sharing: xdm.Sharing = xdm.OPEN

    @property
    def own_submission(self) -> str:
        """The OID of the submission of the test."""
        return derived_oid("envoi trod", self.submission_id)


def documents_of_test(
    sheet: OrientationSheet, proof: SealProof, sending: Sending | None
) -> TrodDocuments:
    """Return the documents of the rapid test of ``sheet``; no archive without ``sending``."""
    if not holds_rapid_test(sheet):
        return NO_TEST
    try:
        record = build_trod(sheet)
        attestation = draw_attestation(sheet, proof) if has_attestation(sheet) else None
    except (UnfitRecord, UnwritablePaper) as refused:
        return TrodDocuments(notices=(refused.sentence,))
    findings = record_findings(record)
    if findings or sending is None:
        return TrodDocuments(record, None, attestation, findings)
    sender = xdm.sender_of(sheet)
    archive = xdm.pack(record, sender, sending.own_submission, sending.at, sending.sharing)
    findings = archive_findings(archive, record)
    return TrodDocuments(record, None if findings else archive, attestation, findings)
