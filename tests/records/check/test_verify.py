"""Verification without a key: silent on what is whole, and it names what is not."""

import shutil
import stat
from pathlib import Path

import pytest

from app.records.check.verify import Finding, verify
from app.records.journal.merkle import leaf_hash
from app.records.refusals import FolderAbsent
from app.records.station_file import KEYSTORE, STATION, VAULT
from tests.records.stations import (
    FIRST_NUMBER,
    make_station,
    opened,
    peek,
    seal,
    shell,
    vault_of,
)

LAST = FIRST_NUMBER + 2


def test_a_whole_station_has_no_finding(full_folder: Path) -> None:
    report = verify(full_folder)
    assert report.findings == ()
    assert report.entries == report.head.size == LAST
    with opened(full_folder) as session:
        assert vault_of(session).tree_head() == report.head


def test_a_station_at_work_has_no_finding(full_folder: Path) -> None:
    with opened(full_folder) as session:
        seal(vault_of(session), 4)
        report = verify(full_folder)
        assert (report.entries, report.findings) == (LAST + 1, ())
        seal(vault_of(session), 5)
    assert verify(full_folder).entries == LAST + 2


def test_verifying_a_copy_changes_nothing_in_it(full_folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(full_folder, tmp_path / "copy"))
    (copy / KEYSTORE).unlink()
    before = {file.name: file.read_bytes() for file in copy.iterdir()}
    for file in copy.iterdir():
        file.chmod(stat.S_IRUSR)
    assert verify(copy).findings == ()
    assert {file.name: file.read_bytes() for file in copy.iterdir()} == before


def test_a_folder_without_a_station_is_absent(tmp_path: Path) -> None:
    with pytest.raises(FolderAbsent):
        verify(tmp_path)


VAULT_FAULTS = [
    ("update sheet set body = zeroblob(length(body)) where seq = ?", FIRST_NUMBER),
    ("update sheet set version = 2 where seq = ?", FIRST_NUMBER),
    ("delete from sheet where seq = ?", FIRST_NUMBER + 1),
    (
        "update document set body = zeroblob(99) where sheet = (select id from sheet where seq = ?)",
        LAST,
    ),
    ("delete from document where sheet = (select id from sheet where seq = ?) and kind = 2", LAST),
    (
        "update document set kind = 9 where sheet = (select id from sheet where seq = ?) and kind = 2",
        LAST,
    ),
    (
        "update document set kind = 300 where sheet = (select id from sheet where seq = ?) and kind = 2",
        LAST,
    ),
    (
        "update document set id = randomblob(16) where sheet = (select id from sheet where seq = ?)",
        LAST,
    ),
    (
        "update summary set body = zeroblob(99) where id = (select id from sheet where seq = ?)",
        LAST,
    ),
    ("delete from summary where id = (select id from sheet where seq = ?)", LAST),
    ("update package set body = zeroblob(99) where seq = ?", FIRST_NUMBER),
    ("update package set seq = seq + 1 where seq = ?", FIRST_NUMBER),
    ("delete from package where seq = ?", FIRST_NUMBER),
    ("delete from ledger where seq = ?", FIRST_NUMBER),
    ("delete from ledger where seq = ?", 1),
    ("update ledger set entry = zeroblob(300) where seq = ?", FIRST_NUMBER),
    ("update ledger set entry = x'00' where seq = ?", FIRST_NUMBER),
    ("update ledger set leaf = zeroblob(32) where seq = ?", FIRST_NUMBER),
    ("delete from head where size = ?", FIRST_NUMBER),
    ("update head set root = zeroblob(32) where size = ?", FIRST_NUMBER),
    ("update head set time = time + 1 where size = ?", FIRST_NUMBER),
    ("update head set time = -1 where size = ?", FIRST_NUMBER),
]
FAULTS_OF_NO_ENTRY = [
    "update sheet set seq = 50 where seq = (select min(seq) from sheet)",
    "insert into sheet select zeroblob(16), version, month, 99, wrapped, body from sheet limit 1",
    "insert into document select zeroblob(16), zeroblob(16), version, kind, body from document limit 1",
    "insert into summary select zeroblob(16), version, key, body from summary limit 1",
    "insert into package select zeroblob(16), seq, wrapped, zeroblob(99) from package",
    "insert into fact select zeroblob(16), month, key, body from fact limit 1",
    "insert into signer select zeroblob(16), public, certificate from signer limit 1",
    "delete from fact where id = (select min(id) from fact)",
    "update fact set body = zeroblob(99) where id = (select min(id) from fact)",
    "create trigger spy after insert on sheet begin delete from draft; end",
    "create table notes (text)",
    "alter table outbox add column note text",
]


@pytest.mark.parametrize(("sql", "seq"), VAULT_FAULTS)
def test_a_fault_of_one_entry_is_named_by_its_number(full_folder: Path, sql: str, seq: int) -> None:
    assert shell(full_folder / VAULT, sql, seq) > 0
    findings = verify(full_folder).findings
    assert min(finding.seq for finding in findings if finding.seq) == seq
    assert all(finding.sentence.endswith(".") for finding in findings)


@pytest.mark.parametrize("sql", FAULTS_OF_NO_ENTRY)
def test_what_was_added_or_belongs_to_no_entry_is_found(full_folder: Path, sql: str) -> None:
    shell(full_folder / VAULT, sql)
    assert verify(full_folder).findings != ()


def test_two_sheets_exchanged_are_found(full_folder: Path) -> None:
    for sql in (
        "update sheet set seq = seq + 100 where seq in (?1, ?1 + 1)",
        "update sheet set seq = case seq when ?1 + 100 then ?1 + 1 else ?1 end where seq > ?1 + 50",
    ):
        shell(full_folder / VAULT, sql, FIRST_NUMBER)
    assert {finding.seq for finding in verify(full_folder).findings} == {
        FIRST_NUMBER,
        FIRST_NUMBER + 1,
    }


def test_entries_renumbered_over_a_gap_are_found(full_folder: Path) -> None:
    shell(full_folder / VAULT, "delete from ledger where seq = ?", FIRST_NUMBER)
    shell(full_folder / VAULT, "update ledger set seq = seq - 1 where seq > ?", FIRST_NUMBER)
    assert verify(full_folder).findings[0].seq == FIRST_NUMBER


def test_an_emptied_journal_is_found(full_folder: Path) -> None:
    for table in ("ledger", "head", "signer"):
        shell(full_folder / VAULT, f"delete from {table}")  # noqa: S608 - names above
    assert "Le registre est vide." in [one.sentence for one in verify(full_folder).findings]


def test_an_entry_signed_by_a_colleague_in_ones_name_is_found(full_folder: Path) -> None:
    [(encoded,)] = peek(full_folder / VAULT, "select entry from ledger where seq = ?", LAST)
    assert isinstance(encoded, bytes)
    [(other,)] = peek(full_folder / VAULT, "select id from signer where rowid = 2")
    assert isinstance(other, bytes)
    forged = encoded[:18] + other + encoded[34:]
    shell(full_folder / VAULT, "update ledger set entry = ? where seq = ?", forged, LAST)
    leaf = leaf_hash(forged)
    shell(full_folder / VAULT, "update ledger set leaf = ? where seq = ?", leaf, LAST)
    assert (
        Finding(LAST, f"La signature de l’entrée {LAST} n’est pas valable.")
        in verify(full_folder).findings
    )


def test_a_tail_cut_with_its_sheet_but_not_its_head_is_found(full_folder: Path) -> None:
    shell(full_folder / VAULT, "delete from ledger where seq = ?", LAST)
    assert LAST in {finding.seq for finding in verify(full_folder).findings}


def test_a_history_signed_by_another_station_is_found(full_folder: Path, tmp_path: Path) -> None:
    other = make_station(tmp_path / "other")
    with opened(other) as session:
        seal(vault_of(session), 1)
    (full_folder / VAULT).write_bytes((other / VAULT).read_bytes())
    findings = verify(full_folder).findings
    assert findings[0].seq == 1
    assert "ne connaît pas" in findings[0].sentence


def test_a_signature_of_a_colleague_is_found(full_folder: Path) -> None:
    swapped = (
        "update signer set public = (select public from signer order by rowid limit 1 offset 1),"
        " certificate = (select certificate from signer order by rowid limit 1 offset 1)"
        " where rowid = 1"
    )
    shell(full_folder / VAULT, swapped)
    assert verify(full_folder).findings[0].seq == 1


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("update account set label = 'Somebody else' where login = 'bruno'", "bruno"),
        ("update account set role = 'king' where login = 'bruno'", "bruno"),
        ("update domain_grant set signature = zeroblob(64)", "pas signé"),
        ("update domain_grant set epoch = -1", "pas lisible"),
        ("create table notes (text)", "tables de keystore.sqlite"),
    ],
)
def test_a_key_file_that_was_touched_is_told(full_folder: Path, sql: str, words: str) -> None:
    shell(full_folder / KEYSTORE, sql)
    assert words in verify(full_folder).findings[0].sentence


@pytest.mark.parametrize("name", [VAULT, KEYSTORE])
def test_a_file_that_is_no_database_is_told(full_folder: Path, name: str) -> None:
    (full_folder / name).write_bytes(b"%PDF" * 4000)
    assert name in verify(full_folder).findings[0].sentence


def test_a_missing_vault_or_station_file_is_told(full_folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(full_folder, tmp_path / "copy"))
    (copy / VAULT).unlink()
    assert VAULT in verify(copy).findings[0].sentence
    (full_folder / STATION).unlink()
    assert STATION in verify(full_folder).findings[0].sentence


def test_a_stale_log_beside_an_older_copy_is_never_silent(
    full_folder: Path, tmp_path: Path
) -> None:
    old = (full_folder / VAULT).read_bytes()
    session = opened(full_folder)
    seal(vault_of(session), 4)
    log = (full_folder / f"{VAULT}-wal").read_bytes()
    session.close()
    (full_folder / VAULT).write_bytes(old)
    (full_folder / f"{VAULT}-wal").write_bytes(log)
    report = verify(full_folder)
    assert report.findings or report.entries == LAST + 1
