"""Searches in the access log: that somebody searched and by what, never the words typed.

A search runs while one types: one line is written when it begins, and again only when it asks
for something more, or for somebody else.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from app.records.access_log.log import AccessLog, What
from app.records.search.query import Query, words_of

SAME_SEARCH = timedelta(minutes=5)


class Searches:
    """The searches of one session, in its ``log``."""

    def __init__(self, log: AccessLog) -> None:
        self.log = log
        self._text = ""
        self._told: frozenset[str] = frozenset()
        self._at: datetime | None = None

    def note(self, query: Query, now: datetime) -> None:
        """Write down the search, unless it goes on with the one before.

        Raises:
            DiskFull: it could not be written.
        """
        asked = tuple(dict.fromkeys(criteria(query)))
        if not (self._goes_on(query.text, now) and self._told.issuperset(asked)):
            self.log.record(What.SEARCHED, 0, ", ".join(asked), now)
            self._told = frozenset(asked)
        self._text, self._at = query.text, now

    def _goes_on(self, text: str, now: datetime) -> bool:
        """Tell whether ``text`` is the last one with letters more or less."""
        recent = self._at is not None and abs(now - self._at) < SAME_SEARCH
        return recent and (text.startswith(self._text) or self._text.startswith(text))


def criteria(query: Query) -> Iterator[str]:
    """Yield what a search asks for, in French, and nothing of what was typed."""
    if not query.asks:
        yield "liste entière"
    for word in words_of(query.text):
        if word.matricule:
            yield "INS"
        elif word.day:
            yield "date"
        else:
            yield "numéro" if word.number else "nom ou motif"
    for value, name in (
        (query.protocol, "protocole"),
        (query.level, "niveau"),
        (query.author, "auteur"),
        (query.since or query.before, "période"),
    ):
        if value:
            yield name
