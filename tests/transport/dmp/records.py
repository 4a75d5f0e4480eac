"""What is known of the records of a vault, after a round."""

from app.records.vault import DocumentKind
from app.transport.dmp.service import DmpService
from app.transport.queue import Line
from app.transport.record_outbox import RecordOutbox
from app.transport.states import Condition, Outcome
from tests.transport.vaults import Clock


def lines(outbox: RecordOutbox, time: Clock) -> list[Line]:
    return [one for one in outbox.queue.lines(time()) if one.kind is DocumentKind.XDM]


def condition(outbox: RecordOutbox, time: Clock) -> Condition:
    (line,) = lines(outbox, time)
    return line.sending.condition


def outcomes(outbox: RecordOutbox, service: DmpService) -> list[Outcome]:
    return [one.outcome for one in outbox.send(service)]
