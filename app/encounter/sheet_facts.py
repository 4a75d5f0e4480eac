"""The part of the sheet that says who, when, and what was answered and measured."""

from datetime import datetime
from decimal import Decimal

from app.encounter.known import act_date, known_answers, said_answers
from app.encounter.model import AnswerEvent, Consent, Encounter
from app.encounter.sheet import (
    SheetAct,
    SheetAnswer,
    SheetConsent,
    SheetLate,
    SheetPatient,
    SheetPharmacist,
    SheetPharmacy,
    SheetPresence,
    SheetReading,
    SheetWithdrawnSign,
)
from app.encounter.wording import answer_words
from app.identity import Patient, age_in_months, age_in_years
from app.station import Professional
from hardware.readings import Kind, Quantity, Reading
from hardware.units import MEASURANDS
from protocols.model import Answer, Protocol, Question

IDENTITY, DOCUMENT = "identity", "document"
"""Origins of an answer nobody was asked: the identity; a document, against what was said or not."""


def instant(at: datetime | None) -> str:
    """Return a time as the sheet writes it: ISO 8601 to the second, with its offset."""
    return at.isoformat(timespec="seconds") if at else ""


def pharmacy(encounter: Encounter) -> SheetPharmacy:
    """Return where the act took place."""
    place = encounter.station.pharmacy
    return SheetPharmacy(
        name=place.name,
        finess=place.finess,
        street=place.street,
        postcode=place.postcode,
        city=place.city,
        phone=place.phone,
        oid=place.oid,
        station=encounter.station.name,
    )


def pharmacist(encounter: Encounter) -> SheetPharmacist:
    """Return who signs."""
    return _signature(encounter.author)


def _signature(person: Professional) -> SheetPharmacist:
    return SheetPharmacist(
        family=person.family,
        given=person.given,
        title=person.title,
        rpps=person.rpps,
        specialty=person.specialty,
        trained_on=person.trained_on,
    )


def patient_part(encounter: Encounter, patient: Patient) -> SheetPatient:
    """Return who was oriented, with the weight when it was taken."""
    today = act_date(encounter)
    return SheetPatient(
        birth_family=patient.birth_family,
        birth_givens=patient.birth_givens,
        used_family=patient.used_family,
        sex=patient.sex.value,
        birth_date=patient.birth_date.isoformat(),
        birth_place=patient.birth_place,
        age_years=age_in_years(patient.birth_date, today),
        age_months=age_in_months(patient.birth_date, today),
        matricule=patient.ins.matricule if patient.ins else "",
        ins_root=patient.ins.root if patient.ins else "",
        status=patient.status.value,
        source=patient.source.value,
        weight_kg=_weight(encounter),
        phone=patient.phone,
        doctor=patient.doctor,
        doctor_mail=patient.doctor_mail,
        companion=patient.companion,
    )


def _weight(encounter: Encounter) -> str:
    slot = encounter.measures.get(Kind.WEIGHT)
    weight = slot.reading.value("weight") if slot and slot.reading else None
    answered = encounter.answers.get("g_poids")
    value = weight if weight is not None else answered
    return str(value) if isinstance(value, Decimal) else ""


def act(encounter: Encounter, patient: Patient, at: datetime) -> SheetAct:
    """Return when, where and with whom."""
    return SheetAct(
        started_at=instant(encounter.started_at),
        ended_at=instant(encounter.late.ended_at if encounter.late else at),
        place="espace de confidentialité",
        present=_present(patient),
        emergency_call_at=instant(encounter.called_at),
    )


def _present(patient: Patient) -> tuple[str, ...]:
    """Return who was in the room."""
    interpreter = f"interprète ({patient.language})" if patient.language else ""
    here = ("patient", patient.companion_here, interpreter)
    return tuple(filter(None, here))


def presence(patient: Patient) -> SheetPresence | None:
    """Return who was with the patient and how, None when there is nothing to say."""
    found = SheetPresence(
        link=patient.link.value,
        interpreter=patient.interpreter,
        language=patient.language,
        is_visitor=patient.is_visitor,
    )
    return found if found != SheetPresence() else None


def answers(encounter: Encounter, protocol: Protocol) -> tuple[SheetAnswer, ...]:
    """Return every answer in the order of the protocol, identity and consents included."""
    known = known_answers(encounter)
    said = said_answers(encounter)
    last = {event.question_id: event for event in encounter.events}
    return tuple(
        _answer(
            one,
            known[one.id],
            last.get(one.id),
            encounter,
            IDENTITY if said.get(one.id) == known[one.id] else DOCUMENT,
        )
        for one in protocol.questions
        if one.id in known
    )


def _answer(
    question: Question,
    answer: Answer,
    event: AnswerEvent | None,
    encounter: Encounter,
    origin: str,
) -> SheetAnswer:
    return SheetAnswer(
        id=question.id,
        label=question.label or question.text,
        wording=question.text,
        answer=str(answer),
        answer_label=answer_words(question, answer),
        block=question.block.value,
        severity=question.severity.value,
        origin=event.origin if event and origin != DOCUMENT else origin,
        asked_at=instant(event.at if event and not encounter.late else encounter.started_at),
    )


def readings(encounter: Encounter) -> tuple[SheetReading, ...]:
    """Return every value kept, with its origin and the person who took it."""
    kept = [slot.reading for slot in encounter.measures.values() if slot.reading]
    return tuple(_reading(r, q, encounter) for r in kept for q in r.values if q.loinc)


def _reading(reading: Reading, quantity: Quantity, encounter: Encounter) -> SheetReading:
    measurand = MEASURANDS[quantity.name]
    return SheetReading(
        quantity=quantity.name,
        label=measurand.label,
        loinc=quantity.loinc,
        value=str(quantity.value),
        unit=quantity.unit,
        unit_label=measurand.unit_label,
        origin=reading.origin.value,
        device=reading.model,
        serial=reading.serial,
        taken_at=instant(_taken_at(reading, encounter)),
        operator=_performer(encounter).login,
    )


def _taken_at(reading: Reading, encounter: Encounter) -> datetime:
    """Return when a value was taken: on paper nothing is known but the time of the act."""
    if encounter.late:
        return encounter.started_at
    return reading.received_at.astimezone(encounter.started_at.tzinfo)


def _performer(encounter: Encounter) -> Professional:
    return encounter.late.performer if encounter.late else encounter.author


def late_entry(encounter: Encounter, at: datetime) -> SheetLate | None:
    """Return what says that the act was typed later, None when it was not."""
    if encounter.late is None:
        return None
    return SheetLate(instant(at), _signature(encounter.late.performer))


def consents(encounter: Encounter) -> tuple[SheetConsent, ...]:
    """Return the five consents as they were answered."""
    titles = {one.id: one.title for one in encounter.station.texts.consents}
    words = {True: "yes", False: "no", None: "not_asked"}
    return tuple(
        SheetConsent(
            id=consent.value,
            label=titles[consent.value],
            given=words[encounter.consents.get(consent)],
            asked_at=instant(encounter.started_at),
        )
        for consent in Consent
    )


def withdrawn_signs(encounter: Encounter, protocol: Protocol) -> tuple[SheetWithdrawnSign, ...]:
    """Return the red signs taken back, with their reason."""
    return tuple(
        SheetWithdrawnSign(
            id=sign.question_id,
            label=protocol.question(sign.question_id).label,
            reason=sign.reason,
            at=instant(sign.at),
        )
        for sign in encounter.withdrawn
    )
