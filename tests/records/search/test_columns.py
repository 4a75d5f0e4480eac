"""Columns packed, put together and asked: the same as a plain comparison of every line."""

from collections.abc import Sequence
from dataclasses import replace

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from app.records.search.columns import Columns, columns_of, merged
from app.records.search.entry import SearchEntry, matricule_code
from app.records.search.match import answers
from app.records.search.packing import packed, unpacked
from app.records.search.phonetic import sound
from app.records.search.query import Names, Query, words_of

WORDS = ("martin", "martinez", "le", "goff", "dupont", "dupond", "zoe", "œuvre", "m")
MATRICULES = ("", "288042A238014", "288042B238014", "2880422238014", "199999999999999", "abc")

entries = st.builds(
    SearchEntry,
    month=st.sampled_from((202601, 202602)),
    number=st.integers(1, 10**12),
    time_ms=st.integers(0, 10**13),
    day=st.sampled_from((20260101, 20260131, 20260201)),
    readable=st.booleans(),
    names=st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join),
    matricule=st.sampled_from(MATRICULES),
    born=st.sampled_from((0, 19880412, 19500000)),
    protocol=st.sampled_from(("", "tique", "gorge")),
    situation=st.sampled_from(("", "mal de gorge", "tique")),
    level=st.sampled_from(("", "PHARMACY")),
    author=st.sampled_from(("", "10000000001")),
)
many = st.lists(entries, max_size=12, unique_by=lambda one: one.number)


def lines(columns: Columns) -> list[tuple[object, ...]]:
    """Return what each line says, its codes as words, its words of names in order."""
    names: list[list[bytes]] = [[] for _ in range(len(columns))]
    for rank, word in enumerate(columns.names.words()):
        for line in columns.names.lines[
            columns.names.starts[rank] : columns.names.starts[rank + 1]
        ]:
            names[line].append(word)
    held = {
        name: [columns.shared[name][code] for code in column]
        if name in columns.shared
        else column.tolist()
        for name, column in columns.held.items()
    }
    return [
        (*(values[line] for values in held.values()), bool(columns.alive[line]), names[line])
        for line in range(len(columns))
    ]


@given(many)
def test_columns_are_read_back_as_they_were_packed(found: list[SearchEntry]) -> None:
    columns = columns_of(found)
    again = unpacked(packed(columns))
    assert lines(again) == lines(columns)
    assert again.names.sounds.tolist() == columns.names.sounds.tolist()


@given(many, many)
def test_two_parts_put_together_are_as_one(
    first: list[SearchEntry], second: list[SearchEntry]
) -> None:
    known = {one.number for one in first}
    second = [one for one in second if one.number not in known]
    assert lines(merged([columns_of(first), columns_of(second)])) == lines(
        columns_of([*first, *second])
    )


@given(many, st.sampled_from(("mart", "le goff", "dup zoe", "gorge", "février", "2026", "m")))
def test_every_word_is_said_by_a_name_a_situation_or_a_month(
    found: list[SearchEntry], asked: str
) -> None:
    words = words_of(asked)

    def says(one: SearchEntry, word: str) -> bool:
        month = {1: "janvier", 2: "fevrier"}[one.day // 100 % 100]
        fields = (*one.names.split(), *one.situation.split(), month, str(one.day // 10_000))
        return any(field.startswith(word) for field in fields)

    expected = [
        one.readable and all(says(one, word.name) or one.number == word.number for word in words)
        for one in found
    ]
    assert answers(columns_of(found), Query(asked), words).tolist() == expected


@pytest.mark.parametrize("names", [Names.SOUNDS, Names.HOLDS])
@given(found=many, asked=st.sampled_from(("martin", "dupon", "uv", "mar", "goff")))
def test_sounds_and_insides_of_names(found: list[SearchEntry], asked: str, names: Names) -> None:
    def holds(one: SearchEntry) -> bool:
        if names is Names.HOLDS:
            return any(asked in name for name in one.names.split())
        return any(sound(name) == sound(asked) for name in one.names.split())

    query = Query(asked, names=names)
    mask = answers(columns_of(found), query, words_of(asked))
    assert mask.tolist() == [one.readable and holds(one) for one in found]


@given(many, st.sampled_from(MATRICULES[1:4]))
def test_an_ins_answers_for_itself_alone(found: list[SearchEntry], asked: str) -> None:
    mask = answers(columns_of(found), Query(asked), words_of(asked))
    assert mask.tolist() == [one.readable and one.matricule == asked for one in found]


@given(st.lists(st.sampled_from(MATRICULES[1:4]), min_size=2, max_size=2))
def test_two_matricules_never_share_a_number(pair: Sequence[str]) -> None:
    one, other = pair
    assert (matricule_code(one) == matricule_code(other)) == (one == other)


@given(many.filter(bool))
def test_a_line_that_was_replaced_answers_nothing(found: list[SearchEntry]) -> None:
    newer = replace(found[0], number=10**12 + 1, replaces=(found[0].number,))
    everything = merged([columns_of(found), columns_of([newer])])
    assert not everything.alive[0]
    assert np.count_nonzero(everything.alive) == len(found)
    assert unpacked(packed(everything)).alive.tolist() == everything.alive.tolist()


@given(many, st.data())
def test_bytes_cut_or_of_another_layout_are_refused(
    found: list[SearchEntry], data: st.DataObject
) -> None:
    whole = packed(columns_of(found))
    cut = data.draw(st.integers(0, len(whole) - 1))
    with pytest.raises(ValueError):  # noqa: PT011 - its class is what the caller catches
        unpacked(whole[:cut])
