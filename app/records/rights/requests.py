"""What patients asked, kept under the key of the month: access, correction, objection.

Source: GDPR articles 15 (access), 16 (rectification), 21 (objection). A sheet that the law
keeps is not erased on request: an objection is recorded and answered, with its date.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from app.records.columns import Row, blob, integer
from app.records.custody import Custody
from app.records.envelope import (
    FIRST_VERSION,
    Kind,
    new_record_id,
    open_blob,
    seal_blob,
    subkey,
)
from app.records.journal.entries import REQUEST_TRACE, Event, Trace
from app.records.keys.accounts import Domain
from app.records.refusals import KeyMissing, Tampered
from app.records.rights.refusals import ObjectionUnread, Opposed, RequestUnsaid

LONGEST = 4000
_USE = "request"


class RequestKind(StrEnum):
    """What was asked."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    OBJECTION = "objection"


_EVENTS = {
    RequestKind.ACCESS: Event.PERSON_EXPORTED,
    RequestKind.RECTIFICATION: Event.RECTIFICATION_ASKED,
    RequestKind.OBJECTION: Event.OBJECTION_RECORDED,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it comes: what, who asked (in words), what they said, which sheets."""

    kind: RequestKind
    who: str
    words: str
    sheets: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class PatientRequest:
    """A request that was kept; ``asked`` is None when it can no longer be read."""

    request_id: bytes
    at: datetime | None
    author: str
    asked: Asked | None


class Requests:
    """The requests of patients kept in one vault; each is opened once, as long as it is there."""

    def __init__(self, custody: Custody) -> None:
        self._custody = custody
        self._opened_before: dict[tuple[object, ...], PatientRequest] = {}

    def require(self, asked: Asked) -> None:
        """Refuse a request that says too little, or too much.

        Raises:
            RequestUnsaid: it does not say who asks, or what.
        """
        said = asked.who.strip() and asked.words.strip()
        if not said or len(asked.who) + len(asked.words) > LONGEST:
            raise RequestUnsaid

    def keep(self, asked: Asked, now: datetime) -> bytes:
        """Keep a request, with its line in the journal; return its identifier.

        Raises:
            RequestUnsaid: it does not say who asks, or what.
        """
        self.require(asked)
        custody, request_id = self._custody, new_record_id()
        month = now.year * 100 + now.month
        key = custody.ring.month_for_writing(Domain.SHEETS, month)
        content = json.dumps(self._fields(asked, now), ensure_ascii=False).encode()
        body = seal_blob(subkey(key.key, _USE), Kind.REQUEST, FIRST_VERSION, request_id, content)
        trace = Trace(REQUEST_TRACE, sha256(body).digest())
        with custody.ledger.writing():
            custody.ledger.append(_EVENTS[asked.kind], request_id, (trace,), now)
            custody.store.execute(
                "insert into request values (?, ?, ?, ?)", (request_id, month, key.key_id, body)
            )
        return request_id

    def all(self) -> tuple[PatientRequest, ...]:
        """Return the requests that are kept, the latest first; an altered one says so."""
        found = map(self._known, self._custody.store.rows("select * from request"))
        return tuple(sorted(found, key=lambda one: one.at.isoformat() if one.at else ""))[::-1]

    def about(self, sheets: frozenset[bytes]) -> tuple[PatientRequest, ...]:
        """Return the requests that name one of these sheets."""
        return tuple(one for one in self.all() if one.asked and sheets & set(one.asked.sheets))

    def opposed(self, sheets: frozenset[bytes]) -> frozenset[bytes]:
        """Return which of these sheets nothing may leave of, because their patient objected.

        A request that can no longer be read may be an objection of anybody: then, all of them.
        """
        requests = [one.asked for one in self.all()]
        if None in requests:
            return sheets
        said = [one for one in requests if one and one.kind is RequestKind.OBJECTION]
        return sheets & {sheet for one in said for sheet in one.sheets}

    def require_no_objection(self, sheet_id: bytes) -> None:
        """Refuse that anything of a sheet leaves against the will of its patient.

        Raises:
            Opposed: the patient objected.
            ObjectionUnread: a request can no longer be read, and may be that objection.
        """
        sheets = frozenset({sheet_id})
        named = [one.asked for one in self.about(sheets)]
        if any(one and one.kind is RequestKind.OBJECTION for one in named):
            raise Opposed
        if self.opposed(sheets):
            raise ObjectionUnread

    def _fields(self, asked: Asked, now: datetime) -> dict[str, object]:
        return {
            "kind": asked.kind.value,
            "who": asked.who.strip(),
            "words": asked.words.strip(),
            "sheets": [one.hex() for one in asked.sheets],
            "author": self._custody.account.label,
            "at": now.isoformat(),
        }

    def _known(self, row: Row) -> PatientRequest:
        """Return a request opened before, or open it: the same row says the same."""
        whole = tuple(row.values())
        if whole not in self._opened_before:
            self._opened_before[whole] = self._request(row)
        return self._opened_before[whole]

    def _request(self, row: Row) -> PatientRequest:
        request_id = blob(row, "id")
        try:
            fields = json.loads(self._opened(request_id, row))
        except (Tampered, KeyMissing):
            return PatientRequest(request_id, None, "", None)
        asked = Asked(
            kind=RequestKind(fields["kind"]),
            who=fields["who"],
            words=fields["words"],
            sheets=tuple(bytes.fromhex(one) for one in fields["sheets"]),
        )
        at = datetime.fromisoformat(fields["at"])
        return PatientRequest(request_id, at, fields["author"], asked)

    def _opened(self, request_id: bytes, row: Row) -> bytes:
        key = self._custody.ring.month_for_reading(
            Domain.SHEETS, integer(row, "month"), integer(row, "key")
        )
        use = subkey(key.key, _USE)
        return open_blob(use, Kind.REQUEST, FIRST_VERSION, request_id, blob(row, "body"))
