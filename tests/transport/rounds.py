"""One round of the outbox against a real server, and what is known after it."""

from app.records.journal.entries import decode
from app.records.people.session import PharmacistSession
from app.transport.account import encryption
from app.transport.outbox import MailOutbox
from app.transport.queue import Line
from app.transport.states import Condition, Outcome
from tests.transport.servers import (
    Papers,
    account,
    an_smtp_server,
    server_context,
)
from tests.transport.vaults import Clock, a_sheet


def events(session: PharmacistSession) -> list[int]:
    rows = session.custody.store.rows("select entry from ledger order by seq")
    return [decode(bytes(row["entry"])).event for row in rows]  # type: ignore[arg-type]  # a blob


def mails(outbox: MailOutbox, time: Clock) -> list[Line]:
    return [line for line in outbox.queue.lines(time()) if line.mailed]


def condition(outbox: MailOutbox, time: Clock) -> Condition:
    (line,) = mails(outbox, time)
    return line.sending.condition


def send(outbox: MailOutbox, operator: Papers, pharmacy: Papers, port: int) -> list[Outcome]:
    ours = account(operator, pharmacy, port)
    return [one.outcome for one in outbox.send(ours, encryption(ours), patience=5)]


def message_id(number: int = 1) -> str:
    return f"<{number:032x}@{a_sheet().pharmacy.finess}.osys.invalid>"


def accepted(outbox: MailOutbox, operator: Papers, pharmacy: Papers) -> list[bytes]:
    with an_smtp_server(server_context(operator, pharmacy)) as (port, received):
        send(outbox, operator, pharmacy, port)
    return received.mails
