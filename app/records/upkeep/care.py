"""What is done to the folder of a station each time a pharmacist opens it."""

from datetime import datetime

from app.records.custody import Custody
from app.records.station_file import Purpose
from app.records.upkeep.ballast import Ballast
from app.records.upkeep.janitor import sweep


def take_care(custody: Custody, now: datetime, *, is_proven: bool) -> str:
    """Remove leftovers, hold or release the ballast; return what the person must know.

    ``is_proven`` is whether no anchor contradicts the journal. A demonstration holds no ballast.
    """
    sweep(custody.folder, custody.store, now, is_proven=is_proven and custody.ledger.sound)
    if custody.station.purpose is not Purpose.REAL:
        return ""
    ballast = Ballast(custody.folder)
    ballast.tend()
    custody.ledger.follow(ballast.grew)
    return ballast.warning
