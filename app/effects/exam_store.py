"""The captures of the open consultation in the vault, and the pictures of earlier sheets."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from hashlib import sha256

from app.effects.access import Access
from app.encounter.captures import (
    HEARD,
    Aim,
    CaptureKind,
    EarlierPicture,
    Moment,
    Side,
)
from app.encounter.exam_effects import (
    DropCapture,
    FindEarlier,
    KeepCapture,
    ReadCapture,
    VaultEffect,
)
from app.encounter.exam_messages import CaptureKept, CaptureRead, CaptureUnread, EarlierFound
from app.encounter.sheet import SheetCapture, read_sheet
from app.records.access_log.door import Door
from app.records.access_log.log import What
from app.records.refusals import KeyMissing, Tampered
from app.records.vault import Capture, CaptureLost, Query, SealedSheet
from app.traffic import AnyMessage

SERIES = timedelta(days=31)
"""How far back the pictures of a series are looked for: J30 closes the follow-up of a tick bite
(clinical.md, tick: timers)."""

NO_PICTURE = "Aucune photo de ce patient depuis un mois sur ce poste."
ELSEWHERE = (
    "Des photos de ce patient sont dans une fiche qui demande un motif\u00a0: ouvrez-la depuis les "
    "archives."
)
UNREADABLE = "Une photo précédente ne se relit pas\u00a0: faites vérifier les archives."


class ExamStore:
    """Keeps, reads and drops captures on the vault lane, in the order they were asked."""

    def __init__(self, access: Access, new_id: Callable[[], str]) -> None:
        self._access = access
        self._new_id = new_id

    def answer(self, effect: VaultEffect) -> Iterable[AnyMessage]:
        """Do what the exam asks of the vault."""
        match effect:
            case KeepCapture():
                return [self._keep(effect)]
            case ReadCapture():
                return [self._read(effect)]
            case DropCapture(encounter_id, capture_id):
                vault = self._access.vault
                vault.drop_capture(bytes.fromhex(encounter_id), bytes.fromhex(capture_id))
                return []
            case FindEarlier():
                return [self._find(effect)]

    def _keep(self, effect: KeepCapture) -> CaptureKept:
        capture_id, content = self._new_id(), effect.content
        capture = Capture(bytes.fromhex(capture_id), (content,))
        line = self._access.vault.keep_capture(bytes.fromhex(effect.encounter_id), capture)
        return CaptureKept(
            effect.encounter_id,
            effect.request_id,
            capture_id,
            line.size,
            sha256(content).hexdigest(),
        )

    def _read(self, effect: ReadCapture) -> CaptureRead | CaptureUnread:
        draft_id, capture_id = effect.encounter_id, effect.capture_id
        parts = self._access.vault.read_taken(bytes.fromhex(draft_id), bytes.fromhex(capture_id))
        try:
            return CaptureRead(draft_id, capture_id, b"".join(parts))
        except CaptureLost as lost:
            return CaptureUnread(draft_id, capture_id, lost.sentence)

    def _find(self, effect: FindEarlier) -> EarlierFound:
        """Return the earlier pictures of one patient; each sheet opened is written down."""
        now, vault = self._access.now(), self._access.vault
        door = Door(self._access.custody, self._access.accesses)
        found = vault.find(Query(text=effect.matricule, since=now - SERIES))
        pictures: list[EarlierPicture] = []
        told = ""
        for line in reversed(found.lines):
            try:
                sealed = vault.read(line.sheet_id)
                if sealed.imported or not _pictures(sealed, effect.matricule):
                    continue
                if door.demand(sealed, now) is not None:
                    told = ELSEWHERE
                    continue
                opened = door.open(line.sheet_id, now, what=What.CAPTURE_OPENED)
                pictures.extend(self._earlier(opened))
            except (Tampered, KeyMissing):
                told = UNREADABLE
        return EarlierFound(effect.encounter_id, tuple(pictures), told or _none(pictures))

    def _earlier(self, sealed: SealedSheet) -> Iterator[EarlierPicture]:
        for one in _pictures(sealed, ""):
            parts = self._access.vault.read_capture(sealed.sheet_id, bytes.fromhex(one.id))
            yield EarlierPicture(
                sealed.number, aim_of(one), one.taken_at, one.origin, b"".join(parts)
            )


def _none(pictures: list[EarlierPicture]) -> str:
    return "" if pictures else NO_PICTURE


def _pictures(sealed: SealedSheet, matricule: str) -> tuple[SheetCapture, ...]:
    """Return the pictures of a sheet, none when it is that of another patient."""
    sheet = read_sheet(sealed.body)
    if matricule and sheet.patient.matricule != matricule:
        return ()
    sounds = {kind.value for kind in HEARD}
    return tuple(one for one in sheet.captures if one.kind not in sounds)


def aim_of(one: SheetCapture) -> Aim:
    """Return where a sealed capture was taken."""
    return Aim(CaptureKind(one.kind), one.site, Side(one.side), Moment(one.moment))
