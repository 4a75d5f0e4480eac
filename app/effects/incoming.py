"""Documents that come in: read as data, compared with the patient, sealed with the draft.

The file is read once, up to its bound; nothing of it is written in clear, extracted or opened.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from app.effects.access import Access
from app.encounter.incoming import KeptDocument
from app.encounter.incoming_effects import DropIncoming, IncomingEffect, KeepIncoming
from app.encounter.incoming_messages import IncomingKept
from app.exchange.incoming.archive import LARGEST_ARCHIVE, SAME_ID
from app.exchange.incoming.document import Received
from app.exchange.incoming.patient import check_patient
from app.exchange.incoming.reading import read_file
from app.exchange.refusals import RefusedDocument
from app.records.vault import Capture
from app.traffic import AnyMessage

UNREADABLE = "Ce fichier ne s’ouvre pas. Vérifiez qu’il est toujours là, ou copiez-le à nouveau."
ALREADY = "Ce document est déjà joint à cette consultation."
NO_DOCUMENT = "Ce fichier ne contient aucun document que la station puisse lire."


class IncomingRoom:
    """Keeps documents on the vault lane: all those of a file, or none."""

    def __init__(self, access: Access, new_id: Callable[[], str]) -> None:
        self._access, self._new_id = access, new_id

    def answer(self, effect: IncomingEffect) -> Iterable[AnyMessage]:
        """Do what a document received asks of the vault."""
        match effect:
            case KeepIncoming():
                return [self._keep(effect)]
            case DropIncoming(encounter_id, capture_ids):
                for capture_id in capture_ids:
                    self._access.vault.drop_capture(
                        bytes.fromhex(encounter_id), bytes.fromhex(capture_id)
                    )
                return []

    def _keep(self, effect: KeepIncoming) -> IncomingKept:
        """Return the documents kept; the whole file is checked before anything is."""
        documents = read_file(_content(effect.path)).documents
        if not documents:
            raise RefusedDocument(NO_DOCUMENT)
        for one in documents:
            check_patient(one.patient, effect.patient)
            _refuse_twice(one, effect.held)
        kept = tuple(self._sealed(effect.encounter_id, one) for one in documents)
        return IncomingKept(effect.encounter_id, kept)

    def _sealed(self, encounter_id: str, document: Received) -> KeptDocument:
        capture_id = self._new_id()
        capture = Capture(bytes.fromhex(capture_id), (document.exact,))
        line = self._access.vault.keep_capture(bytes.fromhex(encounter_id), capture)
        return KeptDocument(
            capture_id=capture_id,
            source=document.source,
            kind=document.kind.label,
            received_at=self._access.now(),
            size=line.size,
            sha256=document.sha256,
            facts=document.facts,
        )


def _content(path: str) -> bytes:
    try:
        with Path(path).open("rb") as opened:
            return opened.read(LARGEST_ARCHIVE + 1)
    except OSError as error:
        raise RefusedDocument(UNREADABLE) from error


def _refuse_twice(document: Received, held: tuple[tuple[str, str], ...]) -> None:
    for document_id, digest in held:
        if document_id == document.source.document_id:
            raise RefusedDocument(ALREADY if digest == document.sha256 else SAME_ID)
