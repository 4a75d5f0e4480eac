"""A card in its drawer, what it signs, and the agency's kit."""

from collections.abc import Iterator

import pytest

from app.records.custody import Custody
from app.records.people.session import PharmacistSession
from app.transport.dmp.service import DmpService
from app.transport.record_outbox import RecordOutbox
from tests.cards.conftest import (
    _issued,
    _watching,
    authority,
    drawer,
    own,
    watched,
)
from tests.exchange.conftest import kit
from tests.transport.dmp.endpoint import Endpoint
from tests.transport.dmp.parties import a_real_custody, a_service
from tests.transport.dmp.signing import Asked, Submitted, a_submission
from tests.transport.servers import Papers
from tests.transport.vaults import Clock

__all__ = ["_issued", "_watching", "authority", "drawer", "kit", "own", "watched"]


@pytest.fixture
def asked() -> Asked:
    """Somebody who types the right code."""
    return Asked()


@pytest.fixture(scope="session")
def submitted() -> Submitted:
    """A submission of one document."""
    return a_submission()


@pytest.fixture
def custody(session: PharmacistSession) -> Custody:
    return a_real_custody(session)


@pytest.fixture
def records(custody: Custody, time: Clock) -> RecordOutbox:
    return RecordOutbox(custody, time)


@pytest.fixture
def reached(operator: Papers, pharmacy: Papers) -> Iterator[tuple[DmpService, Endpoint]]:
    with a_service(operator, pharmacy) as found:
        yield found
