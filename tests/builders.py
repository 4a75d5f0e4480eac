"""One-line makers: a station, a visit at the interesting moment, a reading."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache

import resources.files
from app.clock import PARIS
from app.config import load_station
from app.encounter import ask, identify, measure
from app.encounter.choose import ComplaintChosen
from app.encounter.effects import Effect
from app.encounter.messages import Message
from app.encounter.model import Alternative, Consent, Encounter, Step, Traits
from app.encounter.update import update
from app.station import Station
from hardware.readings import Kind, Origin, Quantity, Reading
from protocols.load import Library, shipped_library
from protocols.model import Protocol, Question

AT = datetime(2026, 11, 23, 11, 44, tzinfo=PARIS)
MATRICULE = "288043523801466"


@cache
def a_library() -> Library:
    return shipped_library()


def a_protocol(name: str = "piqure_tique") -> Protocol:
    return a_library()[name]


@cache
def a_station(*, demonstration: bool = True) -> Station:
    folder = resources.files.path("demonstration/station.toml").parent
    return load_station(folder, demonstration=demonstration)


def an_encounter(**changes: object) -> Encounter:
    station = a_station()
    visit = Encounter(
        encounter_id="0" * 31 + "1",
        act_ref="a" * 32,
        started_at=AT,
        station=station,
        author=station.professionals[0],
    )
    return replace(visit, **changes)


class Visit:
    """A consultation driven by messages, with every effect it asked for."""

    def __init__(self, encounter: Encounter | None = None, at: datetime = AT) -> None:
        self.encounter = encounter or an_encounter()
        self.effects: list[Effect] = []
        self.at = at

    def say(self, *messages: Message) -> "Visit":
        for message in messages:
            self.at += timedelta(seconds=5)
            self.encounter, effects = update(self.encounter, message, self.at)
            self.effects += effects
        return self

    def asked(self, kind: type) -> list[Effect]:
        return [effect for effect in self.effects if isinstance(effect, kind)]

    def answer_until(self, step: Step, answers: Mapping[str, str] | None = None) -> "Visit":
        """Answer what is shown, reassuringly unless told otherwise, until ``step`` is shown."""
        given = answers or {}
        for _ in range(200):
            if self.encounter.step is step:
                return self
            self._take(given)
        raise AssertionError(f"{step} was not reached, still at {self.encounter.step}")

    def _take(self, given: Mapping[str, str]) -> None:
        match self.encounter.step:
            case Step.SIGNS | Step.ASK:
                question = self.encounter.question
                assert question is not None
                self.say(ask.Answered(question.id, given.get(question.id, reassuring(question))))
            case Step.MEASURE:
                slot = measure.slot(self.encounter, Kind.TEMPERATURE)
                if slot.reading is None:
                    typed = given.get("temperature", "37,0")
                    self.say(measure.ReadingTyped(Kind.TEMPERATURE, (typed,)))
                self.say(measure.MeasuresPassed())
            case Step.EMERGENCY:
                self.say(ask.CallNoted(), ask.AlarmActed())
            case step:
                raise AssertionError(f"stuck at {step}: {self.encounter.notice}")


def reassuring(question: Question) -> str:
    return str(question.reassuring) or "unknown"


def some_traits(**changes: str) -> Traits:
    traits = Traits(
        family="Dorval",
        givens="Camille Jeanne",
        birth_date="12/04/1988",
        sex="F",
        place="35238",
        matricule=MATRICULE,
        phone="06 00 00 12 34",
        doctor="Dre Le Dantec",
    )
    return replace(traits, **changes)


WITH_A_PARENT = {"companion": "Dorval Anne", "link": "parent"}
"""What the form of a minor says more: his mother is there."""


def an_identified_visit(protocol: str = "piqure_tique", **traits: str) -> Visit:
    visit = Visit()
    visit.say(ComplaintChosen(a_protocol(protocol)), identify.TraitsTyped(some_traits(**traits)))
    visit.say(*(identify.ConsentAnswered(one, given=True) for one in Consent))
    visit.say(identify.PaperSeen(seen=True), identify.AlternativeSaid(Alternative.DOCTOR))
    return visit.say(identify.IdentityConfirmed())


def a_visit_at_decision(
    protocol: str = "piqure_tique", answers: Mapping[str, str] | None = None
) -> Visit:
    return an_identified_visit(protocol).answer_until(Step.DECIDE, answers)


def a_reading(kind: Kind, origin: Origin = Origin.LIVE, **values: str) -> Reading:
    loincs = {"temperature": ("8310-5", "Cel"), "systolic": ("8480-6", "mm[Hg]")}
    loincs |= {"diastolic": ("8462-4", "mm[Hg]"), "spo2": ("20564-1", "%")}
    loincs |= {"pulse": ("8867-4", "/min"), "weight": ("29463-7", "kg")}
    return Reading(
        reading_id="r1",
        device_id="d1",
        model="TH-02",
        serial="S1",
        firmware="",
        kind=kind,
        values=tuple(
            Quantity(name, loincs[name][0], Decimal(value), loincs[name][1], 0)
            for name, value in values.items()
        ),
        device_time=None,
        clock_skew_s=0,
        received_at=AT,
        monotonic_ns=0,
        user_index=None,
        quality=(),
        origin=origin,
        raw=b"",
        decoder="test",
    )
