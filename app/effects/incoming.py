"""Documents that come in: read as data, compared with the patient, sealed with the draft.

The file is read once, up to its bound; nothing of it is written in clear, extracted or opened.
What does not say whose it is waits for a person, who says by what the patient was recognised.
"""

from collections.abc import Callable, Iterable
from threading import Event

from app.effects.access import Access
from app.effects.incoming_pieces import Piece, Pieces, content_of, is_proven, pieces_of, unproven
from app.encounter.incoming import PDF, FactSource, KeptDocument
from app.encounter.incoming_effects import (
    DropIncoming,
    IncomingEffect,
    KeepIncoming,
    ReadIncoming,
    ReadPages,
    SealIncoming,
    StopIncoming,
)
from app.encounter.incoming_messages import (
    DocumentRead,
    DocumentUnread,
    IncomingGoesOn,
    IncomingKept,
    IncomingSorted,
)
from app.exchange.incoming.archive import LoneFile
from app.exchange.incoming.pdf_pages import with_pages
from app.exchange.incoming.whole import whole
from app.exchange.refusals import RefusedDocument
from app.records.vault import Capture, CaptureLost
from app.traffic import AnyMessage

STOPPED = "La lecture du fichier est arrêtée\u00a0: rien n’en est gardé."
PAPER = "Pièce sans identité, rattachée par le pharmacien"
STEP = 5
"""Percents between two words of how far a file is."""


def _silent(_: AnyMessage) -> None:
    """Tell nobody."""


class IncomingRoom:
    """Reads files beside the vault, then keeps their documents, all those of a file or none.

    ``post`` is told how far a large file is.
    """

    def __init__(
        self,
        access: Access,
        new_id: Callable[[], str],
        post: Callable[[AnyMessage], None] = _silent,
    ) -> None:
        self._access, self._new_id, self._post = access, new_id, post
        self._stopped = Event()
        self._sorted: dict[str, tuple[KeepIncoming, Pieces]] = {}

    def answer(self, effect: IncomingEffect) -> Iterable[AnyMessage]:
        """Do what a document received asks of the vault."""
        match effect:
            case KeepIncoming():
                return [self._sort(effect)]
            case SealIncoming(encounter_id):
                return self._keep(encounter_id)
            case StopIncoming():
                self._stopped.set()
                return []
            case ReadIncoming():
                return [self._read(effect)]
            case ReadPages(encounter_id, shown):
                return [DocumentRead(encounter_id, with_pages(shown))]
            case DropIncoming(encounter_id, capture_ids):
                for capture_id in capture_ids:
                    self._access.vault.drop_capture(
                        bytes.fromhex(encounter_id), bytes.fromhex(capture_id)
                    )
                return []

    def _sort(self, effect: KeepIncoming) -> IncomingSorted:
        """Read the whole file and compare it, beside the vault; nothing is kept yet."""
        try:
            found = pieces_of(effect, self._teller(effect.encounter_id))
        finally:
            self._stopped.clear()
        self._sorted = {effect.encounter_id: (effect, found)}
        return IncomingSorted(effect.encounter_id)

    def _keep(self, encounter_id: str) -> list[AnyMessage]:
        """Return the documents kept of the file that was read, and what waits for a person."""
        read = self._sorted.pop(encounter_id, None)
        if read is None:
            return []
        effect, found = read
        told: list[AnyMessage] = []
        if found.proven:
            kept = tuple(self._sealed(effect, one) for one in found.proven)
            told.append(IncomingKept(encounter_id, kept, effect.patient))
        if found.waiting:
            told.append(unproven(effect, found))
        return told

    def _teller(self, encounter_id: str) -> Callable[[int], None]:
        last = -STEP

        def goes_on(percent: int) -> None:
            nonlocal last
            if self._stopped.is_set():
                raise RefusedDocument(STOPPED)
            if percent >= last + STEP:
                last = percent
                self._post(IncomingGoesOn(encounter_id, percent))

        return goes_on

    def _sealed(self, effect: KeepIncoming, piece: Piece) -> KeptDocument:
        capture_id = self._new_id()
        capture = Capture(bytes.fromhex(capture_id), (content_of(piece),))
        line = self._access.vault.keep_capture(bytes.fromhex(effect.encounter_id), capture)
        if isinstance(piece, LoneFile):
            return KeptDocument(
                capture_id=capture_id,
                source=FactSource(piece.unique_id, piece.title or "PDF", "", ""),
                kind=PAPER,
                received_at=self._access.now(),
                size=line.size,
                sha256=piece.sha256,
                facts=(),
                media_type=PDF,
                attached=effect.attached,
            )
        return KeptDocument(
            capture_id=capture_id,
            source=piece.source,
            kind=piece.kind.label,
            received_at=self._access.now(),
            size=line.size,
            sha256=piece.sha256,
            facts=piece.facts,
            attached="" if is_proven(piece, effect) else effect.attached,
        )

    def _read(self, effect: ReadIncoming) -> DocumentRead | DocumentUnread:
        draft_id, capture_id = effect.encounter_id, effect.capture_id
        try:
            parts = self._access.vault.read_taken(
                bytes.fromhex(draft_id), bytes.fromhex(capture_id)
            )
            return DocumentRead(draft_id, whole(capture_id, b"".join(parts)))
        except (CaptureLost, RefusedDocument) as lost:
            return DocumentUnread(draft_id, capture_id, lost.sentence)
