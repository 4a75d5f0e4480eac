"""A restore: into an empty folder, whole or not at all, and nothing erased comes back."""

import json
import os
import shutil
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from app.records.anchors.anchor import line_of
from app.records.anchors.keepers import FileKeeper
from app.records.check.verify import verify
from app.records.copies import restore as restoring
from app.records.copies.backup import Places
from app.records.copies.drill import Reader, drill
from app.records.copies.refusals import (
    CopyDamaged,
    FindingsInCopy,
    FolderNotEmpty,
    ForeignKeys,
    InsideStation,
    JournalForked,
    KeysTooOld,
    NoCopy,
    PlaceFull,
    Stopped,
)
from app.records.copies.restore import Anchor, Damage
from app.records.database import Store
from app.records.journal.entries import Event, SignedHead, TreeHead, decode
from app.records.journal.restorations import restorations
from app.records.keys.roster import Role
from app.records.people.changes import add_person
from app.records.people.making import NewPerson
from app.records.people.session import PharmacistSession
from app.records.people.unlock import unlock
from app.records.refusals import UnknownSheet, VaultRefusal, WrongSecret
from app.records.retention.erasure import Erasure, erase_sheet, erasure_phrase
from app.records.retention.presence import Second
from app.records.retention.refusals import SecondPerson
from app.records.station_file import KEYSTORE, STATION, VAULT, StationFile
from tests.records.copies.copied import BACK, OWNER, back_up, bring_back, custody_of, returning
from tests.records.power import Power, PowerCut
from tests.records.stations import (
    CHEAP,
    LATER,
    SECRET,
    a_request,
    make_station,
    opened,
    peek,
    seal,
    shell,
    vault_of,
)


def id_of(number: int) -> bytes:
    return a_request(number).sheet_id


@pytest.fixture
def lost(full_folder: Path, places: Places, tmp_path: Path) -> Path:
    """A station that was backed up, then lost; where to bring it back."""
    with opened(full_folder) as session:
        (full_folder / "station.toml").write_text("name = 'x'\n")
        assert isinstance(session, PharmacistSession)
    back_up(full_folder, places)
    shutil.rmtree(full_folder)
    return tmp_path / "new pc" / "station"


def test_everything_comes_back(lost: Path, places: Places) -> None:
    report = bring_back(places, lost)
    assert (report.sheets, report.lacks, report.erased, report.findings) == (3, None, 0, ())
    assert (lost / "station.toml").read_text() == "name = 'x'\n"
    with opened(lost, "bruno", now=BACK) as session:
        vault = vault_of(session)
        for number in (1, 2, 3):
            assert vault.read(id_of(number)).body == a_request(number).body
            assert vault.read(id_of(number)).intact
        assert [draft.body for draft in vault.drafts()] == [b"draft left open"]
        assert seal(vault, 4, now=BACK).number
    assert verify(lost).findings == ()
    assert sorted(p.name for p in lost.iterdir() if p.name.endswith(("-wal", "-shm"))) == []
    assert [p.name for p in lost.parent.iterdir()] == ["station"]


def test_the_journal_says_it_was_restored_by_two(lost: Path, places: Places) -> None:
    report = bring_back(places, lost, anchors=(Anchor(14, bytes(32)),))
    assert report.lacks == (10, 14)
    entries = [decode(e) for (e,) in peek(lost / VAULT, "select entry from ledger")]
    said = [e for e in entries if e.event in {Event.RESTORE_APPROVED, Event.RESTORED}]
    assert len({e.actor for e in said}) == 2
    assert {e.about for e in said} == {report.fork_id}
    with opened(lost, now=BACK) as session:
        assert [s[:2] for s in restorations(custody_of(session).store)] == [(9, 14)]


@pytest.mark.parametrize("left", ["vault.sqlite-wal", "vault.sqlite", "readme.txt", ".hidden"])
def test_a_folder_that_holds_anything_is_refused(lost: Path, places: Places, left: str) -> None:
    lost.mkdir(parents=True)
    (lost / left).write_bytes(b"left over")
    with pytest.raises(FolderNotEmpty):
        bring_back(places, lost)
    assert [p.name for p in lost.iterdir()] == [left]


def test_an_empty_folder_is_filled_and_a_link_is_not(lost: Path, places: Places) -> None:
    lost.mkdir(parents=True)
    link = lost.with_name("link")
    link.symlink_to(lost)
    with pytest.raises(FolderNotEmpty):
        bring_back(places, link)
    with pytest.raises(InsideStation):
        bring_back(places, places.data / "here")
    assert bring_back(places, lost).sheets == 3


def test_a_log_beside_the_copy_is_never_taken(lost: Path, places: Places) -> None:
    [vault] = places.data.rglob(VAULT)
    vault.with_name(f"{VAULT}-wal").write_bytes(os.urandom(4096))
    assert bring_back(places, lost).findings == ()
    assert verify(lost).findings == ()


@pytest.mark.parametrize(
    "changed",
    [{"second": Second("odile", "wrong")}, {"secret": "wrong"}],
)
def test_two_people_must_be_there(lost: Path, places: Places, changed: dict) -> None:
    with pytest.raises(WrongSecret):
        bring_back(places, lost, **changed)
    with pytest.raises(SecondPerson):
        bring_back(places, lost, second=Second("bruno", SECRET))
    with pytest.raises(SecondPerson):
        bring_back(places, lost, login="odile")
    assert not lost.exists()
    assert list(lost.parent.iterdir()) == []


def test_an_erased_sheet_does_not_come_back(
    full_folder: Path, places: Places, tmp_path: Path
) -> None:
    back_up(full_folder, places)
    old = next(places.data.rglob("copie.json")).parent
    with opened(full_folder) as session:
        custody = custody_of(session)
        said = Erasure(id_of(2), "mauvais patient", OWNER, erasure_phrase(custody, id_of(2)))
        erase_sheet(custody, said, LATER)
        with pytest.raises(UnknownSheet):
            vault_of(session).read(id_of(2))
    assert verify(full_folder).findings == ()
    back_up(full_folder, places, LATER + timedelta(hours=1))
    new = tmp_path / "new"
    report = restoring.restore((old, places.keys), new, returning(), BACK)
    assert (report.sheets, report.erased) == (2, 1)
    assert report.lacks == (10, 12)
    with opened(new, now=BACK) as session, pytest.raises(UnknownSheet):
        vault_of(session).read(id_of(2))
    assert verify(new).findings == ()


def test_a_list_of_erasures_that_was_edited_is_refused(lost: Path, places: Places) -> None:
    [listed] = places.keys.rglob("erased.json")
    leaf = peek(next(places.data.rglob(VAULT)), "select leaf from ledger where seq = 7")[0][0]
    fields = json.loads(listed.read_text())
    listed.write_text(json.dumps({**fields, "erased": [[7, leaf.hex()]]}))
    with pytest.raises(CopyDamaged):
        bring_back(places, lost)
    assert not lost.exists()


@pytest.mark.parametrize("name", [VAULT, KEYSTORE, STATION])
@pytest.mark.parametrize("cut", ["half", "empty", "gone", "bit"])
def test_a_damaged_file_is_refused(lost: Path, places: Places, name: str, cut: str) -> None:
    for path in (*places.data.rglob(name), *places.keys.rglob(name)):
        whole = path.read_bytes()
        if cut == "gone":
            path.unlink()
        elif cut == "bit":
            path.write_bytes(whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:])
        else:
            path.write_bytes(whole[: len(whole) // 2] if cut == "half" else b"")
    with pytest.raises(CopyDamaged):
        bring_back(places, lost)
    assert not lost.exists()


@pytest.mark.parametrize("name", ["../../evil", "/etc/passwd", "a\\b", "keystore.sqlite", "x\n"])
def test_a_hostile_name_in_a_copy_writes_nothing(lost: Path, places: Places, name: str) -> None:
    [said] = places.data.rglob("copie.json")
    fields = json.loads(said.read_text())
    fields["files"][name] = "00"
    said.write_text(json.dumps(fields))
    before = set(lost.parent.parent.rglob("*"))
    with pytest.raises(CopyDamaged):
        bring_back(places, lost)
    assert set(lost.parent.parent.rglob("*")) - before <= {lost.parent}


def test_the_keys_of_another_station_are_refused(
    lost: Path, places: Places, tmp_path: Path
) -> None:
    from app.records.people.founding import create_station
    from app.records.station_file import Purpose
    from tests.records.stations import PEOPLE

    other = tmp_path / "other"
    create_station(other, PEOPLE, b"another station!", LATER, CHEAP, Purpose.DEMONSTRATION)
    foreign = Places(tmp_path / "o-data", tmp_path / "o-keys")
    back_up(other, foreign)
    with pytest.raises(ForeignKeys):
        restoring.restore((places.data, foreign.keys), lost, returning(), BACK)
    with pytest.raises(NoCopy):
        restoring.restore((places.data, places.data), lost, returning(), BACK)
    with pytest.raises(NoCopy):
        restoring.restore((places.keys, places.keys), lost, returning(), BACK)
    assert not lost.exists()


def test_one_identity_made_again_under_another_key_is_refused(
    lost: Path, places: Places, tmp_path: Path
) -> None:
    twin = make_station(tmp_path / "twin")
    foreign = Places(tmp_path / "o-data", tmp_path / "o-keys")
    back_up(twin, foreign)
    with pytest.raises(ForeignKeys):
        restoring.restore((places.data, foreign.keys), lost, returning(), BACK)


def test_keys_older_than_the_data_are_refused_unless_accepted(
    full_folder: Path, places: Places, tmp_path: Path
) -> None:
    old = back_up(full_folder, places)
    with opened(full_folder) as session:
        seal(vault_of(session), 4, month=202701)
    back_up(full_folder, places, LATER + timedelta(hours=1))
    pair = (places.data, old.keys)
    with pytest.raises(KeysTooOld):
        restoring.restore(pair, tmp_path / "new", returning(), BACK)
    report = restoring.restore(pair, tmp_path / "new", returning(damage=Damage.ACCEPT), BACK)
    assert report.closed == (202701,)
    with opened(tmp_path / "new", now=BACK) as session:
        assert vault_of(session).read(id_of(3)).intact


def test_a_copy_that_does_not_verify_is_refused_unless_accepted(
    full_folder: Path, places: Places, tmp_path: Path
) -> None:
    shell(full_folder / VAULT, "update document set body = zeroblob(400) where kind = 1")
    report = back_up(full_folder, places)
    assert report.findings
    assert not report.sample.is_good
    with pytest.raises(FindingsInCopy):
        bring_back(places, tmp_path / "new")
    assert bring_back(places, tmp_path / "new", damage=Damage.ACCEPT).findings == report.findings


def test_a_copy_that_contradicts_an_anchor_is_refused(lost: Path, places: Places) -> None:
    with pytest.raises(JournalForked):
        bring_back(places, lost, anchors=(Anchor(7, bytes(8)),))
    assert not lost.exists()
    root = peek(next(places.data.rglob(VAULT)), "select root from head where size = 7")[0][0]
    assert bring_back(places, lost, anchors=(Anchor(7, root[:8]),)).lacks is None


def test_somebody_who_came_after_the_copy_can_restore(
    full_folder: Path, places: Places, tmp_path: Path
) -> None:
    old = back_up(full_folder, places)
    with opened(full_folder) as session:
        person = NewPerson("zoe", "Zoé Lambert", "Pharmacienne", Role.PHARMACIST, SECRET)
        assert session.keys is not None
        add_person(session.keys, person, LATER)
    back_up(full_folder, places, LATER + timedelta(hours=1))
    new = tmp_path / "new"
    restoring.restore((old.data, places.keys), new, returning(login="zoe"), BACK)
    with opened(new, "zoe", now=BACK) as session:
        assert vault_of(session).read(id_of(1)).intact
        seal(vault_of(session), 4, now=BACK)
        assert vault_of(session).read(id_of(4)).intact
    assert verify(new).findings == ()


def test_a_restore_that_is_stopped_leaves_nothing(lost: Path, places: Places) -> None:
    with pytest.raises(Stopped):
        restoring.restore(
            (places.data, places.keys), lost, returning(), BACK, lambda _done, _total: False
        )
    assert not lost.exists()
    assert list(lost.parent.iterdir()) == []


def _restored_under(power: Power, lost: Path, places: Places) -> bool:
    """Restore until the current is cut; return whether it never was."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Store, "execute", power.cutting(Store.execute))
        patch.setattr("app.records.copies.files.os.fsync", power.cutting(os.fsync))
        patch.setattr(Path, "replace", power.cutting(Path.replace))
        patch.setattr(restoring.shutil, "rmtree", power.tidying(shutil.rmtree))
        try:
            bring_back(places, lost)
        except PowerCut:
            return False
    return True


def test_a_restore_cut_anywhere_is_whole_or_absent(
    lost: Path, places: Places, full_faults: bool
) -> None:
    last, finished, restored = 1, False, 0
    while not finished:
        finished = _restored_under(Power(last), lost, places)
        if lost.exists():
            restored += 1
            with opened(lost, now=BACK) as session:
                assert len(vault_of(session).sheets()) == 3
            assert verify(lost).findings == ()
            shutil.rmtree(lost)
        last += 1 if full_faults else 7
    assert last > 30
    assert restored >= 1
    assert bring_back(places, lost).sheets == 3


def test_a_drill_proves_both_halves_and_leaves_nothing(
    full_folder: Path, places: Places, tmp_path: Path
) -> None:
    back_up(full_folder, places)
    room = tmp_path / "room"
    room.mkdir()
    pair = (places.data, places.keys)
    report = drill(pair, BACK, Reader("helene", SECRET), room=room)
    assert report.is_good
    assert report.read == 9
    assert len(report.lines) == 3
    assert drill(pair, BACK, room=room).read is None
    with pytest.raises(WrongSecret):
        drill(pair, BACK, Reader("helene", "wrong"), room=room)
    with pytest.raises(Stopped):
        drill(pair, BACK, progress=lambda _done, _total: False, room=room)
    assert list(room.iterdir()) == []
    assert verify(full_folder).entries == 10


def test_a_drill_says_what_would_not_come_back(full_folder: Path, places: Places) -> None:
    old = back_up(full_folder, places)
    with opened(full_folder) as session:
        seal(vault_of(session), 4, month=202701)
    back_up(full_folder, places, LATER + timedelta(hours=1))
    report = drill((places.data, old.keys), BACK)
    assert not report.is_good
    assert report.lines == (
        "Cette sauvegarde ne rendrait pas tout.",
        "Mois sans clé\u00a0: 01/2027.",
    )


def test_anchors_of_the_entries_that_were_lost_are_no_alarm(
    full_folder: Path, places: Places, tmp_path: Path
) -> None:
    back_up(full_folder, places)
    witnesses = tmp_path / "witnesses.log"

    def keepers(_folder: Path, station: StationFile) -> tuple[FileKeeper, ...]:
        return (FileKeeper(witnesses, station.station_id, "la clé branchée"),)

    with unlock(full_folder, "helene", SECRET, LATER, keepers) as session:
        seal(vault_of(session), 4)
        size = vault_of(session).tree_head().size
    new = tmp_path / "new"
    pair = (places.data, places.keys)
    report = restoring.restore(pair, new, returning(), BACK, keepers=keepers)
    assert report.lacks == (10, size)
    with unlock(new, "helene", SECRET, BACK, keepers) as session:
        assert session.verdict.holds
        seal(vault_of(session), 5, now=BACK)
    with unlock(new, "helene", SECRET, BACK, keepers) as session:
        assert session.verdict.holds
    silent = tmp_path / "silent"
    restoring.restore(pair, silent, returning(), BACK)
    with unlock(silent, "helene", SECRET, BACK, keepers) as session:
        assert not session.verdict.holds


def _forged(places: Places, name: str, content: bytes) -> None:
    """Change a file of a copy and write its new hash in the list, as an intruder can."""
    [path] = [*places.data.rglob(name), *places.keys.rglob(name)]
    path.write_bytes(content)
    said = path.with_name("copie.json")
    fields = json.loads(said.read_text())
    fields["files"][name] = sha256(content).hexdigest()
    said.write_text(json.dumps(fields))


@pytest.mark.parametrize("kept", [0, 17, 4096, 9000])
def test_a_truncated_key_file_under_a_forged_list_is_refused(
    lost: Path, places: Places, kept: int
) -> None:
    whole = next(places.keys.rglob(KEYSTORE)).read_bytes()
    _forged(places, KEYSTORE, whole[:kept])
    with pytest.raises(VaultRefusal):
        bring_back(places, lost)
    assert not lost.exists()
    with pytest.raises(VaultRefusal):
        drill((places.data, places.keys), BACK, Reader("helene", SECRET))


def test_an_account_changed_in_a_copy_of_the_keys_is_refused(lost: Path, places: Places) -> None:
    path = next(places.keys.rglob(KEYSTORE))
    shell(path, "update account set role = 'pharmacist' where login = 'odile'")
    _forged(places, KEYSTORE, path.read_bytes())
    with pytest.raises(FindingsInCopy):
        bring_back(places, lost)
    with pytest.raises((SecondPerson, WrongSecret)):
        bring_back(places, lost, damage=Damage.ACCEPT)
    assert not lost.exists()


def test_a_disk_that_fills_during_a_restore_leaves_the_folder_as_it_was(
    lost: Path, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.records.copies.files.os.fsync", full)
    with pytest.raises(PlaceFull):
        bring_back(places, lost)
    assert not lost.exists()
    assert list(lost.parent.iterdir()) == []


def test_an_anchor_the_station_did_not_sign_stops_no_restore(
    lost: Path, places: Places, tmp_path: Path
) -> None:
    false = SignedHead(TreeHead(7, bytes(32)), 0, bytes(64))
    witnesses = tmp_path / "witnesses.log"
    witnesses.write_text(line_of(false, bytes(range(16))) + "\n")

    def keepers(_folder: Path, station: StationFile) -> tuple[FileKeeper, ...]:
        return (FileKeeper(witnesses, station.station_id, "la clé branchée"),)

    report = restoring.restore((places.data, places.keys), lost, returning(), BACK, keepers=keepers)
    assert (report.sheets, report.lacks) == (3, None)
