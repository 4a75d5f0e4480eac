"""The documents that leave the vault: which wait, where each is, what keeps one from leaving."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.encounter.sheet import read_sheet
from app.errors import StationError
from app.exchange.dmp import Channel, refusals_to
from app.exchange.refusals import UnfitRecord
from app.office.outbox_messages import Way
from app.records.custody import Custody
from app.records.refusals import KeyMissing, Tampered, UnknownSheet
from app.records.rights.refusals import ObjectionUnread, Opposed
from app.records.rights.requests import Requests
from app.records.sheets.sendings import SendingRow
from app.records.vault import DocumentKind, OutboxLine, SealedSheet
from app.transport.dmp.account import served_by
from app.transport.dmp.parcel import fit_archive
from app.transport.service_words import SERVICE_CONDITIONS, SERVICE_REASONS
from app.transport.stamped import UnfitMail, message_of, stamped
from app.transport.states import Condition, Sending, Why, interrupted, waiting
from app.transport.words import (
    CHANGED,
    CONDITIONS,
    HELD,
    IMPORTED,
    NO_RECIPIENT,
    REASONS,
)

_UNSURE = frozenset({Condition.SENDING, Condition.DOUBTFUL})
_GONE = frozenset({Condition.ACCEPTED, Condition.DELIVERED})


class Held(StationError):
    """A document stays in the station, whatever its condition; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the outbox as a person reads it; ``held`` is why it cannot leave, "" if it may.

    ``number`` is that of the sheet, 0 when the sheet is no longer there.
    """

    number: int
    sheet_id: bytes
    kind: DocumentKind
    sending: Sending
    held: str
    way: Way

    @property
    def mailed(self) -> bool:
        """True for what leaves, or left, by the secure mail."""
        return self.way is Way.MAIL

    @property
    def state(self) -> str:
        """Where it is, in words."""
        if self.held:
            return HELD
        conditions = SERVICE_CONDITIONS if self.way is Way.DMP else CONDITIONS
        return conditions[self.sending.condition]

    @property
    def reason(self) -> str:
        """What the person must know: what holds it, else why it is where it is."""
        reasons = SERVICE_REASONS if self.way is Way.DMP else REASONS
        return self.held or reasons[self.sending.why]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A mail that may leave: its draft as sealed, and what is known of it."""

    sheet_id: bytes
    message: bytes
    draft: bytes = field(repr=False)
    sending: Sending


def sending_of(row: SendingRow) -> Sending:
    """Return what a row of the vault says, as the transitions know it.

    Raises:
        Tampered: a code that no version of the station wrote.
    """
    try:
        return Sending(Condition(row.state), row.attempts, row.changed, row.due, Why(row.why))
    except ValueError as unknown:
        raise Tampered from unknown


def row_of(
    sheet_id: bytes, message: bytes, sending: Sending, kind: DocumentKind = DocumentKind.MAIL
) -> SendingRow:
    """Return the row that keeps ``sending``."""
    return SendingRow(
        message=message,
        sheet_id=sheet_id,
        kind=kind,
        state=sending.condition,
        attempts=sending.attempts,
        changed=sending.changed,
        due=sending.due,
        why=sending.why,
    )


class Queue:
    """The outbox of one open vault, read by the station: nothing of a sheet is shown."""

    def __init__(self, custody: Custody) -> None:
        self._custody = custody
        self._vault = custody.vault
        self._requests = Requests(custody)
        served = served_by(custody.folder, custody.station.purpose)
        self.record_way = Way.FOLDER if served is None else Way.DMP

    def lines(self, now: datetime, most: int | None = None) -> tuple[Line, ...]:
        """Return what waits, the oldest first, then what left, the latest change last.

        ``most`` bounds each of the two: the oldest that wait, the latest that left.
        """
        waits = self._vault.outbox()[:most]
        known = self._vault.sendings.all()
        left = known[-(most or 0) :]
        records = {(one.sheet_id, one.kind): one for one in known}
        about = {one.ref for one in waits} | {one.sheet_id for one in left}
        numbers = {one.sheet_id: one.number for one in self._vault.sheets_about(tuple(about))}
        shown: list[Line] = []
        told: set[bytes] = set()
        for line in waits:
            number, sending, held = numbers.get(line.ref, 0), waiting(now), ""
            way = Way.MAIL if line.kind is DocumentKind.MAIL else self.record_way
            try:
                found = self._known(line, records, now)
            except Held as kept:
                held = kept.sentence
            else:
                if found is not None:
                    told.add(found[0])
                    sending = interrupted(found[1], now)
            shown.append(Line(number, line.ref, line.kind, sending, held, way))
        for row in left:
            if row.message not in told:
                way = Way.MAIL if row.kind is DocumentKind.MAIL else Way.DMP
                number, sending = numbers.get(row.sheet_id, 0), interrupted(sending_of(row), now)
                shown.append(Line(number, row.sheet_id, row.kind, sending, "", way))
        return tuple(shown)

    def _known(
        self,
        line: OutboxLine,
        records: Mapping[tuple[bytes, DocumentKind], SendingRow],
        now: datetime,
    ) -> tuple[bytes, Sending] | None:
        """Return what is known of a document that waits, under its identifier; None of a new one.

        Raises:
            Held: it must not leave.
        """
        if line.kind is DocumentKind.MAIL:
            found = self.waiting(line.ref, now)
            return found.message, found.sending
        row = records.get((line.ref, line.kind))
        if row is not None and row.state in _UNSURE:
            return row.message, sending_of(row)  # told even when nothing more may leave
        if self.record_way is Way.DMP:
            self._require_fit(self.opened(line.ref, Channel.DMP), line.kind)
        if row is None or row.state in _GONE:
            return None  # what left was a version before
        return row.message, sending_of(row)

    def counts(self) -> tuple[int, int]:
        """Return how many sheets wait to leave, and how many may have left or not.

        No sheet is read. One whose patient objected is in neither: nothing of it leaves.
        """
        waits = self._vault.outbox()
        sheets = {one.ref for one in waits}
        sheets -= self._requests.opposed(frozenset(sheets))
        latest = {(one.sheet_id, one.kind): one.state for one in self._vault.sendings.all()}
        unsure = {one.ref for one in waits if latest.get((one.ref, one.kind)) in _UNSURE} & sheets
        return len(sheets) - len(unsure), len(unsure)

    def mails(self) -> tuple[bytes, ...]:
        """Return the sheets whose mail waits, the oldest first, each once."""
        kind = DocumentKind.MAIL
        return tuple(dict.fromkeys(one.ref for one in self._vault.outbox() if one.kind is kind))

    def waiting(self, sheet_id: bytes, now: datetime) -> Waiting:
        """Return the mail of the newest version of a sheet, with what is known of it.

        Raises:
            Held: it must not leave: opposition, identity, specimen, no recipient, altered bytes.
        """
        sealed = self.opened(sheet_id, Channel.MSSANTE)
        draft = sealed.documents.get(DocumentKind.MAIL, b"")
        try:
            message = stamped(draft, "pharmacie@invalid.invalid").message
        except UnfitMail as unfit:
            raise Held(NO_RECIPIENT) from unfit
        row = self._vault.sendings.find(message)
        known = waiting(now) if row is None else sending_of(row)
        return Waiting(sheet_id, message, draft, known)

    def opened(self, sheet_id: bytes, channel: Channel) -> SealedSheet:
        """Return the newest version of a sheet that may leave by ``channel``.

        Raises:
            Held: it must not leave: opposition, identity, specimen, altered bytes.
        """
        sealed = self._read(sheet_id)
        self._require_allowed(sealed, channel)
        return sealed

    def current_message(self, sheet_id: bytes) -> bytes | None:
        """Return the identifier of the mail of the newest version, None when there is none."""
        try:
            return message_of(self._read(sheet_id).documents.get(DocumentKind.MAIL, b""))
        except (Held, UnfitMail):
            return None

    def _require_fit(self, sealed: SealedSheet, kind: DocumentKind) -> None:
        try:
            fit_archive(sealed.documents.get(kind, b""))
        except UnfitRecord as unfit:
            raise Held(unfit.sentence) from unfit

    def _read(self, sheet_id: bytes) -> SealedSheet:
        try:
            sealed = self._vault.read(sheet_id)
        except (Tampered, KeyMissing, UnknownSheet) as closed:
            raise Held(CHANGED) from closed
        if not sealed.intact:
            raise Held(CHANGED)
        return sealed

    def _require_allowed(self, sealed: SealedSheet, channel: Channel) -> None:
        if sealed.imported:
            raise Held(IMPORTED)
        try:
            self._requests.require_no_objection(sealed.sheet_id)
        except (Opposed, ObjectionUnread) as refused:
            raise Held(refused.sentence) from refused
        reasons = refusals_to(read_sheet(sealed.body), channel)
        if reasons:
            raise Held(" ".join(reasons))
