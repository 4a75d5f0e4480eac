"""The call of the protocol, in its official order, its gaps filled with what is known.

A gap is written « [âge] » in the protocol. What is not known keeps its brackets: it is looked for
or asked, never guessed.
Source: clinical-texts.md §0.3 (order of the call, sentence and conduct of each sign).
"""

import re
from collections.abc import Iterator, Mapping

from app.encounter.known import act_date
from app.encounter.measure import slot
from app.encounter.model import Encounter
from app.identity import Sex
from hardware.readings import Kind
from hardware.units import MEASURANDS
from protocols.model import YES, Block, CallScript, Choice, Question
from ui.format import NO_BREAK, number, phone, quantity
from ui.format_patient import age
from ui.typeset import Strong

PARENT, SIGN = "g_urg", "g_urg_signe"
TRIGGER = "signe qui a déclenché"
SENTENCE_GAP = f"[{TRIGGER}]"
_GAP = re.compile(
    r"(?P<vital>fréquence respiratoire|SpO2|pouls|tension|température)\s\[[. /]+\](?:\s%)?"
    r"|\[(?P<gap>[^\]]+)\](?:\sans)?"
)
_VITALS: Mapping[str, tuple[Kind, str]] = {
    "fréquence respiratoire": (Kind.RESPIRATION, "respiration"),
    "SpO2": (Kind.OXIMETRY, "spo2"),
    "pouls": (Kind.OXIMETRY, "pulse"),
    "température": (Kind.TEMPERATURE, "temperature"),
}


def sign_question(visit: Encounter) -> Question | None:
    """Return the question of the sign that chooses the words of the call, when it is asked."""
    return next((one for one in visit.path if one.id == SIGN), None)


def chosen_sign(visit: Encounter) -> Choice | None:
    """Return the sign chosen, ``None`` while there is none."""
    question, given = sign_question(visit), visit.answers.get(SIGN)
    choices = question.choices if question is not None else ()
    return next((one for one in choices if one.value == given), None)


def script(visit: Encounter) -> CallScript | None:
    """Return the sentence and the conduct of the sign chosen."""
    chosen = chosen_sign(visit)
    scripts = visit.protocol.call_scripts if visit.protocol is not None else ()
    return next((one for one in scripts if chosen and one.sign == chosen.value), None)


def protocol_sentences(visit: Encounter, signs: str) -> tuple[tuple[str, ...], ...]:
    """Return the steps of the protocol; ``signs`` names the red signs found, "" for none."""
    steps = visit.protocol.call_steps if visit.protocol is not None else ()
    return tuple(_step(visit, one, signs) for one in steps)


def _step(visit: Encounter, step: str, signs: str) -> tuple[str, ...]:
    chosen = script(visit)
    if SENTENCE_GAP in step and chosen is not None:
        return ("«\u00a0", Strong(_agreed(visit, chosen.sentence)), "\u00a0» Dites depuis quand.")
    title = f" {visit.author.title.lower()} à "
    return tuple(_filled(step.replace(" pharmacien à ", title), visit, signs))


def _agreed(visit: Encounter, sentence: str) -> str:
    """Return the sentence with the pronoun of the patient, when the patient is known."""
    if visit.patient is None:
        return sentence
    feminine = visit.patient.sex is Sex.FEMALE
    agreed = sentence.replace("Elle / il", "Elle" if feminine else "Il")
    return agreed.replace("(e)", "e" if feminine else "")


def _filled(step: str, visit: Encounter, signs: str) -> Iterator[str]:
    known, at = _known(visit, signs), 0
    for found in _GAP.finditer(step):
        yield step[at : found.start()]
        at = found.end()
        if found["vital"]:
            yield from _vital(visit, found["vital"])
        else:
            value = known.get(found["gap"], "")
            yield Strong(value) if value else found[0]
    yield step[at:]


def _known(visit: Encounter, signs: str) -> dict[str, str]:
    pharmacy, patient = visit.station.pharmacy, visit.patient
    known = {
        "prénom, nom": visit.author.label,
        "nom de la pharmacie": pharmacy.name,
        "ligne directe": phone(pharmacy.phone),
        "numéro, rue, commune, étage ou entrée, repère": (
            f"{pharmacy.street}, {pharmacy.postcode} {pharmacy.city}"
        ),
        TRIGGER: signs,
        "maladies": _told(visit, Block.CONTEXT),
        "médicaments, surtout anticoagulant": _told(visit, Block.TREATMENT),
    }
    if patient is not None:
        feminine = patient.sex is Sex.FEMALE
        known["une femme / un homme"] = "une femme" if feminine else "un homme"
        known["âge"] = age(patient.birth_date, act_date(visit))
    return known


def _told(visit: Encounter, block: Block) -> str:
    given = [
        one.label or one.text
        for one in visit.path
        if one.block is block and visit.answers.get(one.id) == YES
    ]
    return ", ".join(given)


def _vital(visit: Encounter, word: str) -> Iterator[str]:
    value = _pressure(visit) if word == "tension" else _measured(visit, *_VITALS[word])
    yield f"{word} "
    yield Strong(value) if value else "[à mesurer]"


def _measured(visit: Encounter, kind: Kind, name: str) -> str:
    reading = slot(visit, kind).reading
    value = reading.value(name) if reading is not None else None
    return "" if value is None else quantity(value, MEASURANDS[name].unit_label)


def _pressure(visit: Encounter) -> str:
    reading = slot(visit, Kind.BLOOD_PRESSURE).reading
    high = reading.value("systolic") if reading is not None else None
    low = reading.value("diastolic") if reading is not None else None
    if high is None or low is None:
        return ""
    return f"{number(high)}/{number(low)}{NO_BREAK}mmHg"
