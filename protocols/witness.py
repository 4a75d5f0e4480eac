"""One patient who shows something: a sentence a doctor reads, and the answers to replay it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from protocols.answers import EVERY_OTHER, REASSURING, AnswerError, from_json
from protocols.diagram_answers import Case
from protocols.diagram_space import Space
from protocols.evaluate import evaluate
from protocols.model import NO, UNKNOWN, YES, Answer, Protocol, Question
from protocols.terms import Kind, Level

AGE, MONTHS, SEX = "g_age", "g_age_mois", "g_sexe"
FEMALE, MALE = "F", "M"

LEVELS: Mapping[Level, str] = MappingProxyType(
    {
        Level.PHARMACY: "officine",
        Level.DOCTOR_48H: "médecin sous 48 heures",
        Level.DOCTOR_SAME_DAY: "médecin le jour même",
        Level.EMERGENCY: "urgences",
        Level.SAMU_15: "appel au 15",
    }
)
"""The levels as a person says them."""

Shows = Callable[[list[int]], bool]
"""Whether an answer set, the place of each answer by variable, shows the thing."""

_SAID = MappingProxyType({YES: "oui", NO: "non", UNKNOWN: "ne sait pas"})


@dataclass(frozen=True, slots=True)
class Witness:
    """An invented patient: who it is, and the answers file ``osys protocols evaluate`` reads."""

    sentence: str
    answers: Mapping[str, str | Decimal]


def witness(space: Space, protocol: Protocol, path: Mapping[int, int], shows: Shows) -> Witness:
    """Return the patient of ``path``, the answer by variable; what is left out is reassuring.

    ``shows`` tells whether the answers, by the places of their cases, still show the thing: the
    file is shortened as long as they do.
    """
    cases = {space.ids[place]: space.cases[place][number] for place, number in path.items()}
    cases = {name: case for name, case in cases.items() if name in protocol.logic.positions}
    content = _content(space, protocol, cases, shows)
    answers = from_json(protocol, content)
    return Witness(_sentence(protocol, content, answers), MappingProxyType(content))


def contrasted(
    space: Space, protocol: Protocol, patient: Witness, instead: Mapping[int, int]
) -> Witness:
    """Return a patient with where other answers to the same questions would have led."""
    if not instead:
        return patient
    answers = from_json(protocol, patient.answers)
    told = []
    for variable, place in instead.items():
        name, answer = space.ids[variable], space.cases[variable][place].answer
        question = protocol.question(name)
        told.append(f"«\u00a0{question.label}\u00a0: {said(question, answer)}\u00a0»")
        answers = {one: given for one, given in answers.items() if one != name}
        answers |= {} if answer is None else {name: answer}
    level = LEVELS[evaluate(protocol, answers).level]
    sentence = f"{patient.sentence[:-1]}, mais {level} avec {', '.join(told)}."
    return Witness(sentence, patient.answers)


def _content(
    space: Space, protocol: Protocol, cases: Mapping[str, Case], shows: Shows
) -> dict[str, str | Decimal]:
    """Return the shortest answers file found that shows the thing."""

    def is_enough(content: Mapping[str, str | Decimal]) -> bool:
        return _is_read(protocol, content) and shows(space.places(from_json(protocol, content)))

    named = {name: case.answer for name, case in cases.items() if case.answer is not None}
    content: dict[str, str | Decimal] = {EVERY_OTHER: REASSURING, **named}
    if not is_enough(content):
        usual = {name: one for name, one in space.usual.items() if _is_free(protocol, name, cases)}
        return {**usual, **named}
    return _shortened(content, is_enough)


def _shortened(
    content: dict[str, str | Decimal], is_enough: Callable[[Mapping[str, str | Decimal]], bool]
) -> dict[str, str | Decimal]:
    """Return the content without what can be left to the reassuring answers."""
    while True:
        for name in content:
            shorter = {one: answer for one, answer in content.items() if one != name}
            if name != EVERY_OTHER and is_enough(shorter):
                content = shorter
                break
        else:
            return content


def _is_free(protocol: Protocol, name: str, cases: Mapping[str, Case]) -> bool:
    """True when a question of the protocol may have any answer."""
    place = protocol.logic.positions.get(name)
    if place is None or name in cases:
        return False
    item = protocol.logic.book.items[place]
    return not item.rules and not item.optional and item.twin not in cases


def _is_read(protocol: Protocol, content: Mapping[str, str | Decimal]) -> bool:
    """True when the protocol reads an answers file."""
    try:
        from_json(protocol, content)
    except AnswerError:
        return False
    return True


def _sentence(
    protocol: Protocol, content: Mapping[str, object], answers: Mapping[str, Answer]
) -> str:
    """Return who the patient is, what is not as usual, and where the protocol sends them."""
    told = [_who(answers), *_deviations(protocol, content, answers)]
    if EVERY_OTHER in content:
        told.append("le reste est rassurant")
    level = evaluate(protocol, answers).level
    return f"{', '.join(told)}\u00a0: {LEVELS[level]}."


def _who(answers: Mapping[str, Answer]) -> str:
    who = {FEMALE: "Femme", MALE: "Homme"}.get(str(answers.get(SEX)), "Personne")
    age, months = answers.get(AGE), answers.get(MONTHS)
    if not isinstance(age, Decimal):
        return f"{who} d’âge inconnu"
    if age <= 1 and isinstance(months, Decimal):
        return f"{who} de {age}\u00a0an et {months}\u00a0mois révolus" if age else _infant(months)
    return f"{who} de {age}\u00a0{'ans' if age > 1 else 'an'}"


def _infant(months: Decimal) -> str:
    return f"Nourrisson de {months}\u00a0mois"


def _deviations(
    protocol: Protocol, content: Mapping[str, object], answers: Mapping[str, Answer]
) -> Iterator[str]:
    """Yield each answer that is not the usual one, in the order of asking."""
    for question in protocol.questions:
        answer = answers.get(question.id)
        is_told = answer is not None and answer != question.reassuring
        if is_told and question.id in content and question.id not in {AGE, MONTHS, SEX}:
            yield f"{question.label}\u00a0: {said(question, answer)}"


def said(question: Question, answer: Answer | None) -> str:
    """Return an answer as a person says it."""
    if answer is None:
        return "non demandé"
    if isinstance(answer, Decimal):
        number = format(answer, "f").replace(".", ",")
        return f"{number}\u00a0{question.unit_label}".rstrip("\u00a0")
    if question.kind is Kind.CHOICE:
        labels = {choice.value: choice.label for choice in question.choices}
        return labels.get(answer, _SAID[UNKNOWN])
    return _SAID[answer]
