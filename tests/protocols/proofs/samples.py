"""Random answer sets of a space: the place of each answer, and the answers themselves."""

from decimal import Decimal
from random import Random

from protocols.diagram_answers import Case
from protocols.diagram_space import Space
from protocols.model import Answer


def sample(space: Space, random: Random) -> tuple[list[int], dict[str, Answer]]:
    """Return one answer set, wild one time in five, else calm with a few surprises."""
    is_wild = random.random() < 0.2
    chosen = {
        name: _chosen(space, name, cases, random, is_wild=is_wild)
        for name, cases in zip(space.ids, space.cases, strict=True)
    }
    answers = {
        name: _inside(space.cases[space.variables[name]][place], random)
        for name, place in chosen.items()
    }
    given = {name: one for name, one in answers.items() if one is not None}
    return list(chosen.values()), given


def _chosen(
    space: Space, name: str, cases: tuple[Case, ...], random: Random, *, is_wild: bool
) -> int:
    calm = [i for i, case in enumerate(cases) if case.answer == space.usual.get(name)]
    if calm and not is_wild and random.random() > 0.08:
        return calm[0]
    return random.randrange(len(cases))


def _inside(case: Case, random: Random) -> Answer | None:
    """Return any answer of a case: for a number, not only the one that stands for it."""
    if not isinstance(case.answer, Decimal):
        return case.answer
    exponent = int(case.high.as_tuple().exponent)
    low, high = int(case.low.scaleb(-exponent)), int(case.high.scaleb(-exponent))
    return Decimal(random.choice((low, high, random.randint(low, high)))).scaleb(exponent)
