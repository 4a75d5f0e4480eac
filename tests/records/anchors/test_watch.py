"""The journal against anchors kept elsewhere: old copies, other pasts, cut ends, lost places."""

import os
import shutil
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from threading import Event as Signal

import pytest
from keyring.errors import NoKeyringError

from app.records.anchors import os_keyring
from app.records.anchors.anchor import anchor_of, line_of
from app.records.anchors.keepers import (
    ANCHORS,
    KEPT_LINES,
    LONGEST_LOG,
    FileKeeper,
    Keeper,
    KeptAnchors,
)
from app.records.anchors.os_keyring import ABSENT, KeyringKeeper
from app.records.anchors.places import usual_keepers
from app.records.anchors.verdict import Break
from app.records.journal.entries import SignedHead, TreeHead
from app.records.people.unlock import Session, unlock
from app.records.station_file import VAULT, Purpose, StationFile, read_station_file
from tests.records.stations import LATER, SECRET, opened, seal, shell, vault_of

PLACE = "la clé USB"


class Box:
    """A keyring in memory; it can refuse to answer."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.asked = 0
        self.refuses = False

    def get_password(self, service: str, username: str) -> str | None:
        self._ask()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._ask()
        self.kept[service, username] = password

    def _ask(self) -> None:
        self.asked += 1
        if self.refuses:
            raise NoKeyringError


class Elsewhere:
    """A file and a keyring, both away from the folder of the station."""

    def __init__(self, root: Path) -> None:
        self.file = root / "usb" / "anchors.log"
        self.box = Box()

    def __call__(self, _folder: Path, station: StationFile) -> tuple[Keeper, ...]:
        one = FileKeeper(self.file, station.station_id, PLACE)
        return (one, KeyringKeeper(station.station_id, self.box))

    def lines(self) -> list[str]:
        return self.file.read_text().splitlines()


@pytest.fixture
def elsewhere(tmp_path: Path) -> Elsewhere:
    return Elsewhere(tmp_path)


def watched(folder: Path, elsewhere: Elsewhere, minutes: int = 0) -> Session:
    return unlock(folder, "helene", SECRET, LATER + timedelta(minutes=minutes), elsewhere)


def work(folder: Path, elsewhere: Elsewhere, numbers: Sequence[int]) -> int:
    with watched(folder, elsewhere) as session:
        for number in numbers:
            seal(vault_of(session), number)
        return vault_of(session).tree_head().size


def rolled_back(folder: Path, elsewhere: Elsewhere, numbers: Sequence[int]) -> tuple[int, int]:
    """Put back the folder as it was before ``numbers``; return its size, and the size lost."""
    with watched(folder, elsewhere) as session:
        size = vault_of(session).tree_head().size
    old = folder.with_name("old")
    shutil.copytree(folder, old)
    lost = work(folder, elsewhere, numbers)
    shutil.rmtree(folder)
    old.rename(folder)
    return size, lost


def test_each_seal_leaves_an_anchor_in_the_file_and_one_in_the_keyring_at_lock(
    folder: Path, elsewhere: Elsewhere
) -> None:
    with watched(folder, elsewhere) as session:
        before = elsewhere.box.asked
        for number in (1, 2, 3):
            head = seal(vault_of(session), number)
            last = anchor_of(elsewhere.lines()[-1], session.own.station.station_id)
            assert last is not None and last.root == head.root
        assert elsewhere.box.asked == before
        assert session.verdict.holds and session.anchor_warnings == ()
    assert list(elsewhere.box.kept.values()) == [elsewhere.lines()[-1]]
    with watched(folder, elsewhere) as session:
        assert session.verdict.holds
        assert session.verdict.agreeing == (PLACE, "le trousseau du système")


def test_an_old_copy_put_back_is_announced_with_its_sizes(
    full_folder: Path, elsewhere: Elsewhere
) -> None:
    size, lost = rolled_back(full_folder, elsewhere, (4, 5))
    with watched(full_folder, elsewhere) as session:
        kinds = [(one.kind, one.attested, one.size) for one in session.verdict.breaks]
        assert kinds == [(Break.ROLLBACK, lost, size)] * 2
        said = session.verdict.sentence
        assert f"{size} entrées" in said and f"atteste {lost}" in said and PLACE in said
        assert f"Il en manque {lost - size}" in said and "Urgence informatique" in said


@pytest.mark.parametrize("more", [(6,), (6, 7), (6, 7, 8, 9)])
def test_an_old_copy_that_grew_is_a_fork_however_long_it_became(
    full_folder: Path, elsewhere: Elsewhere, more: tuple[int, ...]
) -> None:
    size, lost = rolled_back(full_folder, elsewhere, (4, 5))
    assert lost - size == 2
    shutil.copytree(full_folder, full_folder.with_name("apart"))
    with opened(full_folder) as session:
        for number in more:
            seal(vault_of(session), number)
    for _ in range(3):
        with watched(full_folder, elsewhere) as session:
            forks = [one for one in session.verdict.breaks if one.kind is Break.FORK]
            assert [one.attested for one in forks if one.place == PLACE] == [size + 1]
            assert f"entre les entrées {size + 1} et {size + 1}" in forks[0].sentence


def test_no_proof_is_written_over(full_folder: Path, elsewhere: Elsewhere) -> None:
    rolled_back(full_folder, elsewhere, (4, 5))
    lines, kept = elsewhere.lines(), dict(elsewhere.box.kept)
    work(full_folder, elsewhere, (6, 7, 8, 9))
    assert elsewhere.box.kept == kept
    assert elsewhere.lines()[: len(lines)] == lines
    with watched(full_folder, elsewhere) as session:
        assert len({one.place for one in session.verdict.breaks}) == 2


def test_an_old_vault_beside_the_anchors_of_its_own_folder_is_announced(full_folder: Path) -> None:
    with opened(full_folder):
        pass
    old = (full_folder / VAULT).read_bytes()
    with opened(full_folder) as session:
        seal(vault_of(session), 4)
    (full_folder / VAULT).write_bytes(old)
    with opened(full_folder) as session:
        assert [one.kind for one in session.verdict.breaks] == [Break.ROLLBACK]
        assert f"le fichier {ANCHORS} du poste" in session.verdict.sentence


def test_a_whole_folder_put_back_with_every_anchor_is_not_seen(full_folder: Path) -> None:
    """What anchors cannot do, said in docs/security.md: they must be kept elsewhere."""
    with opened(full_folder):
        pass
    old = full_folder.with_name("old")
    shutil.copytree(full_folder, old)
    with opened(full_folder) as session:
        seal(vault_of(session), 4)
    with opened(old) as session:
        assert session.verdict.holds


def test_a_cut_end_is_a_truncation_and_nothing_is_written_after_it(full_folder: Path) -> None:
    shell(full_folder / VAULT, "delete from ledger where seq = (select max(seq) from ledger)")
    with opened(full_folder) as session:
        first = session.verdict.breaks[0]
        assert (first.kind, first.attested - first.size) == (Break.TRUNCATION, 1)
        assert f"s’arrête à l’entrée {first.size}" in session.verdict.sentence
        assert vault_of(session).sheets()


def test_a_line_cut_by_a_power_cut_is_told_and_the_others_compared(
    full_folder: Path, elsewhere: Elsewhere
) -> None:
    work(full_folder, elsewhere, (4,))
    with elsewhere.file.open("r+b") as file:
        file.truncate(elsewhere.file.stat().st_size - 40)
    with watched(full_folder, elsewhere) as session:
        assert session.verdict.holds
        assert "une ligne illisible" in session.anchor_warnings[0]
        seal(vault_of(session), 5)
    with watched(full_folder, elsewhere) as session:
        assert (session.verdict.holds, session.anchor_warnings) == (True, ())


def test_an_anchor_the_station_did_not_sign_accuses_nobody(
    full_folder: Path, elsewhere: Elsewhere
) -> None:
    work(full_folder, elsewhere, (4,))
    station = read_station_file(full_folder)
    forged = SignedHead(TreeHead(900, bytes(32)), 1, bytes(64))
    foreign = line_of(forged, bytes(16)[::-1])
    with elsewhere.file.open("a") as file:
        file.write(f"{line_of(forged, station.station_id)}\n{foreign}\nn’importe quoi\n")
    with watched(full_folder, elsewhere) as session:
        assert session.verdict.holds


def test_a_support_pulled_out_is_a_warning_and_the_sheets_are_sealed(
    full_folder: Path, elsewhere: Elsewhere
) -> None:
    elsewhere.file.parent.write_bytes(b"no folder can be made here")
    with watched(full_folder, elsewhere) as session:
        seal(vault_of(session), 4)
        seal(vault_of(session), 5)
        [warning] = session.anchor_warnings
        assert PLACE in warning and "branché" in warning
        assert session.verdict.agreeing == ()


def test_a_station_without_a_keyring_works_and_says_it_once(
    full_folder: Path, elsewhere: Elsewhere
) -> None:
    elsewhere.box.refuses = True
    with watched(full_folder, elsewhere) as session:
        seal(vault_of(session), 4)
        assert session.anchor_warnings == (ABSENT,)
        assert session.verdict.warnings == (ABSENT,)
    assert elsewhere.box.asked == 1


def test_a_keyring_is_written_once_an_hour(full_folder: Path, elsewhere: Elsewhere) -> None:
    with watched(full_folder, elsewhere) as session:
        asked = []
        for number, minutes in ((4, 20), (5, 50), (6, 81), (7, 100), (8, 142)):
            seal(vault_of(session), number, now=LATER + timedelta(minutes=minutes))
            asked.append(elsewhere.box.asked)
    assert [after - asked[0] for after in asked] == [0, 0, 1, 1, 2]


def test_a_keyring_that_never_answers_does_not_hold_the_station(
    full_folder: Path, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os_keyring, "PATIENCE_S", 0.05)
    answered, asked = Signal(), []

    def never(_service: str, _name: str) -> str | None:
        asked.append(1)
        answered.wait(20)
        return None

    monkeypatch.setattr(elsewhere.box, "get_password", never)
    with watched(full_folder, elsewhere) as session:
        seal(vault_of(session), 4)
        assert session.anchor_warnings == (ABSENT,)
    answered.set()
    assert asked == [1]


def test_a_bare_server_has_no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring
    from keyring.backends import fail, null

    for backend in (fail.Keyring(), null.Keyring()):
        monkeypatch.setattr(keyring, "get_keyring", lambda found=backend: found)
        with pytest.raises(os_keyring.KeeperUnreachable) as absent:
            KeyringKeeper(bytes(16)).read()
        assert absent.value.sentence == ABSENT


def test_a_long_file_keeps_its_newest_anchors_and_belongs_to_its_owner(tmp_path: Path) -> None:
    keeper = FileKeeper(tmp_path / "deep" / "anchors.log", bytes(16))
    assert keeper.read() == KeptAnchors()
    keeper.settle()
    for size in range(1, LONGEST_LOG + 2):
        keeper.keep(SignedHead(TreeHead(size, bytes(32)), size, bytes(64)))
    keeper.settle()
    sizes = [one.size for one in keeper.read().anchors]
    assert sizes == list(range(LONGEST_LOG + 2 - KEPT_LINES, LONGEST_LOG + 2))
    if os.name == "posix":
        assert (tmp_path / "deep" / "anchors.log").stat().st_mode & 0o777 == 0o600
        assert (tmp_path / "deep").stat().st_mode & 0o777 == 0o700


def test_a_real_station_keeps_its_anchors_in_four_places_and_a_demonstration_in_one(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("APPDATA", str(tmp_path / "state"))
    (folder / "station.toml").write_text(f'anchors = [{str(tmp_path / "usb")!r}, "relative", 3]\n')
    shown = read_station_file(folder)
    real = StationFile(shown.station_id, Purpose.REAL, shown.public, shown.created)
    kept = SignedHead(TreeHead(3, bytes(32)), 5, bytes(64))
    keepers = usual_keepers(folder, real, Box())
    for keeper in keepers:
        keeper.keep(kept)
        assert keeper.read().anchors == (kept,)
    name = f"{shown.station_id.hex()}.log"
    assert (folder / ANCHORS).exists() and (tmp_path / "usb" / name).exists()
    assert (tmp_path / "state" / "osys-station" / "anchors" / name).exists()
    assert [keeper.is_quick for keeper in keepers] == [True, True, True, False]
    assert len(usual_keepers(folder, shown)) == 1


def test_an_owner_is_told_and_an_auditor_opens_no_journal(full_folder: Path) -> None:
    with opened(full_folder):
        pass
    old = (full_folder / VAULT).read_bytes()
    with opened(full_folder) as session:
        seal(vault_of(session), 4)
    (full_folder / VAULT).write_bytes(old)
    with opened(full_folder, "odile") as session:
        assert not session.verdict.holds
    with opened(full_folder, "aline") as session:
        assert session.verdict.holds and session.verdict.size == 0
