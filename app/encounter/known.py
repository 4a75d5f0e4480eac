"""Every answer the engine may use: what the patient said, with identity and consents.

Recomputed from the whole consultation each time, never kept beside it.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from app.encounter.incoming_caution import Careful, careful, decide_with
from app.encounter.incoming_sources import with_sources
from app.encounter.model import Consent, Encounter
from app.identity import age_in_months, age_in_years
from protocols.model import Answer, Decision

MONTHS_ASKED_UNDER = 2


def act_date(encounter: Encounter) -> date:
    """Return the day of the act at the station."""
    return encounter.started_at.date()


def identity_answers(encounter: Encounter) -> dict[str, Answer]:
    """Return what the identity answers by itself: age, months under two years, sex."""
    patient = encounter.patient
    if patient is None:
        return {}
    today = act_date(encounter)
    years = age_in_years(patient.birth_date, today)
    known: dict[str, Answer] = {"g_age": Decimal(years), "g_sexe": patient.sex.value}
    if years < MONTHS_ASKED_UNDER:
        known["g_age_mois"] = Decimal(age_in_months(patient.birth_date, today))
    return known


def consent_answers(consents: Mapping[Consent, bool]) -> dict[str, Answer]:
    """Return the consents as answers; one that was not asked is not answered."""
    return {consent.value: "yes" if given else "no" for consent, given in consents.items()}


def said_answers(encounter: Encounter) -> dict[str, Answer]:
    """Return what was said, measured and consented to, restricted to items of the protocol."""
    if encounter.protocol is None:
        return {}
    asked = {question.id for question in encounter.protocol.questions}
    known = identity_answers(encounter) | consent_answers(encounter.consents)
    known |= encounter.answers
    return {name: answer for name, answer in known.items() if name in asked}


def careful_answers(encounter: Encounter) -> Careful:
    """Return the answers made more careful by the documents received, with what each fact did."""
    said = said_answers(encounter)
    if encounter.protocol is None or not encounter.incoming.documents:
        return Careful(said)
    return careful(encounter.protocol, said, encounter.incoming, act_date(encounter))


def known_answers(encounter: Encounter) -> dict[str, Answer]:
    """Return all the answers the decision is made on, what documents say included."""
    return dict(careful_answers(encounter).answers)


def decide(encounter: Encounter) -> Decision | None:
    """Return the decision of the protocol on everything known, from zero."""
    if encounter.protocol is None:
        return None
    found = careful_answers(encounter)
    decision = decide_with(encounter.protocol, found)
    return with_sources(decision, encounter.protocol, found.applied)
