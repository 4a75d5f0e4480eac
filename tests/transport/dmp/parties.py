"""A pharmacy that may speak to the service of the tests, with a card that only the tests have."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

from app.encounter.sheet import OrientationSheet, SheetNote
from app.exchange import cda, xdm
from app.exchange.oids import document_oid
from app.records.custody import Custody
from app.records.people.session import PharmacistSession
from app.records.station_file import Purpose
from app.records.vault import ChangeKind, ChangeRequest, Document, DocumentKind, OutboxLine, Vault
from app.transport.dmp.account import ACCOUNT, Place, ServiceAccount, service_encryption
from app.transport.dmp.parcel import Parcel, parcel_of
from app.transport.dmp.service import CardPorts, DmpService
from app.transport.dmp.wire import Patience
from tests.exchange.sheets import SENT_AT, SUBMISSION, real, throat_sheet
from tests.transport.dmp.endpoint import Endpoint, an_endpoint
from tests.transport.servers import Papers, server_context
from tests.transport.vaults import Clock, a_sheet, request_of

ACCESS = """homologation = "N-1234"
repository = "https://dmp.invalid/repository"
registry = "https://dmp.invalid/registry"
certificate = "a.pem"
key = "a.key"
"""
AT = datetime(2026, 11, 25, 11, tzinfo=UTC)
QUICK = Patience(whole_s=5, continue_s=3)
PDF = b"%PDF-1.4 not drawn here\r\n--osys-\r\n" + bytes(range(256))


class WrittenDown:
    """Says what it was asked to sign; no key, no card: the service of the tests has no authority."""

    def __init__(self) -> None:
        self.signed: list[tuple[bytes, Mapping[str, bytes]]] = []
        self.asked: list[tuple[str, datetime]] = []

    def sign(self, submission_xml: bytes, documents: Mapping[str, bytes]) -> bytes:
        self.signed.append((submission_xml, documents))
        listed = "".join(
            f"<of id='{one}'>{hashlib.sha256(content).hexdigest()}</of>"
            for one, content in documents.items()
        )
        return f"<?xml version='1.0' encoding='UTF-8'?><unsigned>{listed}</unsigned>".encode()

    def vihf(self, patient: str, at: datetime) -> bytes:
        self.asked.append((patient, at))
        return b"<a:Assertion xmlns:a='urn:oasis:names:tc:SAML:2.0:assertion'>\r\n</a:Assertion>"


def a_parcel() -> Parcel:
    return parcel_of(archive_of(real(throat_sheet())))


def archive_of(sheet: OrientationSheet, submission: str = SUBMISSION) -> bytes:
    return xdm.pack(cda.build(sheet, PDF), xdm.sender_of(sheet), submission, SENT_AT)


def keep_record(vault: Vault, sheet: OrientationSheet, number: int = 1) -> bytes:
    """Seal a sheet with its real archive, that waits to leave; return its identifier."""
    head = vault.tree_head()
    request = request_of(sheet, head.next_number, number)
    record = archive_of(sheet, document_oid(f"{number + 1000:032x}"))
    documents = (
        Document(DocumentKind.PDF, PDF),
        Document(DocumentKind.CDA, cda.build(sheet, PDF)),
        Document(DocumentKind.XDM, record),
    )
    waits = (OutboxLine(DocumentKind.XDM, request.sheet_id),)
    vault.seal(replace(request, documents=documents, outbox=waits), head)
    return request.sheet_id


def account_of(
    pharmacy: Papers, operator: Papers, port: int, number: str = "N-1"
) -> ServiceAccount:
    return ServiceAccount(
        homologation=number,
        repository=Place("127.0.0.1", port, "/repository"),
        registry=Place("127.0.0.1", port, "/registry"),
        certificate=pharmacy.certificate,
        key=pharmacy.key,
        authority=operator.authority,
    )


def service_of(
    account: ServiceAccount, card: WrittenDown | None = None, patience: Patience = QUICK
) -> DmpService:
    who = card or WrittenDown()
    numbers = count(1)
    return DmpService(
        account,
        service_encryption(account),
        CardPorts(who, who),
        lambda: f"{next(numbers):032x}",
        patience,
    )


@contextmanager
def a_service(
    operator: Papers, pharmacy: Papers, patience: Patience = QUICK
) -> Iterator[tuple[DmpService, Endpoint]]:
    """Run the service and give how the pharmacy reaches it."""
    with an_endpoint(server_context(operator, pharmacy)) as (port, endpoint):
        yield service_of(account_of(pharmacy, operator, port), patience=patience), endpoint


def a_real_custody(session: PharmacistSession) -> Custody:
    """That of a real pharmacy, which an access file says may use the service."""
    station = replace(session.custody.station, purpose=Purpose.REAL)
    (session.custody.folder / ACCOUNT).write_text(ACCESS, encoding="utf-8")
    return replace(session.custody, station=station)


def correct(custody: Custody, sheet_id: bytes, time: Clock) -> None:
    """Seal a correction of the sheet, whose record takes the place of the former one."""
    note = SheetNote("correction", "Le nom.", "Faute", "Hélène Marchetti", AT.isoformat())
    sheet = replace(a_sheet(), notes=(note,))
    head = custody.vault.tree_head()
    documents = (
        Document(DocumentKind.PDF, PDF),
        Document(DocumentKind.XDM, archive_of(sheet, document_oid("f" * 32))),
    )
    waits = (OutboxLine(DocumentKind.XDM, sheet_id),)
    asked = request_of(sheet, head.next_number)
    request = replace(asked, documents=documents, outbox=waits, now=time())
    custody.vault.change(ChangeRequest(request, ChangeKind.CORRECTION, "faute", "helene", 1), head)
