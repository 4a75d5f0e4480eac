"""The parties of a mail: the operator, the pharmacy, somebody the operator does not know."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.records.people.session import PharmacistSession
from app.transport.outbox import MailOutbox
from tests.records.stations import make_station, opened
from tests.transport.servers import Papers, papers
from tests.transport.vaults import Clock


@pytest.fixture(scope="session")
def parties(tmp_path_factory: pytest.TempPathFactory) -> tuple[Papers, Papers, Papers]:
    folder = tmp_path_factory.mktemp("parties")
    operator, pharmacy, stranger = (
        papers(folder / name) for name in ("operator", "pharmacy", "stranger")
    )
    return operator, pharmacy, stranger


@pytest.fixture
def operator(parties: tuple[Papers, Papers, Papers]) -> Papers:
    return parties[0]


@pytest.fixture
def pharmacy(parties: tuple[Papers, Papers, Papers]) -> Papers:
    return parties[1]


@pytest.fixture
def stranger(parties: tuple[Papers, Papers, Papers]) -> Papers:
    return parties[2]


@pytest.fixture
def time() -> Clock:
    return Clock()


@pytest.fixture
def session(tmp_path: Path, time: Clock) -> Iterator[PharmacistSession]:
    with opened(make_station(tmp_path / "station"), now=time()) as one:
        assert isinstance(one, PharmacistSession)
        yield one


@pytest.fixture
def outbox(session: PharmacistSession, time: Clock) -> MailOutbox:
    return MailOutbox(session.custody, time)
