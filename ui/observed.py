"""What is observed on the page of measures, and the letters that answer it."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.desk.model import fold
from app.encounter.ask import observations
from app.encounter.model import Encounter
from protocols.model import Kind, Question
from ui.question import values_of
from ui.widgets.answer_card import Answer
from ui.widgets.observation_card import Observation

UNKNOWN_WORD = "Inconnu"


@dataclass(frozen=True, slots=True)
class Observed:
    """One fact: its question, its values and the letter of each, and how its line looks."""

    question: Question
    values: tuple[str, ...]
    letters: tuple[str, ...]
    line: Observation


def observed(visit: Encounter) -> tuple[Observed, ...]:
    """Return the facts to observe; no letter answers two of them."""
    taken: set[str] = set()
    return tuple(_observed(one, visit, taken) for one in observations(visit))


def _observed(question: Question, visit: Encounter, taken: set[str]) -> Observed:
    values, words = values_of(question), _words(question)
    letters = tuple(_letter(word, taken) for word in words)
    answers = tuple(Answer(key, word) for key, word in zip(letters, words, strict=True))
    given = visit.answers.get(question.id)
    place = values.index(given) if given in values else -1
    name = question.label or question.text
    return Observed(question, values, letters, Observation(name, answers, place))


def _words(question: Question) -> Sequence[str]:
    if question.kind is Kind.BOOLEAN:
        return ("Oui", "Non", UNKNOWN_WORD)
    return (*[one.label for one in question.choices], UNKNOWN_WORD)


def _letter(word: str, taken: set[str]) -> str:
    """Return the first letter of ``word`` that answers nothing else, "" when none is left."""
    found = next((one for one in fold(word).upper() if one.isalpha() and one not in taken), "")
    taken.add(found)
    return found


def pressed(facts: Sequence[Observed], key: str) -> tuple[str, str] | None:
    """Return the question and the value that the letter ``key`` answers."""
    for fact in facts:
        if key in fact.letters:
            return fact.question.id, fact.values[fact.letters.index(key)]
    return None
