"""What goes wrong at the edge of the station: a full disk, a shut folder, another login."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.clock import new_id, now
from app.desk import effects as ask
from app.desk import messages as say
from app.desk.archive_messages import OpenSheet
from app.effects.access import Access
from app.effects.archive import ArchiveRoom
from app.effects.demonstration import CODE, prepare
from app.effects.exports import NotWritten
from app.effects.handlers import new_oid
from app.effects.opening import open_desk
from app.effects.runner import Runner
from app.effects.sealing import Sealing
from app.encounter.effects import SaveDraft, SealSheet
from app.encounter.model import Stage, Step
from app.encounter.seal import SealAsked, Sealed, SealFailed
from app.errors import RefusedSetting
from app.records.access_log.door import ReasonWanted
from app.records.check.verify import verify
from app.records.keys.roster import Condition, state
from app.records.refusals import StoreFailed
from app.traffic import AnyEffect, AnyMessage
from tests.builders import Visit
from tests.effects.test_station import a_fresh_visit, sealing_of, visits


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prepared") / "station"
    prepare(folder, new_id(), now())
    return folder


@pytest.fixture
def access(prepared: Path, tmp_path: Path) -> Iterator[Access]:
    access = Access(Path(shutil.copytree(prepared, tmp_path / "station")), now)
    assert isinstance(next(iter(access.open(ask.OpenVault("helene", CODE)))), say.LoggedIn)
    yield access
    access.close()


class Rooms:
    """The sealing room alone, behind the real runner."""

    def __init__(self, access: Access) -> None:
        self._sealing = Sealing(access, new_oid)

    def answer(self, effect: AnyEffect) -> list[AnyMessage]:
        assert isinstance(effect, SealSheet)
        return list(self._sealing.seal(effect))

    def close(self) -> None:
        """Nothing is held."""


def run(access: Access, effect: SealSheet) -> list[AnyMessage]:
    answers: list[AnyMessage] = []
    runner = Runner(lambda _post: Rooms(access), answers.append)
    runner.start(effect)
    runner.stop()
    return answers


def test_a_full_disk_at_sealing_keeps_the_draft_and_the_same_press_seals_later(
    access: Access,
) -> None:
    visit = a_fresh_visit()
    list(visits(access).save(SaveDraft(visit.encounter.encounter_id, visit.encounter)))
    effect = sealing_of(visit)
    store = access.vault._sealing._store
    pages = store.rows("pragma page_count")[0]["page_count"]
    assert isinstance(pages, int)
    store.execute(f"pragma max_page_count = {pages + 2}")
    (refused,) = run(access, effect)
    assert isinstance(refused, SealFailed)
    assert "brouillon est conservé" in refused.sentence
    visit.say(refused)
    assert (visit.encounter.stage, visit.encounter.step) == (Stage.OPEN, Step.DECIDE)
    assert visit.encounter.notice == refused.sentence
    assert access.vault.sheets() == ()
    assert len(access.vault.drafts()) == 1
    store.execute("pragma max_page_count = 1000000")
    again = visit.say(SealAsked()).asked(SealSheet)[-1]
    assert isinstance(again, SealSheet)
    (sealed,) = run(access, again)
    assert isinstance(sealed, Sealed)
    assert len(access.vault.sheets()) == 1
    assert access.vault.drafts() == ()
    assert verify(access.folder).findings == ()


def test_a_draft_taken_up_by_somebody_else_is_signed_by_them(access: Access) -> None:
    visit = a_fresh_visit()
    list(visits(access).save(SaveDraft(visit.encounter.encounter_id, visit.encounter)))
    assert visit.encounter.author.login == "helene"
    assert isinstance(next(iter(access.open(ask.OpenVault("theo", CODE)))), say.LoggedIn)
    (opened,) = visits(access).resume(ask.ResumeDraft(visit.encounter.encounter_id))
    assert isinstance(opened, say.EncounterOpened)
    effect = sealing_of(Visit(opened.encounter, visit.at))
    theo = open_desk(access.folder).station.professional("theo")
    assert theo is not None
    assert effect.sheet.pharmacist.rpps == theo.rpps


def test_an_export_that_cannot_be_written_says_so_and_leaves_no_half(
    access: Access, tmp_path: Path
) -> None:
    effect = sealing_of(a_fresh_visit())
    list(Sealing(access, new_oid).seal(effect))
    out = tmp_path / "out"
    out.mkdir()
    (out / "sheet.xml").mkdir()  # a folder where a document should go
    with pytest.raises(NotWritten) as refused:
        ArchiveRoom(access).export(ask.ExportSheet(effect.sheet.sheet_id, str(out)))
    assert str(out) in refused.value.sentence
    assert not [path for path in out.rglob("*") if path.name.endswith(".partiel")]
    with pytest.raises(NotWritten):
        ArchiveRoom(access).export(ask.ExportSheet(effect.sheet.sheet_id, "/proc/nowhere"))


def test_the_reason_of_one_session_exports_nothing_in_the_next(
    access: Access, tmp_path: Path
) -> None:
    effect = sealing_of(a_fresh_visit())
    list(Sealing(access, new_oid).seal(effect))
    sheet_id, room = effect.sheet.sheet_id, ArchiveRoom(access)
    wanted = ask.ExportSheet(sheet_id, str(tmp_path / "out"))
    access.open(ask.OpenVault("theo", CODE))
    with pytest.raises(ReasonWanted):
        room.export(wanted)
    room.open(OpenSheet(sheet_id, "Le patient rappelle"))
    assert isinstance(next(iter(room.export(wanted))), say.Exported)
    access.open(ask.OpenVault("theo", CODE))
    with pytest.raises(ReasonWanted):
        room.export(wanted)


def test_exported_documents_are_for_the_account_of_the_station_only(
    access: Access, tmp_path: Path
) -> None:
    effect = sealing_of(a_fresh_visit())
    list(Sealing(access, new_oid).seal(effect))
    ArchiveRoom(access).export(ask.ExportSheet(effect.sheet.sheet_id, str(tmp_path / "out")))
    modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "out").iterdir()}
    assert modes == {0o600}


def test_a_folder_that_cannot_be_made_is_refused_in_words() -> None:
    with pytest.raises(StoreFailed) as refused:
        open_desk(Path("/proc/nowhere/station"))
    assert "droits du dossier" in refused.value.sentence


@pytest.mark.parametrize(
    ("line", "words"),
    [("x = = 3", "à la ligne 1"), ('region = "', "ligne"), ("[pharmacy]", "ligne")],
)
def test_settings_that_cannot_be_read_are_named_with_their_line(
    prepared: Path, tmp_path: Path, line: str, words: str
) -> None:
    folder = Path(shutil.copytree(prepared, tmp_path / "station"))
    settings = folder / "station.toml"
    settings.write_text(f"{line}\n{settings.read_text(encoding='utf-8')}", encoding="utf-8")
    with pytest.raises(RefusedSetting) as refused:
        open_desk(folder)
    assert str(settings) in refused.value.sentence
    assert words in refused.value.sentence
    assert "expected" not in refused.value.sentence.lower()
    assert state(folder).condition is Condition.COMPLETE


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("finess", "12"),
        ("rpps", "x"),
        ("oid", "2.25."),
        ("name", r"a\u0007b"),
        ("city", r"a\r\nBcc: b"),
        ("street", ""),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_by_its_key(
    prepared: Path, tmp_path: Path, key: str, value: str
) -> None:
    folder = Path(shutil.copytree(prepared, tmp_path / "station"))
    settings = folder / "station.toml"
    text = settings.read_text(encoding="utf-8")
    changed = re.sub(rf'(?m)^{key} = ".*"$', lambda _: f'{key} = "{value}"', text)
    assert changed != text
    settings.write_text(changed, encoding="utf-8")
    with pytest.raises(RefusedSetting) as refused:
        open_desk(folder)
    assert key in refused.value.sentence


def test_a_draft_altered_on_the_disk_is_told_and_hides_no_other(access: Access) -> None:
    room = visits(access)
    for _ in range(2):
        visit = a_fresh_visit()
        list(room.save(SaveDraft(visit.encounter.encounter_id, visit.encounter)))
    store = access.vault._sealing._store
    (first, _) = store.rows("select rowid, body from draft order by rowid")
    body, rowid = first["body"], first["rowid"]
    assert isinstance(body, bytes)
    assert isinstance(rowid, int)
    store.execute(
        "update draft set body = ? where rowid = ?",
        [body[:-1] + bytes([body[-1] ^ 1]), rowid],
    )
    home, told = room.load_home()
    assert isinstance(home, say.HomeLoaded)
    assert len(home.drafts) == 1
    assert isinstance(told, say.Refused)
    assert "altéré" in told.sentence
