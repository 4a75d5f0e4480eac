"""Effects of the page of the accesses: one page of the log, and that it was read."""

from collections.abc import Iterable
from datetime import timedelta

from app.effects.access import Access
from app.office import access_log as page
from app.records.access_log.log import AccessEntry, What
from app.traffic import AnyMessage

WORDS = {
    What.OPENED: "Fiche ouverte",
    What.CAPTURE_OPENED: "Image ou son ouvert",
    What.EXPORTED: "Documents exportés",
    What.HANDED_OVER: "Dossier remis",
    What.LOG_READ: "Journal consulté",
    What.SEARCHED: "Recherche",
}
AHEAD = timedelta(days=1)
"""A line of a clock that was ahead is shown too."""


class AccessesRoom:
    """What the page of the accesses asks of the log."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def answer(self, effect: page.LoadAccesses) -> Iterable[AnyMessage]:
        """Return one page of the log; reading its first page is an access of its own."""
        log, now = self._access.accesses, self._access.now()
        first = page.since(effect.span, now)
        found = log.page(first, now + AHEAD, effect.offset, effect.most)
        if effect.offset == 0:
            log.record(What.LOG_READ, 0, "", now)
        lines = tuple(map(_line, found.entries))
        return [page.AccessesLoaded(lines, found.total, found.unread, found.missing)]


def _line(one: AccessEntry) -> page.AccessLine:
    return page.AccessLine(one.at, one.who, WORDS[one.what], one.sheet, one.reason)
