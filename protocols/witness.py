"""One patient who shows something: a sentence a doctor reads, and the answers to replay it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from protocols.answers import EVERY_OTHER, REASSURING, AnswerError, as_written
from protocols.diagram_answers import Case
from protocols.diagram_space import Space
from protocols.model import NO, UNKNOWN, YES, Answer, Protocol, Question
from protocols.terms import Kind, Level

AGE, MONTHS, SEX = "g_age", "g_age_mois", "g_sexe"
FEMALE, MALE = "F", "M"

Content = Mapping[str, str | Decimal]
"""What an answers file holds, numbers as decimals."""

Shows = Callable[[list[int]], bool]
"""Whether an answer set, the place of each answer by variable, shows the thing."""

LEVELS: Mapping[Level, str] = MappingProxyType(
    {
        Level.PHARMACY: "pharmacie",
        Level.DOCTOR_48H: "médecin sous 48 heures",
        Level.DOCTOR_SAME_DAY: "médecin le jour même",
        Level.EMERGENCY: "urgences",
        Level.SAMU_15: "appel au 15",
    }
)
"""The levels as a person says them."""

_SAID = MappingProxyType({YES: "oui", NO: "non", UNKNOWN: "ne sait pas"})


@dataclass(frozen=True, slots=True)
class Witness:
    """An invented patient: who it is, and the answers file ``osys protocols evaluate`` reads.

    ``patient`` says who it is, ``sentence`` what happens to it.
    """

    patient: str
    sentence: str
    answers: Content


def patient_of(space: Space, path: Mapping[int, int], shows: Shows) -> Witness:
    """Return the patient of ``path``, the answer by variable; what is left out is reassuring.

    ``shows`` tells whether the answers, by the places of their cases, still show the thing: the
    file is shortened as long as they do.
    """
    cases = {space.ids[place]: space.cases[place][number] for place, number in path.items()}
    content = _content(space, cases, shows)
    patient = _who_and_what(space, content)
    return Witness(patient, f"{patient}.", MappingProxyType(content))


def answers_to(protocol: Protocol, content: Content) -> dict[str, Answer]:
    """Return the answers of a file to one protocol; those to other questions are left out.

    Raises:
        AnswerError: a value does not answer its question.
    """
    return as_written(protocol, asked_by(protocol, content))


def asked_by(protocol: Protocol, content: Content) -> dict[str, str | Decimal]:
    """Return the part of an answers file that a protocol reads."""
    known = {*protocol.logic.positions, EVERY_OTHER}
    return {name: one for name, one in content.items() if name in known}


def _given(space: Space, content: Content) -> dict[str, Answer]:
    """Return the answers of a file to every question of the space."""
    given: dict[str, Answer] = {}
    for protocol in reversed(space.protocols):
        given |= answers_to(protocol, content)
    return given


def _content(space: Space, cases: Mapping[str, Case], shows: Shows) -> dict[str, str | Decimal]:
    """Return the shortest answers file found that shows the thing."""

    def is_enough(content: Content) -> bool:
        try:
            return shows(space.places(_given(space, content)))
        except AnswerError:
            return False

    named = {name: case.answer for name, case in cases.items() if case.answer is not None}
    content: dict[str, str | Decimal] = {EVERY_OTHER: REASSURING, **named}
    if is_enough(content):
        return _shortened(content, is_enough)
    usual = {name: one for name, one in space.usual.items() if _is_free(space, name, cases)}
    return _shortened({**usual, **named}, is_enough)


def _shortened(
    content: dict[str, str | Decimal], is_enough: Callable[[Content], bool]
) -> dict[str, str | Decimal]:
    """Return the content without what is not needed to show the thing."""
    for name in [*reversed(content), *content]:
        shorter = {one: answer for one, answer in content.items() if one != name}
        if name not in {EVERY_OTHER, AGE, SEX} and len(shorter) < len(content):
            content = shorter if is_enough(shorter) else content
    for name in (AGE, SEX):
        shorter = {one: answer for one, answer in content.items() if one != name}
        if EVERY_OTHER in content and is_enough(shorter):
            content = shorter
    return content


def _is_free(space: Space, name: str, cases: Mapping[str, Case]) -> bool:
    """True when a question may have any answer and its fact is not told under another name."""
    if name in cases:
        return False
    items = (item for one in space.protocols for item in one.logic.book.items)
    item = next(item for item in items if item.id == name)
    return not item.rules and not item.optional and item.twin not in cases


def _who_and_what(space: Space, content: Content) -> str:
    """Return who the patient is and what is not as usual."""
    answers = _given(space, content)
    told = [_who(answers), *_deviations(space, content, answers)]
    if EVERY_OTHER in content:
        told.append("le reste est rassurant")
    return ", ".join(told)


def _who(answers: Mapping[str, Answer]) -> str:
    who = {FEMALE: "Femme", MALE: "Homme"}.get(str(answers.get(SEX)), "Personne")
    age, months = answers.get(AGE), answers.get(MONTHS)
    if not isinstance(age, Decimal):
        return f"{who} d’âge inconnu"
    if age <= 1 and isinstance(months, Decimal):
        return f"Nourrisson de {months}\u00a0mois"
    if not age:
        return "Nourrisson d’âge inconnu en mois"
    return f"{who} de {age}\u00a0{'ans' if age > 1 else 'an'}"


def _deviations(space: Space, content: Content, answers: Mapping[str, Answer]) -> Iterator[str]:
    """Yield each answer that the reassuring ones do not give, in the order of asking."""
    told = {AGE, MONTHS, SEX}
    for question in (one for protocol in space.protocols for one in protocol.questions):
        answer = answers.get(question.id)
        is_usual = answer == space.usual.get(question.id) and EVERY_OTHER not in content
        if question.id in content and question.id not in told and not is_usual:
            told.add(question.id)
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
    return _SAID.get(answer, answer)
