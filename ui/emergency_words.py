"""What to say to the 15, in the order the regulator asks, filled with what is known.

What is missing is named, so that it is looked for and never guessed.
Source: clinical-texts.md §0.3 (order of the call).
"""

from collections.abc import Sequence
from datetime import datetime

from app.encounter.known import act_date
from app.encounter.measure import slot
from app.encounter.model import Encounter
from app.identity import Patient, Sex
from hardware.readings import Kind
from hardware.units import MEASURANDS
from protocols.model import YES, Block, Question, Severity
from ui.call_script import PARENT, chosen_sign, protocol_sentences, script, sign_question
from ui.format import NO_BREAK, number, phone, quantity
from ui.format_patient import age
from ui.typeset import Strong
from ui.widgets.answer_card import Answer

Sentence = Sequence[str]
RED = frozenset({Severity.R, Severity.R15})
VITALS = (
    (Kind.RESPIRATION, "respiration", "respiration"),
    (Kind.OXIMETRY, "spo2", "SpO2"),
    (Kind.OXIMETRY, "pulse", "pouls"),
    (Kind.TEMPERATURE, "temperature", "température"),
)


def red_signs(visit: Encounter) -> tuple[Question, ...]:
    """Return the red signs answered yes, in the order of the protocol."""
    return tuple(
        one for one in visit.path if one.severity in RED and visit.answers.get(one.id) == YES
    )


def sign_words(visit: Encounter) -> str:
    """Return the red signs found, by name; the grave sign by the one chosen among its signs."""
    names = (_sign_name(visit, one) for one in red_signs(visit))
    return ", ".join(name for name in names if name)


def _sign_name(visit: Encounter, question: Question) -> str:
    """Return how the sign is called, "" for the grave sign until its kind is chosen."""
    if question.id != PARENT or sign_question(visit) is None:
        return question.label or question.text
    chosen = chosen_sign(visit)
    return chosen.label if chosen is not None else ""


def needs_sign(visit: Encounter) -> bool:
    """True while the sign that chooses the words of the call is not chosen."""
    return sign_question(visit) is not None and chosen_sign(visit) is None


def sign_answers(visit: Encounter) -> tuple[Answer, ...]:
    """Return the signs to choose from, each with its digit."""
    question = sign_question(visit)
    choices = question.choices if question is not None else ()
    return tuple(Answer(str(digit), one.label) for digit, one in enumerate(choices, 1))


def known_since(visit: Encounter) -> datetime | None:
    """Return when the first standing red sign was answered, ``None`` when there is none."""
    standing = {one.id for one in red_signs(visit)}
    times = [one.at for one in visit.events if one.question_id in standing]
    return min(times) if times else None


def call_sentences(visit: Encounter) -> tuple[Sentence, ...]:
    """Return the sentences of the call, each a sequence of words and strong words."""
    official = protocol_sentences(visit, sign_words(visit))
    return official or _own_sentences(visit)


def _own_sentences(visit: Encounter) -> tuple[Sentence, ...]:
    """Return the same order when no protocol is open yet, or when it has none."""
    pharmacy, author = visit.station.pharmacy, visit.author
    return (
        (
            "«\u00a0Bonjour, ",
            Strong(author.label),
            f", {author.title.lower()}, {pharmacy.name} à {pharmacy.city}. Rappelez-moi au ",
            Strong(phone(pharmacy.phone)),
            ".\u00a0»",
        ),
        (
            "«\u00a0",
            Strong(f"{pharmacy.street}, {pharmacy.postcode} {pharmacy.city}"),
            ". La personne est dans l’espace de confidentialité.\u00a0»",
        ),
        _who(visit),
        _why(visit),
        _vitals(visit),
        _background(visit),
        ("«\u00a0Que dois-je faire en vous attendant\u00a0?\u00a0» Répétez la consigne.",),
    )


def _who(visit: Encounter) -> Sentence:
    patient = visit.patient
    if patient is None:
        return ("Âge et sexe à dire. Dites aussi si la personne est consciente et si elle parle.",)
    return (
        f"«\u00a0J’appelle pour {_noun(patient)} de ",
        Strong(age(patient.birth_date, act_date(visit))),
        ".\u00a0» Dites si la personne est consciente et si elle parle.",
    )


def _noun(patient: Patient) -> str:
    return "une femme" if patient.sex is Sex.FEMALE else "un homme"


def _why(visit: Encounter) -> Sentence:
    found = sign_words(visit)
    if not found:
        return ("Dites le signe que vous voyez, et depuis quand.",)
    return ("Signe présent\u00a0: ", Strong(found), ". Dites depuis quand.")


def _vitals(visit: Encounter) -> Sentence:
    known: list[str] = []
    missing: list[str] = []
    for kind, name, word in VITALS:
        reading = slot(visit, kind).reading
        value = reading.value(name) if reading is not None else None
        if value is None:
            missing.append(word)
        else:
            known.append(f"{word} {quantity(value, MEASURANDS[name].unit_label)}")
    pressure = _pressure(visit)
    (known if pressure else missing).append(pressure or "tension")
    said = ("«\u00a0", Strong(", ".join(known)), ".\u00a0» ") if known else ()
    return (*said, f"À mesurer\u00a0: {', '.join(missing)}.") if missing else said


def _pressure(visit: Encounter) -> str:
    reading = slot(visit, Kind.BLOOD_PRESSURE).reading
    high = reading.value("systolic") if reading is not None else None
    low = reading.value("diastolic") if reading is not None else None
    if high is None or low is None:
        return ""
    return f"tension {number(high)}/{number(low)}{NO_BREAK}mmHg"


def _background(visit: Encounter) -> Sentence:
    blocks = {Block.CONTEXT, Block.TREATMENT}
    told = [
        one.label or one.text
        for one in visit.path
        if one.block in blocks and visit.answers.get(one.id) == YES
    ]
    if not told:
        return ("À demander\u00a0: maladies, médicaments (anticoagulant), allergies, grossesse.",)
    return (
        "Terrain\u00a0: ",
        Strong(", ".join(told)),
        ". À demander\u00a0: autres médicaments, allergies.",
    )


def waiting_advice(visit: Encounter) -> tuple[str, ...]:
    """Return what to do while the help comes: that of the sign, then that of the protocol."""
    protocol = visit.protocol
    usual = (
        "Rester à côté, ne pas laisser la personne seule",
        "Quelqu’un ouvre la porte et guide les secours",
    )
    if protocol is None:
        return usual
    chosen = script(visit)
    of_sign = (chosen.wait,) if chosen is not None else ()
    return of_sign + protocol.emergency_wait or usual
