"""The rooms of what is kept: search, versions, imported and broken sheets, evidence, footers."""

import errno
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from app.clock import new_id, now
from app.desk import archive_messages as say
from app.desk.archive import Act, Filters
from app.desk.effects import OpenVault
from app.effects.access import Access
from app.effects.archive import ArchiveRoom
from app.effects.archive_lines import line_of
from app.effects.custody.accesses import AccessesRoom
from app.effects.custody.evidence import EvidenceUnwritten, write_evidence
from app.effects.custody.keeping import KeepingRoom
from app.effects.custody.long_copies import UnreadFooter, printed_anchor
from app.effects.custody.sheet_acts import ImportedSheet, SheetActs
from app.effects.demonstration import CODE, prepare
from app.effects.handlers import new_oid
from app.office import retention as page
from app.office.access_log import AccessesLoaded, LoadAccesses, Span
from app.records.copies.earlier import EarlierSheet, ImportPlan
from app.records.copies.taking_in import take_in
from app.records.rights.requests import Requests
from tests.builders import AT
from tests.stories.kept_sheets import a_station_with
from ui.custody.keeping_words import hold_line

PDF = b"%PDF-1.4 earlier sheet"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "station"


@pytest.fixture
def access(folder: Path) -> Iterator[Access]:
    prepare(folder, new_id(), now())
    access = Access(folder, now)
    list(access.open(OpenVault("helene", CODE)))
    yield access
    access.close()


def found(room: ArchiveRoom, query: str, **changes: object) -> list[str]:
    asked = say.SearchArchive(7, query, **changes)  # type: ignore[arg-type]
    (answer,) = room.answer(asked)
    assert isinstance(answer, say.ArchiveFound)
    assert answer.serial == 7
    assert len(answer.lines) == answer.matching
    return [one.patient for one in answer.lines]


def opened(folder: Path, login: str = "helene") -> Access:
    access = Access(folder, now)
    list(access.open(OpenVault(login, CODE)))
    return access


@pytest.mark.parametrize(
    "query",
    ["", "dor", "DORVAL", "camille dorv", "288043523801466", "2880435238014", "12/04/1988",
     "tique", "4"],
)  # fmt: skip
def test_a_sheet_answers_what_is_known_of_it(folder: Path, query: str) -> None:
    a_station_with(folder, ("helene",))
    access = opened(folder)
    assert found(ArchiveRoom(access), query) == ["DORVAL Camille"]
    access.close()


@pytest.mark.parametrize(
    "query", ["orval", "dorval x", "288043523801477", "13/04/1988", "gorge", "5", "2880435"]
)
def test_a_sheet_does_not_answer_something_else(folder: Path, query: str) -> None:
    a_station_with(folder, ("helene",))
    access = opened(folder)
    expected = ["DORVAL Camille"] if query == "288043523801477" else []  # only the key differs
    assert found(ArchiveRoom(access), query) == expected
    access.close()


def test_the_filters_narrow_the_search(folder: Path) -> None:
    a_station_with(folder, ("helene", "theo"))
    access = opened(folder)
    room = ArchiveRoom(access)
    sheet = room.detail(access.vault.sheets()[0].sheet_id.hex()).sheet
    assert sheet is not None
    rpps, protocol = sheet.performer.rpps, sheet.protocol.id
    assert len(found(room, "")) == 2
    assert len(found(room, "", filters=Filters(author=rpps))) == 1
    assert len(found(room, "", filters=Filters(protocol=protocol))) == 2
    assert found(room, "", filters=Filters(level="SAMU_15")) == []
    assert found(room, "", before=AT - timedelta(days=1)) == []
    assert len(found(room, "", since=AT - timedelta(days=1))) == 2
    assert len(found(room, "novembre 2026")) == 2
    access.close()


def test_a_sheet_just_completed_is_found_with_its_new_version(folder: Path) -> None:
    (sheet_id,) = a_station_with(folder, ("helene",))
    access = opened(folder)
    room = ArchiveRoom(access)
    assert found(room, "dorval") == ["DORVAL Camille"]
    SheetActs(access, new_oid).do(say.DoAct(sheet_id, Act.CORRECTION, "Le juste.", "Faux."))
    (answer,) = room.answer(say.SearchArchive(1, "dorval"))
    assert isinstance(answer, say.ArchiveFound)
    assert [one.versions for one in answer.lines] == [2]
    access.close()


def test_a_broken_sheet_says_so_and_hides_no_other(folder: Path) -> None:
    first, second = a_station_with(folder, ("helene", "helene"))
    with closing(sqlite3.connect(folder / "vault.sqlite")) as intruder, intruder:
        intruder.execute(
            "update sheet set body = zeroblob(length(body)) where id = ?", (bytes.fromhex(first),)
        )
    access = opened(folder)
    room = ArchiveRoom(access)
    (refused,) = room.answer(say.OpenSheet(first))
    (shown,) = room.answer(say.OpenSheet(second))
    (verdict,) = room.answer(say.VerifyVault())
    assert isinstance(refused, say.SheetRefused)
    assert "ne supprimez rien" in refused.sentence
    assert isinstance(shown, say.SheetOpened)
    assert isinstance(verdict, say.Verified)
    assert verdict.broken
    assert verdict.sentence.startswith("Rompue au maillon 4.")
    access.close()


@pytest.mark.parametrize(
    "altering",
    ["update summary set body = zeroblob(length(body))", "delete from fact"],
)
def test_a_sheet_that_opens_but_whose_proof_lacks_a_part_is_not_said_whole(
    folder: Path, altering: str
) -> None:
    (sheet_id,) = a_station_with(folder, ("helene",))
    with closing(sqlite3.connect(folder / "vault.sqlite")) as intruder, intruder:
        intruder.execute(altering)
    access = opened(folder)
    (shown,) = ArchiveRoom(access).answer(say.OpenSheet(sheet_id))
    access.close()
    assert isinstance(shown, say.SheetOpened)
    assert shown.detail.sheet is not None
    assert not shown.detail.line.intact


def test_a_rectification_names_the_request_that_led_to_it(folder: Path) -> None:
    (sheet_id,) = a_station_with(folder, ("helene",))
    access = opened(folder)
    effect = say.DoAct(sheet_id, Act.RECTIFY, "Le prénom est Jeanne.", "La patiente")
    SheetActs(access, new_oid).do(effect)
    sealed = access.vault.read(bytes.fromhex(sheet_id))
    assert sealed.change is not None
    assert len(sealed.change.request) == 16
    detail = ArchiveRoom(access).detail(sheet_id)
    assert detail.versions[-1].text == "Le prénom est Jeanne."
    assert detail.replayed == "Même résultat"
    access.close()


def test_an_imported_sheet_opens_as_never_verified_and_is_not_completed(
    access: Access, tmp_path: Path
) -> None:
    sheet_id = take_one_in(access, tmp_path)
    detail = ArchiveRoom(access).detail(sheet_id)
    assert detail.sheet is None
    assert ("nom", "MARTIN") in detail.told
    assert detail.replayed == "Non vérifiée"
    assert detail.keeping.imported
    assert [line_of(one).situation for one in access.vault.sheets()] == [
        "angine (importé, non vérifié)"
    ]
    with pytest.raises(ImportedSheet):
        SheetActs(access, new_oid).do(say.DoAct(sheet_id, Act.ADDENDUM, "x", "y"))
    with pytest.raises(ImportedSheet):
        SheetActs(access, new_oid).do(say.DoAct(sheet_id, Act.RECTIFY, "x", "y"))
    assert Requests(access.custody).all() == ()
    SheetActs(access, new_oid).do(say.DoAct(sheet_id, Act.HAND_OVER, "", "M. Martin"))
    assert len(list((access.folder / "exports").iterdir())) == 1


def test_what_is_handed_over_and_who_read_the_log_is_written_in_it(folder: Path) -> None:
    (sheet_id,) = a_station_with(folder, ("helene",))
    access = opened(folder)
    SheetActs(access, new_oid).do(say.DoAct(sheet_id, Act.HAND_OVER, "", "La patiente"))
    room = AccessesRoom(access)
    list(room.answer(LoadAccesses(Span.TODAY, 0)))
    (read,) = room.answer(LoadAccesses(Span.TODAY, 0, 1))
    assert isinstance(read, AccessesLoaded)
    assert (read.total, [one.what for one in read.lines]) == (2, ["Journal consulté"])
    (older,) = room.answer(LoadAccesses(Span.TODAY, 2, 1))
    assert isinstance(older, AccessesLoaded)
    assert [(one.what, one.sheet, one.reason) for one in older.lines] == [
        ("Dossier remis", 4, "La patiente")
    ]
    access.close()


def take_one_in(access: Access, tmp_path: Path) -> str:
    (tmp_path / "ancienne.pdf").write_bytes(PDF)
    fields = dict.fromkeys(("nom_utilise", "matricule", "orientation", "auteur"), "")
    fields |= {"nom": "MARTIN", "prenoms": "Luc", "naissance": "1970-01-02", "motif": "angine"}
    fields |= {"date": "2024-05-06", "fichier": "ancienne.pdf"}
    one = EarlierSheet(2, date(2024, 5, 6), fields, sha256(PDF).hexdigest(), len(PDF))
    plan = ImportPlan(tmp_path, (one,), ())
    assert take_in(access.custody, plan, plan.phrase, now()) == 1
    return one.sheet_id.hex()


def test_the_evidence_proves_itself_and_names_nobody(folder: Path, tmp_path: Path) -> None:
    a_station_with(folder, ("helene",))
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    written = write_evidence(folder, tmp_path / "cle", now())
    lines = (written / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    entries = [json.loads(line) for line in lines]
    assert [one["seq"] for one in entries] == [1, 2, 3, 4]
    leaf = sha256(b"\0" + bytes.fromhex(entries[-1]["entry"])).hexdigest()
    assert leaf == entries[-1]["leaf"]
    hashes = (written / "empreintes.txt").read_text(encoding="utf-8")
    for name in ("vault.sqlite", "keystore.sqlite", "station.json"):
        assert f"{sha256(before[name]).hexdigest()}  {name}\n" in hashes
    everything = b"".join(path.read_bytes() for path in written.iterdir())
    assert not any(name in everything for name in (b"DORVAL", b"Camille", b"2880435"))
    after = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    assert after == before


def test_the_evidence_of_a_broken_station_says_where_it_breaks(
    folder: Path, tmp_path: Path
) -> None:
    a_station_with(folder, ("helene",))
    with closing(sqlite3.connect(folder / "vault.sqlite")) as intruder, intruder:
        intruder.execute("delete from ledger where seq = 3")
    written = write_evidence(folder, tmp_path / "cle", now())
    assert "Maillon" in (written / "verification.txt").read_text(encoding="utf-8")


def test_one_file_that_the_disk_does_not_give_back_is_said_and_hides_no_other(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_station_with(folder, ("helene",))
    (folder / "damaged").write_bytes(b"x")
    read = Path.open

    def failing(path: Path, *how: str, **more: str) -> object:
        if path.name == "damaged":
            raise OSError(errno.EIO, "Input/output error")
        return read(path, *how, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", failing)
    written = write_evidence(folder, tmp_path / "cle", now())
    monkeypatch.undo()
    hashes = (written / "empreintes.txt").read_text(encoding="utf-8")
    assert "illisible  damaged\n" in hashes
    assert "  vault.sqlite\n" in hashes
    assert (written / "LISEZ-MOI.txt").is_file()


def test_evidence_is_never_written_over_other_evidence(folder: Path, tmp_path: Path) -> None:
    a_station_with(folder, ("helene",))
    at = now()
    write_evidence(folder, tmp_path / "cle", at)
    with pytest.raises(EvidenceUnwritten):
        write_evidence(folder, tmp_path / "cle", at)
    with pytest.raises(EvidenceUnwritten):
        write_evidence(folder, Path("/proc/nowhere"), at)


def test_the_printed_line_is_read_as_it_is_printed() -> None:
    (anchor,) = printed_anchor("N°\u00a0418 · 417 · 9f3a71c0d2b4e6f8")
    assert (anchor.size, anchor.root.hex()) == (417, "9f3a71c0d2b4e6f8")
    assert printed_anchor("") == ()
    assert printed_anchor("417:9F3A71C0D2B4E6F8")[0].size == 417
    for wrong in ("418", "N° 418 · 417", "417 · 9f3a71c0"):
        with pytest.raises(UnreadFooter):
            printed_anchor(wrong)


def test_a_month_whose_key_is_gone_is_never_told_as_whole(folder: Path) -> None:
    a_station_with(folder, ("helene",))
    with closing(sqlite3.connect(folder / "keystore.sqlite")) as keys, keys:
        keys.execute("delete from month_key where domain = 1 and month > 0")
    access = opened(folder)
    (answer,) = ArchiveRoom(access).verify()
    assert isinstance(answer, say.Verified)
    assert answer.broken
    assert "manquent" in answer.sentence and "copie des clés" in answer.sentence
    access.close()


def test_a_hold_whose_reason_was_altered_still_shows_that_the_sheet_is_held(folder: Path) -> None:
    (sheet_id,) = a_station_with(folder, ("helene",))
    access = opened(folder)
    SheetActs(access, new_oid).do(say.DoAct(sheet_id, Act.HOLD, "", "Réquisition"))
    room = ArchiveRoom(access)
    assert held_reason(room, sheet_id) == "Réquisition"
    with closing(sqlite3.connect(folder / "vault.sqlite")) as intruder, intruder:
        intruder.execute("update hold set body = zeroblob(length(body))")
    assert "illisible" in held_reason(room, sheet_id)
    access.close()


@pytest.mark.parametrize(
    "spoil", ["update hold set body = zeroblob(length(body))", "delete from hold"]
)
def test_the_page_of_retention_shows_a_spoilt_hold_as_held(folder: Path, spoil: str) -> None:
    (sheet_id,) = a_station_with(folder, ("helene",))
    access = opened(folder)
    SheetActs(access, new_oid).do(say.DoAct(sheet_id, Act.HOLD, "", "Réquisition"))
    with closing(sqlite3.connect(folder / "vault.sqlite")) as intruder, intruder:
        intruder.execute(spoil)
    (loaded,) = KeepingRoom(access, lambda _: None).answer(page.LoadRetention())
    assert isinstance(loaded, page.RetentionLoaded)
    (line,) = loaded.holds
    assert not line.intact
    assert "reste en vigueur" in hold_line(line).note
    assert "illisible" in held_reason(ArchiveRoom(access), sheet_id)
    access.close()


def held_reason(room: ArchiveRoom, sheet_id: str) -> str:
    (shown,) = room.answer(say.OpenSheet(sheet_id))
    assert isinstance(shown, say.SheetOpened)
    return shown.detail.keeping.held
