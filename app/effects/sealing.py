"""The effect that closes a consultation: papers and record made once, then one transaction."""

from collections.abc import Callable, Iterable
from functools import partial

from app.effects.access import Access
from app.encounter.effects import SealSheet
from app.encounter.fact import fact_bytes
from app.encounter.model import Receipt
from app.encounter.seal import Sealed
from app.encounter.sheet import OrientationSheet, canonical_bytes
from app.encounter.sheet_files import attached
from app.encounter.summary import summary_bytes
from app.exchange.dmp import Channel, refusals_to
from app.exchange.dossier import Documents, make_documents
from app.exchange.proof import SealProof
from app.exchange.thumbnails import thumbnails_of
from app.records.vault import Document, DocumentKind, OutboxLine, SealRequest, Taken
from app.traffic import AnyMessage


class Sealing:
    """Seals sheets on the vault lane, so that the number printed is the number kept."""

    def __init__(self, access: Access, new_oid: Callable[[], str]) -> None:
        self._access = access
        self._new_oid = new_oid

    def seal(self, effect: SealSheet) -> Iterable[AnyMessage]:
        """Draw, build and seal; a sheet already sealed gives its first receipt again."""
        vault, now, sheet = self._access.vault, self._access.now(), effect.sheet
        head = vault.tree_head()
        proof = SealProof(head.size + 1, head.size, head.root)
        draft_id = bytes.fromhex(effect.encounter_id)
        small = thumbnails_of(sheet, partial(vault.read_taken, draft_id))
        documents = make_documents(sheet, proof, self._new_oid(), now, small=small)
        request = SealRequest(
            sheet_id=bytes.fromhex(sheet.sheet_id),
            month=now.year * 100 + now.month,
            body=canonical_bytes(sheet),
            documents=listed(documents),
            package=effect.package,
            summary=summary_bytes(sheet, proof.number),
            fact=fact_bytes(sheet),
            outbox=outbox(sheet, documents),
            draft_id=draft_id,
            now=now,
            taken=taken(sheet),
        )
        receipt = vault.seal(request, head)
        kept = Receipt(receipt.number, receipt.size, receipt.root.hex())
        return [Sealed(effect.encounter_id, kept)]


def taken(sheet: OrientationSheet) -> tuple[Taken, ...]:
    """Return the captures and papers that the sheet names, as the vault finds them."""
    return tuple(Taken(bytes.fromhex(one.id), bytes.fromhex(one.sha256)) for one in attached(sheet))


def listed(documents: Documents) -> tuple[Document, ...]:
    """Return the documents that were made, as the vault keeps them."""
    made = {
        DocumentKind.PDF: documents.pdf,
        DocumentKind.CDA: documents.cda,
        DocumentKind.XDM: documents.xdm,
        DocumentKind.MAIL: documents.mail,
        DocumentKind.TROD: documents.test.record,
        DocumentKind.TROD_XDM: documents.test.archive,
        DocumentKind.ATTESTATION: documents.test.attestation,
    }
    return tuple(Document(kind, content) for kind, content in made.items() if content)


def outbox(sheet: OrientationSheet, documents: Documents) -> tuple[OutboxLine, ...]:
    """Return what waits to leave: nothing that the rules of the records refuse."""
    sheet_id = bytes.fromhex(sheet.sheet_id)
    waiting = [(Channel.DMP, DocumentKind.XDM), (Channel.MSSANTE, DocumentKind.MAIL)]
    if documents.test.archive:
        waiting.append((Channel.DMP, DocumentKind.TROD_XDM))
    return tuple(
        OutboxLine(kind, sheet_id) for channel, kind in waiting if not refusals_to(sheet, channel)
    )
