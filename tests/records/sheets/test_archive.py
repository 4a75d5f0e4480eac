"""Reading: what was sealed, byte for byte, or a refusal; what surrounds it, or its absence told."""

from datetime import timedelta
from pathlib import Path

import pytest

from app.records.refusals import FolderBroken, KeyMissing, Tampered, UnknownSheet
from app.records.sheets.within import SheetSecrets
from app.records.station_file import KEYSTORE, VAULT
from app.records.vault import DocumentKind, Vault
from tests.records.stations import (
    FIRST_NUMBER,
    LATER,
    MONTH,
    NOW,
    a_request,
    opened,
    peek,
    seal,
    shell,
    vault_of,
)

ONE, TWO = a_request(1).sheet_id, a_request(2).sheet_id


def test_the_list_is_newest_first_with_numbers_and_times(full_folder: Path) -> None:
    with opened(full_folder, "bruno") as session:
        lines = vault_of(session).sheets()
    assert [line.number for line in lines] == [FIRST_NUMBER + 2, FIRST_NUMBER + 1, FIRST_NUMBER]
    assert [line.summary for line in lines] == [b"summary 3", b"summary 2", b"summary 1"]
    assert [line.sealed_at for line in lines] == [NOW + timedelta(minutes=n) for n in (3, 2, 1)]
    assert all(line.intact and line.month == MONTH for line in lines)


def test_a_sheet_never_sealed_is_unknown(vault: Vault) -> None:
    with pytest.raises(UnknownSheet):
        vault.read(bytes(16))


SHEET_FAULTS = [
    # one bit of the sealed bytes
    "update sheet set body = zeroblob(length(body)) where id = ?1",
    "update document set body = zeroblob(length(body)) where sheet = ?1 and kind = 1",
    "update package set body = zeroblob(length(body)) where ?1 is not null",
    "delete from package where ?1 is not null",
    "update package set wrapped = zeroblob(64) where ?1 is not null",
    # its key
    "update sheet set wrapped = cast(substr(wrapped, 1, 63) || x'00' as blob) where id = ?1",
    "update sheet set wrapped = zeroblob(64) where id = ?1",
    "update sheet set wrapped = (select wrapped from sheet where id = ?2) where id = ?1",
    # rows moved
    "update sheet set body = (select body from sheet where id = ?2) where id = ?1",
    "update document set body = (select body from document where sheet = ?2 and kind = 1)"
    " where sheet = ?1 and kind = 1",
    "update document set body = (select body from document where sheet = ?1 and kind = 2)"
    " where sheet = ?1 and kind = 1",
    # documents missing, added, of another kind
    "delete from document where sheet = ?1 and kind = 3",
    "update document set kind = 9 where sheet = ?1 and kind = 1",
    "insert into document select zeroblob(16), sheet, version, 8, body from document"
    " where sheet = ?1 and kind = 1",
    "update document set sheet = zeroblob(16) where sheet = ?1 and kind = 1",
    # the journal beside it
    "update sheet set seq = 1 where id = ?1",
    "update sheet set seq = 999 where id = ?1",
    "delete from ledger where entry = (select entry from ledger join sheet using (seq)"
    " where sheet.id = ?1)",
    "update ledger set entry = x'00' where seq = (select seq from sheet where id = ?1)",
    "update ledger set entry = (select entry from ledger join sheet using (seq)"
    " where sheet.id = ?2) where seq = (select seq from sheet where id = ?1)",
    "update sheet set month = month + 1 where id = ?1",
]


@pytest.mark.parametrize("sql", SHEET_FAULTS)
def test_a_sheet_that_was_touched_is_refused_and_the_others_read(
    full_folder: Path, sql: str
) -> None:
    sql = sql if "?2" in sql else f"{sql} and ?2 is not null"
    assert shell(full_folder / VAULT, sql, ONE, TWO) > 0
    with opened(full_folder) as session:
        vault = vault_of(session)
        with pytest.raises((Tampered, KeyMissing)):
            vault.read(ONE)
        if "package" not in sql:
            assert vault.read(TWO).body == a_request(2).body


@pytest.mark.parametrize(
    "sql",
    [
        "update summary set body = zeroblob(length(body)) where id = ?",
        "delete from summary where id = ?",
        "update summary set key = key + 1 where id = ?",
        "update summary set body = (select body from summary where id <> ?1) where id = ?1",
    ],
)
def test_a_damaged_archive_line_is_told_and_its_sheet_still_opens(
    full_folder: Path, sql: str
) -> None:
    assert shell(full_folder / VAULT, sql, ONE) == 1
    with opened(full_folder) as session:
        lines = {line.sheet_id: line for line in vault_of(session).sheets()}
        assert (lines[ONE].summary, lines[ONE].intact) == (b"", False)
        assert (lines[TWO].summary, lines[TWO].intact) == (b"summary 2", True)
        sealed = vault_of(session).read(ONE)
    assert sealed.body == a_request(1).body
    assert sealed.intact is ("key" in sql)


def test_an_archive_line_filed_under_another_number_is_told(full_folder: Path) -> None:
    swap = (
        "update sheet set seq = case id when ?1 then 901 when ?2 then 902 end where id in (?1, ?2)"
    )
    back = "update sheet set seq = case id when ?1 then ?3 + 1 when ?2 then ?3 end where id in (?1, ?2)"
    shell(full_folder / VAULT, swap, ONE, TWO)
    shell(full_folder / VAULT, back, ONE, TWO, FIRST_NUMBER)
    with opened(full_folder) as session:
        lines = {line.sheet_id: line.intact for line in vault_of(session).sheets()}
        assert (lines[ONE], lines[TWO]) == (False, False)
        with pytest.raises(Tampered):
            vault_of(session).read(ONE)


@pytest.mark.parametrize(
    "sql",
    [
        "update fact set body = zeroblob(length(body))",
        "delete from fact",
        "update package set seq = 1",
        "update package set seq = 999",
        "update signer set certificate = zeroblob(64)",
        "update signer set public = zeroblob(32)",
        "delete from signer",
        "delete from head where size = (select max(size) from head)",
        "update head set root = zeroblob(32) where size = (select max(size) from head)",
        "update head set signature = zeroblob(64) where size = (select max(size) from head)",
        "update head set time = -1 where size = (select max(size) from head)",
        "update ledger set leaf = zeroblob(32) where seq = 1",
        "delete from ledger where seq = 2",
    ],
)
def test_a_sheet_whose_surroundings_were_touched_reads_as_not_intact(
    full_folder: Path, sql: str
) -> None:
    assert shell(full_folder / VAULT, sql) > 0
    with opened(full_folder) as session:
        vault = vault_of(session)
        sealed = vault.read(ONE)
        assert sealed.body == a_request(1).body
        assert not sealed.intact


@pytest.mark.parametrize(
    "sql",
    [
        "delete from head where size = (select max(size) from head)",
        "update ledger set leaf = zeroblob(32) where seq = 1",
        "update ledger set entry = zeroblob(300) where seq = (select max(seq) from ledger)",
        "delete from ledger where seq = (select max(seq) from ledger)",
        "delete from ledger where seq = 1",
        "delete from ledger",
    ],
)
def test_a_journal_that_contradicts_its_head_seals_nothing_and_keeps_drafts(
    full_folder: Path, sql: str
) -> None:
    assert shell(full_folder / VAULT, sql) > 0
    before = peek(full_folder / VAULT, "select count(*) from ledger")
    with opened(full_folder, now=NOW - timedelta(days=3)) as session:
        vault = vault_of(session)
        assert not vault.is_sound
        with pytest.raises(Tampered):
            vault.tree_head()
        with pytest.raises(Tampered):
            vault.record_export(ONE, DocumentKind.PDF, NOW)
        vault.save_draft(b"n" * 16, b"the patient is still here", LATER)
        assert vault.drafts()[0].body == b"the patient is still here"
    assert peek(full_folder / VAULT, "select count(*) from ledger") == before


def test_an_export_of_a_document_that_changed_is_refused(full_folder: Path) -> None:
    shell(full_folder / VAULT, "update document set body = zeroblob(99) where kind = 1")
    with opened(full_folder) as session, pytest.raises(Tampered):
        vault_of(session).record_export(ONE, DocumentKind.PDF, NOW)


def test_a_waiting_line_of_an_unknown_kind_is_refused(full_folder: Path) -> None:
    shell(full_folder / VAULT, "update outbox set kind = 12")
    with opened(full_folder) as session, pytest.raises(Tampered):
        vault_of(session).outbox()


def test_a_month_whose_key_was_destroyed_does_not_read(full_folder: Path) -> None:
    shell(full_folder / KEYSTORE, "update month_key set wrapped = null, state = 2 where domain = 1")
    with opened(full_folder) as session:
        vault = vault_of(session)
        with pytest.raises(KeyMissing):
            vault.read(ONE)
        assert [line.intact for line in vault.sheets()] == [False] * 3
        seal(vault, 4)
        assert vault.read(a_request(4).sheet_id).intact


@pytest.mark.parametrize(
    "sql",
    [
        "update month_key set wrapped = zeroblob(64)",
        "update month_key set month = month + 1",
        "update month_key set domain = 3 - domain",
        "update month_key set domain = 200",
        "update month_key set wrapped = (select wrapped from month_key where domain = 2)",
    ],
)
def test_a_month_key_that_was_touched_opens_nothing(full_folder: Path, sql: str) -> None:
    assert shell(full_folder / KEYSTORE, sql) > 0
    with opened(full_folder) as session, pytest.raises(Tampered):
        vault_of(session).read(ONE)


@pytest.mark.parametrize(
    "sql",
    [
        "create trigger spy after insert on sheet begin delete from draft; end",
        "alter table sheet add column note text",
        "drop index outbox_waiting",
    ],
)
def test_a_vault_whose_tables_were_changed_does_not_open(full_folder: Path, sql: str) -> None:
    shell(full_folder / VAULT, sql)
    with pytest.raises(FolderBroken):
        opened(full_folder)


def test_a_journal_without_heads_nor_signers_reads_no_unproven_sheet(full_folder: Path) -> None:
    shell(full_folder / VAULT, "delete from head")
    shell(full_folder / VAULT, "delete from signer")
    with opened(full_folder) as session, pytest.raises(Tampered):
        vault_of(session).read(ONE)


def test_a_last_entry_that_is_not_its_leaf_is_unsound(full_folder: Path) -> None:
    last = "where seq = (select max(seq) from ledger)"
    shell(full_folder / VAULT, f"update ledger set leaf = zeroblob(32) {last}")  # noqa: S608
    shell(full_folder / VAULT, "delete from head where size = (select max(size) from head)")
    with opened(full_folder) as session:
        assert not vault_of(session).is_sound


def test_a_head_signed_over_other_leaves_is_unsound(full_folder: Path) -> None:
    entry = "(select entry from ledger where seq = (select max(seq) - 1 from ledger))"
    last = "where seq = (select max(seq) from ledger)"
    shell(full_folder / VAULT, f"update ledger set entry = {entry} {last}")  # noqa: S608
    with opened(full_folder) as session:
        assert not vault_of(session).is_sound


def test_an_opened_sheet_too_short_to_be_one_is_refused() -> None:
    with pytest.raises(Tampered):
        SheetSecrets.unpacked(bytes(95))


def test_a_protocol_never_kept_is_not_traced(vault: Vault) -> None:
    assert not vault._archive._packages.is_traced(bytes(16))


def test_an_account_gone_from_the_key_file_is_shown_by_its_pseudonym(full_folder: Path) -> None:
    keystore = full_folder / KEYSTORE
    [(pseudonym,)] = peek(keystore, "select id from account where login = 'helene'")
    shell(keystore, "update account set certificate = zeroblob(64) where login = 'helene'")
    with opened(full_folder, "bruno") as session:
        assert vault_of(session).read(ONE).actor == pseudonym.hex()
