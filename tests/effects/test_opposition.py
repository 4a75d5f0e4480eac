"""What a patient refused leaves by no way, whatever is done, in whatever order.

Real documents, a real mail server, the real command; the vault stays open between two acts, which
is all that is arranged.
"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.cli import export
from app.desk.archive import Act
from app.desk.archive_messages import ActDone, DoAct
from app.desk.effects import ExportSheet
from app.desk.messages import Exported
from app.effects.archive import ArchiveRoom
from app.effects.custody.sheet_acts import SheetActs
from app.effects.exports import write_files
from app.effects.sealing import listed, outbox
from app.encounter.model import Consent
from app.encounter.sheet import OrientationSheet, canonical_bytes
from app.encounter.summary import summary_bytes
from app.exchange.dmp import NO_RECORD
from app.exchange.dossier import make_documents
from app.exchange.oids import document_oid
from app.exchange.proof import SealProof
from app.exchange.refusals import UnfitRecord
from app.records.journal.entries import Event
from app.records.rights.refusals import ObjectionUnread, Opposed
from app.records.rights.requests import Asked, RequestKind, Requests
from app.records.station_file import VAULT
from app.records.vault import DocumentKind
from app.transport.account import Account, encryption
from app.transport.outbox import MailOutbox
from app.transport.ways import FolderWay
from tests.effects.test_archive_captures import Desk
from tests.records.stations import a_request, make_station, opened, shell
from tests.transport.servers import Received, account, an_smtp_server, papers, server_context
from tests.transport.vaults import NOW, Clock, a_sheet


class Deed(StrEnum):
    """What may be done to a sheet once it is sealed."""

    OPPOSE = "oppose"
    CORRECT = "correct"
    SEND = "send"
    WRITE = "write"
    COMMAND = "command"
    ARCHIVES = "archives"


RECORD_FILES = {"sheet.xml", "IHE_XDM.ZIP", "test.xml", "test_IHE_XDM.ZIP"}
COMMAND_FILES = {"fiche.xml", "IHE_XDM.ZIP", "test.xml", "test_IHE_XDM.ZIP"}


@dataclass
class Office:
    """One open station and its operator's server."""

    access: Desk
    account: Account
    received: Received = field(repr=False)
    place: Path
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def seal(self, consents: dict[Consent, str]) -> OrientationSheet:
        """Seal a sheet with its real documents."""
        number = next(self.numbers)
        sheet = a_sheet(number)
        told = (
            replace(one, given=consents.get(Consent(one.id), one.given)) for one in sheet.consents
        )
        sheet = replace(sheet, consents=tuple(told))
        vault = self.access.vault
        head = vault.tree_head()
        proof = SealProof(head.next_number, head.size, head.root)
        documents = make_documents(sheet, proof, document_oid(sheet.sheet_id), NOW)
        request = replace(
            a_request(number),
            sheet_id=bytes.fromhex(sheet.sheet_id),
            draft_id=None,
            body=canonical_bytes(sheet),
            summary=summary_bytes(sheet, head.next_number),
            documents=listed(documents),
            outbox=outbox(sheet, documents),
        )
        vault.seal(request, head)
        return sheet

    def act(self, sheet: OrientationSheet, act: Act) -> None:
        """Do an act as the page of the archive does."""
        fresh = (document_oid(f"{next(self.numbers):032x}") for _ in count())
        acts = SheetActs(self.access, lambda: next(fresh))
        acts.do(DoAct(sheet.sheet_id, act, "poids relu", "demandé par le patient"))

    def sent(self) -> list[bytes]:
        """Run one round of the outbox; return the mails the server took in it."""
        before = len(self.received.mails)
        box = MailOutbox(self.access.custody, self.access.now)
        box.send(self.account, encryption(self.account), patience=5)
        return self.received.mails[before:]

    def written(self, sheet: OrientationSheet) -> set[str]:
        """Export as the window does; return the names written."""
        place = self.place / f"window-{next(self.numbers)}"
        answers = list(ArchiveRoom(self.access).export(ExportSheet(sheet.sheet_id, str(place))))
        (done,) = (one for one in answers if isinstance(one, Exported))
        assert set(done.names) == {one.name for one in place.iterdir()}
        return set(done.names)

    def waits(self, sheet: OrientationSheet, kind: DocumentKind) -> bool:
        """Tell whether a document of the sheet waits to leave."""
        found = {(one.ref.hex(), one.kind) for one in self.access.vault.outbox()}
        return (sheet.sheet_id, kind) in found

    def archives(self, sheet: OrientationSheet) -> set[str]:
        """Write the archives that wait, as ``osys outbox send --by folder``; return their names."""
        place = self.place / f"archives-{next(self.numbers)}"
        FolderWay(self.access.custody, place, write_files, self.access.now).send()
        return {one.name for one in place.rglob("*.ZIP")}

    def commanded(self, sheet: OrientationSheet) -> set[str]:
        """Run ``osys export``; return the names written, none when it refuses."""
        place = self.place / f"command-{next(self.numbers)}"
        words = {"sheet": sheet.sheet_id, "to": place, "level": 1, "mask": [], "reason": ""}
        asked = argparse.Namespace(
            **words, fhir=False, json=True, data=self.access.folder, login=""
        )
        try:
            export.export_sheet(asked)
        except (Opposed, ObjectionUnread, UnfitRecord):
            assert not place.exists()
            return set()
        return {one.name for one in place.iterdir()}


@contextmanager
def an_office(folder: Path) -> Iterator[Office]:
    operator, pharmacy = papers(folder / "operator"), papers(folder / "pharmacy")
    station, clock = make_station(folder / "station"), Clock()
    with (
        opened(station, now=clock()) as session,
        an_smtp_server(server_context(operator, pharmacy)) as (port, received),
    ):
        access = Desk(station, session)
        access.now = clock
        place = folder / "out"
        place.mkdir()
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(export, "opened", lambda _: nullcontext(access))
            yield Office(access, account(operator, pharmacy, port), received, place)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office(tmp_path_factory.mktemp("office")) as one:
        yield one


ANSWERS = st.sampled_from(["yes", "no", "not_asked"])


# a sheet that a failed example left able to leave would spoil those that shrink it
@settings(
    max_examples=20,
    deadline=None,
    phases=(Phase.generate,),
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(record=ANSWERS, doctor=ANSWERS, deeds=st.lists(st.sampled_from(Deed), max_size=6))
def test_what_was_refused_leaves_by_no_way_whatever_the_order(
    office: Office, record: str, doctor: str, deeds: list[Deed]
) -> None:
    sheet = office.seal({Consent.RECORD: record, Consent.DOCTOR: doctor})
    opposed = False
    for deed in deeds:
        to_record, to_doctor = (one == "yes" and not opposed for one in (record, doctor))
        match deed:
            case Deed.OPPOSE:
                office.act(sheet, Act.OPPOSE)
                opposed = True
            case Deed.CORRECT:
                office.act(sheet, Act.CORRECTION)
            case Deed.SEND:
                waits = office.waits(sheet, DocumentKind.MAIL)
                assert len(office.sent()) == (to_doctor and waits)
            case Deed.WRITE:
                names = office.written(sheet)
                assert ("IHE_XDM.ZIP" in names) == ("sheet.xml" in names) == to_record
                assert to_record or not names & RECORD_FILES
                assert ("mail.eml" in names) == to_doctor
                assert {"sheet.pdf", "sheet.json"} <= names
            case Deed.COMMAND:
                names = office.commanded(sheet)
                assert bool(names) == (to_record or to_doctor)
                assert ("IHE_XDM.ZIP" in names) == ("fiche.xml" in names) == to_record
                assert to_record or not names & COMMAND_FILES
                assert ("courriel.eml" in names) == to_doctor
            case Deed.ARCHIVES:
                waits = office.waits(sheet, DocumentKind.XDM)
                assert ("IHE_XDM.ZIP" in office.archives(sheet)) == (to_record and waits)
    office.act(sheet, Act.OPPOSE)  # nothing of this one is left for the round of the next
    assert office.sent() == []
    assert not office.written(sheet) & (RECORD_FILES | {"mail.eml"})
    assert office.commanded(sheet) == office.archives(sheet) == set()


@pytest.mark.parametrize(
    ("opposed", "withheld", "sentence"),
    [
        (False, {DocumentKind.CDA, DocumentKind.XDM}, NO_RECORD),
        (True, {DocumentKind.CDA, DocumentKind.XDM, DocumentKind.MAIL}, Opposed.said),
    ],
)
def test_what_the_window_keeps_back_is_told_and_is_not_in_the_journal(
    office: Office, opposed: bool, withheld: set[DocumentKind], sentence: str
) -> None:
    sheet = office.seal({Consent.RECORD: "yes" if opposed else "no"})
    if opposed:
        office.act(sheet, Act.OPPOSE)
    sealed = office.access.vault.read(bytes.fromhex(sheet.sheet_id))
    assert withheld <= sealed.documents.keys()
    ledger = office.access.custody.ledger
    before = ledger.size
    asked = ExportSheet(sheet.sheet_id, str(office.place / f"told-{opposed}"))
    done, told = ArchiveRoom(office.access).export(asked)
    assert isinstance(done, Exported)
    assert isinstance(told, ActDone)
    assert told.sentence == f"{len(done.names)} documents écrits dans {done.folder}. {sentence}"
    written = [ledger.entry(number + 1).event for number in range(before, ledger.size)]
    left = len(sealed.documents) - len(withheld)
    assert written.count(Event.DOCUMENT_EXPORTED) == left > 0
    office.act(sheet, Act.OPPOSE)


def test_when_nothing_is_kept_back_nothing_more_is_told(office: Office) -> None:
    sheet = office.seal({Consent.DOCTOR: "no"})  # no mail was made to keep back
    place = str(office.place / "usual")
    (done,) = ArchiveRoom(office.access).export(ExportSheet(sheet.sheet_id, place))
    assert isinstance(done, Exported)
    office.act(sheet, Act.OPPOSE)


def test_a_request_that_cannot_be_read_any_more_keeps_everything_back(tmp_path: Path) -> None:
    with an_office(tmp_path) as office:
        sheet, other = (office.seal({}) for _ in range(2))
        asked = Asked(
            RequestKind.OBJECTION, "le patient", "Pas d’envoi.", (bytes.fromhex(sheet.sheet_id),)
        )
        Requests(office.access.custody).keep(asked, office.access.now())
        assert office.commanded(sheet) == set()
        assert "IHE_XDM.ZIP" in office.commanded(other)
        shell(office.access.folder / VAULT, "update request set body = zeroblob(200)")
        for one in (sheet, other):
            assert office.commanded(one) == set()
            assert not office.written(one) & (RECORD_FILES | {"mail.eml"})
            with pytest.raises(ObjectionUnread):
                Requests(office.access.custody).require_no_objection(bytes.fromhex(one.sheet_id))
