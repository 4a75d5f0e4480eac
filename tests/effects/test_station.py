"""The rooms of a real demonstration folder: unlock, drafts, sealing, archive, refusals."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.clock import new_id, now
from app.desk import archive_messages as archive
from app.desk import effects as ask
from app.desk import messages as say
from app.effects.access import Access
from app.effects.archive import ArchiveRoom
from app.effects.demonstration import CODE, prepare
from app.effects.handlers import new_oid
from app.effects.opening import open_desk
from app.effects.protocol_shelf import Shelf
from app.effects.sealing import Sealing
from app.effects.visits import UnknownDraft, Visits
from app.encounter.ask import Answered
from app.encounter.effects import SaveDraft, SealSheet
from app.encounter.messages import DraftSaved
from app.encounter.model import Encounter
from app.encounter.seal import SealAsked, Sealed
from app.errors import StationError
from app.records.keys.roster import Condition, state
from app.records.refusals import AlreadySealed, SessionClosed, StoreFailed
from tests.builders import Visit, a_visit_at_decision, an_identified_visit

THROAT = {"a_gang": "yes", "a_amyg": "yes", "a_aspect": "yes", "a_toux": "no", "a_trod": "positif"}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prepared") / "station"
    prepare(folder, new_id(), now())
    return folder


@pytest.fixture
def folder(prepared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(prepared, tmp_path / "station"))


@pytest.fixture
def access(folder: Path) -> Iterator[Access]:
    access = Access(folder, now)
    assert isinstance(next(iter(access.open(ask.OpenVault("helene", CODE)))), say.LoggedIn)
    yield access
    access.close()


def visits(access: Access) -> Visits:
    station = open_desk(access.folder).station
    return Visits(access, station, Shelf(access, station), new_id)


def a_fresh_visit(protocol: str = "piqure_tique", answers: dict[str, str] | None = None) -> Visit:
    visit = a_visit_at_decision(protocol, answers)
    visit.encounter = replace(visit.encounter, encounter_id=new_id(), act_ref=new_id())
    return visit


def sealing_of(visit: Visit) -> SealSheet:
    effect = visit.say(SealAsked()).asked(SealSheet)[-1]
    assert isinstance(effect, SealSheet)
    return effect


def test_a_wrong_code_counts_and_says_nothing_more(folder: Path) -> None:
    access = Access(folder, now)
    for login, secret in (("helene", "000000"), ("personne", CODE)):
        (answer,) = access.open(ask.OpenVault(login, secret))
        assert isinstance(answer, say.LoginRefused)
        assert answer.counts
        assert secret not in answer.sentence
    with pytest.raises(SessionClosed):
        _ = access.vault


def test_a_second_station_on_the_same_folder_is_refused_in_words(access: Access) -> None:
    other = Access(access.folder, now)
    with pytest.raises(Exception, match="FolderBusy") as refused:
        other.open(ask.OpenVault("theo", CODE))
    assert "déjà ouvert" in refused.value.sentence  # type: ignore[attr-defined]


def test_an_old_vault_put_back_is_said_at_login(folder: Path) -> None:
    access, opening = Access(folder, now), ask.OpenVault("helene", CODE)
    (quiet,) = access.open(opening)
    assert isinstance(quiet, say.LoggedIn) and quiet.alarm == ""
    access.close()
    old = (folder / "vault.sqlite").read_bytes()
    access.open(opening)
    Sealing(access, new_oid).seal(sealing_of(a_fresh_visit()))
    access.close()
    (folder / "vault.sqlite").write_bytes(old)
    (told,) = access.open(opening)
    access.close()
    assert isinstance(told, say.LoggedIn) and "Une copie ancienne" in told.alarm


def test_a_login_that_fails_after_the_keys_were_opened_keeps_none_of_them(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    access, opening = Access(folder, now), ask.OpenVault("helene", CODE)

    def failing(*_asked: object, **_how: object) -> str:
        raise StoreFailed

    monkeypatch.setattr("app.effects.access.take_care", failing)
    with pytest.raises(StoreFailed):
        access.open(opening)
    with pytest.raises(SessionClosed):
        _ = access.vault
    monkeypatch.undo()
    other = Access(folder, now)  # the folder is let go too
    assert isinstance(next(iter(other.open(opening))), say.LoggedIn)
    other.close()


def test_a_long_journal_is_verified_in_seconds_and_what_was_not_is_said(
    access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.effects.archive.LONG_JOURNAL", 1)
    (quick,) = ArchiveRoom(access).verify()
    assert isinstance(quick, archive.Verified)
    assert (
        "aucune rupture" in quick.sentence and "Empreintes et témoins seulement" in quick.sentence
    )
    monkeypatch.setattr("app.effects.archive.LONG_JOURNAL", 20_000)
    (whole,) = ArchiveRoom(access).verify()
    assert isinstance(whole, archive.Verified) and whole.sentence.endswith("aucune rupture.")


def test_a_half_created_demonstration_is_made_again(folder: Path) -> None:
    (folder / "station.json").unlink()
    assert state(folder).condition is Condition.HALF_CREATED
    assert open_desk(folder).accounts
    assert state(folder).condition is Condition.COMPLETE


def test_a_folder_without_its_keys_blocks_the_login_and_touches_nothing(folder: Path) -> None:
    (folder / "keystore.sqlite").unlink()
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    desk = open_desk(folder)
    assert "keystore.sqlite" in desk.blocked
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_draft_comes_back_at_its_question(access: Access) -> None:
    room = visits(access)
    visit = an_identified_visit()
    visit.say(Answered(visit.encounter.current, "no"))
    kept = visit.encounter
    (saved,) = room.save(SaveDraft(kept.encounter_id, kept))
    assert saved == DraftSaved(kept.encounter_id, kept.revision)
    (home,) = room.load_home()
    assert isinstance(home, say.HomeLoaded)
    assert [one.initials for one in home.drafts] == ["C. D."]
    (opened,) = room.resume(ask.ResumeDraft(home.drafts[0].draft_id))
    assert isinstance(opened, say.EncounterOpened)
    assert same(opened.encounter, kept)


def same(one: Encounter, other: Encounter) -> bool:
    return (one.current, one.answers, one.events) == (other.current, other.answers, other.events)


def test_what_is_not_there_is_refused_in_words(access: Access) -> None:
    room = visits(access)
    with pytest.raises(UnknownDraft):
        room.resume(ask.ResumeDraft("ab" * 16))
    with pytest.raises(StationError):
        room.open_encounter(ask.OpenEncounter("no_such_protocol", "helene"))


def test_a_sealed_sheet_is_listed_reread_replayed_and_exported_as_stored(
    access: Access, tmp_path: Path
) -> None:
    effect = sealing_of(a_fresh_visit("douleur_pharyngee", THROAT))
    (sealed,) = Sealing(access, new_oid).seal(effect)
    assert isinstance(sealed, Sealed)
    room = ArchiveRoom(access)
    (listed,) = room.answer(archive.SearchArchive(1))
    assert isinstance(listed, archive.ArchiveFound)
    assert [one.patient for one in listed.lines] == ["DORVAL Camille"]
    detail = room.detail(effect.sheet.sheet_id)
    assert detail.sheet == effect.sheet
    assert detail.replayed == "Même résultat"
    assert any("démonstration" in reason for reason in detail.refusals)
    for times in (1, 2):
        (shown,) = room.answer(archive.OpenSheet(effect.sheet.sheet_id))
        assert isinstance(shown, archive.SheetOpened)
        assert (shown.detail.openings, shown.detail.own_openings) == (times, times)
    for out in (tmp_path / "once", tmp_path / "twice"):
        (exported,) = room.export(ask.ExportSheet(effect.sheet.sheet_id, str(out)))
        assert isinstance(exported, say.Exported)
    once = {path.name: path.read_bytes() for path in (tmp_path / "once").iterdir()}
    twice = {path.name: path.read_bytes() for path in (tmp_path / "twice").iterdir()}
    assert once == twice
    # A typed INS is not qualified: the record stays here, only papers are made.
    assert once.keys() == {"sheet.pdf", "sheet.xml", "sheet.json"}


def test_sealing_again_gives_the_first_receipt_and_another_content_is_refused(
    access: Access,
) -> None:
    effect = sealing_of(a_fresh_visit())
    sealing = Sealing(access, new_oid)
    assert list(sealing.seal(effect)) == list(sealing.seal(effect))
    other = replace(effect, sheet=replace(effect.sheet, alternative="autre"))
    with pytest.raises(AlreadySealed):
        sealing.seal(other)


def test_the_draft_is_gone_once_the_sheet_is_sealed(access: Access) -> None:
    visit = a_fresh_visit()
    room = visits(access)
    list(room.save(SaveDraft(visit.encounter.encounter_id, visit.encounter)))
    list(Sealing(access, new_oid).seal(sealing_of(visit)))
    (home,) = room.load_home()
    assert isinstance(home, say.HomeLoaded)
    assert home.drafts == ()


def test_nothing_waits_to_leave_a_demonstration(access: Access) -> None:
    list(Sealing(access, new_oid).seal(sealing_of(a_fresh_visit("douleur_pharyngee", THROAT))))
    assert access.vault.outbox() == ()


def test_a_clock_set_back_does_not_stop_the_station(folder: Path) -> None:
    access = Access(folder, lambda: now() - timedelta(days=2))
    assert isinstance(next(iter(access.open(ask.OpenVault("helene", CODE)))), say.LoggedIn)
    list(Sealing(access, new_oid).seal(sealing_of(a_fresh_visit())))
    (verdict,) = ArchiveRoom(access).answer(archive.VerifyVault())
    assert isinstance(verdict, archive.Verified)
    assert not verdict.broken
    access.close()


def test_a_vault_altered_behind_the_stations_back_is_seen(access: Access) -> None:
    list(Sealing(access, new_oid).seal(sealing_of(a_fresh_visit())))
    access.close()
    vault = access.folder / "vault.sqlite"
    data = bytearray(vault.read_bytes())
    middle = data.rindex(b"OSV1") + 60
    data[middle] ^= 1
    vault.write_bytes(data)
    (verdict,) = ArchiveRoom(access).answer(archive.VerifyVault())
    assert isinstance(verdict, archive.Verified)
    assert verdict.broken


def test_the_home_screen_shows_first_what_the_law_opens_and_numbers_nine(access: Access) -> None:
    (home,) = visits(access).load_home()
    assert isinstance(home, say.HomeLoaded)
    tiles = home.tiles
    assert [one.digit for one in tiles] == [*range(1, 10), *(0 for _ in tiles[9:])]
    assert len(tiles) == 14
    assert {one.protocol_id for one in tiles[:6]} == {
        "douleur_mictionnelle",
        "douleur_pharyngee",
        "brulure_1er_degre",
        "conjonctivite",
        "piqure_tique",
        "plaie_simple",
    }
    assert tiles[1].protocol_id == "douleur_pharyngee"
    assert tiles[-1].protocol_id == "dysmenorrhee"
