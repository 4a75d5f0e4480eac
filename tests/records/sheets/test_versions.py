"""Corrections and addenda: a newer version, the former ones untouched and still proven."""

import itertools
from pathlib import Path

import pytest

from app.records.check.verify import verify
from app.records.journal.entries import PREVIOUS_TRACE, Event, decode
from app.records.refusals import AlreadySealed, HeadMoved, UnknownSheet
from app.records.sheets.refusals import NoChangeReason, VersionMoved
from app.records.station_file import KEYSTORE, VAULT
from app.records.vault import (
    Change,
    ChangeKind,
    ChangeRequest,
    Document,
    DocumentKind,
    OutboxLine,
    Receipt,
    Vault,
)
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

ONE = a_request(1).sheet_id


def a_change(follows: int = 1, **changed) -> ChangeRequest:
    said = {
        "sheet": a_request(
            1,
            body=b"corrected body %d" % follows,
            documents=(Document(DocumentKind.PDF, b"corrected paper"),),
            summary=b"corrected summary",
            month=MONTH + 1,
            outbox=(OutboxLine(DocumentKind.XDM, ONE),),
            draft_id=None,
            now=LATER,
        ),
        "kind": ChangeKind.CORRECTION,
        "reason": "poids mal noté",
        "author": "Hélène Marchetti",
        "follows": follows,
    }
    return ChangeRequest(**(said | changed))


def change(vault: Vault, **changed) -> Receipt:
    return vault.change(a_change(**changed), vault.tree_head())


def test_a_correction_is_read_first_and_the_first_version_stays(folder: Path) -> None:
    with opened(folder) as session:
        vault = vault_of(session)
        seal(vault, 1)
        before = vault.read(ONE)
        row = peek(folder / VAULT, "select * from sheet")
        receipt = change(vault)
        assert vault.versions(ONE) == (1, 2)
        assert vault.read(ONE, 1) == before
        newer = vault.read(ONE)
        assert (newer.version, newer.number, newer.intact) == (2, receipt.number, True)
        assert newer.body == b"corrected body 1"
        assert newer.documents == {DocumentKind.PDF: b"corrected paper"}
        assert newer.change == Change(
            ChangeKind.CORRECTION, "poids mal noté", "Hélène Marchetti", 1, before.number
        )
        [line] = vault.sheets()
        assert (line.version, line.number) == (2, receipt.number)
        assert line.summary == b"corrected summary"
        assert peek(folder / VAULT, "select * from sheet where version = 1") == row
    with opened(folder, "bruno") as session:
        assert vault_of(session).read(ONE) == newer
    assert verify(folder).findings == ()


def test_a_version_has_its_own_key_the_month_and_the_fact_of_the_first(folder: Path) -> None:
    with opened(folder) as session:
        seal(vault_of(session), 1)
        change(vault_of(session))
        change(vault_of(session), follows=2, kind=ChangeKind.ADDENDUM)
        assert session.facts is not None
        assert [f.body for f in session.facts.between(MONTH, MONTH + 12)] == [b"fact 1"]
    rows = peek(folder / VAULT, "select month, wrapped from sheet")
    assert {month for month, _ in rows} == {MONTH}
    assert len({wrapped for _, wrapped in rows}) == 3
    assert peek(folder / KEYSTORE, "select count(*) from month_key where domain = 1") == [(1,)]


def test_the_entry_names_the_version_before_and_who_changed_it(folder: Path) -> None:
    with opened(folder) as session:
        seal(vault_of(session), 1)
    with opened(folder, "bruno") as session:
        change(vault_of(session))
        change(vault_of(session), follows=2, kind=ChangeKind.ADDENDUM)
        assert vault_of(session).read(ONE, 2).actor == "Bruno Castel"
    rows = peek(folder / VAULT, "select entry, leaf from ledger order by seq")
    sheets = [(decode(entry), leaf) for entry, leaf in rows][FIRST_NUMBER - 1 :]
    assert [one.event for one, _ in sheets] == [
        Event.SHEET_SEALED,
        Event.SHEET_CORRECTED,
        Event.SHEET_COMPLETED,
    ]
    for (_, leaf), (entry, _) in itertools.pairwise(sheets):
        assert [t.digest for t in entry.traces if t.kind == PREVIOUS_TRACE] == [leaf]


def test_the_reason_is_not_readable_on_the_disk(folder: Path) -> None:
    with opened(folder) as session:
        seal(vault_of(session), 1)
        change(vault_of(session), reason="Camille DORVAL avait maigri")
        written = b"".join(p.read_bytes() for p in folder.iterdir() if p.is_file())
    assert b"DORVAL" not in written


def test_the_same_change_again_returns_its_receipt(vault: Vault) -> None:
    seal(vault, 1)
    head = vault.tree_head()
    first = vault.change(a_change(), head)
    assert vault.change(a_change(), head) == first
    with pytest.raises(AlreadySealed):
        vault.change(a_change(reason="another"), head)
    assert vault.versions(ONE) == (1, 2)


def test_a_change_of_another_version_than_the_one_shown_is_refused(vault: Vault) -> None:
    seal(vault, 1)
    change(vault)
    change(vault, follows=2)
    for follows in (0, 1, 4):
        with pytest.raises((VersionMoved, AlreadySealed)):
            change(vault, follows=follows)
    assert vault.versions(ONE) == (1, 2, 3)


def test_a_change_says_why_of_a_sheet_that_is_there_on_the_present_head(vault: Vault) -> None:
    with pytest.raises(UnknownSheet):
        change(vault)
    head = vault.tree_head()
    seal(vault, 1)
    with pytest.raises(HeadMoved):
        vault.change(a_change(), head)
    for reason in ("", "  ", "x" * 2001):
        with pytest.raises(NoChangeReason):
            change(vault, reason=reason)
    assert vault.versions(ONE) == (1,)


def test_what_waited_to_leave_is_the_newer_version(vault: Vault) -> None:
    seal(vault, 1)
    change(vault)
    assert vault.outbox() == (OutboxLine(DocumentKind.XDM, ONE),)


def test_sealing_the_first_version_again_still_answers(vault: Vault) -> None:
    receipt = seal(vault, 1)
    change(vault)
    assert seal(vault, 1) == receipt


@pytest.mark.parametrize(
    "sql",
    [
        "delete from sheet where version = 2",
        "update sheet set body = (select body from sheet where version = 1) where version = 2",
        "update document set version = 2 where version = 1 and kind = 2",
        "delete from summary where version = 1",
        "update sheet set seq = seq + 7 where version = 2",
    ],
)
def test_versions_that_were_moved_are_found(folder: Path, sql: str) -> None:
    with opened(folder) as session:
        seal(vault_of(session), 1)
        change(vault_of(session))
    shell(folder / VAULT, "pragma foreign_keys = off")
    assert shell(folder / VAULT, sql) >= 1
    assert verify(folder).findings


def test_a_first_version_taken_away_is_told_by_the_newer_one(folder: Path) -> None:
    with opened(folder) as session:
        seal(vault_of(session), 1)
        change(vault_of(session))
    for table in ("document", "summary"):
        shell(folder / VAULT, f"delete from {table} where version = 1")  # noqa: S608
    shell(folder / VAULT, "delete from sheet where version = 1")
    with opened(folder) as session:
        assert not vault_of(session).read(ONE).intact
    assert verify(folder).findings
