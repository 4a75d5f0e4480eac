"""Documents that come in: read as data, compared with the patient, sealed with the draft.

The file is read once, up to its bound; nothing of it is written in clear, extracted or opened.
What does not say whose it is waits for a person, who says by what the patient was recognised.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from app.effects.access import Access
from app.encounter.incoming import PDF, FactSource, KeptDocument
from app.encounter.incoming_effects import (
    DropIncoming,
    IncomingEffect,
    KeepIncoming,
    ReadIncoming,
    ReadPages,
    StopIncoming,
)
from app.encounter.incoming_messages import (
    DocumentRead,
    DocumentUnread,
    IncomingGoesOn,
    IncomingKept,
    IncomingUnproven,
)
from app.encounter.incoming_text import ShownDocument
from app.exchange.incoming.archive import LARGEST_ARCHIVE, SAME_ID, LoneFile
from app.exchange.incoming.document import Received
from app.exchange.incoming.patient import UnprovenPatient, check_patient
from app.exchange.incoming.pdf_pages import with_pages
from app.exchange.incoming.reading import read_file
from app.exchange.incoming.whole import whole
from app.exchange.refusals import RefusedDocument
from app.records.vault import Capture, CaptureLost
from app.traffic import AnyMessage

UNREADABLE = "Ce fichier ne s’ouvre pas. Vérifiez qu’il est toujours là, ou copiez-le à nouveau."
ALREADY = "Ce document est déjà joint à cette consultation."
NO_DOCUMENT = "Ce fichier ne contient aucun document que la station puisse lire."
STOPPED = "La lecture du fichier est arrêtée\u00a0: rien n’en est gardé."
NAMES_NOBODY = "Un PDF seul ne dit pas de qui il est d’une façon que le poste puisse vérifier."
PAPER = "Pièce sans identité, rattachée par le pharmacien"
STEP = 5
"""Percents between two words of how far a file is."""

Piece = Received | LoneFile


def _silent(_: AnyMessage) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class _Sorted:
    """The pieces of a file: those that are the patient’s, and those that say nobody’s name."""

    proven: tuple[Piece, ...]
    waiting: tuple[Piece, ...]
    why: str


class IncomingRoom:
    """Keeps documents on the vault lane, all those of a file or none, and reads them again.

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

    def answer(self, effect: IncomingEffect) -> Iterable[AnyMessage]:
        """Do what a document received asks of the vault."""
        match effect:
            case KeepIncoming():
                return self._keep(effect)
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

    def _keep(self, effect: KeepIncoming) -> list[AnyMessage]:
        """Return the documents kept; the whole file is checked before anything is."""
        self._stopped.clear()
        delivery = read_file(_content(effect.path), self._teller(effect.encounter_id))
        found = _sorted((*delivery.documents, *delivery.files), effect)
        if not (found.proven or found.waiting):
            raise RefusedDocument(NO_DOCUMENT)
        told: list[AnyMessage] = []
        if found.proven:
            kept = tuple(self._sealed(effect, one) for one in found.proven)
            told.append(IncomingKept(effect.encounter_id, kept, effect.patient))
        if found.waiting:
            told.append(_unproven(effect, found))
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
        capture = Capture(bytes.fromhex(capture_id), (_content_of(piece),))
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
            attached="" if _is_proven(piece, effect) else effect.attached,
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


def _content(path: str) -> bytes:
    try:
        with Path(path).open("rb") as opened:
            return opened.read(LARGEST_ARCHIVE + 1)
    except OSError as error:
        raise RefusedDocument(UNREADABLE) from error


def _sorted(pieces: tuple[Piece, ...], effect: KeepIncoming) -> _Sorted:
    """Return the pieces of the file as they may be kept.

    What is held already is refused; not when a person attaches the rest of the same file.
    """
    proven: list[Piece] = []
    waiting: list[Piece] = []
    why = NAMES_NOBODY
    for one in pieces:
        if _is_held(one, effect) and effect.attached:
            continue
        try:
            if isinstance(one, Received):
                check_patient(one.patient, effect.patient)
            is_proven = isinstance(one, Received) or bool(effect.attached)
        except UnprovenPatient as unproven:
            is_proven, why = bool(effect.attached), unproven.sentence
        if _is_held(one, effect):
            raise RefusedDocument(ALREADY)
        (proven if is_proven else waiting).append(one)
    return _Sorted(tuple(proven), tuple(waiting), why)


def _is_proven(piece: Received, effect: KeepIncoming) -> bool:
    try:
        check_patient(piece.patient, effect.patient)
    except UnprovenPatient:
        return False
    return True


def _is_held(piece: Piece, effect: KeepIncoming) -> bool:
    """Tell whether these very bytes are joined already.

    Raises:
        RefusedDocument: others are, under the same identifier.
    """
    unique_id = piece.source.document_id if isinstance(piece, Received) else piece.unique_id
    for document_id, digest in effect.held:
        if document_id == unique_id:
            if digest != piece.sha256:
                raise RefusedDocument(SAME_ID)
            return True
    return False


def _unproven(effect: KeepIncoming, found: _Sorted) -> IncomingUnproven:
    """Return the pieces that name nobody, shown so that a person can say whose they are."""
    words = ", ".join(_words(one) for one in found.waiting)
    shown = [whole("", _content_of(one)) for one in found.waiting]
    together = ShownDocument(
        "",
        tuple(part for one in shown for part in one.parts),
        tuple(paper for one in shown for paper in one.papers),
    )
    return IncomingUnproven(effect.encounter_id, effect.path, words, found.why, together)


def _content_of(piece: Piece) -> bytes:
    return piece.exact if isinstance(piece, Received) else piece.content


def _words(piece: Piece) -> str:
    """Return what a piece is, as it is asked whose it is."""
    if isinstance(piece, Received):
        return piece.source.title or piece.kind.label
    size = max(len(piece.content) // 1000, 1)
    return f"{piece.title or 'PDF'} ({size}\u00a0Ko)"
