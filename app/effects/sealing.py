"""The effect that closes a consultation: papers and record made once, then one transaction."""

from collections.abc import Callable, Iterable

from app.effects.access import Access
from app.encounter.effects import SealSheet
from app.encounter.fact import fact_bytes
from app.encounter.model import Receipt
from app.encounter.seal import Sealed
from app.encounter.sheet import OrientationSheet, canonical_bytes
from app.encounter.summary import summary_bytes
from app.exchange.dmp import refusals
from app.exchange.dossier import Documents, make_documents
from app.exchange.proof import SealProof
from app.flow import AnyMessage
from app.records.vault import Document, DocumentKind, OutboxKind, OutboxLine, SealRequest, TreeHead


class Sealing:
    """Seals sheets on the vault lane, so that the number printed is the number kept."""

    def __init__(self, access: Access, new_oid: Callable[[], str]) -> None:
        self._access = access
        self._new_oid = new_oid

    def seal(self, effect: SealSheet) -> Iterable[AnyMessage]:
        """Draw, build and seal; a sheet already sealed gives its first receipt again."""
        vault, now = self._access.vault, self._access.now()
        head = vault.tree_head()
        proof = SealProof(vault.next_number(), head.size, head.root)
        documents = make_documents(effect.sheet, proof, self._new_oid(), now)
        request = SealRequest(
            sheet_id=bytes.fromhex(effect.sheet.sheet_id),
            month=now.year * 100 + now.month,
            body=canonical_bytes(effect.sheet),
            documents=sealed_documents(documents),
            package=effect.package,
            summary=summary_bytes(effect.sheet),
            fact=fact_bytes(effect.sheet),
            outbox=outbox(effect.sheet),
            draft_id=bytes.fromhex(effect.encounter_id),
            now=now,
        )
        receipt = vault.seal(request, head)
        kept = Receipt(receipt.number, receipt.size, receipt.root.hex())
        return [Sealed(effect.encounter_id, kept)]
