"""From a sheet to the fact owners count: the only door, and no identity goes through it.

Source: storage.md §5, « Facts »: day and half-day, protocol, version, outcome, score band, age
band of 5 years, sex, duration, pseudonym of the pharmacist.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime

from app.encounter.sheet import OrientationSheet

NOON = 12
AGE_BAND_YEARS = 5
POINT_BANDS = (10, 30, 100)


@dataclass(frozen=True, slots=True)
class ActivityFact:
    """One act as a figure. ``act_ref`` is random and names nobody."""

    act_ref: str
    day: str
    half: str
    protocol: str
    version: str
    level: str
    proposed: str
    point_band: int
    age_band: int
    sex: str
    minutes: int
    pharmacist: str
    demonstration: bool


def fact_of(sheet: OrientationSheet) -> ActivityFact:
    """Return the figure of one sheet."""
    started = datetime.fromisoformat(sheet.act.started_at)
    ended = datetime.fromisoformat(sheet.act.ended_at)
    return ActivityFact(
        act_ref=sheet.act_ref,
        day=started.date().isoformat(),
        half="morning" if started.hour < NOON else "afternoon",
        protocol=sheet.protocol.id,
        version=sheet.protocol.version,
        level=sheet.decision.level,
        proposed=sheet.proposal.level,
        point_band=sum(sheet.proposal.points_used >= bound for bound in POINT_BANDS),
        age_band=sheet.patient.age_years // AGE_BAND_YEARS * AGE_BAND_YEARS,
        sex=sheet.patient.sex,
        minutes=int((ended - started).total_seconds() // 60),
        pharmacist=_pseudonym(sheet.performer.rpps, sheet.pharmacy.oid),
        demonstration=sheet.demonstration,
    )


def _pseudonym(rpps: str, pharmacy_oid: str) -> str:
    return hashlib.sha256(f"{pharmacy_oid}|{rpps}".encode()).hexdigest()[:16]


def fact_bytes(sheet: OrientationSheet) -> bytes:
    """Return the figure as bytes to seal under the activity key."""
    return json.dumps(asdict(fact_of(sheet))).encode("ascii")
