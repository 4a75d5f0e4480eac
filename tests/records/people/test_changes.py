"""People come, leave, forget their secret and change it, and the right keys follow."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from app.records.check.verify import verify
from app.records.journal.entries import Event
from app.records.keys.accounts import Domain
from app.records.keys.keystore import KeyStore
from app.records.keys.room import KeyRoom
from app.records.keys.roster import Role, roster
from app.records.keys.rotation import rotate
from app.records.people.changes import add_person, change_password, people_of, regrant, revoke
from app.records.people.making import NewPerson
from app.records.people.refusals import (
    LastPharmacist,
    LoginTaken,
    NeedsHolder,
    OwnAccountRefused,
    RefusedPerson,
    SameSecret,
    UnknownPerson,
    WeakSecret,
)
from app.records.people.session import PharmacistSession
from app.records.people.unlock import Session, unlock
from app.records.refusals import KeyMissing, SessionClosed, Tampered, WrongSecret
from app.records.station_file import KEYSTORE, VAULT
from tests.records.stations import (
    LATER,
    MONTH,
    PEOPLE,
    SECRET,
    a_request,
    opened,
    peek,
    seal,
    shell,
    vault_of,
)

OTHER = "un autre secret de personne inventée"
CLAIRE = NewPerson("claire", "Claire Dumont", "Pharmacienne", Role.PHARMACIST, OTHER)


def room_of(session: Session) -> KeyRoom:
    assert session.keys is not None
    return session.keys


def events(folder: Path) -> list[int]:
    """What the journal says, as an intruder reads it: the code of each line."""
    return [entry[17] for (entry,) in peek(folder / VAULT, "select entry from ledger order by seq")]  # type: ignore[index]  # bytes of the ledger


def everything_opens(folder: Path, login: str, secret: str = SECRET) -> None:
    with unlock(folder, login, secret, LATER) as session:
        for number in (1, 2, 3):
            assert vault_of(session).read(a_request(number).sheet_id).intact
        assert [draft.intact for draft in vault_of(session).drafts()] == [True]
        assert session.facts is not None
        assert all(line.intact for line in session.facts.between(MONTH, MONTH))


def test_an_added_pharmacist_opens_everything_and_signs(full_folder: Path) -> None:
    with opened(full_folder) as session:
        made = add_person(room_of(session), CLAIRE, LATER)
        assert made in people_of(room_of(session))
    everything_opens(full_folder, "claire", OTHER)
    with unlock(full_folder, "claire", OTHER, LATER) as session:
        assert seal(vault_of(session), 9, now=LATER).number
    assert events(full_folder)[-2:] == [Event.PERSON_ADDED, Event.SHEET_SEALED]
    assert verify(full_folder).findings == ()
    assert [one.login for one in roster(full_folder)][-1] == "claire"


@pytest.mark.parametrize("role", [Role.OWNER, Role.AUDITOR, Role.PREPARER])
def test_an_owner_adds_those_who_open_no_sheet(folder: Path, role: Role) -> None:
    with opened(folder, "odile") as session:
        add_person(room_of(session), replace(CLAIRE, role=role), LATER)
    with unlock(folder, "claire", OTHER, LATER) as session:
        assert session.person.role is role
        assert not isinstance(session, PharmacistSession)
    assert verify(folder).findings == ()


def test_an_owner_alone_cannot_give_the_sheets(full_folder: Path) -> None:
    before = (full_folder / KEYSTORE).read_bytes()
    with opened(full_folder, "odile") as session:
        for act in (
            lambda: add_person(room_of(session), CLAIRE, LATER),
            lambda: regrant(room_of(session), "bruno", OTHER, LATER),
        ):
            with pytest.raises(NeedsHolder) as refused:
                act()
            assert "pharmacien" in refused.value.sentence
        with pytest.raises(KeyMissing):
            rotate(room_of(session), [Domain.SHEETS], LATER)
    assert (full_folder / KEYSTORE).read_bytes() == before


@pytest.mark.parametrize("login", ["aline", "paul"])
def test_an_auditor_and_a_preparer_change_nobody(folder: Path, login: str) -> None:
    with opened(folder, login) as session:
        assert session.keys is None


@pytest.mark.parametrize(
    ("person", "refusal"),
    [
        (replace(CLAIRE, login=" HELENE "), LoginTaken),
        (replace(CLAIRE, login=" "), RefusedPerson),
        (replace(CLAIRE, label=""), RefusedPerson),
        (replace(CLAIRE, title="x" * 201), RefusedPerson),
        (replace(CLAIRE, label="Claire\nDumont"), RefusedPerson),
        (replace(CLAIRE, secret=""), WeakSecret),
    ],
)
def test_an_account_that_cannot_be_made_changes_nothing(
    folder: Path, person: NewPerson, refusal: type[Exception]
) -> None:
    before = (folder / KEYSTORE).read_bytes()
    with opened(folder) as session, pytest.raises(refusal):
        add_person(room_of(session), person, LATER)
    assert (folder / KEYSTORE).read_bytes() == before


def test_a_revoked_person_opens_nothing_and_the_others_everything(full_folder: Path) -> None:
    with opened(full_folder) as session:
        revoke(room_of(session), "Bruno", LATER)
        # The session that revoked goes on working with the new keys.
        assert vault_of(session).read(a_request(1).sheet_id).intact
        assert seal(vault_of(session), 4).number
    with pytest.raises(WrongSecret):
        opened(full_folder, "bruno")
    assert "bruno" not in [one.login for one in roster(full_folder)]
    everything_opens(full_folder, "helene")
    with opened(full_folder) as session:
        lines = {line.number: line for line in vault_of(session).sheets()}
        assert all(line.intact for line in lines.values())
    with opened(full_folder, "odile") as session:
        assert session.facts is not None
        assert all(line.intact for line in session.facts.between(MONTH, MONTH))
    assert verify(full_folder).findings == ()


def test_what_a_revoked_person_signed_keeps_its_author(folder: Path) -> None:
    with opened(folder, "bruno") as session:
        seal(vault_of(session), 1)
    with opened(folder) as session:
        revoke(room_of(session), "bruno", LATER)
        assert vault_of(session).read(a_request(1).sheet_id).actor == "Bruno Castel"
    with opened(folder) as session:
        assert vault_of(session).read(a_request(1).sheet_id).actor == "Bruno Castel"


def test_the_keys_a_revoked_person_held_open_no_new_month(full_folder: Path) -> None:
    with opened(full_folder, "bruno") as session:
        ring = room_of(session).ring
        held = {one: bytes(ring.domain_key(one).key) for one in ring.held()}
    with opened(full_folder) as session:
        revoke(room_of(session), "bruno", LATER)
        ring = room_of(session).ring
        for domain in (Domain.SHEETS, Domain.FACTS, Domain.ACCESS):
            assert bytes(ring.domain_key(domain).key) != held[domain]
            assert ring.domain_key(domain).epoch == 2
        before = {row.key_id for row in room_of(session).keystore.readable_months(Domain.SHEETS)}
        seal(vault_of(session), 4)
        after = {row.key_id for row in room_of(session).keystore.readable_months(Domain.SHEETS)}
        # The same month goes on under a key that the former domain key never wrapped.
        assert len(after - before) == 1
        seal(vault_of(session), 5)
        assert len(room_of(session).keystore.readable_months(Domain.SHEETS)) == len(after)
    assert verify(full_folder).findings == ()


def test_an_owner_revokes_a_pharmacist_and_the_next_one_changes_the_keys(
    full_folder: Path,
) -> None:
    with opened(full_folder, "odile") as session:
        revoke(room_of(session), "bruno", LATER)
        assert room_of(session).keystore.overdue() == {Domain.SHEETS}
    with pytest.raises(WrongSecret):
        opened(full_folder, "bruno")
    with opened(full_folder) as session:
        assert room_of(session).keystore.overdue() == frozenset()
        assert room_of(session).ring.domain_key(Domain.SHEETS).epoch == 2
    everything_opens(full_folder, "helene")
    assert verify(full_folder).findings == ()


def test_nobody_takes_their_own_access_nor_the_last_one(folder: Path) -> None:
    with opened(folder, "odile") as session:
        revoke(room_of(session), "bruno", LATER)
        with pytest.raises(LastPharmacist):
            revoke(room_of(session), "helene", LATER)
        with pytest.raises(OwnAccountRefused):
            revoke(room_of(session), "odile", LATER)
        with pytest.raises(UnknownPerson):
            revoke(room_of(session), "bruno", LATER)
    everything = [one.login for one in roster(folder)]
    assert everything == [one.login for one in PEOPLE if one.login != "bruno"]


def test_a_forgotten_secret_is_replaced_by_a_colleague(full_folder: Path) -> None:
    with opened(full_folder, "bruno") as session:
        regrant(room_of(session), "helene", OTHER, LATER)
    with pytest.raises(WrongSecret):
        opened(full_folder)
    everything_opens(full_folder, "helene", OTHER)
    with unlock(full_folder, "helene", OTHER, LATER) as session:
        assert vault_of(session).read(a_request(1).sheet_id).actor == "Hélène Marchetti"
        seal(vault_of(session), 9, now=LATER)
    assert events(full_folder)[-3:-1] == [Event.PERSON_ADDED, Event.PERSON_REPLACED]
    assert verify(full_folder).findings == ()
    assert len(roster(full_folder)) == len(PEOPLE)


def test_a_change_of_password_touches_one_row_and_not_the_vault(full_folder: Path) -> None:
    opened(full_folder).close()
    vault = sha256((full_folder / VAULT).read_bytes()).digest()
    rows = "select id, sealed, salt from account"
    before = set(peek(full_folder / KEYSTORE, rows))
    with opened(full_folder) as session:
        change_password(session.own, SECRET, OTHER, LATER)
    assert sha256((full_folder / VAULT).read_bytes()).digest() == vault
    after = set(peek(full_folder / KEYSTORE, rows))
    assert len(after - before) == 1
    with pytest.raises(WrongSecret):
        opened(full_folder)
    everything_opens(full_folder, "helene", OTHER)
    # The line of the journal comes with the next login of somebody who signs.
    assert events(full_folder)[-1] == Event.PASSWORD_CHANGED
    assert events(full_folder).count(Event.PASSWORD_CHANGED) == 1
    assert verify(full_folder).findings == ()


def test_a_password_changes_twice_in_one_session_with_two_lines(folder: Path) -> None:
    with opened(folder, "paul") as session:
        change_password(session.own, SECRET, OTHER, LATER)
        change_password(session.own, OTHER, OTHER + "s", LATER)
    unlock(folder, "paul", OTHER + "s", LATER).close()
    assert Event.PASSWORD_CHANGED not in events(folder)
    opened(folder).close()
    assert events(folder).count(Event.PASSWORD_CHANGED) == 2


def test_a_wrong_or_equal_password_changes_nothing(folder: Path) -> None:
    before = (folder / KEYSTORE).read_bytes()
    with opened(folder) as session:
        for former, secret, refusal in (
            (SECRET + "x", OTHER, WrongSecret),
            (SECRET, SECRET, SameSecret),
            (SECRET, "", WeakSecret),
        ):
            with pytest.raises(refusal):
                change_password(session.own, former, secret, LATER)
    assert (folder / KEYSTORE).read_bytes() == before


def test_rotation_keeps_drafts_and_packages_after_several_epochs(full_folder: Path) -> None:
    for epoch in (2, 3, 4):
        with opened(full_folder) as session:
            rotate(room_of(session), [Domain.SHEETS, Domain.FACTS], LATER)
            assert room_of(session).ring.domain_key(Domain.SHEETS).epoch == epoch
    everything_opens(full_folder, "bruno")
    with opened(full_folder) as session:
        room = room_of(session)
        # Nothing of a former epoch opens a month: only drafts and packages were kept.
        for past in (1, 2, 3):
            assert room.ring.subkey_of_epoch(Domain.SHEETS, past, "draft")
            with pytest.raises(KeyMissing):
                room.ring.subkey_of_epoch(Domain.SHEETS, past, "month")
        with pytest.raises(ValueError, match="station"):
            rotate(room, [Domain.STATION], LATER)
    assert verify(full_folder).findings == ()


@pytest.mark.parametrize(
    "sql",
    [
        "update past_key set wrapped = zeroblob(64)",
        "update past_key set epoch = epoch + 1",
        "update past_key set label = case label when 'draft' then 'package' else 'draft' end",
    ],
)
def test_an_altered_past_key_opens_nothing(full_folder: Path, sql: str) -> None:
    with opened(full_folder) as session:
        rotate(room_of(session), [Domain.SHEETS], LATER)
    shell(full_folder / KEYSTORE, "delete from past_key where label = 'package'") if (
        "case" in sql
    ) else None
    assert shell(full_folder / KEYSTORE, sql) > 0
    with opened(full_folder) as session:
        assert [draft.intact for draft in vault_of(session).drafts()] == [False]


def test_a_month_key_of_another_epoch_stops_a_rotation_whole(full_folder: Path) -> None:
    shell(full_folder / KEYSTORE, "update month_key set epoch = 7 where domain = 1")
    with opened(full_folder) as session:
        before = (full_folder / KEYSTORE).read_bytes()
        with pytest.raises(Tampered):
            revoke(room_of(session), "bruno", LATER)
        assert (full_folder / KEYSTORE).read_bytes() == before
    opened(full_folder, "bruno").close()


def test_a_journal_that_is_not_sound_stops_every_change(full_folder: Path) -> None:
    shell(full_folder / VAULT, "delete from ledger where seq = 3")
    with opened(full_folder) as session:
        room = room_of(session)
        before = (full_folder / KEYSTORE).read_bytes()
        for act in (
            lambda: add_person(room, CLAIRE, LATER),
            lambda: revoke(room, "bruno", LATER),
            lambda: regrant(room, "bruno", OTHER, LATER),
            lambda: rotate(room, [Domain.FACTS], LATER),
        ):
            with pytest.raises(Tampered):
                act()
        assert (full_folder / KEYSTORE).read_bytes() == before


def test_an_altered_account_is_given_nothing(folder: Path) -> None:
    shell(folder / KEYSTORE, "update account set x25519 = zeroblob(32) where login = 'bruno'")
    with opened(folder) as session:
        for act in (
            lambda: rotate(room_of(session), [Domain.SHEETS], LATER),
            lambda: revoke(room_of(session), "paul", LATER),
            lambda: people_of(room_of(session)),
        ):
            with pytest.raises(Tampered):
                act()


def test_a_closed_session_changes_nobody(folder: Path) -> None:
    with opened(folder) as session:
        room = room_of(session)
    with pytest.raises(SessionClosed):
        add_person(room, CLAIRE, LATER)
    keystore = KeyStore(folder)
    assert len(keystore.accounts()) == len(PEOPLE)
    keystore.store.close()
