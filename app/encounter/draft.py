"""The consultation as bytes, so that a power cut loses no acknowledged answer.

The draft names its protocol by id and hash; it is resumed only under those exact bytes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType

import msgspec

from app.encounter.call_draft import NO_STORED_CALL, StoredCall, restored, stored
from app.encounter.captures import Capture, RemovedCapture
from app.encounter.exam_state import Exam
from app.encounter.incoming import NO_INCOMING, Incoming
from app.encounter.model import (
    Alternative,
    AnswerEvent,
    Consent,
    Encounter,
    Kept,
    LateEntry,
    MeasureSlot,
    SlotState,
    Step,
    Traits,
    WithdrawnSign,
)
from app.encounter.way import refresh
from app.errors import StationError
from app.identity import IdentitySource, Patient
from app.station import Professional, Station
from hardware.readings import Kind, Reading
from protocols.model import Answer, Level, Protocol, Route


class ProtocolChanged(StationError):
    """The draft was begun under another version of its protocol."""


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer whose kind survives JSON: ``number`` tells 38.5 from a word."""

    text: str
    number: bool


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An answer event, in order."""

    at: datetime
    question_id: str
    answer: StoredAnswer
    origin: str


@dataclass(frozen=True, slots=True)
class StoredLate:
    """A late entry; ``login`` is that of the professional who did the act."""

    login: str
    ended_at: datetime
    called_at: datetime | None
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """What is kept of an open consultation."""

    encounter_id: str
    act_ref: str
    started_at: datetime
    login: str
    step: Step
    traits: Traits
    patient: Patient | None
    identity_confirmed: bool
    paper_seen: bool
    consents: dict[Consent, bool]
    alternative: Alternative | None
    protocol_id: str
    protocol_sha256: str
    answers: dict[str, StoredAnswer]
    events: tuple[StoredEvent, ...]
    put_aside: tuple[str, ...]
    withdrawn: tuple[WithdrawnSign, ...]
    current: str
    readings: dict[Kind, Reading]
    measures_passed: bool
    alarm_seen: Level | None
    before_call: Step
    called_at: datetime | None
    kept_level: Level | None
    kept_route: Route | None
    kept_reason: str
    patient_refused: bool
    lots: dict[str, str]
    call_asked: bool = False
    late: StoredLate | None = None
    captures: tuple[Capture, ...] = ()
    removed_captures: tuple[RemovedCapture, ...] = ()
    call: StoredCall = NO_STORED_CALL
    incoming: Incoming = NO_INCOMING
    source: IdentitySource = IdentitySource.TYPED
    scanned: bool = False
    """Drafts of before ``source``: the traits were those of an INS code."""


def draft_bytes(encounter: Encounter) -> bytes:
    """Return the consultation as kept while it is open; equal bytes mean nothing to save."""
    return msgspec.json.encode(_to_draft(encounter))


def read_draft(data: bytes) -> Draft:
    """Return the draft stored as ``data``."""
    return msgspec.json.decode(data, type=Draft)


def _store(answer: Answer) -> StoredAnswer:
    return StoredAnswer(str(answer), isinstance(answer, Decimal))


def _restore(stored: StoredAnswer) -> Answer:
    return Decimal(stored.text) if stored.number else stored.text


def _store_late(late: LateEntry | None) -> StoredLate | None:
    if late is None:
        return None
    return StoredLate(late.performer.login, late.ended_at, late.called_at, late.opened_at)


def _restore_late(stored: StoredLate | None, station: Station) -> LateEntry | None:
    if stored is None:
        return None
    performer = station.professional(stored.login)
    if performer is None:
        raise ProtocolChanged("Qui a rempli le formulaire n’est plus inscrit sur ce poste.")
    return LateEntry(performer, stored.ended_at, stored.called_at, stored.opened_at)


def _to_draft(encounter: Encounter) -> Draft:
    protocol, kept = encounter.protocol, encounter.kept
    return Draft(
        encounter_id=encounter.encounter_id,
        act_ref=encounter.act_ref,
        started_at=encounter.started_at,
        login=encounter.author.login,
        step=encounter.step,
        traits=encounter.traits,
        patient=encounter.patient,
        identity_confirmed=encounter.identity_confirmed,
        paper_seen=encounter.paper_seen,
        consents=dict(encounter.consents),
        alternative=encounter.alternative,
        protocol_id=protocol.id if protocol else "",
        protocol_sha256=protocol.sha256 if protocol else "",
        answers={name: _store(value) for name, value in encounter.answers.items()},
        events=tuple(
            StoredEvent(one.at, one.question_id, _store(one.answer), one.origin)
            for one in encounter.events
        ),
        put_aside=encounter.put_aside,
        withdrawn=encounter.withdrawn,
        current=encounter.current,
        readings={k: one.reading for k, one in encounter.measures.items() if one.reading},
        measures_passed=encounter.measures_passed,
        alarm_seen=encounter.alarm_seen,
        before_call=encounter.before_call,
        called_at=encounter.called_at,
        kept_level=kept.level if kept else None,
        kept_route=kept.route if kept else None,
        kept_reason=kept.reason if kept else "",
        patient_refused=encounter.patient_refused,
        lots=dict(encounter.lots),
        call_asked=encounter.call_asked,
        late=_store_late(encounter.late),
        captures=encounter.exam.captures,
        removed_captures=encounter.exam.removed,
        call=stored(encounter.call),
        incoming=encounter.incoming,
        source=encounter.source,
    )


def resume(draft: Draft, protocols: Mapping[str, Protocol], station: Station) -> Encounter:
    """Return the consultation exactly where the draft left it.

    Raises:
        ProtocolChanged: its protocol is no longer installed under the same bytes.
    """
    protocol = protocols.get(draft.protocol_id)
    if draft.protocol_id and (protocol is None or protocol.sha256 != draft.protocol_sha256):
        raise ProtocolChanged(
            "Le protocole a changé depuis ce brouillon. Reprenez le patient depuis l’accueil."
        )
    author = station.professional(draft.login)
    if author is None:
        raise ProtocolChanged("Votre compte n’est pas inscrit dans les réglages de ce poste.")
    return refresh(_opened(draft, protocol, station, author))


def _opened(
    draft: Draft, protocol: Protocol | None, station: Station, author: Professional
) -> Encounter:
    return Encounter(
        encounter_id=draft.encounter_id,
        act_ref=draft.act_ref,
        started_at=draft.started_at,
        station=station,
        author=author,
        step=draft.step,
        traits=draft.traits,
        source=IdentitySource.DATAMATRIX if draft.scanned else draft.source,
        patient=draft.patient,
        identity_confirmed=draft.identity_confirmed,
        paper_seen=draft.paper_seen,
        consents=MappingProxyType(draft.consents),
        alternative=draft.alternative,
        protocol=protocol,
        answers=MappingProxyType({k: _restore(one) for k, one in draft.answers.items()}),
        events=tuple(
            AnswerEvent(one.at, one.question_id, _restore(one.answer), one.origin)
            for one in draft.events
        ),
        put_aside=draft.put_aside,
        withdrawn=draft.withdrawn,
        current=draft.current,
        measures=MappingProxyType(
            {k: MeasureSlot(k, SlotState.TAKEN, reading=one) for k, one in draft.readings.items()}
        ),
        measures_passed=draft.measures_passed,
        alarm_seen=draft.alarm_seen,
        before_call=draft.before_call,
        called_at=draft.called_at,
        kept=_kept(draft),
        patient_refused=draft.patient_refused,
        lots=MappingProxyType(draft.lots),
        call_asked=draft.call_asked,
        late=_restore_late(draft.late, station),
        exam=Exam(captures=draft.captures, removed=draft.removed_captures),
        call=restored(draft.call),
        incoming=draft.incoming,
    )


def _kept(draft: Draft) -> Kept | None:
    if draft.kept_level is None or draft.kept_route is None:
        return None
    return Kept(draft.kept_level, draft.kept_route, draft.kept_reason)
