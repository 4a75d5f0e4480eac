"""The diagrams themselves: exact, reduced, counted, and walked by the shortest way."""

from itertools import product

import pytest
from hypothesis import given, strategies

from protocols.diagram import Diagrams, Operation, TooIntricate
from protocols.diagram_paths import count, reaches, simplest

SIZES = (2, 3, 4)
EVERY = list(product(*(range(size) for size in SIZES)))
COSTS = [[0, 1], [0, 2, 3], [0, 1, 1, 5]]
tables = strategies.lists(strategies.integers(0, 3), min_size=len(EVERY), max_size=len(EVERY)).map(
    lambda values: dict(zip(EVERY, values, strict=True))
)

LESS = Operation(lambda left, right: int(left) - int(right))
GREATER = Operation(
    lambda left, right: max(int(left), int(right)), absorbing=3, neutral=0, idempotent=True
)
APART = Operation(lambda left, right: left != right, same=False)


def drawn(diagrams: Diagrams, table: dict, before: tuple = ()) -> int:
    if len(before) == len(SIZES):
        return diagrams.end(table[before])
    branches = [drawn(diagrams, table, (*before, one)) for one in range(SIZES[len(before)])]
    return diagrams.node(len(before), tuple(branches))


@given(tables, tables)
def test_an_operation_gives_its_value_on_every_answer_set(left: dict, right: dict) -> None:
    diagrams = Diagrams(SIZES)
    a, b = drawn(diagrams, left), drawn(diagrams, right)
    for operation, wanted in (
        (LESS, lambda x, y: x - y),
        (GREATER, max),
        (APART, lambda x, y: x != y),
    ):
        found = diagrams.apply(operation, a, b)
        for answers in EVERY:
            assert diagrams.at(found, answers) == wanted(left[answers], right[answers])


@given(tables, tables)
def test_equal_functions_are_the_same_number(left: dict, right: dict) -> None:
    diagrams = Diagrams(SIZES)
    assert (drawn(diagrams, left) == drawn(diagrams, right)) == (left == right)


@given(tables, tables, tables)
def test_picking_follows_the_choice(choice: dict, one: dict, other: dict) -> None:
    diagrams = Diagrams(SIZES)
    a, b, c = (drawn(diagrams, table) for table in (choice, one, other))
    found = diagrams.pick(a, {1: b, 2: c}, diagrams.end(9))
    for answers in EVERY:
        wanted = {1: one[answers], 2: other[answers]}.get(choice[answers], 9)
        assert diagrams.at(found, answers) == wanted


@given(tables, strategies.integers(0, 2), strategies.integers(0, 1))
def test_fixing_an_answer_forgets_its_question(table: dict, variable: int, answer: int) -> None:
    diagrams = Diagrams(SIZES)
    found = diagrams.fix(drawn(diagrams, table), variable, answer)
    assert variable not in diagrams.variables(found)
    for answers in EVERY:
        told = (*answers[:variable], answer, *answers[variable + 1 :])
        assert diagrams.at(found, answers) == table[told]


@given(tables, strategies.integers(0, 3))
def test_the_sets_that_give_a_value_are_counted(table: dict, value: int) -> None:
    diagrams = Diagrams(SIZES)
    found = drawn(diagrams, table)
    wanted = [answers for answers in EVERY if table[answers] == value]
    assert count(diagrams, found, lambda one: one == value, COSTS) == len(wanted)
    assert reaches(diagrams, found, lambda one: one == value, COSTS) == bool(wanted)


@given(tables)
def test_a_forbidden_answer_is_not_counted(table: dict) -> None:
    diagrams = Diagrams(SIZES)
    allowed = [[0, 1], [0, None, 3], [0, 1, None, 5]]
    kept = [a for a in EVERY if all(allowed[v][one] is not None for v, one in enumerate(a))]
    found = count(diagrams, drawn(diagrams, table), lambda one: one == 1, allowed)
    assert found == sum(table[answers] == 1 for answers in kept)


@given(tables)
def test_the_simplest_path_is_the_cheapest(table: dict) -> None:
    diagrams = Diagrams(SIZES)
    path = simplest(diagrams, drawn(diagrams, table), lambda one: one == 2, COSTS)
    prices = [
        sum(COSTS[variable][one] for variable, one in enumerate(answers))
        for answers in EVERY
        if table[answers] == 2
    ]
    if path is None:
        assert prices == []
    else:
        assert sum(COSTS[variable][one] for variable, one in path.items()) == min(prices)


def test_a_function_too_large_is_refused() -> None:
    diagrams = Diagrams([2] * 12, maximum=20)
    mixed = Operation(lambda left, right: (3 * int(left) + int(right)) % 1009)

    def add_all() -> None:
        total = diagrams.end(0)
        for variable in range(12):
            total = diagrams.apply(mixed, total, diagrams.answer(variable, [0, 1]))

    with pytest.raises(TooIntricate) as refused:
        add_all()
    assert "preuves" in refused.value.sentence
