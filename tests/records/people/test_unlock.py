"""One way in: the right secret, on files nobody touched. Every other way is refused."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.records.keys.accounts import Domain
from app.records.keys.argon import stretch
from app.records.keys.ring import KeyRing
from app.records.keys.roster import Role
from app.records.people.session import PharmacistSession
from app.records.people.unlock import unlock
from app.records.refusals import (
    FolderBroken,
    FolderBusy,
    KeyMissing,
    NewerStation,
    SessionClosed,
    StoreFailed,
    Tampered,
    WeakCost,
    WrongSecret,
)
from app.records.station_file import KEYSTORE, STATION, VAULT
from tests.records.stations import (
    CHEAP,
    MONTH,
    NOW,
    PEOPLE,
    SECRET,
    a_request,
    change_account,
    make_station,
    opened,
    peek,
    shell,
    vault_of,
)


def test_a_pharmacist_opens_sheets_and_facts(folder: Path) -> None:
    with opened(folder, " HELENE ") as session:
        assert (session.person.label, session.person.role) == (
            "Hélène Marchetti",
            Role.PHARMACIST,
        )
        assert isinstance(session, PharmacistSession)
        assert session.facts is not None


def test_an_owner_opens_facts_and_no_sheet(folder: Path) -> None:
    with opened(folder, "odile") as session:
        assert not isinstance(session, PharmacistSession)
        assert session.facts is not None


@pytest.mark.parametrize("login", ["aline", "paul"])
def test_an_auditor_and_a_preparer_open_neither(folder: Path, login: str) -> None:
    with opened(folder, login) as session:
        assert session.facts is None
        assert not isinstance(session, PharmacistSession)


@pytest.mark.parametrize(
    ("login", "secret"),
    [
        ("helene", SECRET + " "),
        ("helene", SECRET.upper()),
        ("helene", ""),
        ("helene", "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace")),
        ("nobody", SECRET),
        ("' or 1=1 --", SECRET),
    ],
)
def test_a_wrong_login_or_secret_says_the_same_thing(folder: Path, login: str, secret: str) -> None:
    with pytest.raises(WrongSecret) as refused:
        unlock(folder, login, secret, NOW)
    assert str(refused.value) == "WrongSecret"
    with opened(folder) as session:
        assert session.person.login == "helene"


def test_an_accent_typed_in_two_ways_is_one_secret() -> None:
    assert stretch("pré\u0301cis", bytes(16), CHEAP) == stretch(
        "pr\u00e9\u0301cis", bytes(16), CHEAP
    )
    assert stretch("e\u0301", bytes(16), CHEAP) == stretch("\u00e9", bytes(16), CHEAP)


def test_an_inactive_account_does_not_open(folder: Path) -> None:
    shell(folder / KEYSTORE, "update account set status = 2 where login = 'helene'")
    with pytest.raises(WrongSecret):
        opened(folder)


@pytest.mark.parametrize(
    "change",
    [
        "memory_kib = memory_kib / 2",
        "passes = passes + 1",
        "lanes = 2",
        "salt = zeroblob(16)",
        "role = 'owner'",
        "label = 'Somebody else'",
        "title = 'Titulaire'",
        "login = 'helene2'",
        "id = zeroblob(16)",
        "x25519 = zeroblob(32)",
        "ed25519 = (select ed25519 from account where login = 'bruno')",
        "sealed = (select sealed from account where login = 'bruno')",
        "sealed = x'00'",
        "sealed = zeroblob(92)",
    ],
)
def test_every_field_of_an_account_is_bound_to_its_secret(folder: Path, change: str) -> None:
    change_account(folder, change, "helene")
    login = "helene2" if change.startswith("login") else "helene"
    with pytest.raises(WrongSecret):
        opened(folder, login)
    with opened(folder, "bruno") as session:
        assert isinstance(session, PharmacistSession)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"station": "00', '"station": "ff'),
        ('"purpose": "demonstration"', '"purpose": "real"'),
    ],
)
def test_the_station_file_is_bound_to_every_secret(folder: Path, old: str, new: str) -> None:
    text = (folder / STATION).read_text()
    assert old in text
    (folder / STATION).write_text(text.replace(old, new))
    with pytest.raises((WrongSecret, WeakCost)):
        opened(folder)


def test_another_station_key_does_not_open(folder: Path, tmp_path: Path) -> None:
    other = make_station(tmp_path / "other")
    (folder / STATION).write_bytes((other / STATION).read_bytes())
    with pytest.raises(WrongSecret):
        opened(folder)


def test_a_real_station_refuses_weakened_parameters(folder: Path) -> None:
    text = (folder / STATION).read_text().replace('"demonstration"', '"real"')
    (folder / STATION).write_text(text)
    with pytest.raises(WeakCost):
        opened(folder)


@pytest.mark.parametrize("cost", ["memory_kib = 4294967295", "passes = 1000000", "lanes = 0"])
def test_parameters_that_would_freeze_the_machine_are_refused(folder: Path, cost: str) -> None:
    change_account(folder, cost, "helene")
    with pytest.raises(WeakCost):
        opened(folder)


def test_an_account_the_station_did_not_sign_is_refused(folder: Path) -> None:
    shell(folder / KEYSTORE, "update account set certificate = zeroblob(64)")
    with pytest.raises(Tampered):
        opened(folder)


def _swap_grants(folder: Path) -> None:
    keystore = folder / KEYSTORE
    shell(keystore, "update domain_grant set account = zeroblob(16) where false")
    [bruno] = peek(keystore, "select id from account where login = 'bruno'")
    [helene] = peek(keystore, "select id from account where login = 'helene'")
    shell(keystore, "delete from domain_grant where account = ?", *helene)
    shell(keystore, "update domain_grant set account = ? where account = ?", *helene, *bruno)


def test_a_grant_moved_to_another_user_is_refused(folder: Path) -> None:
    _swap_grants(folder)
    with pytest.raises(Tampered):
        opened(folder)


@pytest.mark.parametrize(
    "sql",
    [
        "update domain_grant set sealed = zeroblob(80)",
        "update domain_grant set signature = zeroblob(64)",
        "update domain_grant set epoch = epoch + 1",
        "update domain_grant set epoch = -1",
        "update domain_grant set domain = domain + 1000",
        "update domain_grant set domain = 5 where domain = 2",
        "delete from domain_grant where domain = 3 and rowid < 4",
        "delete from domain_grant where domain = 1",
        "delete from domain_grant",
    ],
)
def test_altered_or_missing_grants_are_refused(folder: Path, sql: str) -> None:
    assert shell(folder / KEYSTORE, sql) > 0
    with pytest.raises(Tampered):
        opened(folder)


def test_an_owner_with_a_grant_to_the_sheets_is_refused(folder: Path) -> None:
    keystore = folder / KEYSTORE
    [odile] = peek(keystore, "select id from account where login = 'odile'")
    [helene] = peek(keystore, "select id from account where login = 'helene'")
    shell(
        keystore,
        "insert into domain_grant select ?, domain, epoch, sealed, signature"
        " from domain_grant where account = ? and domain = 1",
        *odile,
        *helene,
    )
    with pytest.raises(Tampered):
        opened(folder, "odile")


@pytest.mark.parametrize(
    "change",
    ["role = 'king'", "status = 400", "status = -1", f"label = '{'x' * 300}'"],
)
def test_an_account_that_cannot_be_one_is_refused(folder: Path, change: str) -> None:
    change_account(folder, change, "bruno")
    with pytest.raises(Tampered):
        opened(folder)


def test_two_sessions_do_not_share_a_folder(folder: Path) -> None:
    with opened(folder), pytest.raises(FolderBusy):
        opened(folder, "bruno")
    with opened(folder, "bruno") as session:
        assert session.person.login == "bruno"


def test_a_session_serves_another_thread_than_the_one_that_opened_it(folder: Path) -> None:
    with ThreadPoolExecutor(1) as opening, ThreadPoolExecutor(1) as lane:
        session = opening.submit(opened, folder).result()
        vault = vault_of(session)
        lane.submit(vault.save_draft, bytes(16), b"body", NOW).result()
        assert lane.submit(vault.drafts).result()[0].body == b"body"
    session.close()


def test_a_refused_secret_leaves_the_folder_free(folder: Path) -> None:
    for _ in range(3):
        with pytest.raises(WrongSecret):
            unlock(folder, "helene", "wrong", NOW)
    opened(folder).close()


def test_a_closed_session_holds_no_key(folder: Path) -> None:
    session = opened(folder)
    vault = vault_of(session)
    ring = vault._sealing._ring
    held = [domain.key for domain in ring._domains.values()]
    month = ring.month_for_writing(Domain.SHEETS, MONTH).key
    head = vault.tree_head()
    session.close()
    session.close()
    assert all(set(key) == {0} for key in [*held, month])
    for use in (
        lambda: vault.save_draft(bytes(16), b"body", NOW),
        vault.sheets,
        lambda: vault.seal(a_request(), head),
        lambda: ring.domain_subkey(Domain.SHEETS, "draft"),
    ):
        with pytest.raises(SessionClosed):
            use()


def test_a_journal_without_its_pen_writes_nothing(folder: Path) -> None:
    with opened(folder) as session:
        vault = vault_of(session)
        vault._ledger.put_down()
        with pytest.raises(SessionClosed):
            vault.seal(a_request(), vault.tree_head())
        assert vault.sheets() == ()


@pytest.mark.parametrize("name", [VAULT, KEYSTORE])
def test_files_of_another_kind_are_refused(folder: Path, name: str) -> None:
    shell(folder / name, "pragma application_id = 12")
    with pytest.raises(FolderBroken):
        opened(folder)


@pytest.mark.parametrize("name", [VAULT, KEYSTORE])
def test_files_of_a_later_version_are_refused(folder: Path, name: str) -> None:
    shell(folder / name, "pragma user_version = 99")
    with pytest.raises(NewerStation):
        opened(folder)


def test_files_that_cannot_be_opened_are_refused(folder: Path) -> None:
    (folder / "vault.sqlite-wal").mkdir()
    with pytest.raises(StoreFailed):
        opened(folder)


def test_a_key_of_another_domain_or_month_is_not_given(folder: Path) -> None:
    with opened(folder) as session:
        ring = vault_of(session)._sealing._ring
        key = ring.month_for_writing(Domain.SHEETS, MONTH)
        assert ring.month_for_writing(Domain.SHEETS, MONTH).key_id == key.key_id
        for domain, month in ((Domain.FACTS, MONTH), (Domain.SHEETS, MONTH + 1)):
            with pytest.raises(Tampered):
                ring.month_for_reading(domain, month, key.key_id)
        with pytest.raises(KeyMissing):
            ring.month_for_reading(Domain.SHEETS, MONTH, key.key_id ^ 1)
        with pytest.raises(KeyMissing):
            ring.subkey_of_epoch(Domain.SHEETS, 2, "draft")


def test_a_number_already_taken_is_not_given_to_a_month_key(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter([b"\0\0\0\7", b"\0\0\0\7", b"\0\0\0\x08"])
    with opened(folder) as session:
        ring = vault_of(session)._sealing._ring
        with monkeypatch.context() as patch:
            patch.setattr("app.records.keys.ring.os.urandom", lambda size: next(drawn, bytes(size)))
            patch.setattr("app.records.keys.ring.new_key", lambda: bytearray(range(32)))
            patch.setattr("app.records.keys.ring.wrap_key", lambda *_: bytes(64))
            first = ring.month_for_writing(Domain.SHEETS, MONTH)
            second = ring.month_for_writing(Domain.SHEETS, MONTH + 1)
    assert (first.key_id, second.key_id) == (7, 8)


def test_a_station_key_that_is_not_the_stations_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(KeyRing, "station_seed", lambda _: bytearray(32))
    with pytest.raises(Tampered):
        opened(folder)
    monkeypatch.undo()
    opened(folder).close()


def test_an_owner_holds_no_key_of_the_sheets(folder: Path) -> None:
    with opened(folder, "odile") as session:
        assert session.facts is not None
        with pytest.raises(KeyMissing):
            session.facts._ring.domain_subkey(Domain.SHEETS, "month")


def test_every_account_has_the_grants_of_its_role_and_no_other(folder: Path) -> None:
    found = peek(
        folder / KEYSTORE,
        "select login, group_concat(domain) from account left join domain_grant"
        " on account = account.id group by account.rowid",
    )
    assert dict(found) == {
        "helene": "1,2,3,4",
        "bruno": "1,2,3,4",
        "odile": "2,3,4",
        "aline": "3",
        "paul": None,
    }
    assert len(found) == len(PEOPLE)
