"""When what is kept has reached its date, and the plan of its destruction. No clock, no file.

Source: storage page, section 6 (ten years from the month of closing); CNIL, délibération
2021-122 (access logs, one year).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from types import MappingProxyType

from app.records.keys.accounts import Domain

SHEET_MONTHS = 120
ACCESS_MONTHS = 12

PERIODS: Mapping[int, int] = MappingProxyType(
    {Domain.SHEETS: SHEET_MONTHS, Domain.FACTS: SHEET_MONTHS, Domain.ACCESS: ACCESS_MONTHS}
)
"""How many months after its own each kind is kept: sheets, activity, access log."""

WORDS: Mapping[int, str] = MappingProxyType(
    {Domain.SHEETS: "fiches", Domain.FACTS: "faits d’activité", Domain.ACCESS: "accès"}
)
"""What the rows of a kind are called on the screen."""


@dataclass(frozen=True, slots=True)
class DueMonth:
    """One month of one kind that has reached its date.

    ``rows`` is how many sheets (every version), facts or accesses would be destroyed, ``held``
    how many sheets are kept back by a legal hold, ``root`` the Merkle root of what would go.
    """

    domain: int
    month: int
    rows: int
    held: int
    root: bytes

    @property
    def words(self) -> str:
        """What the rows are, in French."""
        return WORDS[self.domain]


@dataclass(frozen=True, slots=True)
class PurgePlan:
    """What would be destroyed at a date; shown first, executed only as shown."""

    made_at: datetime
    months: tuple[DueMonth, ...]
    clock_doubt: bool

    @property
    def rows(self) -> int:
        """How many rows would be destroyed in all."""
        return sum(one.rows for one in self.months)

    @property
    def held(self) -> int:
        """How many sheets are kept back by a legal hold."""
        return sum(one.held for one in self.months)

    @property
    def phrase(self) -> str:
        """What both people read and one types again, word for word."""
        months = [one.month for one in self.months]
        if not months:
            return ""
        first, last = shown_month(min(months)), shown_month(max(months))
        lines = "ligne" if self.rows == 1 else "lignes"
        return f"détruire {self.rows} {lines}, de {first} à {last}"

    @property
    def digest(self) -> bytes:
        """The SHA-256 of what would be destroyed: what both people sign."""
        return sha256(self.canonical().encode()).digest()

    def canonical(self) -> str:
        """Return the months as the text that is signed and kept until the purge is done."""
        months = [
            [one.domain, one.month, one.rows, one.held, one.root.hex()] for one in self.months
        ]
        return json.dumps(months, separators=(",", ":"))


def read_months(text: str) -> tuple[DueMonth, ...]:
    """Return the months of a plan written by ``PurgePlan.canonical``."""
    return tuple(
        DueMonth(domain, month, rows, held, bytes.fromhex(root))
        for domain, month, rows, held, root in json.loads(text)
    )


def is_due(month: int, kept_months: int, today: date) -> bool:
    """Tell whether ``month`` (yyyymm) plus ``kept_months`` is wholly past."""
    return _count(month) + kept_months < today.year * 12 + today.month - 1


def due_month(month: int, kept_months: int) -> int:
    """Return the first month (yyyymm) in which what was closed in ``month`` may go."""
    year, rank = divmod(_count(month) + kept_months + 1, 12)
    return year * 100 + rank + 1


def shown_month(month: int) -> str:
    """Return ``202611`` as ``11/2026``."""
    return f"{month % 100:02}/{month // 100}"


def _count(month: int) -> int:
    return month // 100 * 12 + month % 100 - 1
