"""Backups and restorations for the tests."""

from datetime import datetime, timedelta
from pathlib import Path

from app.records.copies.backup import BackupReport, Places, backup
from app.records.copies.restore import Damage, Returning, restore
from app.records.custody import Custody
from app.records.people.session import PharmacistSession
from app.records.people.unlock import Session
from app.records.retention.presence import Second
from tests.records.stations import LATER, SECRET, opened

OWNER = Second("odile", SECRET)
BACK = LATER + timedelta(days=1)


def custody_of(session: Session) -> Custody:
    assert isinstance(session, PharmacistSession)
    return session.custody


def back_up(folder: Path, places: Places, now: datetime = LATER) -> BackupReport:
    with opened(folder, now=now) as session:
        return backup(custody_of(session), places, now)


def returning(**changed) -> Returning:
    said = {"login": "helene", "secret": SECRET, "second": OWNER, "damage": Damage.REFUSE}
    return Returning(**(said | changed))


def bring_back(places: Places, folder: Path, now: datetime = BACK, **changed):
    return restore((places.data, places.keys), folder, returning(**changed), now)
