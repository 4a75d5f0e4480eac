"""What must not leave for the DMP stays, and says why."""

from dataclasses import replace

import pytest

from app.records.custody import Custody
from app.records.rights.requests import Asked, RequestKind, Requests
from app.records.vault import DocumentKind
from app.transport import service_words, words
from app.transport.dmp import parcel
from app.transport.dmp.service import DmpService
from app.transport.queue import Held
from app.transport.record_outbox import RecordOutbox
from tests.exchange.sheets import unqualified
from tests.transport.dmp.endpoint import Endpoint
from tests.transport.dmp.parties import (
    keep_record,
)
from tests.transport.dmp.records import lines, outcomes
from tests.transport.vaults import Clock, a_sheet


def test_nothing_of_a_patient_who_objected_is_given(
    records: RecordOutbox, custody: Custody, time: Clock, reached: tuple[DmpService, Endpoint]
) -> None:
    service, endpoint = reached
    sheet_id = keep_record(custody.vault, a_sheet())
    asked = Asked(RequestKind.OBJECTION, "la patiente", "Je m’oppose à tout envoi.", (sheet_id,))
    Requests(custody).keep(asked, time())
    assert outcomes(records, service) == []
    (line,) = lines(records, time)
    assert (line.reason, line.state) == (words.OBJECTION, "retenu")
    with pytest.raises(Held):
        records.ask_again(sheet_id, service)
    assert (endpoint.requests, custody.vault.sendings.all()) == ([], ())


def of_a_demonstration() -> object:
    sheet = a_sheet()
    object.__setattr__(sheet, "demonstration", True)
    return sheet


HELD = {
    "demonstration": of_a_demonstration,
    "no consent": lambda: replace(a_sheet(), consents=()),
    "unqualified": lambda: unqualified(a_sheet()),
}


@pytest.mark.parametrize("name", HELD)
def test_a_sheet_that_must_not_leave_is_held(
    name: str,
    records: RecordOutbox,
    custody: Custody,
    time: Clock,
    reached: tuple[DmpService, Endpoint],
) -> None:
    service, endpoint = reached
    keep_record(custody.vault, HELD[name]())
    assert outcomes(records, service) == []
    (line,) = lines(records, time)
    assert line.held
    assert (endpoint.requests, custody.vault.sendings.all()) == ([], ())


def test_an_altered_record_is_held(
    records: RecordOutbox, custody: Custody, time: Clock, reached: tuple[DmpService, Endpoint]
) -> None:
    service, endpoint = reached
    keep_record(custody.vault, a_sheet())
    custody.store.execute(
        "update document set body = zeroblob(length(body)) where kind = ?", (DocumentKind.XDM,)
    )
    assert outcomes(records, service) == []
    (line,) = lines(records, time)
    assert line.reason == words.CHANGED
    assert endpoint.requests == []


def test_a_record_larger_than_the_dmp_takes_says_so(
    records: RecordOutbox,
    custody: Custody,
    time: Clock,
    reached: tuple[DmpService, Endpoint],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    service, endpoint = reached
    keep_record(custody.vault, a_sheet())
    monkeypatch.setattr(parcel, "LARGEST_DOCUMENT", 1_000)
    assert outcomes(records, service) == []
    (line,) = lines(records, time)
    assert line.reason == service_words.TOO_LARGE
    assert endpoint.requests == []
