"""What somebody with the sqlite3 shell can do to the vault: seen without a key, never believed."""

# ruff: noqa: S608 - sentences of a test

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from app.cli.command import run
from app.errors import StationError
from app.records.check.verify import Check, Depth, verify
from app.records.check.witnesses import Witnesses
from app.records.journal.merkle import leaf_hash
from app.records.refusals import FolderBusy
from app.records.station_file import KEYSTORE, VAULT
from tests.records.stations import (
    FIRST_NUMBER,
    LATER,
    MONTH,
    a_request,
    opened,
    peek,
    seal,
    shell,
    vault_of,
)

SECOND = FIRST_NUMBER + 1
SWAPPED = (
    "update {0} set {1} = case rowid when (select min(rowid) from {0})"
    " then (select {1} from {0} order by rowid limit 1 offset 1)"
    " else (select {1} from {0} order by rowid limit 1) end"
    " where rowid in (select rowid from {0} order by rowid limit 2)"
)
ATTACKS = {
    "bodies of two sheets swapped": SWAPPED.format("sheet", "body"),
    "keys of two sheets swapped": SWAPPED.format("sheet", "wrapped"),
    "two archive lines swapped": SWAPPED.format("summary", "body"),
    "two documents swapped": SWAPPED.format("document", "body"),
    "a sheet deleted": f"delete from sheet where seq = {SECOND}",
    "a journal entry deleted": f"delete from ledger where seq = {SECOND}",
    "the journal renumbered": f"update ledger set seq = -seq where seq > {FIRST_NUMBER}",
    "a sheet filed under another number": "update sheet set seq = seq + 50",
    "a head re-dated": "update head set time = time - 86400000",
    "heads deleted": "delete from head",
    "sheets in another month": "update sheet set month = 201601",
    "facts in another month": "update fact set month = 201601",
}
SEEN_BY_READING = {"keys of two sheets swapped"}
"""What no journal line tells: the reader's key refuses it."""


def _shows_only_what_was_sealed(folder: Path) -> int:
    """Return how many of the three sheets read; not one may read otherwise than sealed."""
    read = 0
    with opened(folder, now=LATER + timedelta(days=1)) as session:
        vault = vault_of(session)
        for number in (1, 2, 3):
            try:
                sealed = vault.read(a_request(number).sheet_id)
            except StationError:
                continue
            assert sealed.body == a_request(number).body
            assert sealed.documents == {d.kind: d.content for d in a_request(number).documents}
            read += sealed.intact
    return read


@pytest.mark.parametrize("attack", ATTACKS, ids=list(ATTACKS))
def test_a_change_made_with_the_shell_is_seen(full_folder: Path, attack: str) -> None:
    assert shell(full_folder / VAULT, ATTACKS[attack]) > 0
    found = bool(verify(full_folder).findings)
    assert found != (attack in SEEN_BY_READING)
    read = _shows_only_what_was_sealed(full_folder)
    assert found or read < 3


@pytest.mark.parametrize("domain", [1, 2])
def test_months_whose_key_was_taken_away_are_named(
    full_folder: Path, domain: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify(full_folder).closed == ()
    assert shell(full_folder / KEYSTORE, "delete from month_key where domain = ?", domain) > 0
    report = verify(full_folder)
    assert (report.findings, report.closed) == ((), (MONTH,))
    assert run(["archive", "verify", str(full_folder)]) == 1
    assert "Le mois 11/2026 a des fiches sans clé" in capsys.readouterr().out


def test_an_entry_re_dated_with_its_leaf_computed_again_is_named(full_folder: Path) -> None:
    [(encoded,)] = peek(full_folder / VAULT, "select entry from ledger where seq = ?", SECOND)
    assert isinstance(encoded, bytes)
    earlier = int.from_bytes(encoded[9:17], "big") - 86_400_000
    forged = encoded[:9] + earlier.to_bytes(8, "big") + encoded[17:]
    sql = "update ledger set entry = ?, leaf = ? where seq = ?"
    assert shell(full_folder / VAULT, sql, forged, leaf_hash(forged), SECOND) == 1
    assert {one.seq for one in verify(full_folder).findings} >= {SECOND}
    assert verify(full_folder, Check(Depth.HASHES)).findings


def test_an_old_copy_put_back_is_seen_with_and_without_new_entries(full_folder: Path) -> None:
    with opened(full_folder):
        pass
    old = Path(shutil.copytree(full_folder, full_folder.with_name("old")))
    with opened(full_folder) as session:
        seal(vault_of(session), 4)
        seal(vault_of(session), 5)
    brought = Check(Depth.HASHES, Witnesses(files=(full_folder / "anchors.log",)))
    for numbers in ((), (6,), (7, 8, 9)):
        with opened(old) as session:
            for number in numbers:
                seal(vault_of(session), number)
        assert verify(old, brought).findings
        assert verify(full_folder, brought).findings == ()


def test_two_instances_never_share_a_folder(full_folder: Path) -> None:
    with opened(full_folder) as session:
        with pytest.raises(FolderBusy):
            opened(full_folder, "bruno")
        seal(vault_of(session), 4)
    assert verify(full_folder).findings == ()


@pytest.mark.parametrize("shift", [timedelta(days=-2), timedelta(days=365 * 11 + 3)])
def test_a_wrong_clock_is_written_down_and_loses_nothing(
    full_folder: Path, shift: timedelta
) -> None:
    with opened(full_folder, now=LATER + shift) as session:
        vault = vault_of(session)
        seal(vault, 4, now=LATER + shift)
    with opened(full_folder, now=LATER) as session:
        vault = vault_of(session)
        seal(vault, 5, now=LATER)
        assert len(vault.sheets()) == 5
    sql = "select count(*) from ledger where substr(entry, 18, 1) = x'05'"
    assert peek(full_folder / VAULT, sql) == [(1,)]
    assert verify(full_folder).findings == ()
