"""The measures of this patient: taken by a device or typed, never another patient's."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from app.encounter.effects import Effect, StopMeasure, TakeMeasure
from app.encounter.given import give
from app.encounter.known import act_date
from app.encounter.model import Encounter, MeasureSlot, SlotState, Step
from app.encounter.way import stay
from app.identity import age_in_years
from hardware.readings import (
    Kind,
    Quantity,
    Reading,
)
from protocols.model import Block

Next = tuple[Encounter, tuple[Effect, ...]]
WEIGHED_UNDER_YEARS = 15
TYPED: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        Kind.TEMPERATURE: ("temperature",),
        Kind.BLOOD_PRESSURE: ("systolic", "diastolic"),
        Kind.OXIMETRY: ("spo2", "pulse"),
        Kind.RESPIRATION: ("respiration",),
        Kind.WEIGHT: ("weight",),
        Kind.GLUCOSE: ("glucose",),
    }
)
STILL_RUNNING = "Une mesure est en cours. Attendez, ou arrêtez-la (Échap)."
COPY_THE_FORM = (
    "Saisie différée\u00a0: aucun appareil ne mesure après coup. Recopiez la valeur du formulaire."
)
ON_REQUEST = (Kind.GLUCOSE,)
"""Kinds no protocol asks for: their card comes when the pharmacist wants it."""
BY_HAND_ONLY = frozenset({Kind.RESPIRATION})


@dataclass(frozen=True, slots=True)
class MeasureAsked:
    """Start the device of one kind."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class MeasureStopped:
    """Stop the device of one kind; nothing is kept."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class LiveShown:
    """A value on its way, shown and not kept; ``progress`` 0 to 100, ``quality`` of the signal."""

    encounter_id: str
    kind: Kind
    quantities: tuple[Quantity, ...]
    progress: int
    quality: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """The device gave a value for this patient, now."""

    encounter_id: str
    kind: Kind
    reading: Reading


@dataclass(frozen=True, slots=True)
class MeasureDoubtful:
    """A value that only the pharmacist can attribute to this patient."""

    encounter_id: str
    kind: Kind
    reading: Reading


@dataclass(frozen=True, slots=True)
class ReadingsSetAside:
    """Readings of someone else, or of another time, were refused; none is shown."""

    encounter_id: str
    kind: Kind
    count: int


@dataclass(frozen=True, slots=True)
class MeasureFailed:
    """The device gave nothing; ``sentence`` says why and what to do."""

    encounter_id: str
    kind: Kind
    sentence: str


@dataclass(frozen=True, slots=True)
class DoubtLifted:
    """The pharmacist says that this reading was just taken on this patient."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class ReadingTyped:
    """Values typed by hand, in the order of the kind: text exactly as typed."""

    kind: Kind
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeasureAdded:
    """Show the card of a kind that is measured on request."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class MeasuresPassed:
    """Go on with the measures taken so far."""


QuietMessage = (
    LiveShown
    | Measured
    | MeasureDoubtful
    | ReadingsSetAside
    | MeasureFailed
    | DoubtLifted
    | ReadingTyped
    | MeasureAdded
    | MeasuresPassed
)


def kinds(encounter: Encounter) -> tuple[Kind, ...]:
    """Return the kinds shown for this patient: weight where a dose needs it, others as asked."""
    shown = [Kind.TEMPERATURE, Kind.BLOOD_PRESSURE, Kind.OXIMETRY, Kind.RESPIRATION]
    patient = encounter.patient
    if patient and age_in_years(patient.birth_date, act_date(encounter)) < WEIGHED_UNDER_YEARS:
        shown.append(Kind.WEIGHT)
    return (*shown, *(one for one in ON_REQUEST if one in encounter.measures))


def slot(encounter: Encounter, kind: Kind) -> MeasureSlot:
    """Return where the measurement of ``kind`` stands."""
    return encounter.measures.get(kind, MeasureSlot(kind))


def put(encounter: Encounter, changed: MeasureSlot) -> Encounter:
    """Return the consultation with one measure where it now stands."""
    measures: Mapping[Kind, MeasureSlot] = {**encounter.measures, changed.kind: changed}
    return replace(encounter, measures=MappingProxyType(measures), notice="")


def ask_measure(encounter: Encounter, message: MeasureAsked) -> Next:
    """Return the device armed for this patient; a device already running is left alone."""
    before = slot(encounter, message.kind)
    if before.state is SlotState.RUNNING or encounter.step is not Step.MEASURE:
        return encounter, ()
    if encounter.late:
        return put(encounter, replace(before, sentence=COPY_THE_FORM)), ()
    running = MeasureSlot(
        before.kind, SlotState.RUNNING, reading=before.reading, set_aside=before.set_aside
    )
    return put(encounter, running), (TakeMeasure(encounter.encounter_id, message.kind),)


def stop_measure(encounter: Encounter, message: MeasureStopped) -> Next:
    """Return the device disarmed; a value already kept stays."""
    before = slot(encounter, message.kind)
    if before.state is not SlotState.RUNNING:
        return encounter, ()
    state = SlotState.TAKEN if before.reading else SlotState.IDLE
    stopped = replace(before, state=state, live=(), progress=0)
    return put(encounter, stopped), (StopMeasure(encounter.encounter_id, message.kind),)


def show_live(encounter: Encounter, message: LiveShown) -> Encounter:
    """Return the running slot with its moving value."""
    before = slot(encounter, message.kind)
    if before.state is not SlotState.RUNNING:
        return encounter
    live, progress, quality = message.quantities, message.progress, message.quality
    return put(encounter, replace(before, live=live, progress=progress, quality=quality))


def keep_reading(encounter: Encounter, kind: Kind, reading: Reading, at: datetime) -> Encounter:
    """Return the reading kept and given to the protocol; an alarm it raises shows at once."""
    before = slot(encounter, kind)
    kept = replace(
        before,
        state=SlotState.TAKEN,
        live=(),
        progress=100,
        reading=reading,
        pending=None,
        sentence="",
    )
    return stay(give(put(encounter, kept), reading, before.reading, at))


def receive(encounter: Encounter, message: Measured, at: datetime) -> Encounter:
    """Return the reading kept, when this measure is still awaited."""
    if slot(encounter, message.kind).state is not SlotState.RUNNING:
        return encounter
    return keep_reading(encounter, message.kind, message.reading, at)


def doubt(encounter: Encounter, message: MeasureDoubtful) -> Encounter:
    """Return the slot waiting for the pharmacist's word."""
    before = slot(encounter, message.kind)
    if before.state is not SlotState.RUNNING:
        return encounter
    return put(encounter, replace(before, state=SlotState.CONFIRM, pending=message.reading))


def lift_doubt(encounter: Encounter, message: DoubtLifted, at: datetime) -> Encounter:
    """Return the doubtful reading kept on the pharmacist's word."""
    pending = slot(encounter, message.kind).pending
    return encounter if pending is None else keep_reading(encounter, message.kind, pending, at)


def set_aside(encounter: Encounter, message: ReadingsSetAside) -> Encounter:
    """Return the count of refused readings; their values are never shown."""
    before = slot(encounter, message.kind)
    return put(encounter, replace(before, set_aside=before.set_aside + message.count))


def fail(encounter: Encounter, message: MeasureFailed) -> Encounter:
    """Return the slot with the sentence; a value kept before stays kept."""
    before = slot(encounter, message.kind)
    if before.state is not SlotState.RUNNING:
        return encounter
    failed = replace(before, state=SlotState.FAILED, live=(), sentence=message.sentence)
    return put(encounter, failed)


def awaited(encounter: Encounter) -> tuple[str, ...]:
    """Return the labels of the measures the protocol needs and does not have.

    A measure that is optional is never awaited, nor one asked under the name of the protocol.
    """
    return tuple(
        question.label or question.text
        for question in (encounter.protocol.questions if encounter.protocol else ())
        if question.block is Block.MEASURES
        and not (question.derived or question.from_identity or question.optional)
        and not question.asked_as
        and question.id not in encounter.answers
    )
