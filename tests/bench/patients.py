"""Invented patients who answer everything: calm most of the time, with a few surprises."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from random import Random

from protocols.logic import Item
from protocols.model import NO, YES, Answer, Protocol, Question
from protocols.relevance import is_asked
from protocols.terms import Kind

SEED = "patients of the bench"
NEAR = {"temperature": (12, 25), "pulse": (20, 40), "respiration": (4, 6), "weight": (3000, 3000)}
NEAR |= {"spo2": (4, 2), "systolic": (20, 40), "diastolic": (20, 30)}
"""How far below and above its calm value a surprising measure goes, in steps."""
OLDEST = 90

Native = bool | int | str | None


def patients(protocol: Protocol, how_many: int) -> Iterator[dict[str, Answer]]:
    """Yield the same patients at each run, without any unknown answer."""
    random = Random(f"{SEED} {protocol.id}")  # noqa: S311 - test data, not a secret
    items = protocol.logic.book.items
    pairs = [(q, i) for q, i in zip(protocol.questions, items, strict=True) if is_asked(i)]
    for _ in range(how_many):
        odd = random.sample(range(len(pairs)), random.choice((0, 0, 1, 2, 3, 6)))
        answers = {
            question.id: _answer(question, item, random, surprising=place in odd)
            for place, (question, item) in enumerate(pairs)
        }
        yield _consistent(items, answers)


def calm(protocol: Protocol) -> dict[str, Answer]:
    """Return the patient of whom nothing is feared: an adult woman where nothing says more."""
    items = protocol.logic.book.items
    pairs = zip(protocol.questions, items, strict=True)
    answers: dict[str, Answer] = {
        question.id: question.reassuring for question, item in pairs if is_asked(item)
    }
    answers |= {"g_age": Decimal(30), "g_age_mois": Decimal(0), "g_sexe": "F"}
    return _consistent(items, {name: one for name, one in answers.items() if one != ""})


def native(protocol: Protocol, answers: Mapping[str, Answer]) -> dict[str, Native]:
    """Return the answers as other engines take them: booleans, whole steps, words, null."""
    items, positions = protocol.logic.book.items, protocol.logic.positions
    asked: dict[str, Native] = {item.id: None for item in items if is_asked(item)}
    return asked | {name: _native(items[positions[name]], one) for name, one in answers.items()}


def _native(item: Item, answer: Answer) -> Native:
    if isinstance(answer, Decimal):
        return int(answer.scaleb(item.decimals))
    return answer == YES if item.kind is Kind.BOOLEAN else answer


def _answer(question: Question, item: Item, random: Random, *, surprising: bool) -> Answer:
    if question.kind is Kind.NUMBER:
        return _number(question, item, random, surprising=surprising)
    if question.reassuring and not surprising and random.random() < 0.9:
        return question.reassuring
    if question.kind is Kind.CHOICE:
        return random.choice(question.choices).value
    return random.choice((YES, NO)) if surprising else question.reassuring or NO


def _number(question: Question, item: Item, random: Random, *, surprising: bool) -> Answer:
    low, high = item.low, min(item.high, OLDEST)
    if question.quantity in NEAR:
        middle = int(Decimal(question.reassuring).scaleb(item.decimals))
        below, above = NEAR[question.quantity]
        share = 1 if surprising else 4
        low = max(item.low, middle - below // share)
        high = min(item.high, middle + above // share)
    return Decimal(random.randint(low, high)).scaleb(-item.decimals)


def _consistent(items: tuple[Item, ...], answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """Return the answers without details of what is absent: those are not asked."""
    absent = {item.id for item in items if item.parent and answers.get(item.parent) != YES}
    details = {item.id for item in items if item.parent in absent} | absent
    return {name: one for name, one in answers.items() if name not in details} | {
        item.id: NO for item in items if item.id in details and item.kind is Kind.BOOLEAN
    }
