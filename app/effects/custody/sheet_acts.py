"""Effects of an opened sheet: complete it, correct it, hold it; nothing is changed in place."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from app.desk.archive import Act
from app.desk.archive_messages import ActDone, DoAct
from app.effects.access import Access
from app.effects.exports import EXPORTS
from app.effects.patient_rights import hand_over_person
from app.effects.sealing import listed, outbox
from app.encounter.fact import fact_bytes
from app.encounter.sheet import SheetNote, canonical_bytes, read_sheet
from app.encounter.summary import summary_bytes
from app.exchange.dmp import Channel, refusals_to
from app.exchange.dossier import NEVER_LEFT, Former, make_documents
from app.exchange.proof import SealProof
from app.exchange.thumbnails import thumbnails_of
from app.records.access_log.log import What
from app.records.access_log.reasons import LONGEST_REASON
from app.records.refusals import KeyMissing, Tampered, UnknownSheet, VaultRefusal
from app.records.rights.person_file import lines_of_person
from app.records.rights.requests import Asked, RequestKind, Requests
from app.records.sheets.changes import ChangeKind
from app.records.sheets.versions import ChangeRequest
from app.records.vault import DocumentKind, SealedSheet, SealRequest

COPY_ASKED = "Copie de tout ce qui est conservé sur elle."
KINDS = {
    Act.ADDENDUM: (ChangeKind.ADDENDUM, "complément"),
    Act.CORRECTION: (ChangeKind.CORRECTION, "correction"),
    Act.RECTIFY: (ChangeKind.CORRECTION, "rectification"),
}


class ImportedSheet(VaultRefusal):
    """A sheet made elsewhere has no version of this station to follow."""

    said = (
        "Cette fiche vient d’un autre outil : elle ne se complète pas ici. "
        "Établissez une nouvelle fiche, ou conservez le document d’origine."
    )


def former_of(sealed: SealedSheet) -> Former:
    """Return the archives of a version: the next one names what it replaces."""
    xdm, test = DocumentKind.XDM, DocumentKind.TROD_XDM
    return Former(sealed.documents.get(xdm, b""), sealed.documents.get(test, b""))


class SheetActs:
    """What may be done to a sealed sheet, on the vault lane."""

    def __init__(self, access: Access, new_oid: Callable[[], str]) -> None:
        self._access = access
        self._new_oid = new_oid

    def do(self, effect: DoAct) -> ActDone:
        """Do one act and tell it; a refusal leaves everything as it was."""
        sheet_id, now = bytes.fromhex(effect.sheet_id), self._access.now()
        match effect.act:
            case Act.ADDENDUM | Act.CORRECTION:
                return self._change(effect, now)
            case Act.HOLD:
                self._access.holds.place(sheet_id, effect.reason, now)
                return ActDone(effect.sheet_id, "La conservation forcée est inscrite au journal.")
            case Act.RELEASE:
                self._access.holds.release(sheet_id, effect.reason, now)
                return ActDone(effect.sheet_id, "La conservation est levée au journal.")
            case Act.RECTIFY:
                self._own(sheet_id)  # refused before the request is written, not after
                asked = self._keep(RequestKind.RECTIFICATION, effect, now)
                return self._change(effect, now, asked)
            case Act.OPPOSE:
                self._keep(RequestKind.OBJECTION, effect, now)
                return ActDone(effect.sheet_id, "L’opposition est inscrite au journal.")
            case Act.HAND_OVER:
                return self._hand_over(effect, now)

    def _keep(self, kind: RequestKind, effect: DoAct, now: datetime) -> bytes:
        """Keep what the patient asked; return the identifier of the request."""
        asked = Asked(kind, effect.reason, effect.text, (bytes.fromhex(effect.sheet_id),))
        return Requests(self._access.custody).keep(asked, now)

    def _hand_over(self, effect: DoAct, now: datetime) -> ActDone:
        """Write all that is held on the person of this sheet in a new folder."""
        custody, sheet_id = self._access.custody, bytes.fromhex(effect.sheet_id)
        target = self._access.folder / EXPORTS / f"personne-{now:%Y%m%d-%H%M%S}"
        sealed = self._access.vault.read(sheet_id)
        sheets = self._sheets_of_person(sealed)
        asked = (effect.reason, COPY_ASKED)
        done = hand_over_person(custody, sheets, asked, target, now)
        said = effect.reason[:LONGEST_REASON]
        self._access.accesses.record(What.HANDED_OVER, sealed.number, said, now)
        told = f"{done.sheets} fiches et {len(done.names)} fichiers écrits dans {done.target}."
        return ActDone(effect.sheet_id, told)

    def _sheets_of_person(self, sealed: SealedSheet) -> tuple[bytes, ...]:
        """Return the sheets of the same INS; without one, nothing ties two sheets for certain."""
        matricule = "" if sealed.imported else read_sheet(sealed.body).patient.matricule
        if not matricule:
            return (sealed.sheet_id,)
        found = lines_of_person(self._access.custody, matricule)
        return tuple(line.sheet_id for line in found)

    def _change(self, effect: DoAct, now: datetime, asked_by: bytes = b"") -> ActDone:
        """Seal one more version that holds what is added; the earlier ones stay as they are.

        Raises:
            ImportedSheet: it was made elsewhere, and was never a sheet of this station.
        """
        vault = self._access.vault
        sealed = self._own(bytes.fromhex(effect.sheet_id))
        kind, word = KINDS[effect.act]
        head = vault.tree_head()
        proof = SealProof(head.size + 1, head.size, head.root)
        request = self._request(sealed, self._note(word, effect, now), proof, now)
        author = self._access.label
        change = ChangeRequest(request, kind, effect.reason, author, sealed.version, asked_by)
        receipt = vault.change(change, head)
        told = f"Version {sealed.version + 1} scellée sous le numéro {receipt.number}."
        return ActDone(effect.sheet_id, told)

    def _own(self, sheet_id: bytes) -> SealedSheet:
        """Return a sheet that this station made.

        Raises:
            ImportedSheet: it was made elsewhere, and was never a sheet of this station.
        """
        sealed = self._access.vault.read(sheet_id)
        if sealed.imported:
            raise ImportedSheet
        return sealed

    def _note(self, word: str, effect: DoAct, now: datetime) -> SheetNote:
        return SheetNote(word, effect.text, effect.reason, self._access.label, now.isoformat())

    def _whole(self, sheet_id: bytes, capture_id: bytes) -> tuple[bytes, ...]:
        """Return a capture, nothing when it no longer reads: a correction is made all the same."""
        try:
            return tuple(self._access.vault.read_capture(sheet_id, capture_id))
        except (Tampered, KeyMissing, UnknownSheet):
            return ()

    def _request(
        self, sealed: SealedSheet, note: SheetNote, proof: SealProof, now: datetime
    ) -> SealRequest:
        before = read_sheet(sealed.body)
        sheet = replace(before, notes=(*before.notes, note))
        waiting = any(line.ref == sealed.sheet_id for line in self._access.vault.outbox())
        could_leave = not waiting and not refusals_to(before, Channel.DMP)
        former = former_of(sealed) if could_leave else NEVER_LEFT
        small = thumbnails_of(sheet, partial(self._whole, sealed.sheet_id))
        documents = make_documents(sheet, proof, self._new_oid(), now, former, small)
        return SealRequest(
            sheet_id=sealed.sheet_id,
            month=now.year * 100 + now.month,
            body=canonical_bytes(sheet),
            documents=listed(documents),
            package=sealed.package,
            summary=summary_bytes(sheet, proof.number),
            fact=fact_bytes(sheet),
            # a record that left already is replaced by its own exchange, never sent twice
            outbox=outbox(sheet, documents) if waiting else (),
            draft_id=None,
            now=now,
        )
