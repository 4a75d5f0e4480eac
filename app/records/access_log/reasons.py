"""Which sheets ask for a reason before they open; pure.

Source: CNIL, délibération 2022-067 (pharmacies: active base, then intermediate archive with
restricted access); storage page, section 3.
"""

from dataclasses import dataclass
from datetime import datetime

ACTIVE_MONTHS = 24
"""A sheet is of the active base that long; a setting of the station may shorten it."""

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Demand:
    """Why a sheet does not open by itself; both may hold."""

    is_old: bool
    is_of_colleague: bool

    @property
    def sentence(self) -> str:
        """What is said to the person who asks."""
        why = f"a plus de {ACTIVE_MONTHS}\u00a0mois" if self.is_old else "est d’un confrère"
        return (
            f"Cette fiche {why}. Écrivez pourquoi vous l’ouvrez\u00a0: "
            "le motif est gardé au journal des accès."
        )


def demand(sealed_at: datetime, actor: bytes, reader: bytes, now: datetime) -> Demand | None:
    """Return what ``reader`` must answer to before a sheet of ``actor`` opens, None if nothing.

    A clock set back does not make a sheet young again: one sealed after ``now`` is not old.
    """
    old = _months(sealed_at, now.astimezone(sealed_at.tzinfo)) >= ACTIVE_MONTHS
    of_colleague = actor != reader
    return Demand(old, of_colleague) if old or of_colleague else None


def _months(since: datetime, until: datetime) -> int:
    """Return how many whole months went by."""
    months = (until.year - since.year) * 12 + until.month - since.month
    early = (until.day, until.time()) < (since.day, since.time())
    return months - early
