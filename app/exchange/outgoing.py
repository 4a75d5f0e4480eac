"""What leaves the station for one sheet: records, archives, mail, papers, or why nothing does.

A structured record is sent instead of the level 1 record, never beside it. Opposition, identity
and simulated values stop a channel; when both are stopped, nothing leaves.

Source: dmp.md §0 and §4; CSP, R. 1111-40 (opposition) and R. 5125-33-12.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from types import MappingProxyType

from app.encounter.sheet import OrientationSheet
from app.exchange import mssante, xdm
from app.exchange.archive_checks import archive_findings
from app.exchange.checks import record_findings
from app.exchange.codes import TROD_TYPE
from app.exchange.dmp import DEMONSTRATION, SIMULATED, SIMULATED_CAPTURE, Channel, refusals_to
from app.exchange.letter import has_letter
from app.exchange.letter_sending import letter_files
from app.exchange.masking import Masking, masking_codes
from app.exchange.proof import SealProof
from app.exchange.refusals import UnfitRecord
from app.exchange.structured import build_structured
from app.exchange.trod_dossier import Sending
from app.exchange.trod_facts import what_lacks

KEPT_WAITING = (
    "L’archive ordinaire reste dans les fiches à transmettre\u00a0: n’envoyez pas les deux."
)
NO_MAIL = "Le courriel au médecin n’accompagne que la fiche ordinaire, sans masquage."
_NO_MASK: frozenset[Masking] = frozenset()


class NothingLeaves(UnfitRecord):
    """Every way out is refused; the sentence says why."""


class RecordLevel(IntEnum):
    """How the content of the sheet is written: its PDF (level 1), or coded sections (level 3)."""

    PDF = 1
    STRUCTURED = 3


@dataclass(frozen=True, slots=True)
class Wish:
    """How a sheet is asked to leave."""

    level: RecordLevel = RecordLevel.PDF
    masked: frozenset[Masking] = _NO_MASK

    @property
    def is_ordinary(self) -> bool:
        """True when what was sealed leaves as it is."""
        return self.level is RecordLevel.PDF and not self.masked


@dataclass(frozen=True, slots=True)
class Kept:
    """What was sealed with the sheet, b"" for what was not made."""

    pdf: bytes
    cda: bytes
    xdm: bytes = b""
    mail: bytes = b""
    test: bytes = b""
    test_xdm: bytes = b""
    attestation: bytes = b""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """The files by their names, and what the pharmacist must know, in French."""

    files: Mapping[str, bytes]
    told: tuple[str, ...] = field(default=())


def outgoing(
    sheet: OrientationSheet, kept: Kept, proof: SealProof, wish: Wish, sending: Sending
) -> Outgoing:
    """Return what leaves for ``sheet``, made as ``wish`` asks, in the submission ``sending``.

    Raises:
        NothingLeaves: the patient objects to both ways out, or the identity stops them.
        UnfitRecord: what is asked cannot be written.
    """
    to_record, to_doctor = (stopping(sheet, channel) for channel in Channel)
    if to_record and to_doctor:
        raise NothingLeaves(" ".join(dict.fromkeys((*to_record, *to_doctor))))
    files: dict[str, bytes] = {"fiche.pdf": kept.pdf, "attestation.pdf": kept.attestation}
    told = [*to_record, *to_doctor, *what_lacks(sheet)]
    if not to_record:
        files |= _records(sheet, kept, wish, sending)
    if to_record and not to_doctor and not wish.masked:
        files["courriel_test.eml"] = _attestation_mail(sheet, kept, proof, sending)
    if not wish.is_ordinary:
        told += [KEPT_WAITING, *(() if to_doctor else (NO_MAIL,))]
    elif not to_doctor:
        files["courriel.eml"] = kept.mail
    if has_letter(sheet):
        goes_alone = wish.is_ordinary and not to_doctor
        files |= letter_files(sheet, proof, sending if goes_alone else None)
    written = {name: content for name, content in files.items() if content}
    return Outgoing(MappingProxyType(written), tuple(dict.fromkeys(told)))


def stopping(sheet: OrientationSheet, channel: Channel) -> tuple[str, ...]:
    """Return what stops ``channel``: a demonstration is a specimen, written but never sent."""
    specimen = {DEMONSTRATION, SIMULATED, SIMULATED_CAPTURE} if sheet.demonstration else set()
    return tuple(one for one in refusals_to(sheet, channel) if one not in specimen)


def _attestation_mail(
    sheet: OrientationSheet, kept: Kept, proof: SealProof, sending: Sending
) -> bytes:
    """Return the mail that brings the attestation to the doctor, b"" without one to bring.

    Source: CSP, R. 5125-33-12: by secure mail when the shared record cannot be fed.
    """
    if not (kept.attestation and kept.test_xdm):
        return b""
    attachments = mssante.Attachments(kept.test_xdm, kept.attestation, TROD_TYPE)
    return mssante.draft(sheet, attachments, proof.number, sending.at)


def _records(
    sheet: OrientationSheet, kept: Kept, wish: Wish, sending: Sending
) -> Mapping[str, bytes]:
    if wish.is_ordinary:
        return {
            "fiche.xml": kept.cda,
            "IHE_XDM.ZIP": kept.xdm,
            "test.xml": kept.test,
            "test_IHE_XDM.ZIP": kept.test_xdm,
        }
    sharing = xdm.Sharing(masking_codes(sheet, wish.masked))
    is_structured = wish.level is RecordLevel.STRUCTURED
    record = build_structured(sheet) if is_structured else kept.cda
    files = {
        "fiche.xml": record,
        "IHE_XDM.ZIP": _packed(sheet, record, sending.submission_id, sending, sharing),
    }
    if kept.test:
        files["test.xml"] = kept.test
        test_id = sending.own_submission
        files["test_IHE_XDM.ZIP"] = _packed(sheet, kept.test, test_id, sending, sharing)
    return files


def _packed(
    sheet: OrientationSheet,
    record: bytes,
    submission_id: str,
    sending: Sending,
    sharing: xdm.Sharing,
) -> bytes:
    archive = xdm.pack(record, xdm.sender_of(sheet), submission_id, sending.at, sharing)
    findings = (*record_findings(record), *archive_findings(archive, record))
    if findings:
        raise UnfitRecord(" ".join(findings))
    return archive
