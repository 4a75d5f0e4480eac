"""The draft of the secure mail: one patient, the archive and the same PDF, ready to send.

The station has no mail account: the draft opens in the pharmacy's own secure mailbox, which
fills in the sender. The same inputs give the same bytes.

Source: ANS, « Référentiel socle MSSanté n° 2 », exigences ECO.2.1 (subject, names of the
attachments, one patient a mail); RFC 5322; RFC 2046.
"""

from dataclasses import dataclass
from datetime import date, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from app.encounter.sheet import OrientationSheet
from app.exchange.cda import closing_time
from app.exchange.codes import DOCUMENT_TYPE, LETTER_TYPE, coded
from app.exchange.dmp import DEMONSTRATION
from app.exchange.times import read_iso
from app.identity import strict_trait

LABEL_LENGTH = 40
LONGEST_LINE = 900
"""A folded subject reads back with a space too many; RFC 5322 §2.1.1 allows 998."""

JOINED_SHEET = "la fiche d’orientation établie en pharmacie"
JOINED_LETTER = "le courrier de la pharmacie"
SUBJECT_PREFIX = "XDM/1.0/DDM+"
REPLACES = "[Annule et remplace] "
"""Before the subject of a mail whose document replaces another one (dmp.md §4.3)."""


@dataclass(frozen=True, slots=True)
class Attachments:
    """What the mail carries; ``kind`` is the type of the record, with its coding system.

    ``pdf`` is byte for byte the one inside a level 1 record, the paper that reads alone beside a
    structured one.
    """

    xdm: bytes
    pdf: bytes
    kind: tuple[str, str] = DOCUMENT_TYPE


def subject_of(sheet: OrientationSheet, kind: tuple[str, str] = DOCUMENT_TYPE) -> str:
    """Return the subject receivers sort on: type, birth name, first given name, birth date."""
    patient = sheet.patient
    born = date.fromisoformat(patient.birth_date).strftime("%d/%m/%Y")
    family, given = _names(sheet)
    replaces = REPLACES if sheet.notes else ""
    return f"{replaces}{SUBJECT_PREFIX}{_label(kind)} {family} {given} {born}"


def pdf_name(sheet: OrientationSheet, number: int, kind: tuple[str, str] = DOCUMENT_TYPE) -> str:
    """Return the name of the PDF: date, type, names, number of the sheet."""
    day = read_iso(closing_time(sheet)).strftime("%Y%m%d")
    family, given = _names(sheet)
    return f"{day}_{_label(kind)}_{family}_{given}_{number}.pdf"


def draft(
    sheet: OrientationSheet, attachments: Attachments, number: int, sent_at: datetime
) -> bytes:
    """Return the draft of the mail as an .eml file, dated ``sent_at`` (aware).

    ``number`` is that of the sheet. A demonstration has no recipient and says what it is.
    """
    mail = EmailMessage(policy=SMTP.clone(max_line_length=LONGEST_LINE))
    mail["Subject"] = subject_of(sheet, attachments.kind)
    if sheet.patient.doctor_mail and not sheet.demonstration:
        mail["To"] = sheet.patient.doctor_mail
    mail["Date"] = format_datetime(sent_at)
    corrections = len(sheet.notes)
    mail["Message-ID"] = _message_id(sheet, corrections, attachments.kind)
    if corrections:
        mail["References"] = _message_id(sheet, corrections - 1, attachments.kind)
    mail["X-Unsent"] = "1"
    mail.set_content(_body(sheet, attachments.kind), cte="8bit")
    mail.add_attachment(
        attachments.xdm, maintype="application", subtype="zip", filename="IHE_XDM.zip"
    )
    mail.add_attachment(
        attachments.pdf,
        maintype="application",
        subtype="pdf",
        filename=pdf_name(sheet, number, attachments.kind),
    )
    mail.set_boundary(f"=_{sheet.sheet_id}")
    return mail.as_bytes()


def _message_id(sheet: OrientationSheet, corrections: int, kind: tuple[str, str]) -> str:
    """Return the identifier of the mail of one version of one document."""
    version = f"-{corrections + 1}" if corrections else ""
    document = "" if kind == DOCUMENT_TYPE else f"-{kind[0]}"
    return f"<{sheet.sheet_id}{document}{version}@{sheet.pharmacy.finess}.osys.invalid>"


def _names(sheet: OrientationSheet) -> tuple[str, str]:
    patient = sheet.patient
    return strict_trait(patient.birth_family), strict_trait(patient.birth_givens[0])


def _label(kind: tuple[str, str]) -> str:
    code, system = kind
    return coded(system, code).label[:LABEL_LENGTH]


def _body(sheet: OrientationSheet, kind: tuple[str, str]) -> str:
    joined = JOINED_LETTER if kind == LETTER_TYPE else JOINED_SHEET
    pharmacy, pharmacist = sheet.pharmacy, sheet.pharmacist
    specimen = (DEMONSTRATION, "") if sheet.demonstration else ()
    lines = (
        *specimen,
        "Bonjour,",
        "",
        f"Vous trouverez ci-joint {joined}, à lire dans votre logiciel (IHE_XDM.zip) ou "
        "directement (PDF).",
        "",
        f"{pharmacist.given} {pharmacist.family}",
        pharmacy.name,
        f"{pharmacy.street}, {pharmacy.postcode} {pharmacy.city}",
        pharmacy.phone,
        "",
        "Aide à la décision, sans marquage CE. Ni un diagnostic, ni une ordonnance.",
    )
    return "\n".join(lines) + "\n"
