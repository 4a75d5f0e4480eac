"""What follows by itself from a change of the consultation while a call is open.

The doctor sees each value when it moves and when it is kept, and is told what was known before
joining. The conclusion is acknowledged once the draft that holds it is on the disk.
"""

from app.encounter.call_effects import (
    AcknowledgeConclusion,
    CallEffect,
    EndCall,
    SayVital,
    SendRecording,
    SendStill,
    SendSummary,
    ShareSound,
)
from app.encounter.call_parts import with_call, with_device
from app.encounter.call_state import CallStage
from app.encounter.call_summary import summary_parts
from app.encounter.model import Encounter, MeasureSlot, Stage
from hardware.readings import Kind, Origin

KIND_WORDS = {
    Kind.TEMPERATURE: "thermomètre",
    Kind.BLOOD_PRESSURE: "tensiomètre",
    Kind.OXIMETRY: "oxymètre",
    Kind.WEIGHT: "balance",
    Kind.GLUCOSE: "lecteur de glycémie",
    Kind.HEART_RATE: "cardiofréquencemètre",
}
Next = tuple[Encounter, tuple[CallEffect, ...]]
NO_EFFECT: tuple[CallEffect, ...] = ()


def follow(before: Encounter, after: Encounter) -> Next:
    """Return the consultation and what the doctor must be told because it changed."""
    if not after.call.is_live or after.stage is not Stage.OPEN:
        return after, NO_EFFECT
    if after.call.stage is CallStage.CONNECTED and not after.call.is_briefed:
        return with_call(after, is_briefed=True), brief(after)
    if not after.call.is_linked:
        return after, NO_EFFECT
    followed, sent = _captures(before, after)
    told, said = _values(before, followed)
    return told, (*sent, *said, *_summary(before, told))


def _summary(before: Encounter, after: Encounter) -> tuple[CallEffect, ...]:
    """Return the summary told again when an answer changed it."""
    if not after.call.shares_summary or before.decision is after.decision:
        return NO_EFFECT
    parts = summary_parts(after)
    if parts == summary_parts(before) or not before.call.shares_summary:
        return NO_EFFECT  # agreed to just now: it was sent for that
    return (SendSummary(after.encounter_id, parts),)


def brief(encounter: Encounter) -> tuple[CallEffect, ...]:
    """Return what a doctor who joins is told: the values kept, and the summary if agreed."""
    values = tuple(_final(encounter, one) for one in encounter.measures.values() if one.reading)
    if not encounter.call.shares_summary:
        return values
    return (*values, SendSummary(encounter.encounter_id, summary_parts(encounter)))


def _values(before: Encounter, after: Encounter) -> Next:
    said: list[CallEffect] = []
    for kind, slot in after.measures.items():
        was = before.measures.get(kind)
        if slot.reading is not None and (was is None or was.reading != slot.reading):
            said.append(_final(after, slot))
            after = _used(after, slot)
        elif slot.live and (was is None or was.live != slot.live or was.quality != slot.quality):
            said.append(_moving(after, slot))
    return after, tuple(said)


def _used(encounter: Encounter, slot: MeasureSlot) -> Encounter:
    is_typed = slot.reading is None or slot.reading.origin is Origin.MANUAL
    words = KIND_WORDS.get(slot.kind)
    return encounter if is_typed or words is None else with_device(encounter, words)


def _final(encounter: Encounter, slot: MeasureSlot) -> SayVital:
    reading = slot.reading
    if reading is None:
        raise ValueError("no value to tell")
    return SayVital(
        encounter.encounter_id,
        reading.values,
        is_final=True,
        quality=reading.quality,
        origin=reading.origin,
        device=reading.model,
    )


def _moving(encounter: Encounter, slot: MeasureSlot) -> SayVital:
    is_simulated = encounter.station.demonstration
    return SayVital(
        encounter.encounter_id,
        slot.live,
        is_final=False,
        quality=slot.quality,
        origin=Origin.SIMULATED if is_simulated else Origin.LIVE,
        device="",
    )


def _captures(before: Encounter, after: Encounter) -> Next:
    """Return what the doctor was waiting for, sent once it is kept, or given up."""
    was, now = before.exam.pending, after.exam.pending
    if was is None or not was.for_doctor or now is not None:
        return after, NO_EFFECT
    known = {one.capture_id for one in before.exam.captures}
    new = next((one for one in after.exam.captures if one.capture_id not in known), None)
    if new is not None:
        send = SendRecording if new.aim.is_sound else SendStill
        return after, (send(after.encounter_id, new.capture_id),)
    sentence = after.exam.sentence or after.call.sentence
    if not after.call.is_listening:
        return with_call(after, sentence=sentence), NO_EFFECT
    quiet = with_call(after, is_listening=False, sentence=sentence)
    return quiet, (ShareSound(after.encounter_id, on=False),)


def acknowledge(encounter: Encounter) -> Next:
    """Return the conclusion told as kept, once the draft that holds it and its papers is saved."""
    call, said = encounter.call, encounter.call.conclusion
    if said is None or not call.is_live or not call.is_concluded or said.message_id in call.told:
        return encounter, NO_EFFECT
    if encounter.acknowledged < call.concluded_in:
        return encounter, NO_EFFECT
    told = with_call(encounter, told=(*call.told, said.message_id))
    return told, (AcknowledgeConclusion(encounter.encounter_id, said.message_id),)


def left(encounter: Encounter) -> tuple[CallEffect, ...]:
    """Return what a consultation that is left must stop."""
    return (EndCall(encounter.encounter_id),) if encounter.call.is_live else ()
