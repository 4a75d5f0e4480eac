"""A version that must not have been followed: stopped at this station, its patients listed.

One person is enough to stop a version, and nobody takes that back: the next version replaces it.
"""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from app.effects.protocol_candidates import candidates
from app.effects.protocol_marks import family, installed, mark
from app.effects.protocol_refusals import RefusedFile, UnknownVersion
from app.effects.protocol_room import Room
from app.encounter.sheet import OrientationSheet, read_sheet
from app.encounter.summary import read_summary
from app.records.journal.entries import WITHDRAWAL_TRACE, Event, Trace
from app.records.refusals import KeyMissing, Tampered, UnknownSheet
from app.records.sheets.approvals import Approval
from app.records.vault import SheetLine, Vault
from protocols.model import Level
from protocols.sign_bytes import canonical, decoded, version_numbers
from protocols.sign_refusals import SignatureRefusal
from protocols.sign_revocations import WithdrawnVersion

LARGEST_WITHDRAWAL = 4096


@dataclass(frozen=True, slots=True)
class Recalled:
    """One patient that the version oriented, and what is needed to call them back."""

    sheet_id: str
    number: int
    sealed_at: datetime
    family: str
    given: str
    birth_date: str
    phone: str
    doctor: str
    level: str
    route: str


@dataclass(frozen=True, slots=True)
class Recall:
    """The work list: the least urgent orientations first, for nobody else looked at them since.

    ``unread`` are the numbers of sheets that could not be read and may belong to the list.
    """

    protocol_id: str
    version: str
    patients: tuple[Recalled, ...]
    unread: tuple[int, ...]


def worklist(vault: Vault, protocol_id: str, version: str) -> Recall:
    """Return every patient that this version of the protocol oriented at this station."""
    patients: list[Recalled] = []
    unread: list[int] = []
    for line in vault.sheets():
        if not _may_belong(line, protocol_id):
            continue
        sheet = _sheet(vault, line)
        if sheet is None:
            unread.append(line.number)
        elif (sheet.protocol.id, sheet.protocol.version) == (protocol_id, version):
            patients.append(_recalled(line, sheet))
    patients.sort(key=lambda one: (Level[one.level], -one.number))
    return Recall(protocol_id, version, tuple(patients), tuple(unread))


def withdraw(room: Room, version: WithdrawnVersion, now: datetime) -> Recall:
    """Stop a version at this station and return the patients it oriented.

    Withdrawing it again changes nothing and returns the list again.

    Raises:
        UnknownVersion: the station neither holds it nor ever followed it.
    """
    recall = worklist(room.vault, version.id, version.version)
    if not (recall.patients or recall.unread or _is_known(room, version)):
        raise UnknownVersion(
            f"Ce poste ne connaît pas la version {version.version} de {version.id}. "
            "Vérifiez l’identifiant et la version."
        )
    about = mark(version.id, version.version)
    lines = room.vault.approvals.lines(Event.PROTOCOL_WITHDRAWN)
    if all(one.about != about for one in lines):
        trace = Trace(WITHDRAWAL_TRACE, room.folder.put(canonical(version)))
        room.vault.approvals.approve(Event.PROTOCOL_WITHDRAWN, about, (trace,), now)
    return recall


def a_withdrawal(protocol_id: str, version: str, reason: str, now: datetime) -> WithdrawnVersion:
    """Return the withdrawal typed by a person.

    Raises:
        RefusedFile: the identifier, the version or the reason is not one.
    """
    typed = {"id": protocol_id, "version": version, "reason": reason.strip()}
    try:
        return msgspec.convert({**typed, "date": now.date().isoformat()}, WithdrawnVersion)
    except msgspec.ValidationError:
        raise RefusedFile(
            "Donnez l’identifiant du protocole, sa version en trois nombres, "
            "et un motif d’une ligne (200 caractères au plus, sans nom de patient)."
        ) from None


def said_reason(room: Room, line: Approval) -> str:
    """Return the reason written when a version was withdrawn here, "" when its file is gone."""
    data = room.folder.get(line.digests[0])
    if data is None:
        return ""
    try:
        return decoded(data, WithdrawnVersion, LARGEST_WITHDRAWAL, "Le retrait").reason
    except SignatureRefusal:
        return ""


def _may_belong(line: SheetLine, protocol_id: str) -> bool:
    """Tell whether the sheet must be read: a damaged archive line never hides a patient."""
    if not line.intact:
        return True
    try:
        return read_summary(line.summary).protocol_id == protocol_id
    except msgspec.MsgspecError:
        return True


def _sheet(vault: Vault, line: SheetLine) -> OrientationSheet | None:
    try:
        return read_sheet(vault.read(line.sheet_id).body)
    except (Tampered, KeyMissing, UnknownSheet, msgspec.MsgspecError):
        return None


def _recalled(line: SheetLine, sheet: OrientationSheet) -> Recalled:
    patient = sheet.patient
    return Recalled(
        sheet_id=line.sheet_id.hex(),
        number=line.number,
        sealed_at=line.sealed_at,
        family=patient.used_family or patient.birth_family,
        given=patient.birth_givens[0],
        birth_date=patient.birth_date,
        phone=patient.phone,
        doctor=patient.doctor,
        level=sheet.decision.level,
        route=sheet.decision.route,
    )


def _is_known(room: Room, version: WithdrawnVersion) -> bool:
    last = installed(room.vault).get(family(version.id))
    held = {(one.protocol.id, one.protocol.version) for one in candidates(room)}
    if last is not None and last.numbers == version_numbers(version.version):
        return True
    return (version.id, version.version) in held
