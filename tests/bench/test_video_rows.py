"""A limit is broken only when the whole interval lies beyond it, and then it is."""

import pytest

from tests.bench.video_rows import (
    BROKEN,
    KEPT,
    SHORT,
    UNSURE,
    absent,
    compared,
    exact,
    least,
    measured,
    most,
    table,
)

SPREAD = [0.9, 1.0, 1.1, 0.95, 1.05, 1.0, 0.97, 1.03]


def times(factor):
    return [factor * one for one in SPREAD]


@pytest.mark.parametrize(
    ("factor", "limit", "verdict"),
    [
        (1.0, most(1.25), KEPT),
        (1.27, most(1.25), UNSURE),
        (2.0, most(1.25), BROKEN),
        (1.0, least(0.95), KEPT),
        (0.94, least(0.95), UNSURE),
        (0.5, least(0.95), BROKEN),
    ],
)
def test_a_ratio_is_judged_with_its_interval(factor, limit, verdict):
    row = compared("essai", "ms", times(factor), SPREAD[::-1], limit)
    assert row.verdict == verdict
    assert row.low < row.value < row.high
    assert row.is_broken is (verdict == BROKEN)


def test_pairs_are_drawn_together():
    """What slows both calls of a pair down is no difference between them."""
    slow = [one * weather for one, weather in zip(SPREAD, range(1, 9), strict=True)]
    row = compared("essai", "ms", [1.1 * one for one in slow], slow)
    assert (row.low, row.high) == (pytest.approx(1.1), pytest.approx(1.1))


@pytest.mark.parametrize("limit", [most(1.25), least(3)])
def test_few_pairs_conclude_nothing_against_anybody(limit):
    row = compared("essai", "ms", [2.0] * 3, [1.0] * 3, limit)
    assert (row.verdict, row.is_broken) == (SHORT, False)


def test_what_does_not_depend_on_the_machine_is_judged_at_once():
    assert exact("essai", "dB", 24.0, least(25)).is_broken
    assert exact("essai", "dB", 26.0, least(25)).verdict == KEPT
    assert measured("essai", "s", times(8), most(4)).is_broken


def test_the_table_says_what_is_absent_and_why():
    rows = [compared("images", "/s", SPREAD, SPREAD, least(0.95)), absent("coupure", "pas de nft")]
    lines = table(rows).splitlines()
    assert ">= 0.95 x" in lines[1] and "[" in lines[1] and KEPT in lines[1]
    assert lines[2].startswith("coupure") and "absent : pas de nft" in lines[2]
