"""What is done to the folder of a station each time a pharmacist opens it."""

from contextlib import suppress
from datetime import datetime

from app.records.access_log.expiry import expire
from app.records.custody import Custody
from app.records.refusals import DiskFull
from app.records.station_file import Purpose
from app.records.upkeep.ballast import Ballast
from app.records.upkeep.janitor import sweep


def take_care(custody: Custody, now: datetime, *, is_proven: bool) -> str:
    """Remove leftovers and accesses that are over, hold or release the ballast; say what to know.

    ``is_proven`` is whether no anchor contradicts the journal. A demonstration holds no ballast.
    """
    sweep(custody.folder, custody.store, now, is_proven=is_proven and custody.ledger.sound)
    if is_proven:
        with suppress(DiskFull):  # the next login does it
            expire(custody, now)
    if custody.station.purpose is not Purpose.REAL:
        return ""
    ballast = Ballast(custody.folder)
    ballast.tend()
    custody.ledger.follow(ballast.grew)
    return ballast.warning
