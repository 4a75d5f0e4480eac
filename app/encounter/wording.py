"""The French words of the consultation, shared by screen and paper."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from app.encounter.model import Alternative
from protocols.model import Answer, Flag, Kind, Level, Question, Route

LEVELS: Mapping[Level, str] = MappingProxyType(
    {
        Level.PHARMACY: "Traitement et conseil en pharmacie",
        Level.DOCTOR_48H: "Médecin dans les 48 heures",
        Level.DOCTOR_SAME_DAY: "Médecin ce jour",
        Level.EMERGENCY: "Urgences maintenant",
        Level.SAMU_15: "Appel au 15",
    }
)

DELAYS: Mapping[Level, str] = MappingProxyType(
    {
        Level.PHARMACY: "maintenant",
        Level.DOCTOR_48H: "dans les 48 heures",
        Level.DOCTOR_SAME_DAY: "le jour même, au plus tard dans les 24 heures",
        Level.EMERGENCY: "maintenant",
        Level.SAMU_15: "maintenant",
    }
)

ROUTES: Mapping[Route, str] = MappingProxyType(
    {
        Route.PHARMACY: "pharmacie",
        Route.TREATING_DOCTOR: "médecin traitant",
        Route.TELECONSULTATION: "téléconsultation",
        Route.SPECIALIST: "spécialiste",
        Route.ON_CALL: "médecin de garde (SAS, 15)",
        Route.EMERGENCY_DEPARTMENT: "service des urgences",
        Route.MATERNITY: "maternité",
        Route.SAMU_15: "SAMU, 15",
    }
)

FLAGS: Mapping[Flag, str] = MappingProxyType(
    {
        Flag.OUT_OF_SCOPE: "Hors du champ du protocole",
        Flag.INSUFFICIENT: "Recueil insuffisant",
        Flag.TEST_INCONCLUSIVE: "Test non concluant",
        Flag.NO_ANTIBIOTIC_POSSIBLE: "Aucun antibiotique possible en pharmacie",
        Flag.REFUSED: "Orientation refusée par le patient",
    }
)

ALTERNATIVES: Mapping[Alternative, str] = MappingProxyType(
    {
        Alternative.DOCTOR: "vu un médecin",
        Alternative.EMERGENCY: "été aux urgences",
        Alternative.NOTHING: "rien fait",
        Alternative.OTHER: "autre",
    }
)

_ANSWERS: Mapping[str, str] = MappingProxyType(
    {"yes": "oui", "no": "non", "unknown": "ne sait pas"}
)


def number_words(value: Decimal, unit_label: str = "") -> str:
    """Return a number as French writes it: « 38,5 °C »."""
    text = format(value, "f").replace(".", ",")
    return f"{text}\u00a0{unit_label}" if unit_label else text


def answer_words(question: Question, answer: Answer) -> str:
    """Return the answer as a person reads it."""
    if isinstance(answer, Decimal):
        return number_words(answer, question.unit_label)
    if question.kind is Kind.CHOICE and answer != "unknown":
        labels = {choice.value: choice.label for choice in question.choices}
        return labels.get(answer, answer)
    return _ANSWERS.get(answer, answer)


def points_words(minimum: int, maximum: int) -> str:
    """Return points as printed: « 2 », or « 1 à 3 » while an answer is unknown."""
    return str(minimum) if minimum == maximum else f"{minimum}\u00a0à\u00a0{maximum}"
