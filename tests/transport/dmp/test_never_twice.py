"""Whatever the service does and whenever the station stops, no record leaves twice by itself."""

from datetime import timedelta
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.records.people.session import PharmacistSession
from app.records.vault import OutboxLine
from app.transport.dmp.service import DmpService
from app.transport.outbox import MailOutbox
from app.transport.record_outbox import RecordOutbox
from app.transport.states import Condition
from tests.transport.dmp.endpoint import Endpoint
from tests.transport.dmp.parties import a_real_custody, a_service, keep_record
from tests.transport.servers import Papers
from tests.transport.vaults import Clock, a_sheet

MOODS = ("kind", "busy", "closed", "cuts the body", "cuts the answer")
DAYS = timedelta(days=30)
_NUMBERS = count(1)


def put(endpoint: Endpoint, mood: str) -> None:
    endpoint.early = 503 if mood == "busy" else 404 if mood == "closed" else 0
    endpoint.cut_after = 2_000 if mood == "cuts the body" else None
    endpoint.cuts_the_answer = mood == "cuts the answer"


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(moods=st.lists(st.sampled_from(MOODS), min_size=2, max_size=6))
def test_no_record_leaves_twice_by_itself(
    moods: list[str],
    session: PharmacistSession,
    time: Clock,
    operator: Papers,
    pharmacy: Papers,
) -> None:
    custody = a_real_custody(session)
    number = next(_NUMBERS)
    sheet_id = keep_record(custody.vault, a_sheet(number), number)
    left = 0
    with a_service(operator, pharmacy) as (service, endpoint):
        for mood in moods:
            put(endpoint, mood)
            for ending in RecordOutbox(custody, time).send(service):
                left += ending.outcome.name in {"ACCEPTED", "UNKNOWN"}
            MailOutbox(custody, time).settle()
            time.later(DAYS)
        assert left <= 1
        assert endpoint.bodies <= 1
        assert len(endpoint.submissions) <= 1
        states = [one.state for one in custody.vault.sendings.all() if one.sheet_id == sheet_id]
        waits = any(one.ref == sheet_id for one in custody.vault.outbox())
        # gone, and in the service; or still there, and known to be doubtful when it may have left
        assert waits is (states != [Condition.ACCEPTED])
        assert (states == [Condition.DOUBTFUL]) is (left == 1 and waits)
        settled(custody.vault.outbox(), RecordOutbox(custody, time), service, endpoint, sheet_id)


def settled(
    lines: tuple[OutboxLine, ...],
    records: RecordOutbox,
    service: DmpService,
    endpoint: Endpoint,
    sheet_id: bytes,
) -> None:
    """A person who asks again always ends with one registration, and the station knows it."""
    put(endpoint, "kind")
    if any(one.ref == sheet_id for one in lines):
        records.ask_again(sheet_id, service)
        records.send(service)
    assert len(endpoint.submissions) == 1
    assert all(one.ref != sheet_id for one in records.records())
