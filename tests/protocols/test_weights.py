import pytest

from protocols.logic import FALSE, MAYBE, TRUE
from protocols.terms import Severity
from protocols.weights import DROPPED, POINTS, derived_points, rank, ways_of_counting

R15, R, U, M, C = (
    rank(one) for one in (Severity.R15, Severity.R, Severity.U, Severity.M, Severity.C)
)


def test_an_unknown_answer_drops_one_class():
    assert [POINTS[one] for one in (R15, R, U, M, C)] == [100, 100, 30, 10, 3]
    assert [DROPPED[one] for one in (R15, R, U, M, C)] == [30, 30, 10, 3, 0]
    assert rank(Severity.A) == rank(Severity.F) == rank(Severity.I) == 0


@pytest.mark.parametrize(
    ("ranks", "holds", "expected"),
    [
        ((R, U), (TRUE, TRUE), (100, 100, 100, R, R)),
        ((R, U), (FALSE, TRUE), (30, 30, 30, U, U)),
        ((R, U), (FALSE, FALSE), (0, 0, 0, 0, 0)),
        ((R, U), (MAYBE, TRUE), (30, 30, 100, U, R)),
        ((R, M), (MAYBE, TRUE), (30, 10, 100, M, R)),
        ((R, U), (MAYBE, FALSE), (30, 0, 100, 0, R)),
        ((U, M), (MAYBE, MAYBE), (10, 0, 30, 0, U)),
        ((R15, R), (MAYBE, TRUE), (100, 100, 100, R, R15)),
        ((C,), (MAYBE,), (0, 0, 3, 0, C)),
    ],
)
def test_a_derived_item_takes_the_class_of_the_first_rule_that_holds(ranks, holds, expected):
    assert derived_points(ranks, holds) == expected


def test_items_without_family_count_each():
    assert ways_of_counting([], [0, 1, 2]) == (((0,),), ((1,),), ((2,),))


def test_one_member_of_a_family_counts():
    assert ways_of_counting([[0, 2]], [0, 1, 2]) == (((0,), (2,)), ((1,),))


def test_overlapping_families_keep_one_member_of_each():
    groups = ways_of_counting([[0, 1], [1, 2]], [0, 1, 2])
    assert groups == (((0, 2), (1,)),)


def test_a_worse_answer_never_lowers_the_sum_of_overlapping_families():
    (ways,) = ways_of_counting([[0, 1], [1, 2], [2, 3]], [0, 1, 2, 3])

    def total(points):
        return max(sum(points[i] for i in way) for way in ways)

    values = (0, 3, 10, 30)
    for a in values:
        for b in values:
            for c in values:
                sums = [total((a, b, c, d)) for d in values]
                assert sums == sorted(sums)
                assert total((a, b, c, 0)) >= max(a + c, b)
