"""Papers of a doctor: checked again, sealed with the draft and the sheet, given back, never opened."""

from hashlib import sha256
from pathlib import Path

import pytest

from app.desk.archive_captures import CaptureOpened, OpenCapture
from app.effects.archive_captures import ArchiveCaptures
from app.effects.call_papers import LARGEST_PDF, NOT_A_PDF, NOT_SENT, CallPapers
from app.effects.lanes import failure
from app.encounter.call_effects import (
    EndCall,
    KeepPaper,
    OpenCall,
    SendRecording,
    SendStill,
    WritePaper,
)
from app.encounter.call_messages import (
    CallChanged,
    CallEnded,
    CallFailed,
    ConclusionCame,
    PaperCame,
    PaperKept,
    PaperLost,
    PaperWritten,
)
from app.encounter.call_state import CallStage
from app.encounter.effects import SealSheet
from app.encounter.seal import SealAsked
from app.records.rights.person_file import gather, write_person_file
from app.records.vault import Capture
from app.teleconsult.transfer import CallFile
from tests.builders import MATRICULE, a_visit_at_decision
from tests.effects.sealed_sheet import seal_sheet
from tests.effects.test_archive_captures import Desk
from tests.encounter.calls import a_conclusion, connected
from tests.hardware.test_plain_files import a_jpeg, a_wav
from tests.records.stations import LATER, make_station, opened, vault_of

OURS, KEPT = "0" * 31 + "1", "a" * 32
PDF = b"%PDF-1.7\n" + b"x" * 300_000 + b"\n%%EOF\n"
DIGEST = sha256(PDF).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_station(tmp_path / "station")


def papers(folder: Path, session) -> tuple[CallPapers, list[CallFile]]:
    sent: list[CallFile] = []
    return CallPapers(Desk(folder, session), lambda: KEPT, sent.append), sent


def test_a_pdf_is_kept_with_the_draft_and_nothing_of_it_is_readable(folder: Path) -> None:
    with opened(folder) as session:
        room, _ = papers(folder, session)
        (kept,) = room.answer(KeepPaper(OURS, DIGEST, PDF))
        assert kept == PaperKept(OURS, DIGEST, KEPT, len(PDF))
        parts = vault_of(session).read_taken(bytes.fromhex(OURS), bytes.fromhex(KEPT))
        assert b"".join(parts) == PDF
    for path in folder.rglob("*"):
        if path.is_file():
            assert b"%PDF-1.7" not in path.read_bytes()


@pytest.mark.parametrize(
    ("content", "digest"),
    [
        (b"MZ" + PDF, ""),
        (PDF[:-8], ""),
        (PDF, "0" * 64),
        (b"%PDF-1.7" + b"x" * LARGEST_PDF + b"%%EOF", ""),
        (b"", ""),
    ],
)
def test_what_is_not_the_pdf_that_was_said_is_not_kept(
    folder: Path, content: bytes, digest: str
) -> None:
    digest = digest or sha256(content).hexdigest()
    with opened(folder) as session:
        room, _ = papers(folder, session)
        assert room.answer(KeepPaper(OURS, digest, content)) == [PaperLost(OURS, digest, NOT_A_PDF)]
        assert vault_of(session).taken(bytes.fromhex(OURS)) == ()


@pytest.mark.parametrize(
    ("effect", "content", "mime"),
    [
        (SendStill(OURS, KEPT), a_jpeg(), "image/jpeg"),
        (SendRecording(OURS, KEPT), a_wav(), "audio/wav"),
    ],
)
def test_the_doctor_gets_the_very_bytes_that_were_kept(
    folder: Path, effect: SendStill | SendRecording, content: bytes, mime: str
) -> None:
    with opened(folder) as session:
        vault_of(session).keep_capture(
            bytes.fromhex(OURS), Capture(bytes.fromhex(KEPT), (content,))
        )
        room, sent = papers(folder, session)
        assert list(room.answer(effect)) == []
    (file,) = sent
    assert (file.data, file.mime, file.digest) == (content, mime, sha256(content).hexdigest())


@pytest.mark.parametrize("kept", [False, True])
def test_a_capture_that_is_not_there_or_of_another_kind_is_not_sent(
    folder: Path, kept: bool
) -> None:
    with opened(folder) as session:
        if kept:
            capture = Capture(bytes.fromhex(KEPT), (b"not a picture",))
            vault_of(session).keep_capture(bytes.fromhex(OURS), capture)
        room, sent = papers(folder, session)
        assert list(room.answer(SendStill(OURS, KEPT))) == [CallFailed(OURS, NOT_SENT)]
    assert sent == []


def test_a_paper_is_written_for_the_pharmacist_where_a_reader_opens_it(folder: Path) -> None:
    with opened(folder) as session:
        room, _ = papers(folder, session)
        room.answer(KeepPaper(OURS, DIGEST, PDF))
        (written,) = room.answer(WritePaper(OURS, KEPT, 1))
    assert isinstance(written, PaperWritten)
    path = Path(written.path)
    assert path.read_bytes() == PDF
    assert (path.name, path.stat().st_mode & 0o077) == ("medecin-01.pdf", 0)


def test_sealed_with_its_sheet_it_opens_from_the_archive_and_is_in_the_persons_file(
    folder: Path, tmp_path: Path
) -> None:
    visit = connected(a_visit_at_decision())
    visit.say(
        PaperCame(OURS, DIGEST, "ordonnance.pdf", PDF),
        PaperKept(OURS, DIGEST, KEPT, len(PDF)),
        ConclusionCame(OURS, a_conclusion("d" * 32, DIGEST)),
        CallEnded(),
        SealAsked(),
    )
    (effect,) = visit.asked(SealSheet)
    assert isinstance(effect, SealSheet)
    sheet = effect.sheet
    with opened(folder) as session:
        vault = vault_of(session)
        room, _ = papers(folder, session)
        room.answer(KeepPaper(OURS, DIGEST, PDF))
        seal_sheet(vault, sheet)
        sheet_id = bytes.fromhex(sheet.sheet_id)
        archive = ArchiveCaptures(Desk(folder, session))
        assert archive.open(OpenCapture(sheet.sheet_id, KEPT), None) == CaptureOpened(
            sheet.sheet_id, KEPT, PDF
        )
        assert archive.files(vault.read(sheet_id)) == {"medecin-01.pdf": PDF}
        person = gather(Desk(folder, session).custody, [sheet_id], LATER)
    names = write_person_file(person, b"%PDF-1.4", tmp_path / "personne")
    (name,) = (one for one in names if one.endswith("medecin-01.pdf"))
    assert (tmp_path / "personne" / name).read_bytes() == PDF
    assert MATRICULE not in name


def test_what_the_disk_refuses_is_told_to_the_call() -> None:
    said = "Le disque est plein."
    assert failure(KeepPaper(OURS, DIGEST, PDF), said) == PaperLost(OURS, DIGEST, said)
    assert failure(OpenCall(OURS, "", "", False), said) == CallChanged(
        OURS, CallStage.REFUSED, said
    )
    assert failure(EndCall(OURS), said) == CallFailed(OURS, said)
