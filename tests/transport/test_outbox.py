"""Sealed sheets leave once, are known where they are, and leave their receipts in the journal."""

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes

import pytest

from app.encounter.sheet import SheetNote
from app.records.check.verify import verify
from app.records.database import Store
from app.records.journal.entries import Event
from app.records.people.session import PharmacistSession
from app.records.refusals import DiskFull
from app.records.retention.rows import delete_sheets, stored_versions
from app.records.rights.requests import Asked, RequestKind, Requests
from app.records.vault import ChangeKind, ChangeRequest, DocumentKind
from app.transport import words
from app.transport.outbox import CameBack, MailOutbox
from app.transport.queue import Held
from app.transport.states import Condition, Outcome, Why
from tests.teleconsult.servers import free_port
from tests.transport.reports import delivery_report, disposition, reply
from tests.transport.rounds import accepted, condition, events, mails, message_id, send
from tests.transport.servers import (
    Papers,
    Scripted,
    a_scripted_server,
    an_smtp_server,
    server_context,
)
from tests.transport.vaults import NOW, RECIPIENT, Clock, a_sheet, keep, request_of


def test_a_sheet_leaves_once_and_its_delivery_is_in_the_journal(
    session: PharmacistSession, outbox: MailOutbox, time: Clock, operator: Papers, pharmacy: Papers
) -> None:
    keep(session.vault, a_sheet())
    assert condition(outbox, time) is Condition.WAITING
    with an_smtp_server(server_context(operator, pharmacy)) as (port, received):
        assert send(outbox, operator, pharmacy, port) == [Outcome.ACCEPTED]
        time.later(timedelta(days=400))
        assert send(outbox, operator, pharmacy, port) == []
    assert len(received.mails) == 1
    assert condition(outbox, time) is Condition.ACCEPTED
    assert [line.kind for line in session.vault.outbox()] == [DocumentKind.XDM]
    assert outbox.take_in([disposition(message_id())]) == CameBack(delivered=1)
    assert condition(outbox, time) is Condition.DELIVERED
    assert events(session)[-2:] == [Event.DOCUMENT_EXPORTED, Event.DOCUMENT_DELIVERED]
    assert verify(session.custody.folder).findings == ()


def test_a_cut_within_the_data_is_never_sent_again_silently(
    session: PharmacistSession, outbox: MailOutbox, time: Clock, operator: Papers, pharmacy: Papers
) -> None:
    sheet_id = keep(session.vault, a_sheet())
    script = Scripted(cut_after=1000)
    with a_scripted_server(server_context(operator, pharmacy), script) as port:
        assert send(outbox, operator, pharmacy, port) == [Outcome.UNKNOWN]
    time.later(timedelta(days=400))
    assert accepted(outbox, operator, pharmacy) == []
    (line,) = mails(outbox, time)
    assert line.sending.condition is Condition.DOUBTFUL
    assert "peut-être parti" in line.reason
    assert Event.DOCUMENT_EXPORTED not in events(session)
    outbox.ask_again(sheet_id)
    (again,) = accepted(outbox, operator, pharmacy)
    first = message_from_bytes(script.content)["Message-ID"]
    assert message_from_bytes(again)["Message-ID"] == first == message_id()


def test_a_station_that_stops_after_the_mail_left_does_not_send_it_again(
    session: PharmacistSession,
    outbox: MailOutbox,
    time: Clock,
    operator: Papers,
    pharmacy: Papers,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keep(session.vault, a_sheet())
    real = Store.execute

    def full(self: Store, sql: str, *rest: object) -> None:
        if sql.startswith("update outbox"):
            raise DiskFull
        real(self, sql, *rest)  # type: ignore[arg-type]  # passed on

    with an_smtp_server(server_context(operator, pharmacy)) as (port, received):
        monkeypatch.setattr(Store, "execute", full)
        with pytest.raises(DiskFull):
            send(outbox, operator, pharmacy, port)
        monkeypatch.undo()
        assert len(received.mails) == 1
        assert Event.DOCUMENT_EXPORTED not in events(session)
        assert outbox.settle() == 1
        assert send(outbox, operator, pharmacy, port) == []
        assert len(received.mails) == 1
    assert condition(outbox, time) is Condition.DOUBTFUL


def test_a_server_that_is_down_is_tried_again_after_a_while_and_only_once_a_round(
    session: PharmacistSession, outbox: MailOutbox, time: Clock, operator: Papers, pharmacy: Papers
) -> None:
    for number in (1, 2):
        keep(session.vault, a_sheet(number), number)
    assert send(outbox, operator, pharmacy, free_port()) == [Outcome.LATER]
    assert [one.sending.condition for one in mails(outbox, time)] == [
        Condition.TO_RETRY,
        Condition.WAITING,
    ]
    assert len(accepted(outbox, operator, pharmacy)) == 1
    time.later(timedelta(minutes=6))
    assert len(accepted(outbox, operator, pharmacy)) == 1
    assert {one.sending.condition for one in mails(outbox, time)} == {Condition.ACCEPTED}


def test_a_refused_recipient_does_not_keep_the_others(
    session: PharmacistSession, outbox: MailOutbox, time: Clock, operator: Papers, pharmacy: Papers
) -> None:
    keep(session.vault, a_sheet(1), 1)
    keep(session.vault, a_sheet(2, "other@medecin.invalid"), 2)
    with an_smtp_server(server_context(operator, pharmacy)) as (port, received):
        received.unknown.add(RECIPIENT)
        sent = send(outbox, operator, pharmacy, port)
    assert sent == [Outcome.REFUSED, Outcome.ACCEPTED]
    assert len(received.mails) == 1
    refused = [one for one in mails(outbox, time) if one.sending.condition is Condition.REFUSED]
    assert [one.reason for one in refused] == [words.REASONS[Why.RECIPIENT_REFUSED]]


def test_nothing_of_a_patient_who_objected_is_sent(
    session: PharmacistSession, outbox: MailOutbox, time: Clock, operator: Papers, pharmacy: Papers
) -> None:
    sheet_id = keep(session.vault, a_sheet())
    asked = Asked(RequestKind.OBJECTION, "la patiente", "Je m’oppose à tout envoi.", (sheet_id,))
    Requests(session.custody).keep(asked, time())
    assert accepted(outbox, operator, pharmacy) == []
    (line,) = mails(outbox, time)
    assert line.reason == words.OBJECTION
    with pytest.raises(Held):
        outbox.ask_again(sheet_id)
    assert session.vault.sendings.all() == ()


@pytest.mark.parametrize("change", ["demonstration", "no consent", "no recipient"])
def test_a_sheet_that_must_not_leave_is_held(
    session: PharmacistSession,
    outbox: MailOutbox,
    time: Clock,
    operator: Papers,
    pharmacy: Papers,
    change: str,
) -> None:
    sheet = a_sheet(recipient="" if change == "no recipient" else RECIPIENT)
    if change == "demonstration":
        object.__setattr__(sheet, "demonstration", True)
    if change == "no consent":
        object.__setattr__(sheet, "consents", ())
    keep(session.vault, sheet)
    assert accepted(outbox, operator, pharmacy) == []
    (line,) = mails(outbox, time)
    assert line.held


def test_an_altered_mail_is_held_and_nothing_leaves(
    session: PharmacistSession, outbox: MailOutbox, time: Clock, operator: Papers, pharmacy: Papers
) -> None:
    keep(session.vault, a_sheet())
    session.custody.store.execute(
        "update document set body = zeroblob(length(body)) where kind = ?", (DocumentKind.MAIL,)
    )
    assert accepted(outbox, operator, pharmacy) == []
    (line,) = mails(outbox, time)
    assert line.reason == words.CHANGED


def corrected(session: PharmacistSession, sheet_id: bytes, time: Clock) -> None:
    """Seal a correction of the sheet, whose mail takes the place of the former one."""
    vault = session.vault
    note = SheetNote(
        "correction", "Le nom.", "Faute de frappe", "Hélène Marchetti", NOW.isoformat()
    )
    sheet = replace(a_sheet(), notes=(note,))
    head = vault.tree_head()
    request = replace(request_of(sheet, head.next_number), now=time())
    vault.change(ChangeRequest(request, ChangeKind.CORRECTION, "faute", "helene", 1), head)


def test_a_correction_leaves_by_itself_and_the_fate_of_the_former_mail_does_not_touch_it(
    session: PharmacistSession, outbox: MailOutbox, time: Clock, operator: Papers, pharmacy: Papers
) -> None:
    sheet_id = keep(session.vault, a_sheet())
    assert len(accepted(outbox, operator, pharmacy)) == 1
    corrected(session, sheet_id, time)
    (mail,) = accepted(outbox, operator, pharmacy)
    read = message_from_bytes(mail)
    assert read["Message-ID"] != message_id() and read["References"] == message_id()
    assert outbox.take_in([delivery_report(message_id())]) == CameBack(returned=1)
    told = {one.sending.condition for one in mails(outbox, time)}
    assert told == {Condition.REFUSED, Condition.ACCEPTED}
    assert DocumentKind.MAIL not in [one.kind for one in session.vault.outbox()]


def test_what_is_known_of_the_mails_goes_with_the_sheet(
    session: PharmacistSession, outbox: MailOutbox, operator: Papers, pharmacy: Papers
) -> None:
    keep(session.vault, a_sheet())
    accepted(outbox, operator, pharmacy)
    outbox.take_in([reply(message_id())])
    store = session.custody.store
    with store.writing():
        gone = stored_versions(store, "version > 0")
        delete_sheets(store, gone, 1)
    assert store.rows("select * from sending") == []
    assert store.rows("select * from sending_receipt") == []


def test_the_vault_keeps_no_address_and_no_identifier_in_clear(
    session: PharmacistSession, outbox: MailOutbox, operator: Papers, pharmacy: Papers
) -> None:
    keep(session.vault, a_sheet())
    accepted(outbox, operator, pharmacy)
    outbox.take_in([delivery_report(message_id())])
    rows = [*session.custody.store.rows("select * from sending")]
    rows += session.custody.store.rows("select * from sending_receipt")
    said = repr(rows).encode()
    assert len(rows) == 2
    assert b"medecin" not in said and b"osys.invalid" not in said
