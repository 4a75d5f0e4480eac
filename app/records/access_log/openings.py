"""How many times a sheet was opened, and how many of these by the person of the session.

The log is sealed line by line: it is read whole once in a session, then only what was added.
"""

from collections import Counter
from dataclasses import dataclass

from app.records.access_log.log import AccessLog, What
from app.records.columns import integer
from app.records.database import Store


@dataclass(frozen=True, slots=True)
class Opened:
    """The openings of one sheet that the log still holds; ``own`` are those of the reader."""

    total: int = 0
    own: int = 0


class Openings:
    """The openings in one ``log``; ``store`` tells which numbers the versions of a sheet bear."""

    def __init__(self, log: AccessLog, store: Store) -> None:
        self.log, self._store = log, store
        self._total: Counter[int] = Counter()
        self._own: Counter[int] = Counter()
        self._read_until = 0

    def of(self, sheet_id: bytes) -> Opened:
        """Return how often a sheet was opened, whatever its version was then.

        Raises:
            KeyMissing: this person does not hold the domain of the log.
        """
        self._read()
        rows = self._store.rows("select seq from sheet where id = ?", (sheet_id,))
        numbers = [integer(row, "seq") for row in rows]
        total, own = (sum(map(each.__getitem__, numbers)) for each in (self._total, self._own))
        return Opened(total, own)

    def _read(self) -> None:
        for rank, entry in self.log.after(self._read_until):
            self._read_until = rank
            if entry is not None and entry.what is What.OPENED:
                self._total[entry.sheet] += 1
                self._own[entry.sheet] += entry.who == self.log.who
