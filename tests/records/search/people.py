"""Invented patients of a small town, and their sheets."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

import msgspec

from app.encounter.summary import Summary
from tests.records.stations import a_request

if TYPE_CHECKING:
    from app.records.vault import SealRequest

FAMILIES = (
    "Martin",
    "L’Héritier",
    "Le Goff",
    "Dupont",
    "Dupond",
    "Saint-Aubin",
    "Çelik",
    "Œuvrard",
)
GIVENS = ("Camille", "Zoé", "Jean-Luc", "Aïcha", "Noël", "Maëlys")
SITUATIONS = (("piqure_tique", "Tique"), ("douleur_pharyngee", "Mal de gorge"))
LEVELS = ("PHARMACY", "DOCTOR_48H", "SAMU_15")
START = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet to seal: its number in the story, when, and its archive line."""

    rank: int
    at: datetime
    summary: Summary

    @property
    def request(self) -> SealRequest:
        """What is sealed of it."""
        body = msgspec.json.encode(asdict(self.summary))
        plain = a_request(self.rank, summary=body, now=self.at, draft_id=None, outbox=())
        month = self.at.year * 100 + self.at.month
        return replace(plain, month=month, documents=(), body=body)


def sheets(count: int, seed: str = "town", every: timedelta = timedelta(hours=7)) -> list[Sheet]:
    """Return ``count`` sheets, one after the other in time."""
    random = Random(seed)  # noqa: S311 - the same town each time
    return [_sheet(random, rank, START + rank * every) for rank in range(1, count + 1)]


def _sheet(random: Random, rank: int, at: datetime) -> Sheet:
    protocol, situation = random.choice(SITUATIONS)
    year, month, day = (
        random.randrange(1930, 2020),
        random.randrange(1, 13),
        random.randrange(1, 29),
    )
    summary = Summary(
        family=random.choice(FAMILIES),
        given=random.choice(GIVENS),
        used=random.choice(("", "", random.choice(FAMILIES))),
        birth_date=f"{year}-{month:02}-{day:02}",
        matricule=f"{random.choice('12')}{year % 100:02}{month:02}{random.choice(('35', '2A'))}238{random.randrange(999):03}{random.randrange(97):02}",
        protocol_id=protocol,
        situation=situation,
        level=random.choice(LEVELS),
        sealed_at=at.isoformat(),
        author=random.choice(("10000000001", "10000000002")),
    )
    return Sheet(rank, at, summary)
