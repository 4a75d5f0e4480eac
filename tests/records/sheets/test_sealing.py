"""The closing transaction: whole, durable, once, on the head that was printed."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.records.check.verify import verify
from app.records.database import Store
from app.records.envelope import Kind
from app.records.journal.entries import SET_BACK_MS, Event, decode
from app.records.journal.merkle import inclusion_holds
from app.records.people.unlock import Session
from app.records.refusals import AlreadySealed, HeadMoved, Tampered, UnknownSheet
from app.records.sheets import sealing
from app.records.station_file import KEYSTORE, VAULT
from app.records.vault import Document, DocumentKind, OutboxLine, TreeHead, Vault
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


def test_a_sealed_sheet_bears_the_number_that_was_announced(vault: Vault) -> None:
    head = vault.tree_head()
    receipt = vault.seal(a_request(), head)
    assert receipt.number == head.next_number == receipt.size == FIRST_NUMBER
    assert vault.tree_head() == TreeHead(receipt.size, receipt.root)


def test_sealing_keeps_everything_and_drops_the_draft(vault: Vault) -> None:
    request = a_request()
    assert request.draft_id is not None
    vault.save_draft(request.draft_id, b"answers", NOW)
    vault.save_draft(b"o" * 16, b"another consultation", NOW)
    vault.seal(request, vault.tree_head())
    sealed = vault.read(request.sheet_id)
    assert sealed.body == request.body
    assert sealed.documents == {d.kind: d.content for d in request.documents}
    assert sealed.package == request.package
    assert (sealed.sealed_at, sealed.actor, sealed.intact) == (
        request.now,
        "Hélène Marchetti",
        True,
    )
    assert vault.outbox() == request.outbox
    assert [draft.body for draft in vault.drafts()] == [b"another consultation"]


def test_a_sheet_may_come_without_draft_document_or_sending(vault: Vault) -> None:
    request = replace(a_request(), draft_id=None, documents=(), outbox=())
    vault.seal(request, vault.tree_head())
    assert vault.read(request.sheet_id).documents == {}
    assert vault.outbox() == ()


def test_sealing_again_returns_the_first_receipt(vault: Vault) -> None:
    head = vault.tree_head()
    first = vault.seal(a_request(1), head)
    seal(vault, 2)
    again = vault.seal(a_request(1), head)
    assert again == first
    assert vault.seal(a_request(1), vault.tree_head()) == first
    assert len(vault.sheets()) == 2


def test_sealing_again_after_a_restart_returns_the_first_receipt(folder: Path) -> None:
    with opened(folder) as session:
        first = seal(vault_of(session), 1)
    with opened(folder, "bruno") as session:
        assert vault_of(session).seal(a_request(1), TreeHead(0, bytes(32))) == first


def test_another_body_under_the_same_identifier_is_refused(vault: Vault) -> None:
    seal(vault, 1)
    with pytest.raises(AlreadySealed):
        seal(vault, 1, body=b"another body")
    assert vault.read(a_request(1).sheet_id).body == a_request(1).body


@pytest.mark.parametrize("shift", [-1, 1])
def test_a_head_that_moved_is_refused_and_nothing_is_written(vault: Vault, shift: int) -> None:
    head = vault.tree_head()
    vault.save_draft(b"draft-of-" + (1).to_bytes(7, "big"), b"answers", NOW)
    with pytest.raises(HeadMoved):
        vault.seal(a_request(1), replace(head, size=head.size + shift))
    with pytest.raises(HeadMoved):
        vault.seal(a_request(1), replace(head, root=bytes(32)))
    assert (vault.tree_head(), vault.sheets(), len(vault.drafts())) == (head, (), 1)


def test_a_journal_that_grew_in_between_is_refused(vault: Vault) -> None:
    head = vault.tree_head()
    seal(vault, 1)
    with pytest.raises(HeadMoved):
        vault.seal(a_request(2), head)


@pytest.mark.parametrize(
    "changed",
    [
        {"month": 202613},
        {"month": 202600},
        {"month": 11},
        {"sheet_id": b"short"},
        {"now": NOW.replace(tzinfo=None)},
        {"documents": (Document(DocumentKind.PDF, b"1"), Document(DocumentKind.PDF, b"2"))},
        {"outbox": (OutboxLine(DocumentKind.PDF, b"short"),)},
    ],
)
def test_a_request_that_cannot_be_kept_is_not_made(changed: dict) -> None:
    with pytest.raises(ValueError, match=r"month|16|aware|one document"):
        a_request(1, **changed)


def test_one_protocol_is_kept_once(folder: Path) -> None:
    with opened(folder) as session:
        vault = vault_of(session)
        seal(vault, 1)
        seal(vault, 2)
        seal(vault, 3, package=b"another protocol")
        assert vault.read(a_request(3).sheet_id).package == b"another protocol"
        assert vault.read(a_request(2).sheet_id).package == a_request(2).package
    assert len(peek(folder / VAULT, "select id from package")) == 2


def test_a_kept_protocol_that_changed_seals_nothing_more(folder: Path) -> None:
    with opened(folder) as session:
        seal(vault_of(session), 1)
    shell(folder / VAULT, "update package set body = zeroblob(length(body))")
    with opened(folder) as session:
        vault = vault_of(session)
        with pytest.raises(Tampered):
            seal(vault, 2)
        assert len(vault.sheets()) == 1


def test_a_protocol_under_the_identifier_of_another_is_refused(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.records.sheets.packages.hmac.digest", lambda *_: bytes(32))
    seal(vault, 1)
    with pytest.raises(Tampered):
        seal(vault, 2, package=b"another protocol")


class PowerCut(BaseException):
    """Nothing catches it."""


@pytest.mark.parametrize("last", range(1, 16))
def test_a_transaction_cut_at_any_statement_leaves_nothing(
    vault: Vault, monkeypatch: pytest.MonkeyPatch, last: int
) -> None:
    head, done, real = vault.tree_head(), 0, Store.execute
    vault.save_draft(b"draft-of-" + (1).to_bytes(7, "big"), b"answers", NOW)

    def execute(store: Store, sql: str, parameters=()) -> None:
        nonlocal done
        if not sql.startswith("insert into month_key"):
            done += 1
        if done == last:
            raise PowerCut
        real(store, sql, parameters)

    with monkeypatch.context() as patch:
        patch.setattr(Store, "execute", execute)
        if last <= 13:
            with pytest.raises(PowerCut):
                vault.seal(a_request(1), head)
            assert vault.tree_head() == head
            assert (vault.sheets(), vault.outbox(), len(vault.drafts())) == ((), (), 1)
            with pytest.raises(UnknownSheet):
                vault.read(a_request(1).sheet_id)
    assert vault.seal(a_request(1), head).number == FIRST_NUMBER
    assert vault.read(a_request(1).sheet_id).intact


def test_month_keys_are_made_once_for_each_month(folder: Path) -> None:
    with opened(folder) as session:
        vault = vault_of(session)
        seal(vault, 1)
        seal(vault, 2)
        seal(vault, 3, month=MONTH + 1)
    months = peek(folder / KEYSTORE, "select domain, month from month_key order by domain, month")
    assert months == [(1, MONTH), (1, MONTH + 1), (2, MONTH), (2, MONTH + 1)]


def test_the_entry_is_signed_by_who_sealed_and_proven_by_the_head(folder: Path) -> None:
    with opened(folder, "bruno") as session:
        vault = vault_of(session)
        receipt = seal(vault, 1)
        seal(vault, 2)
        assert vault.read(a_request(1).sheet_id).actor == "Bruno Castel"
        tree = vault._ledger._tree
        proof = tree.inclusion(receipt.number - 1, tree.size)
        head = vault.tree_head()
        leaf = tree.leaf(receipt.number - 1)
        assert inclusion_holds(leaf, receipt.number - 1, head.size, proof, head.root)
    [(encoded,)] = peek(folder / VAULT, "select entry from ledger where seq = ?", FIRST_NUMBER)
    entry = decode(encoded)
    assert (entry.event, entry.about) == (Event.SHEET_SEALED, a_request(1).sheet_id)
    assert [trace.kind for trace in entry.traces] == [
        Kind.SHEET,
        Kind.PDF,
        Kind.CDA,
        Kind.XDM,
        Kind.MAIL,
        Kind.TROD,
        Kind.TROD_XDM,
        Kind.ATTESTATION,
        Kind.SUMMARY,
        Kind.FACT,
        Kind.PACKAGE,
    ]


def test_an_export_is_an_entry_and_leaves_the_outbox(vault: Vault) -> None:
    seal(vault, 1)
    seal(vault, 2)
    number = vault.record_export(a_request(1).sheet_id, DocumentKind.XDM, NOW)
    assert number == vault.tree_head().size == FIRST_NUMBER + 2
    waiting = [(line.kind, line.ref) for line in vault.outbox()]
    assert (DocumentKind.XDM, a_request(1).sheet_id) not in waiting
    assert len(waiting) == 3
    assert vault.record_export(a_request(1).sheet_id, DocumentKind.XDM, NOW) == number + 1


@pytest.mark.parametrize("kind", [DocumentKind.PDF, DocumentKind.XDM])
def test_what_is_not_there_cannot_have_left(vault: Vault, kind: DocumentKind) -> None:
    with pytest.raises(UnknownSheet):
        vault.record_export(bytes(16), kind, NOW)
    seal(vault, 1, documents=(Document(DocumentKind.CDA, b"cda"),))
    with pytest.raises(UnknownSheet):
        vault.record_export(a_request(1).sheet_id, kind, NOW)


def _clock_entries(folder: Path) -> list[int]:
    entries = [decode(encoded) for (encoded,) in peek(folder / VAULT, "select entry from ledger")]
    return [entry.seq for entry in entries if entry.event == Event.CLOCK_SET_BACK]


def test_a_clock_set_back_between_sessions_is_an_entry(folder: Path) -> None:
    opened(folder, now=NOW - timedelta(milliseconds=SET_BACK_MS)).close()
    assert _clock_entries(folder) == []
    opened(folder, now=NOW - timedelta(days=2)).close()
    opened(folder, now=NOW - timedelta(days=2)).close()
    assert _clock_entries(folder) == [FIRST_NUMBER]
    assert verify(folder).findings == ()


def test_a_clock_set_back_before_a_seal_does_not_change_its_number(
    folder: Path, session: Session
) -> None:
    vault = vault_of(session)
    seal(vault, 1)
    head = vault.tree_head()
    receipt = seal(vault, 2, now=NOW - timedelta(days=2))
    assert receipt.number == head.next_number
    assert _clock_entries(folder) == [receipt.number + 1]
    assert vault.tree_head().size == receipt.size + 1
    assert vault.seal(a_request(2), head) == receipt
    assert seal(vault, 3, now=NOW - timedelta(days=2)).number == receipt.number + 2
    assert verify(folder).findings == ()


def test_eleven_years_forward_then_back_are_told_once(folder: Path) -> None:
    with opened(folder, now=NOW + timedelta(days=4018)) as session:
        seal(vault_of(session), 1, now=NOW + timedelta(days=4018))
    with opened(folder) as session:
        seal(vault_of(session), 2, now=LATER)
    assert _clock_entries(folder) == [FIRST_NUMBER + 1]


def test_a_seal_that_fails_shows_no_content(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bytes:
        raise Tampered

    monkeypatch.setattr(sealing, "seal_blob", fail)
    with pytest.raises(Tampered) as refused:
        seal(vault, 1, body=b"Camille DORVAL")
    assert "DORVAL" not in f"{refused.value} {refused.value.sentence} {refused.value.args}"
