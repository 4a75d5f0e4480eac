"""Everything the service may end with has its sentence, that says what to do or what was kept."""

import pytest

from app.transport.dmp import registry_answer
from app.transport.dmp.envelope import Fault
from app.transport.dmp.registry_answer import RegistryError
from app.transport.dmp.status_codes import ended_by_fault, ended_by_status
from app.transport.dmp.wire import Returned
from app.transport.service_words import SERVICE_CONDITIONS, SERVICE_REASONS
from app.transport.states import Condition, Outcome, Why
from app.transport.words import REASONS

OF_MAILS = {
    Why.LOGIN_REFUSED,
    Why.SENDER_REFUSED,
    Why.RECIPIENT_REFUSED,
    Why.RECIPIENT_LATER,
    Why.CONTENT_REFUSED,
    Why.RETURNED,
    Why.NOT_EIGHT_BITS,
}


@pytest.mark.parametrize("why", sorted(set(Why) - OF_MAILS))
def test_every_end_of_the_service_has_its_sentence(why: Why) -> None:
    assert SERVICE_REASONS[why] or why is Why.NONE


def test_no_reason_belongs_to_nobody() -> None:
    assert set(REASONS) | set(SERVICE_REASONS) == set(Why)
    assert set(SERVICE_CONDITIONS) == set(Condition)


@pytest.mark.parametrize("after_body", [True, False])
def test_no_status_alone_is_a_success_or_sent_again_after_the_body(after_body: bool) -> None:
    for status in range(100, 600):
        ending = ended_by_status(Returned(status, "", b"", after_body))
        assert ending.outcome is not Outcome.ACCEPTED
        assert SERVICE_REASONS[ending.why]
        if not after_body:
            assert ending.outcome in {Outcome.LATER, Outcome.REFUSED}
        elif status >= 500 or status < 300:
            assert ending.outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("code", ["", "Receiver", "Jeanne Martin"])
def test_a_fault_that_is_not_ours_leaves_the_end_unknown(code: str) -> None:
    assert ended_by_fault(Fault(code, "")).outcome is Outcome.UNKNOWN


def test_a_code_nobody_knows_is_a_plain_refusal() -> None:
    assert RegistryError("XDSOfTomorrow", is_warning=False).why is Why.SERVICE_REFUSED
    known = {RegistryError(code, is_warning=False).why for code in registry_answer._WHY}
    assert known <= set(SERVICE_REASONS)
