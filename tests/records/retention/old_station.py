"""A station that has worked for ten years, for the tests of retention: invented, quick."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.records.custody import Custody
from app.records.people.session import PharmacistSession
from app.records.people.unlock import Session, unlock
from app.records.retention.presence import Second
from tests.records.stations import SECRET, a_request, seal, vault_of

TODAY = datetime(2037, 2, 10, 9, 0, tzinfo=UTC)
OWNER = Second("odile", SECRET)
DUE = (202611, 202612)
"""Months whose ten years are past; sheets 1 and 2 are of the first, 3 of the second."""
RECENT = 203702


def id_of(number: int) -> bytes:
    return a_request(number).sheet_id


def custody_of(session: Session) -> Custody:
    assert isinstance(session, PharmacistSession)
    return session.custody


def at(folder: Path, login: str = "helene", now: datetime = TODAY) -> Session:
    return unlock(folder, login, SECRET, now)


def grow_old(folder: Path) -> Path:
    """Seal three sheets of 2026, then two of this month after regular work."""
    with at(folder, now=datetime(2026, 11, 25, 10, 0, tzinfo=UTC)) as session:
        vault = vault_of(session)
        seal(vault, 1, month=DUE[0])
        seal(vault, 2, month=DUE[0])
        seal(vault, 3, month=DUE[1])
    with at(folder) as session:
        vault = vault_of(session)
        for number, days in ((4, 35), (5, 20), (6, 1)):
            seal(vault, number, month=RECENT, now=TODAY - timedelta(days=days))
    return folder
