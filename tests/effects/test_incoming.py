"""A document that comes in is compared, sealed with the draft, then with the sheet, or refused."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.effects import incoming as room_of
from app.effects import incoming_pieces as pieces
from app.effects.archive_captures import ArchiveCaptures
from app.effects.incoming import IncomingRoom
from app.effects.lanes import failure, is_pooled
from app.encounter.effects import SealSheet
from app.encounter.incoming_effects import (
    DropIncoming,
    KeepIncoming,
    ReadIncoming,
    ReadPages,
    SealIncoming,
    StopIncoming,
)
from app.encounter.incoming_messages import (
    DocumentRead,
    DocumentUnread,
    IncomingAttached,
    IncomingGoesOn,
    IncomingKept,
    IncomingOpened,
    IncomingRefused,
    IncomingSorted,
    IncomingUnproven,
)
from app.encounter.incoming_text import Heading, Paragraph, Sheet, ShownDocument
from app.encounter.model import Step
from app.encounter.seal import SealAsked
from app.encounter.sheet import read_sheet
from app.exchange.incoming.archive import SAME_ID
from app.exchange.refusals import RefusedDocument
from tests.builders import Visit, an_identified_visit
from tests.effects.sealed_sheet import seal_sheet
from tests.effects.test_archive_captures import Desk
from tests.encounter.test_incoming_page import TESTED
from tests.exchange.incoming.archives import FOLDER, an_archive, announced, metadata, packed
from tests.exchange.incoming.letters import AMOXICILLIN, Whose, a_summary, allergy
from tests.exchange.incoming.papers import drawn
from tests.records.stations import make_station, opened, vault_of

OURS, KEPT = "0" * 31 + "1", "a" * 32
VSM = a_summary(allergy(AMOXICILLIN))
OTHER = a_summary(allergy(AMOXICILLIN), whose=Whose(birth="19880413"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_station(tmp_path / "station")


def asked(folder: Path, content: bytes, visit: Visit | None = None) -> KeepIncoming:
    """The effect of choosing a file of these bytes for the patient of the visit."""
    path = folder.parent / "received.xml"
    path.write_bytes(content)
    known = visit or an_identified_visit("douleur_pharyngee")
    effect = known.say(IncomingOpened(str(path))).asked(KeepIncoming)[-1]
    assert isinstance(effect, KeepIncoming)
    return effect


def kept(folder: Path, session, effect: KeepIncoming) -> IncomingKept:
    (message,) = taken_in(room(folder, session), effect)
    assert isinstance(message, IncomingKept)
    return message


def taken_in(one: IncomingRoom, effect: KeepIncoming) -> list[object]:
    """Read the file beside the vault, then seal what it brings."""
    assert list(one.answer(effect)) == [IncomingSorted(OURS)]
    return list(one.answer(SealIncoming(OURS)))


def room(folder: Path, session, post=lambda _: None) -> IncomingRoom:
    return IncomingRoom(Desk(folder, session), lambda: KEPT, post)


def test_the_exact_bytes_are_sealed_with_the_draft_and_nothing_is_readable(folder: Path) -> None:
    with opened(folder) as session:
        message = kept(folder, session, asked(folder, VSM))
        parts = vault_of(session).read_taken(bytes.fromhex(OURS), bytes.fromhex(KEPT))
        assert b"".join(parts) == VSM
    (document,) = message.documents
    assert (document.size, document.source.title) == (len(VSM), "Synthèse médicale")
    for path in folder.rglob("*"):
        if path.is_file():
            assert b"ClinicalDocument" not in path.read_bytes()


def test_an_archive_is_kept_as_its_documents(folder: Path) -> None:
    with opened(folder) as session:
        message = kept(folder, session, asked(folder, an_archive(VSM)))
        parts = vault_of(session).read_taken(bytes.fromhex(OURS), bytes.fromhex(KEPT))
        assert b"".join(parts) == VSM
    assert len(message.documents) == 1


@pytest.mark.parametrize("content", [OTHER, b"<x/>", b"", an_archive(OTHER)])
def test_what_is_not_this_patients_document_leaves_nothing_behind(
    folder: Path, content: bytes
) -> None:
    with opened(folder) as session:
        with pytest.raises(RefusedDocument):
            kept(folder, session, asked(folder, content))
        assert vault_of(session).taken(bytes.fromhex(OURS)) == ()


def test_one_document_of_another_patient_refuses_the_whole_archive(folder: Path) -> None:
    other = OTHER.replace(b'root="2.25.77"', b'root="2.25.78"')
    entries = (announced(VSM), announced(other, uri="DOC0002.XML", unique_id="2.25.78"))
    files = {f"{FOLDER}METADATA.XML": metadata(*entries), f"{FOLDER}DOC0001.XML": VSM}
    with opened(folder) as session:
        with pytest.raises(RefusedDocument) as refused:
            kept(folder, session, asked(folder, packed(files | {f"{FOLDER}DOC0002.XML": other})))
        assert vault_of(session).taken(bytes.fromhex(OURS)) == ()
    assert "la date de naissance diffère" in refused.value.sentence


@pytest.mark.parametrize(
    ("second", "sentence"), [(VSM, pieces.ALREADY), (VSM.replace(b"Maud", b"Anne"), SAME_ID)]
)
def test_a_second_document_of_the_same_id_is_refused(
    folder: Path, second: bytes, sentence: str
) -> None:
    visit = an_identified_visit("douleur_pharyngee")
    with opened(folder) as session:
        visit.say(kept(folder, session, asked(folder, VSM, visit)))
        with pytest.raises(RefusedDocument) as refused:
            kept(folder, session, asked(folder, second, visit))
    assert refused.value.sentence == sentence


def test_a_file_that_is_no_longer_there_is_said(folder: Path) -> None:
    effect = replace(asked(folder, VSM), path=str(folder / "gone.xml"))
    with opened(folder) as session, pytest.raises(RefusedDocument) as refused:
        kept(folder, session, effect)
    assert refused.value.sentence == pieces.UNREADABLE
    assert failure(effect, "non") == IncomingRefused(OURS, "non")


def test_a_document_dropped_is_gone(folder: Path) -> None:
    with opened(folder) as session:
        kept(folder, session, asked(folder, VSM))
        assert list(room(folder, session).answer(DropIncoming(OURS, (KEPT,)))) == []
        assert vault_of(session).taken(bytes.fromhex(OURS)) == ()


def test_a_summary_with_a_penicillin_allergy_is_sealed_with_an_angine_without_amoxicillin(
    folder: Path,
) -> None:
    visit = an_identified_visit("douleur_pharyngee")
    with opened(folder) as session:
        visit.say(kept(folder, session, asked(folder, VSM, visit)))
        visit.answer_until(Step.DECIDE, TESTED).say(SealAsked())
        (effect,) = visit.asked(SealSheet)
        assert isinstance(effect, SealSheet)
        sheet = effect.sheet
        assert "amoxicilline" not in {one.substance for one in sheet.treatments}
        seal_sheet(vault_of(session), sheet)
        archive = ArchiveCaptures(Desk(folder, session))
        files = archive.files(vault_of(session).read(bytes.fromhex(sheet.sheet_id)))
    assert files == {"document-recu-01.xml": VSM}


PDF_TYPE = "application/pdf"
PDF = drawn("Compte rendu inventé")
UNSAID = a_summary(allergy(AMOXICILLIN), whose=Whose(matricule="", birth=""))


def nameless(folder: Path, session, effect: KeepIncoming) -> IncomingUnproven:
    (message,) = taken_in(room(folder, session), effect)
    assert isinstance(message, IncomingUnproven)
    assert vault_of(session).taken(bytes.fromhex(OURS)) == ()
    return message


@pytest.mark.parametrize("content", [PDF, UNSAID], ids=["PDF", "CDA without a birth date"])
def test_a_piece_that_names_nobody_waits_until_a_person_attaches_it(
    folder: Path, content: bytes
) -> None:
    visit = an_identified_visit("douleur_pharyngee")
    with opened(folder) as session:
        effect = asked(folder, content, visit)
        visit.say(nameless(folder, session, effect))
        visit.say(IncomingAttached("nom et date lus"))
        again = visit.asked(KeepIncoming)[-1]
        assert isinstance(again, KeepIncoming)
        (document,) = kept(folder, session, again).documents
        parts = vault_of(session).read_taken(bytes.fromhex(OURS), bytes.fromhex(KEPT))
        assert b"".join(parts) == content
    assert document.attached == "nom et date lus"


def test_a_person_cannot_attach_what_names_another_patient(folder: Path) -> None:
    other = a_summary(whose=Whose(matricule="", birth="", family="DUVAL"))
    with opened(folder) as session:
        effect = replace(asked(folder, other), attached="je le reconnais")
        with pytest.raises(RefusedDocument) as refused:
            kept(folder, session, effect)
        assert vault_of(session).taken(bytes.fromhex(OURS)) == ()
    assert "le nom de naissance diffère" in refused.value.sentence


def test_the_pdf_beside_a_document_waits_while_the_document_is_kept(folder: Path) -> None:
    entries = (announced(VSM), announced(PDF, uri="DOC0002.PDF", unique_id="2.25.5", mime=PDF_TYPE))
    files = {f"{FOLDER}METADATA.XML": metadata(*entries), f"{FOLDER}DOC0001.XML": VSM}
    archive = packed(files | {f"{FOLDER}DOC0002.PDF": PDF})
    visit = an_identified_visit("douleur_pharyngee")
    with opened(folder) as session:
        first, waiting = taken_in(room(folder, session), asked(folder, archive, visit))
        visit.say(first, waiting, IncomingAttached("même envoi"))
        again = visit.asked(KeepIncoming)[-1]
        assert isinstance(again, KeepIncoming)
        second = IncomingRoom(Desk(folder, session), lambda: "b" * 32)
        (message,) = taken_in(second, again)
    assert isinstance(message, IncomingKept)
    assert [one.media_type for one in message.documents] == [PDF_TYPE]
    assert [one.source.document_id for one in visit.encounter.incoming.documents] == ["2.25.77"]


def test_a_document_is_read_again_from_its_sealed_bytes(folder: Path) -> None:
    with opened(folder) as session:
        kept(folder, session, asked(folder, VSM))
        (read,) = room(folder, session).answer(ReadIncoming(OURS, KEPT))
        (lost,) = room(folder, session).answer(ReadIncoming(OURS, "9" * 32))
    assert isinstance(read, DocumentRead)
    assert read.shown.parts == (Heading("Allergies", 1), Paragraph("Voir la liste."))
    assert isinstance(lost, DocumentUnread)
    assert lost.sentence


def test_the_pages_of_a_pdf_are_read_beside_the_vault(folder: Path) -> None:
    with opened(folder) as session:
        (told,) = room(folder, session).answer(ReadPages(OURS, ShownDocument(KEPT, (), (PDF,))))
    assert isinstance(told, DocumentRead)
    assert told.shown == ShownDocument(KEPT, (Sheet(1, ("Compte rendu inventé",)),))
    assert is_pooled(ReadPages(OURS, told.shown)) and is_pooled(StopIncoming(OURS))
    assert not is_pooled(SealIncoming(OURS))
    assert failure(ReadIncoming(OURS, KEPT), "non") == DocumentUnread(OURS, KEPT, "non")
    assert failure(ReadPages(OURS, told.shown), "non") == DocumentUnread(OURS, KEPT, "non")


def test_a_file_that_is_stopped_leaves_nothing_and_says_so(folder: Path) -> None:
    told: list[object] = []
    with opened(folder) as session:
        stopping = room(folder, session, told.append)

        def stop(message: object) -> None:
            told.append(message)
            list(stopping.answer(StopIncoming(OURS)))

        stopping._post = stop
        with pytest.raises(RefusedDocument) as refused:
            list(stopping.answer(asked(folder, an_archive(VSM))))
        assert vault_of(session).taken(bytes.fromhex(OURS)) == ()
        assert refused.value.sentence == room_of.STOPPED
        assert told == [IncomingGoesOn(OURS, 0)]
        stopping._post = told.append
        (message,) = taken_in(stopping, asked(folder, an_archive(VSM)))
    assert isinstance(message, IncomingKept)


def test_a_pdf_attached_leaves_with_the_sheet_as_a_pdf(folder: Path) -> None:
    visit = an_identified_visit("douleur_pharyngee")
    with opened(folder) as session:
        visit.say(kept(folder, session, replace(asked(folder, PDF, visit), attached="lu")))
        visit.answer_until(Step.DECIDE, TESTED).say(SealAsked())
        (effect,) = visit.asked(SealSheet)
        assert isinstance(effect, SealSheet)
        seal_sheet(vault_of(session), effect.sheet)
        sealed = vault_of(session).read(bytes.fromhex(effect.sheet.sheet_id))
        assert ArchiveCaptures(Desk(folder, session)).files(sealed) == {"document-recu-01.pdf": PDF}
    (named,) = read_sheet(sealed.body).documents
    assert (named.media_type, named.attached) == (PDF_TYPE, "lu")


def test_a_large_file_is_read_beside_the_vault_and_sealed_once_on_its_lane(folder: Path) -> None:
    effect = asked(folder, VSM)
    assert is_pooled(effect)
    with opened(folder) as session:
        one = room(folder, session)
        assert list(one.answer(effect)) == [IncomingSorted(OURS)]
        assert vault_of(session).taken(bytes.fromhex(OURS)) == ()
        (message,) = one.answer(SealIncoming(OURS))
        assert isinstance(message, IncomingKept)
        assert list(one.answer(SealIncoming(OURS))) == []
