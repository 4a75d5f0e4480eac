"""Random answers to a protocol: most sets are calm with a few surprises, some are wild."""

from decimal import Decimal
from random import Random

from protocols.model import Answer, Kind, Protocol, Question, Severity

RED = {Severity.R, Severity.R15}
AGES = (0, 1, 2, 3, 5, 7, 8, 9, 10, 12, 14, 15, 16, 17, 22, 30, 44, 45, 60, 74, 80)
NEAR = {
    "temperature": (-30, 35),
    "pulse": (-38, 60),
    "respiration": (-8, 15),
    "weight": (-6400, 3000),
}
NEAR |= {"spo2": (-16, 2), "systolic": (-50, 100), "diastolic": (-30, 60)}


def dice(seed: object) -> Random:
    """Return repeatable chance: the same seed gives the same test."""
    return Random(str(seed))  # noqa: S311 - test data, not a secret


def answer_set(protocol: Protocol, random: Random) -> dict[str, Answer]:
    """Return one set of answers, calm in three cases of four."""
    asked = [question for question in protocol.questions if not question.derived]
    if random.random() < 0.25:
        return {q.id: _any(q, random) for q in asked if random.random() < 0.9}
    found = {q.id: _calm(q, random) for q in asked}
    for question in random.sample(asked, random.randint(0, 12)):
        calmer = question.severity in RED or question.optional
        if not calmer or random.random() < 0.2:
            found[question.id] = _any(question, random)
    silent = random.sample(asked, random.choice((0, 0, 1, 3, 10)))
    return {name: answer for name, answer in found.items() if name not in {q.id for q in silent}}


def _calm(question: Question, random: Random) -> Answer:
    if question.id == "g_age":
        return Decimal(random.choice(AGES))
    if question.id in {"a_aspect", "a_gang", "a_amyg", "a_ord"} and random.random() < 0.6:
        return "yes"
    if question.id in {"a_trod", "g_sexe", "g_all_bl"} and random.random() < 0.6:
        return random.choice(question.choices).value
    return question.reassuring or "unknown"


def _any(question: Question, random: Random) -> Answer:
    if random.random() < 0.3:
        return "unknown"
    if question.kind is not Kind.NUMBER:
        return random.choice([one.value for one in question.choices] or ["yes", "no"])
    if question.id == "g_age":
        return Decimal(random.choice(AGES))
    low, high = (int(one.scaleb(question.decimals)) for one in (question.minimum, question.maximum))
    if question.quantity in NEAR and random.random() < 0.8:
        middle = int(Decimal(question.reassuring).scaleb(question.decimals))
        below, above = NEAR[question.quantity]
        low, high = max(low, middle + below), min(high, middle + above)
    return Decimal(random.randint(low, high)).scaleb(-question.decimals)
