"""What the measures kept answer by themselves: one measure answers every item it feeds."""

from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from app.encounter.model import AnswerEvent, Encounter
from hardware.readings import Origin, Reading
from hardware.units import rounded
from protocols.model import Answer, Protocol

TYPED, DEVICE = "typed", "device"


def give(encounter: Encounter, reading: Reading, former: Reading | None, at: datetime) -> Encounter:
    """Return the consultation with the answers of ``reading``, kept in the place of ``former``.

    What ``former`` alone had answered goes with it: no answer stands without its reading.
    """
    protocol = encounter.protocol
    if protocol is None:
        return encounter
    filled = _filled(protocol, reading)
    origin = TYPED if reading.origin is Origin.MANUAL else DEVICE
    events = tuple(AnswerEvent(at, name, value, origin) for name, value in filled.items())
    gone = _filled(protocol, former).keys() - _still_measured(encounter, protocol)
    said = {event.question_id: event.origin for event in encounter.events}
    stale = {name for name in gone if said.get(name) in {TYPED, DEVICE}}
    left = {name: answer for name, answer in encounter.answers.items() if name not in stale}
    return replace(
        encounter,
        answers=MappingProxyType({**left, **filled}),
        events=encounter.events + events,
        kept=None,
    )


def _filled(protocol: Protocol, reading: Reading | None) -> dict[str, Answer]:
    """Return the answers of ``reading``, to the digits of each question: 38.05 answers 38.1."""
    measured = {one.name: one.value for one in reading.values} if reading is not None else {}
    return {
        question.id: rounded(measured[question.quantity], question.decimals)
        for question in protocol.questions
        if question.quantity in measured and not question.derived
    }


def _still_measured(encounter: Encounter, protocol: Protocol) -> set[str]:
    """Return the items that a reading kept now still answers."""
    kept = (slot.reading for slot in encounter.measures.values())
    return {name for reading in kept for name in _filled(protocol, reading)}
