"""What comes back of a mail changes its state once, and is written in the journal."""

from datetime import timedelta

import pytest

from app.records.journal.entries import Event
from app.records.people.session import PharmacistSession
from app.records.vault import DocumentKind
from app.transport.outbox import CameBack, MailOutbox
from app.transport.states import Condition, Why
from app.transport.words import NotSentAgain
from tests.transport.reports import delivery_report, disposition, foreign, reply
from tests.transport.rounds import accepted, condition, events, mails, message_id, send
from tests.transport.servers import (
    Papers,
    Scripted,
    a_scripted_server,
    server_context,
)
from tests.transport.vaults import Clock, a_sheet, keep


def test_duplicate_receipts_change_nothing(
    session: PharmacistSession, outbox: MailOutbox, time: Clock, operator: Papers, pharmacy: Papers
) -> None:
    keep(session.vault, a_sheet())
    accepted(outbox, operator, pharmacy)
    outbox.take_in([delivery_report(message_id(), "delivered")])
    before, size = mails(outbox, time), len(events(session))
    again = [delivery_report(message_id(), "delivered"), disposition(message_id())] * 3
    again.append(delivery_report(message_id(), "failed"))
    assert outbox.take_in(again) == CameBack()
    assert mails(outbox, time) == before
    assert len(events(session)) == size


def test_a_mail_that_comes_back_waits_again_and_leaves_when_a_person_asks(
    session: PharmacistSession, outbox: MailOutbox, time: Clock, operator: Papers, pharmacy: Papers
) -> None:
    sheet_id = keep(session.vault, a_sheet())
    accepted(outbox, operator, pharmacy)
    bounce = delivery_report(message_id())
    assert outbox.take_in([bounce, bounce]) == CameBack(returned=1)
    (line,) = mails(outbox, time)
    assert (line.sending.condition, line.sending.why) == (Condition.REFUSED, Why.RETURNED)
    assert "revenu" in line.reason
    assert events(session)[-1] == Event.DOCUMENT_RETURNED
    assert [one.kind for one in session.vault.outbox()] == [DocumentKind.XDM, DocumentKind.MAIL]
    assert accepted(outbox, operator, pharmacy) == []
    outbox.ask_again(sheet_id)
    assert len(accepted(outbox, operator, pharmacy)) == 1
    assert outbox.take_in([bounce]) == CameBack()
    assert condition(outbox, time) is Condition.ACCEPTED


def test_a_doubtful_mail_that_was_delivered_is_known_gone(
    session: PharmacistSession, outbox: MailOutbox, time: Clock, operator: Papers, pharmacy: Papers
) -> None:
    sheet_id = keep(session.vault, a_sheet())
    with a_scripted_server(server_context(operator, pharmacy), Scripted(cut_after=9)) as port:
        send(outbox, operator, pharmacy, port)
    outbox.take_in([delivery_report(message_id(), "delivered")])
    assert condition(outbox, time) is Condition.DELIVERED
    assert events(session)[-2:] == [Event.DOCUMENT_EXPORTED, Event.DOCUMENT_DELIVERED]
    with pytest.raises(NotSentAgain):
        outbox.ask_again(sheet_id)


@pytest.mark.parametrize("action", ["delivered", "failed"])
def test_a_vault_restored_from_before_the_sending_learns_it_from_the_receipt(
    session: PharmacistSession,
    outbox: MailOutbox,
    time: Clock,
    operator: Papers,
    pharmacy: Papers,
    action: str,
) -> None:
    keep(session.vault, a_sheet())
    receipt = delivery_report(message_id(), action)
    assert outbox.take_in([receipt, receipt]) in (CameBack(delivered=1), CameBack(returned=1))
    time.later(timedelta(days=400))
    assert accepted(outbox, operator, pharmacy) == []
    expected = {"delivered": Condition.DELIVERED, "failed": Condition.REFUSED}[action]
    assert condition(outbox, time) is expected
    waits = DocumentKind.MAIL in [one.kind for one in session.vault.outbox()]
    assert waits == (action == "failed")


def test_foreign_mails_are_left_alone_and_a_reply_is_told_once(
    session: PharmacistSession, outbox: MailOutbox, time: Clock, operator: Papers, pharmacy: Papers
) -> None:
    keep(session.vault, a_sheet())
    accepted(outbox, operator, pharmacy)
    box = [foreign(), delivery_report(message_id(9)), reply(message_id()), b"\xff" * 999]
    assert outbox.take_in(box) == CameBack(replies=1)
    assert outbox.take_in(box) == CameBack()
    assert condition(outbox, time) is Condition.ACCEPTED
