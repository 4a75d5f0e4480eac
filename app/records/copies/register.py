"""What the station knows of its copies: when each half was made, where, and what is gone.

The places are sealed: a path may hold a name. Pharmacists and owners read them.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from app.records.columns import Row, blob, integer
from app.records.copies.manifest import Half, Manifest
from app.records.database import Store
from app.records.envelope import FIRST_VERSION, Kind, open_blob, seal_blob, subkey
from app.records.journal.entries import milliseconds, moment
from app.records.keys.accounts import Domain
from app.records.keys.ring import KEPT_MONTH, KeyRing
from app.records.refusals import KeyMissing, Tampered

_USE = "copies"
_CODES = {Half.DATA: 1, Half.KEYS: 2}
_SCHEDULE_ID = bytes(16)


@dataclass(frozen=True, slots=True)
class Schedule:
    """Where copies go by themselves and how often; 0 hours for never."""

    data: str = ""
    keys: str = ""
    every_h: int = 0
    drilled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CopyState:
    """When each half was last copied, None for never, and the schedule."""

    data_at: datetime | None
    keys_at: datetime | None
    schedule: Schedule

    def is_due(self, now: datetime) -> bool:
        """Tell whether the schedule asks for a backup by ``now``."""
        if not self.schedule.every_h:
            return False
        period = timedelta(hours=self.schedule.every_h)
        return any(at is None or now - at >= period for at in (self.data_at, self.keys_at))


@dataclass(frozen=True, slots=True)
class KeyCopy:
    """A copy of the keys that is not known to be gone."""

    copy_id: bytes
    made_at: datetime
    place: str


class Register:
    """The copies of one vault; for whoever holds the key of the activity."""

    def __init__(self, store: Store, ring: KeyRing) -> None:
        self._store = store
        self._ring = ring

    def state(self) -> CopyState:
        """Return the age of both halves and the schedule."""
        return CopyState(self._last(Half.DATA), self._last(Half.KEYS), self.schedule())

    def note(self, manifest: Manifest, place: Path) -> None:
        """Write one finished generation, inside the transaction of its journal entry."""
        key_id, body = self._sealed(Kind.COPY, manifest.copy_id, {"place": str(place)})
        self._store.execute(
            "insert into copy_made values (?, ?, ?, ?, ?, ?, ?, null)",
            (
                *(manifest.copy_id, _CODES[manifest.half], milliseconds(manifest.made_at)),
                *(manifest.head.size, manifest.head.root, key_id, body),
            ),
        )

    def note_gone(self, copy_id: bytes, now: datetime) -> None:
        """Write that a copy is destroyed; one that is not known here is no fault."""
        self._store.execute(
            "update copy_made set gone = ? where id = ? and gone is null",
            (milliseconds(now), copy_id),
        )

    def key_copies(self, before: int) -> tuple[KeyCopy, ...]:
        """Return the copies of the keys made before a journal entry, and not known to be gone.

        The journal tells before from after, whatever the clock said.
        """
        rows = self._store.rows(
            "select * from copy_made where kind = ? and gone is null and size < ? order by rowid",
            (_CODES[Half.KEYS], before),
        )
        return tuple(map(self._key_copy, rows))

    def schedule(self) -> Schedule:
        """Return the schedule; none was kept, or it cannot be read: no schedule."""
        row = self._store.one("select * from schedule")
        try:
            fields = {} if row is None else self._opened(Kind.SCHEDULE, _SCHEDULE_ID, row)
        except (Tampered, KeyMissing):
            fields = {}
        drilled = fields.get("drilled")
        return Schedule(
            data=str(fields.get("data", "")),
            keys=str(fields.get("keys", "")),
            every_h=int(str(fields.get("every_h", 0))),
            drilled_at=datetime.fromisoformat(str(drilled)) if drilled else None,
        )

    def keep(self, schedule: Schedule) -> None:
        """Keep where copies go and how often, durable on return."""
        drilled = schedule.drilled_at
        fields: dict[str, str | int | None] = {
            "data": schedule.data,
            "keys": schedule.keys,
            "every_h": schedule.every_h,
            "drilled": drilled.isoformat() if drilled else None,
        }
        key_id, body = self._sealed(Kind.SCHEDULE, _SCHEDULE_ID, fields)
        with self._store.writing():
            self._store.execute("insert or replace into schedule values (1, ?, ?)", (key_id, body))

    def _last(self, half: Half) -> datetime | None:
        row = self._store.one(
            "select made from copy_made where kind = ? and gone is null order by rowid desc",
            (_CODES[half],),
        )
        return None if row is None else moment(integer(row, "made"))

    def _key_copy(self, row: Row) -> KeyCopy:
        copy_id, made = blob(row, "id"), moment(integer(row, "made"))
        try:
            place = str(self._opened(Kind.COPY, copy_id, row)["place"])
        except (Tampered, KeyMissing):
            place = ""
        return KeyCopy(copy_id, made, place)

    def _sealed(
        self, kind: Kind, row_id: bytes, fields: dict[str, str | int | None]
    ) -> tuple[int, bytes]:
        key = self._ring.month_for_writing(Domain.FACTS, KEPT_MONTH)
        content = json.dumps(fields, ensure_ascii=False).encode()
        sealed = seal_blob(subkey(key.key, _USE), kind, FIRST_VERSION, row_id, content)
        return key.key_id, sealed

    def _opened(self, kind: Kind, row_id: bytes, row: Row) -> dict[str, object]:
        key = self._ring.month_for_reading(Domain.FACTS, KEPT_MONTH, integer(row, "key"))
        content = open_blob(subkey(key.key, _USE), kind, FIRST_VERSION, row_id, blob(row, "body"))
        fields = json.loads(content)
        if not isinstance(fields, dict):
            raise Tampered
        return fields
