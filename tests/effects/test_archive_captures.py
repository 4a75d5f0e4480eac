"""Captures of sealed sheets: opened through the door, written down, exported by clear names."""

import wave
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from app.desk.archive_captures import CaptureOpened, CaptureRefused, OpenCapture
from app.effects.access import Access
from app.effects.archive_captures import ArchiveCaptures
from app.effects.exam_store import ELSEWHERE, NO_PICTURE, ExamStore
from app.effects.exports import write_documents
from app.encounter.exam_effects import DropCapture, FindEarlier, KeepCapture, ReadCapture
from app.encounter.exam_messages import CaptureKept, CaptureRead, CaptureUnread
from app.encounter.sheet import OrientationSheet, canonical_bytes
from app.encounter.sheet_files import capture_file
from app.encounter.summary import summary_bytes
from app.records.access_log.door import Reason
from app.records.access_log.log import What
from app.records.rights.person_file import gather, write_person_file
from app.records.sheets.captures import capture_path
from app.records.vault import Capture, ChangeKind, ChangeRequest, Taken, Vault
from tests.builders import MATRICULE
from tests.encounter.test_exam import at_measures, on_pictures, sealed_sheet, take
from tests.hardware.test_plain_files import a_jpeg, a_wav
from tests.records.access_log.test_access_log import FOREVER
from tests.records.stations import LATER, a_request, make_station, opened, vault_of

EAR = "a" * 32
OURS = "0" * 31 + "1"


class Desk(Access):
    """The access of one session that is already open."""

    def __init__(self, folder: Path, session) -> None:
        super().__init__(folder, lambda: LATER)
        self._session = session


def a_sheet(content: bytes = a_jpeg(), **changes: object) -> OrientationSheet:
    sheet = sealed_sheet(take(on_pictures()))
    (one,) = sheet.captures
    digest = sha256(content).hexdigest()
    return replace(sheet, captures=(replace(one, size=len(content), sha256=digest),), **changes)


def keep_sheet(vault: Vault, sheet: OrientationSheet, content: bytes = a_jpeg()) -> bytes:
    draft = bytes.fromhex(sheet.sheet_id)
    vault.keep_capture(draft, Capture(bytes.fromhex(EAR), (content,)))
    taken = tuple(Taken(bytes.fromhex(o.id), bytes.fromhex(o.sha256)) for o in sheet.captures)
    head = vault.tree_head()
    request = replace(
        a_request(7),
        sheet_id=draft,
        draft_id=draft,
        body=canonical_bytes(sheet),
        summary=summary_bytes(sheet, head.size + 1),
        outbox=(),
        taken=taken,
        now=LATER,
        month=LATER.year * 100 + LATER.month,
    )
    vault.seal(request, head)
    return draft


def accesses(session) -> list[tuple[What, str]]:
    page = session.accesses.page(*FOREVER, 0, 10)
    return [(one.what, one.reason) for one in page.entries]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_station(tmp_path / "station")


def test_opening_a_capture_gives_its_bytes_and_is_written_down(folder: Path) -> None:
    with opened(folder) as session:
        sheet = a_sheet()
        keep_sheet(vault_of(session), sheet)
        captures = ArchiveCaptures(Desk(folder, session))
        answer = captures.open(OpenCapture(sheet.sheet_id, EAR), None)
        assert answer == CaptureOpened(sheet.sheet_id, EAR, a_jpeg())
        assert [what for what, _ in accesses(session)] == [What.CAPTURE_OPENED]


def test_a_colleagues_capture_asks_for_the_reason_of_the_sheet(folder: Path) -> None:
    sheet = a_sheet()
    with opened(folder) as session:
        keep_sheet(vault_of(session), sheet)
    with opened(folder, "bruno") as session:
        captures = ArchiveCaptures(Desk(folder, session))
        refused = captures.open(OpenCapture(sheet.sheet_id, EAR), None)
        assert isinstance(refused, CaptureRefused)
        assert accesses(session) == []
        given = captures.open(OpenCapture(sheet.sheet_id, EAR), Reason("Avis demandé"))
        assert isinstance(given, CaptureOpened)
        assert accesses(session) == [(What.CAPTURE_OPENED, "Avis demandé")]


@pytest.mark.parametrize("name", ["b" * 32, EAR])
def test_a_capture_the_sheet_does_not_name_or_that_changed_is_not_shown(
    folder: Path, name: str
) -> None:
    with opened(folder) as session:
        sheet = a_sheet()
        keep_sheet(vault_of(session), sheet)
        capture_path(folder, bytes.fromhex(EAR)).write_bytes(b"other")
        captures = ArchiveCaptures(Desk(folder, session))
        answer = captures.open(OpenCapture(sheet.sheet_id, name), None)
        assert isinstance(answer, CaptureRefused)


def test_an_export_holds_the_captures_by_clear_names(folder: Path, tmp_path: Path) -> None:
    with opened(folder) as session:
        vault = vault_of(session)
        sheet = a_sheet()
        sheet_id = keep_sheet(vault, sheet)
        sealed = vault.read(sheet_id)
        files = ArchiveCaptures(Desk(folder, session)).files(sealed)
        names = write_documents(tmp_path / "out", sealed, files)
    assert "01-oreille-tympan-gauche-J0.jpg" in names
    written = (tmp_path / "out" / "01-oreille-tympan-gauche-J0.jpg").read_bytes()
    assert written == a_jpeg()
    assert (tmp_path / "out" / "01-oreille-tympan-gauche-J0.jpg").stat().st_mode & 0o077 == 0


def test_a_file_name_says_what_it_is_and_never_whose() -> None:
    (one,) = a_sheet().captures
    leg = replace(one, kind="skin", site_label="Jambe, genou", side="right", moment="J3")
    assert capture_file(2, leg) == "02-peau-jambe-genou-droit-J3.jpg"
    heart = replace(
        one,
        kind="heart",
        site_label="Foyer mitral",
        side="",
        media_type="audio/wav",
        origin="simulated",
    )
    assert capture_file(3, heart) == "03-coeur-foyer-mitral-J0-simule.wav"
    with wave.open(BytesIO(a_wav())) as file:
        assert file.getnchannels() == 1


def store(folder: Path, session) -> ExamStore:
    return ExamStore(Desk(folder, session), lambda: EAR)


def test_a_capture_kept_reads_back_and_goes_when_dropped(folder: Path) -> None:
    with opened(folder) as session:
        room = store(folder, session)
        (kept,) = room.answer(KeepCapture(OURS, "r1", "image/jpeg", a_jpeg()))
        digest = sha256(a_jpeg()).hexdigest()
        assert kept == CaptureKept(OURS, "r1", EAR, len(a_jpeg()), digest)
        assert list(room.answer(ReadCapture(OURS, EAR))) == [CaptureRead(OURS, EAR, a_jpeg())]
        assert list(room.answer(DropCapture(OURS, EAR))) == []
        (gone,) = room.answer(ReadCapture(OURS, EAR))
        assert isinstance(gone, CaptureUnread)


def test_the_pictures_of_earlier_sheets_are_found_by_the_number_and_written_down(
    folder: Path,
) -> None:
    with opened(folder) as session:
        sheet = a_sheet()
        keep_sheet(vault_of(session), sheet)
        (found,) = store(folder, session).answer(FindEarlier(OURS, MATRICULE))
        assert [(o.content, o.aim.site, o.aim.moment) for o in found.pictures] == [
            (a_jpeg(), "ear_drum", "J0")
        ]
        assert found.sentence == ""
        assert [what for what, _ in accesses(session)] == [What.CAPTURE_OPENED]
        (none,) = store(folder, session).answer(FindEarlier(OURS, "188043523801466"))
        assert (none.pictures, none.sentence) == ((), NO_PICTURE)


def test_a_colleagues_pictures_are_said_and_not_shown(folder: Path) -> None:
    with opened(folder) as session:
        keep_sheet(vault_of(session), a_sheet())
    with opened(folder, "bruno") as session:
        (found,) = store(folder, session).answer(FindEarlier(OURS, MATRICULE))
        assert (found.pictures, found.sentence) == ((), ELSEWHERE)
        assert accesses(session) == []


def test_a_sheet_without_pictures_is_not_opened_for_them(folder: Path) -> None:
    with opened(folder) as session:
        vault = vault_of(session)
        sheet = sealed_sheet(at_measures())
        head = vault.tree_head()
        request = replace(
            a_request(7),
            sheet_id=bytes.fromhex(sheet.sheet_id),
            body=canonical_bytes(sheet),
            summary=summary_bytes(sheet, head.size + 1),
            outbox=(),
            now=LATER,
        )
        vault.seal(request, head)
        (found,) = store(folder, session).answer(FindEarlier(OURS, MATRICULE))
        assert found.pictures == ()
        assert accesses(session) == []


def test_the_file_handed_to_the_patient_holds_each_capture_once(
    folder: Path, tmp_path: Path
) -> None:
    with opened(folder) as session:
        sheet_id = keep_sheet(vault_of(session), a_sheet())
        vault = vault_of(session)
        later = replace(a_request(7), sheet_id=sheet_id, outbox=(), now=LATER)
        change = ChangeRequest(later, ChangeKind.ADDENDUM, "Ajout", "Hélène Marchetti", 1)
        vault.change(change, vault.tree_head())
        person = gather(session.custody, [sheet_id], LATER)
        names = write_person_file(person, b"%PDF", tmp_path / "dossier")
    pictures = [name for name in names if name.endswith(".jpg")]
    assert [name.split("/")[1] for name in pictures] == ["01-oreille-tympan-gauche-J0.jpg"]
    assert (tmp_path / "dossier" / pictures[0]).read_bytes() == a_jpeg()
    assert pictures[0] in (tmp_path / "dossier" / "donnees.json").read_text(encoding="utf-8")
