"""A draft saved is a draft kept: encrypted, replaced as a whole, dropped when sealed."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.records.people.unlock import Session
from app.records.refusals import KeyMissing
from app.records.station_file import VAULT
from app.records.vault import Vault
from tests.records.stations import NOW, opened, peek, shell, vault_of

ONE, TWO = b"1" * 16, b"2" * 16


def test_the_last_body_is_the_one_kept(vault: Vault) -> None:
    vault.save_draft(ONE, b"first answer", NOW)
    vault.save_draft(ONE, b"second answer", NOW + timedelta(seconds=5))
    [draft] = vault.drafts()
    assert (draft.draft_id, draft.body, draft.intact) == (ONE, b"second answer", True)
    assert draft.saved_at == NOW + timedelta(seconds=5)


def test_drafts_come_latest_first_and_survive_a_new_session(folder: Path) -> None:
    with opened(folder) as session:
        vault_of(session).save_draft(ONE, b"one", NOW)
        vault_of(session).save_draft(TWO, b"two", NOW + timedelta(hours=1))
    with opened(folder, "bruno") as session:
        assert [draft.body for draft in vault_of(session).drafts()] == [b"two", b"one"]


def test_a_dropped_draft_is_gone(vault: Vault) -> None:
    vault.save_draft(ONE, b"one", NOW)
    vault.save_draft(TWO, b"two", NOW)
    vault.drop_draft(ONE)
    vault.drop_draft(b"3" * 16)
    assert [draft.draft_id for draft in vault.drafts()] == [TWO]


def test_an_identifier_of_another_length_is_refused(vault: Vault) -> None:
    with pytest.raises(ValueError, match="16"):
        vault.save_draft(b"short", b"body", NOW)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(body=st.binary(max_size=5000))
def test_any_body_comes_back(vault: Vault, body: bytes) -> None:
    vault.save_draft(ONE, body, NOW)
    assert vault.drafts()[0].body == body


@pytest.mark.parametrize(
    "change",
    [
        "update draft set body = zeroblob(length(body)) where id = ?",
        "update draft set body = x'00' where id = ?",
        "update draft set wrapped = zeroblob(64) where id = ?",
        "update draft set body = (select body from draft where id <> ?1) where id = ?1",
        "update draft set wrapped = (select wrapped from draft where id <> ?1),"
        " body = (select body from draft where id <> ?1) where id = ?1",
    ],
)
def test_an_altered_draft_is_told_and_hides_no_other(folder: Path, change: str) -> None:
    with opened(folder) as session:
        vault_of(session).save_draft(ONE, b"one", NOW)
        vault_of(session).save_draft(TWO, b"two", NOW)
    shell(folder / VAULT, change, ONE)
    with opened(folder) as session:
        found = {draft.draft_id: draft for draft in vault_of(session).drafts()}
    assert (found[ONE].intact, found[ONE].body) == (False, b"")
    assert (found[TWO].intact, found[TWO].body) == (True, b"two")


def test_each_save_takes_a_fresh_key(folder: Path, session: Session) -> None:
    wrapped = []
    for _ in range(2):
        vault_of(session).save_draft(ONE, b"same", NOW)
        wrapped += peek(folder / VAULT, "select wrapped from draft")
    assert wrapped[0] != wrapped[1]


def test_who_holds_no_key_of_the_sheets_reads_no_draft(full_folder: Path) -> None:
    with opened(full_folder, "odile") as session:
        assert session.facts is not None
        with pytest.raises(KeyMissing):
            session.facts._ring.domain_subkey(1, "draft")
