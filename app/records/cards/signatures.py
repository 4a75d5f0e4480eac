"""The signatures of the sheets of one vault by cards: drawn, kept, read back and judged.

A signature is an addition: no row of the sheet changes, and the journal keeps its hash. It is
sealed under the key of the version it signs, so that it opens, is held and is destroyed with it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from cryptography import x509

from app.records.cards import refusals as refuse
from app.records.cards.authorities import is_recognised, pinned_roots
from app.records.cards.marks import (
    WITHIN,
    CardMark,
    Standing,
    certificate_of,
    is_proven,
    require_holder,
)
from app.records.cards.statement import Signed, Statement
from app.records.columns import Row, blob, integer
from app.records.database import Store
from app.records.envelope import Kind, new_record_id
from app.records.journal.entries import SIGNED_TRACE, Entry, Event, Trace, milliseconds, moment
from app.records.journal.ledger import Ledger
from app.records.refusals import Tampered
from app.records.sheets.archive import Archive
from app.records.sheets.pieces import SealedSheet
from hardware.links.card_certificate import CardCertificate


class CardSignatures:
    """The signatures of one vault; ``roots`` are the authorities that are recognised."""

    def __init__(
        self,
        store: Store,
        ledger: Ledger,
        archive: Archive,
        roots: Sequence[x509.Certificate] | None = None,
    ) -> None:
        self._store = store
        self._ledger = ledger
        self._archive = archive
        self._roots = roots

    def draw(
        self, sealed: SealedSheet, rpps: str, certificate: CardCertificate, now: datetime
    ) -> Statement:
        """Return what the card must sign so that the person logged in signs ``sealed``.

        Args:
            sealed: the newest version of a sheet, as it was read back.
            rpps: the number of the person logged in, and of who the sheet says sealed it.
            certificate: that of the card.
            now: aware, kept in the statement.

        Raises:
            NotOurs, NotTheSealer, NotTheHolder, OutsideDates, SignedAlready: it is not theirs to
                sign, or not with this card, or not again.
        """
        if sealed.imported or not sealed.intact:
            raise refuse.NotOurs
        if sealed.sealed_by != self._ledger.actor:
            raise refuse.NotTheSealer
        require_holder(certificate, rpps, now)
        if any(one.rpps == rpps for one in self.marks(sealed)):
            raise refuse.SignedAlready
        return Statement(
            station_id=self._ledger.station_id,
            sheet_id=sealed.sheet_id,
            version=sealed.version,
            number=sealed.number,
            leaf=self._leaf(sealed.number),
            sheet_digest=sha256(sealed.body).digest(),
            certificate_digest=sha256(certificate.der).digest(),
            time_ms=milliseconds(now),
            rpps=rpps,
        )

    def keep(self, signed: Signed, now: datetime) -> int:
        """Keep a signature beside its sheet, durable on return; return its journal number.

        Keeping the same one again returns the number of the first time.

        Raises:
            StatementMoved, NotASignature: it is not of what the vault holds now.
            SignedAlready, NotTheSealer, NotTheHolder, OutsideDates, NotOurs: as for ``draw``.
            DiskFull, Tampered: nothing was written.
        """
        asked = signed.statement
        sealed = self._archive.read(asked.sheet_id)
        for number, kept in self.kept(sealed):
            if kept == signed:
                return number
        certificate = certificate_of(signed)
        if certificate is None or not is_proven(signed):
            raise refuse.NotASignature
        drawn_at = moment(asked.time_ms)
        if self.draw(sealed, asked.rpps, certificate, drawn_at) != asked:
            raise refuse.StatementMoved
        if not timedelta(0) <= now - drawn_at <= WITHIN:
            raise refuse.StatementMoved
        return self._write(signed, now)

    def _write(self, signed: Signed, now: datetime) -> int:
        asked, row_id = signed.statement, new_record_id()
        body = self._archive.seal_beside(
            Kind.CARD_SIGNATURE, (asked.sheet_id, asked.version, row_id), signed.packed()
        )
        traces = (
            Trace(SIGNED_TRACE, asked.leaf),
            Trace(Kind.CARD_SIGNATURE, sha256(body).digest()),
        )
        with self._ledger.writing():
            number = self._ledger.append(Event.SHEET_SIGNED, asked.sheet_id, traces, now)
            self._store.execute(
                "insert into card_signature values (?, ?, ?, ?, ?)",
                (row_id, asked.sheet_id, asked.version, number, body),
            )
        return number

    def marks(self, sealed: SealedSheet, rpps: str = "") -> tuple[CardMark, ...]:
        """Return the signatures of ``sealed``, the first one first, each judged anew.

        ``rpps`` is the number of who the sheet itself says sealed it, "" when it says none.
        """
        return tuple(self._mark(sealed, row, rpps) for row in self._rows(sealed))

    def versions_signed(self, sheet_id: bytes) -> tuple[int, ...]:
        """Return the versions of a sheet that bear a signature, the first one first."""
        rows = self._store.rows(
            "select distinct version from card_signature where sheet = ? order by version",
            (sheet_id,),
        )
        return tuple(integer(row, "version") for row in rows)

    def signed_sheets(self) -> tuple[tuple[bytes, int], ...]:
        """Return each (sheet, version) that bears a signature, in the order of the journal."""
        rows = self._store.rows("select sheet, version from card_signature order by seq")
        found = ((blob(row, "sheet"), integer(row, "version")) for row in rows)
        return tuple(dict.fromkeys(found))

    def _mark(self, sealed: SealedSheet, row: Row, rpps: str) -> CardMark:
        number = integer(row, "seq")
        try:
            entry = self._ledger.entry(number)
            at, signed = moment(entry.time_ms), self._opened(sealed, row)
        except Tampered:
            return CardMark(number, sealed.sealed_at, Standing.BROKEN)
        certificate = certificate_of(signed)
        if certificate is None or not self._agrees(sealed, entry, signed, rpps):
            return CardMark(number, at, Standing.BROKEN)
        roots = pinned_roots() if self._roots is None else self._roots
        drawn_at = moment(signed.statement.time_ms)
        known = is_recognised(signed.certificate, drawn_at, roots)
        return CardMark(
            number=number,
            at=drawn_at,
            standing=Standing.RECOGNISED if known else Standing.TRIAL,
            holder=certificate.holder,
            rpps=certificate.rpps,
            certificate=certificate.fingerprint,
        )

    def _agrees(self, sealed: SealedSheet, entry: Entry, signed: Signed, rpps: str) -> bool:
        """Tell whether statement, sheet, journal, certificate and signature say the same."""
        said, drawn_at = signed.statement, moment(signed.statement.time_ms)
        certificate = certificate_of(signed)
        expected = (
            (self._ledger.station_id, sealed.sheet_id, sealed.version, sealed.number),
            (self._leaf(sealed.number), sha256(sealed.body).digest()),
        )
        found = (
            (said.station_id, said.sheet_id, said.version, said.number),
            (said.leaf, said.sheet_digest),
        )
        return (
            certificate is not None
            and found == expected
            and certificate.rpps == said.rpps == (rpps or said.rpps)
            and certificate.is_valid_at(drawn_at)
            and timedelta(0) <= moment(entry.time_ms) - drawn_at <= WITHIN
            and entry.actor == sealed.sealed_by
            and self._ledger.proven(entry.seq)
            and is_proven(signed)
        )

    def kept(self, sealed: SealedSheet) -> tuple[tuple[int, Signed], ...]:
        """Return the signatures of ``sealed`` as they were kept, with their journal numbers.

        Raises:
            Tampered: one of them is not what the journal says.
        """
        rows = self._rows(sealed)
        return tuple((integer(row, "seq"), self._opened(sealed, row)) for row in rows)

    def _rows(self, sealed: SealedSheet) -> list[Row]:
        return list(
            self._store.rows(
                "select * from card_signature where sheet = ? and version = ? order by seq",
                (sealed.sheet_id, sealed.version),
            )
        )

    def _opened(self, sealed: SealedSheet, row: Row) -> Signed:
        """Return what one row holds, compared with the journal before it is opened."""
        entry, body = self._ledger.entry(integer(row, "seq")), blob(row, "body")
        traces = (
            Trace(SIGNED_TRACE, self._leaf(sealed.number)),
            Trace(Kind.CARD_SIGNATURE, sha256(body).digest()),
        )
        about = (Event.SHEET_SIGNED, sealed.sheet_id, traces)
        if (entry.event, entry.about, entry.traces) != about:
            raise Tampered
        place = (sealed.sheet_id, sealed.version, blob(row, "id"))
        return Signed.unpacked(self._archive.open_beside(Kind.CARD_SIGNATURE, place, body))

    def _leaf(self, number: int) -> bytes:
        self._ledger.entry(number)  # proven, or refused
        row = self._store.one("select leaf from ledger where seq = ?", (number,))
        if row is None:
            raise Tampered
        return blob(row, "leaf")
