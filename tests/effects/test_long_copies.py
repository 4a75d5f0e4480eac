"""The long works on copies: one at a time, whoever asks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.clock import now
from app.desk.effects import OpenVault
from app.effects.access import Access
from app.effects.custody.backups import BackupRoom
from app.effects.custody.long_copies import LongCopies, StillCopying, Waiting
from app.effects.demonstration import CODE
from app.office.copies import DataCopied, Places, RunBackup
from app.records.copies.ages import CopyAges, copy_ages
from app.records.copies.drill import Reader, drill
from app.records.copies.refusals import InsideStation, Stopped
from app.records.people.unlock import unlock
from app.records.refusals import SessionClosed
from app.traffic import AnyMessage
from tests.stories.kept_sheets import a_station_with


def a_backup(place: Path) -> RunBackup:
    return RunBackup(Places(str(place / "data"), str(place / "keys")))


def test_a_second_long_work_is_refused_until_the_first_is_over(tmp_path: Path) -> None:
    folder = tmp_path / "station"
    a_station_with(folder, ("helene",))
    first, second = a_backup(tmp_path / "first"), a_backup(tmp_path / "second")
    refused: list[str] = []

    def begin_another(_told: AnyMessage) -> None:
        with pytest.raises(StillCopying) as still:
            copies.run(second)
        refused.append(still.value.sentence)

    copies = LongCopies(folder, now, begin_another)
    assert copies.run(first) == DataCopied(first.places)
    assert "Attendez" in refused[0]
    assert not (tmp_path / "second").exists()
    with pytest.raises(InsideStation):  # the first is over: the places are looked at again
        copies.run(a_backup(folder))
    with pytest.raises(InsideStation):  # and a work that failed is over too
        copies.run(a_backup(folder))


@pytest.fixture
def access(tmp_path: Path) -> Iterator[Access]:
    folder = tmp_path / "station"
    a_station_with(folder, ("helene",))
    opened = Access(folder, now)
    list(opened.open(OpenVault("helene", CODE)))
    yield opened
    opened.close()


def copied(access: Access, place: Path) -> BackupRoom:
    """Return the room of the backups once the data are copied: their keys are still to come."""
    room = BackupRoom(access, lambda _told: None)
    assert list(room.answer(a_backup(place))) == [DataCopied(a_backup(place).places)]
    return room


def ages(access: Access) -> CopyAges:
    found = copy_ages(access.folder)
    assert found is not None
    return found


def test_a_lock_brings_the_keys_of_the_data_already_copied(access: Access, tmp_path: Path) -> None:
    copied(access, tmp_path)
    access.close()
    assert ages(access).data_at is not None
    assert ages(access).keys_at is not None
    reader = Reader("helene", CODE)
    assert drill((tmp_path / "data", tmp_path / "keys"), now(), reader).is_good


@pytest.mark.expects_log("app.effects.custody.backups")
def test_a_lock_that_cannot_bring_the_keys_leaves_no_half_and_no_false_age(
    access: Access, tmp_path: Path
) -> None:
    copied(access, tmp_path)
    (tmp_path / "keys").rmdir()
    (tmp_path / "keys").write_text("a support that was pulled out")
    access.close()
    assert not list((tmp_path / "data").rglob("vault.sqlite"))
    assert ages(access) == CopyAges(None, None)
    with pytest.raises(SessionClosed):
        _ = access.session


def test_a_copy_that_ends_after_the_lock_is_taken_away(access: Access, tmp_path: Path) -> None:
    left: list[Waiting | None] = []
    copies = LongCopies(access.folder, now, lambda _told: left.append(copies.leave()))
    with pytest.raises(Stopped):
        copies.run(a_backup(tmp_path))
    assert left
    assert not any(left)
    assert not list((tmp_path / "data").rglob("vault.sqlite"))


def test_keys_are_dropped_even_when_a_parting_fails(access: Access) -> None:
    faults = [ZeroDivisionError()]

    def fail_once() -> None:
        if faults:
            raise faults.pop()

    access.before_closing(fail_once)
    with pytest.raises(ZeroDivisionError):
        access.close()
    unlock(access.folder, "helene", CODE, now()).close()
