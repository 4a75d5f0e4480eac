"""An older key file put back by hand: said at login to whoever signs the journal."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from app.clock import PARIS
from app.desk.effects import OpenVault
from app.desk.messages import LoggedIn
from app.effects.access import Access
from app.records.check.verify import verify
from app.records.copies.backup import Places
from app.records.people.changes import change_password, revoke
from app.records.people.recovery import make_shares
from app.records.people.unlock import Session, unlock
from app.records.station_file import KEYSTORE
from tests.records.copies.copied import BACK, back_up, bring_back
from tests.records.people.test_changes import OTHER, room_of
from tests.records.stations import LATER, SECRET, opened


def put_back(folder: Path, change: Callable[[Session], object]) -> None:
    """Do ``change``, then what an intruder does with the key file of the day before."""
    former = folder.with_name("former")
    shutil.copy(folder / KEYSTORE, former)
    with opened(folder) as session:
        change(session)
    shutil.copy(former, folder / KEYSTORE)


def remove_bruno(session: Session) -> None:
    revoke(room_of(session), "bruno", LATER)


def change_own_password(session: Session) -> None:
    change_password(session.own, SECRET, OTHER, LATER)
    session.write_changes(LATER)


def make_shares_again(session: Session) -> None:
    make_shares(room_of(session), LATER)


@pytest.mark.parametrize("change", [remove_bruno, change_own_password, make_shares_again])
def test_the_former_key_file_opens_again_and_everybody_is_told(
    folder: Path, change: Callable[[Session], object]
) -> None:
    put_back(folder, change)
    for login in ("bruno", "helene", "odile"):
        with opened(folder, login) as session:
            assert "ancien mot de passe" in session.key_alarm
            local = LATER.astimezone(PARIS)
            assert f"{local:%d/%m/%Y à %H:%M}" in session.key_alarm


def test_the_alarm_comes_before_anything_else_at_login(folder: Path) -> None:
    put_back(folder, remove_bruno)
    access = Access(folder, lambda: LATER)
    (logged, *_) = access.open(OpenVault("helene", SECRET))
    assert isinstance(logged, LoggedIn)
    assert logged.alarm.startswith("Un autre fichier de clés")
    access.close()


def test_the_key_file_of_the_last_change_says_nothing(folder: Path) -> None:
    with opened(folder) as session:
        assert session.key_alarm == ""
        remove_bruno(session)
        change_own_password(session)
    with unlock(folder, "helene", OTHER, LATER) as session:
        assert session.key_alarm == ""
    assert verify(folder).findings == ()


def test_a_password_changed_by_who_signs_no_journal_is_no_alarm(folder: Path) -> None:
    with opened(folder) as session:
        remove_bruno(session)
    with opened(folder, "aline") as session:
        change_password(session.own, SECRET, OTHER, LATER)
        assert session.key_alarm == ""
    with opened(folder) as session:
        assert session.key_alarm == ""


def test_keys_newer_than_the_data_are_taken_for_those_of_the_station_by_a_restore(
    full_folder: Path, tmp_path: Path
) -> None:
    places = Places(tmp_path / "disk" / "data", tmp_path / "stick" / "keys")
    back_up(full_folder, places)
    with opened(full_folder) as session:
        remove_bruno(session)
    back_up(full_folder, Places(tmp_path / "later", places.keys), LATER + timedelta(hours=1))
    back = tmp_path / "new pc" / "station"
    bring_back(places, back)
    with opened(back, now=BACK) as session:
        assert session.key_alarm == ""
