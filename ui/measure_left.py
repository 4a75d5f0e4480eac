"""Which measures are left: those the protocol needs, then those it can do without."""

from collections.abc import Iterable

from app.encounter.model import Encounter
from protocols.model import Block, Question
from ui.format import counted

NAMED = 3
WORDS = {
    "temperature": "température",
    "systolic": "tension",
    "diastolic": "tension",
    "spo2": "SpO2",
    "pulse": "pouls",
    "respiration": "respiration",
    "weight": "poids",
    "glucose": "glycémie",
}
MASCULINE = frozenset({"pouls", "poids"})


def needed(visit: Encounter) -> tuple[str, ...]:
    """Return the measures without which the protocol asks for a doctor, each named once."""
    return _names(visit, (one for one in _measures(visit) if _is_needed(one)))


def spared(visit: Encounter) -> tuple[str, ...]:
    """Return the measures that only tell more, each named once and never among the needed."""
    told = needed(visit)
    names = _names(visit, (one for one in _measures(visit) if not _is_needed(one)))
    return tuple(one for one in names if one not in told)


def left_words(visit: Encounter) -> str:
    """Return the sentence of the foot: what is needed, else what may still be taken."""
    wanted, more = needed(visit), spared(visit)
    if wanted:
        names = _listed(wanted)
        return (
            f"{names[:1].upper()}{names[1:]} à prendre\u00a0: sans {_without(wanted)}, "
            "le protocole oriente vers un médecin."
        )
    return f"Facultatif\u00a0: {_listed(more)}." if more else ""


def _measures(visit: Encounter) -> tuple[Question, ...]:
    questions = visit.protocol.questions if visit.protocol is not None else ()
    return tuple(
        one
        for one in questions
        if one.block is Block.MEASURES and not (one.derived or one.from_identity)
    )


def _is_needed(question: Question) -> bool:
    return not question.optional and not question.asked_as


def _names(visit: Encounter, questions: Iterable[Question]) -> tuple[str, ...]:
    known = {one.quantity for one in _measures(visit) if one.id in visit.answers} - {""}
    return tuple(
        dict.fromkeys(
            _name(one)
            for one in questions
            if one.id not in visit.answers and one.quantity not in known
        )
    )


def _name(question: Question) -> str:
    label = question.label or question.text
    return WORDS.get(question.quantity, label[:1].lower() + label[1:])


def _listed(names: tuple[str, ...]) -> str:
    """Return « pouls, tension et 2 autres »."""
    if len(names) <= NAMED:
        first, last = names[:-1], names[-1]
        return f"{', '.join(first)} et {last}" if first else last
    rest = counted(len(names) - NAMED, "autre", "autres")
    return f"{', '.join(names[:NAMED])} et {rest}"


def _without(names: tuple[str, ...]) -> str:
    if len(names) > 1:
        return "ces mesures"
    return "lui" if names[0] in MASCULINE else "elle"
