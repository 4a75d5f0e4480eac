"""A vault with sheets that may leave: an invented patient, on a station that is no demonstration."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from app.encounter.sheet import OrientationSheet, canonical_bytes
from app.encounter.summary import summary_bytes
from app.exchange.mssante import Attachments, draft
from app.records.vault import Document, DocumentKind, OutboxLine, SealRequest, Vault
from tests.exchange.sheets import real, throat_sheet
from tests.records.stations import a_request

NOW = datetime(2026, 11, 25, 11, tzinfo=UTC)
RECIPIENT = "dr@medecin.invalid"
PDF = b"%PDF-1.4\n.\n..\n" + bytes(range(256)) * 300


class Clock:
    """The time of a test, moved by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def later(self, by: timedelta) -> None:
        self.now += by


def a_sheet(number: int = 1, recipient: str = RECIPIENT) -> OrientationSheet:
    sheet = real(throat_sheet())
    return replace(
        sheet,
        sheet_id=f"{number:032x}",
        patient=replace(sheet.patient, doctor_mail=recipient),
    )


def archive(number: int = 1) -> bytes:
    return b"PK\x03\x04" + bytes(range(255, -1, -1)) * 400 + number.to_bytes(2, "big")


def keep(vault: Vault, sheet: OrientationSheet, number: int = 1) -> bytes:
    """Seal a sheet with its real mail; return its identifier."""
    head = vault.tree_head()
    request = request_of(sheet, head.next_number, number)
    vault.seal(request, head)
    return request.sheet_id


def request_of(sheet: OrientationSheet, printed: int, number: int = 1) -> SealRequest:
    """Return what seals ``sheet`` under the number ``printed`` on its mail."""
    sheet_id = bytes.fromhex(sheet.sheet_id)
    mail = draft(sheet, Attachments(archive(number), PDF), printed, NOW)
    return replace(
        a_request(number),
        sheet_id=sheet_id,
        draft_id=None,
        body=canonical_bytes(sheet),
        summary=summary_bytes(sheet, printed),
        documents=(
            Document(DocumentKind.PDF, PDF),
            Document(DocumentKind.XDM, archive(number)),
            Document(DocumentKind.MAIL, mail),
        ),
        outbox=(OutboxLine(DocumentKind.XDM, sheet_id), OutboxLine(DocumentKind.MAIL, sheet_id)),
    )
