"""The pieces of a file that came in, compared with the patient: whose they are, or nobody’s yet."""

from dataclasses import dataclass
from pathlib import Path

from app.encounter.incoming_effects import KeepIncoming
from app.encounter.incoming_messages import IncomingUnproven
from app.encounter.incoming_text import ShownDocument
from app.exchange.incoming.archive import LARGEST_ARCHIVE, SAME_ID, GoesOn, LoneFile
from app.exchange.incoming.document import Received
from app.exchange.incoming.patient import UnprovenPatient, check_patient
from app.exchange.incoming.reading import read_file
from app.exchange.incoming.whole import whole
from app.exchange.refusals import RefusedDocument

UNREADABLE = "Ce fichier ne s’ouvre pas. Vérifiez qu’il est toujours là, ou copiez-le à nouveau."
ALREADY = "Ce document est déjà joint à cette consultation."
NO_DOCUMENT = "Ce fichier ne contient aucun document que la station puisse lire."
NAMES_NOBODY = "Un PDF seul ne dit pas de qui il est d’une façon que le poste puisse vérifier."

Piece = Received | LoneFile


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of a file: those that are the patient’s, and those that say nobody’s name."""

    proven: tuple[Piece, ...]
    waiting: tuple[Piece, ...]
    why: str


def pieces_of(effect: KeepIncoming, goes_on: GoesOn) -> Pieces:
    """Return what the file brings for this patient; the whole file is checked.

    Raises:
        RefusedDocument: a piece is unsafe, another patient’s, or joined already.
    """
    delivery = read_file(_content(effect.path), goes_on)
    found = _sorted((*delivery.documents, *delivery.files), effect)
    if not (found.proven or found.waiting):
        raise RefusedDocument(NO_DOCUMENT)
    return found


def _content(path: str) -> bytes:
    try:
        with Path(path).open("rb") as opened:
            return opened.read(LARGEST_ARCHIVE + 1)
    except OSError as error:
        raise RefusedDocument(UNREADABLE) from error


def _sorted(pieces: tuple[Piece, ...], effect: KeepIncoming) -> Pieces:
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
    return Pieces(tuple(proven), tuple(waiting), why)


def is_proven(piece: Received, effect: KeepIncoming) -> bool:
    """Tell whether a document names the patient by itself."""
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


def unproven(effect: KeepIncoming, found: Pieces) -> IncomingUnproven:
    """Return the pieces that name nobody, shown so that a person can say whose they are."""
    words = ", ".join(_words(one) for one in found.waiting)
    shown = [whole("", content_of(one)) for one in found.waiting]
    together = ShownDocument(
        "",
        tuple(part for one in shown for part in one.parts),
        tuple(paper for one in shown for paper in one.papers),
    )
    return IncomingUnproven(effect.encounter_id, effect.path, words, found.why, together)


def content_of(piece: Piece) -> bytes:
    """Return the exact bytes of a piece."""
    return piece.exact if isinstance(piece, Received) else piece.content


def _words(piece: Piece) -> str:
    """Return what a piece is, as it is asked whose it is."""
    if isinstance(piece, Received):
        return piece.source.title or piece.kind.label
    size = max(len(piece.content) // 1000, 1)
    return f"{piece.title or 'PDF'} ({size}\u00a0Ko)"
