"""A document that comes in is compared, sealed with the draft, then with the sheet, or refused."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.effects import incoming as room_of
from app.effects.archive_captures import ArchiveCaptures
from app.effects.incoming import IncomingRoom
from app.effects.lanes import failure
from app.encounter.effects import SealSheet
from app.encounter.incoming_effects import DropIncoming, KeepIncoming
from app.encounter.incoming_messages import IncomingKept, IncomingOpened, IncomingRefused
from app.encounter.model import Step
from app.encounter.seal import SealAsked
from app.exchange.incoming.archive import SAME_ID
from app.exchange.refusals import RefusedDocument
from tests.builders import Visit, an_identified_visit
from tests.effects.sealed_sheet import seal_sheet
from tests.effects.test_archive_captures import Desk
from tests.encounter.test_incoming_page import TESTED
from tests.exchange.incoming.archives import FOLDER, an_archive, announced, metadata, packed
from tests.exchange.incoming.letters import AMOXICILLIN, Whose, a_summary, allergy
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
    (message,) = IncomingRoom(Desk(folder, session), lambda: KEPT).answer(effect)
    assert isinstance(message, IncomingKept)
    return message


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
    ("second", "sentence"), [(VSM, room_of.ALREADY), (VSM.replace(b"Maud", b"Anne"), SAME_ID)]
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
    assert refused.value.sentence == room_of.UNREADABLE
    assert failure(effect, "non") == IncomingRefused(OURS, "non")


def test_a_document_dropped_is_gone(folder: Path) -> None:
    with opened(folder) as session:
        kept(folder, session, asked(folder, VSM))
        room = IncomingRoom(Desk(folder, session), lambda: KEPT)
        assert list(room.answer(DropIncoming(OURS, (KEPT,)))) == []
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
