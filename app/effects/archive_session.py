"""What the archive page reads once in a session: openings, holds, requests, the last search.

All of it is sealed line by line; reading it again for each sheet would cost more every year.
"""

from app.desk.archive import Keeping
from app.effects.access import Access
from app.records.access_log.openings import Openings
from app.records.access_log.searches import Searches
from app.records.rights.requests import RequestKind, Requests
from app.records.vault import SealedSheet

UNREAD_HOLD = "motif illisible\u00a0: faites vérifier le poste"


class ArchiveSession:
    """The archive of the person who is logged in now, from their first search to their lock."""

    def __init__(self, access: Access) -> None:
        self._holds, self.log = access.holds, access.accesses
        self.searches = Searches(self.log)
        self.openings = Openings(self.log, access.custody.store)
        self._requests = Requests(access.custody)

    def is_of(self, access: Access) -> bool:
        """Tell whether ``access`` still has the session this was read in."""
        return access.accesses is self.log

    def keeping(self, sealed: SealedSheet, until: str) -> Keeping:
        """Return how long a sheet is kept, what holds it, what its patient asked.

        A hold whose reason was altered still holds.
        """
        hold = self._holds.of(sealed.sheet_id)
        about = self._requests.about(frozenset({sealed.sheet_id}))
        return Keeping(
            until=until,
            held="" if hold is None else hold.reason or UNREAD_HOLD,
            opposed=any(one.asked and one.asked.kind is RequestKind.OBJECTION for one in about),
            imported=sealed.imported,
        )
