"""Is this patient in the station already? Asked as soon as the traits say who it is; only told.

Nothing here stops a consultation: an INS under other traits may be a mistake of the station as well
as one of the counter, and the person who has the paper in hand decides.
"""

from dataclasses import dataclass, field
from datetime import datetime

from app.identity.same import Known, Likeness


@dataclass(frozen=True, slots=True)
class SamePerson:
    """A sheet sealed at ``at``, or a draft saved then, that meets this identity.

    ``number`` is that of the sheet, 0 for a draft.
    """

    likeness: Likeness
    at: datetime
    number: int = 0

    @property
    def is_draft(self) -> bool:
        """True for an unfinished consultation."""
        return not self.number


@dataclass(frozen=True, slots=True)
class SamePeople:
    """What was found for the identity ``known``; ``sentence`` when it could not be looked for."""

    known: Known = field(default_factory=Known)
    found: tuple[SamePerson, ...] = ()
    sentence: str = ""


NOBODY_ELSE = SamePeople()


@dataclass(frozen=True, slots=True)
class FindSame:
    """Look for this identity in the sheets and the drafts. Answered by ``SameFound``."""

    encounter_id: str
    known: Known


@dataclass(frozen=True, slots=True)
class SameFound:
    """What meets the identity ``known``, the latest first, or why nobody could look."""

    encounter_id: str
    known: Known
    found: tuple[SamePerson, ...]
    sentence: str = ""
