"""Folding and sound of names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records.search.folding import folded
from app.records.search.phonetic import LENGTH, sound
from app.records.search.query import words_of


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("L’Héritier-Œuvrard", "l heritier oeuvrard"),
        ("d'ARC", "d arc"),
        ("  Çelik ", "celik"),
        ("Łukasz Øst", "lukasz ost"),
        ("ﬁn", "fin"),
        ("—", ""),
    ],
)
def test_names_are_compared_without_what_people_forget(written: str, compared: str) -> None:
    assert folded(written) == compared


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("dupont", "dupond"),
        ("philippe", "filippe"),
        ("cuvelier", "kuvelier"),
        ("guillot", "kilot"),
        ("lefebvre", "lefebvr"),
        ("quentin", "kantin"),
        ("rousseau", "roussot"),
    ],
)
def test_names_that_sound_alike_have_one_sound(one: str, other: str) -> None:
    assert sound(one) == sound(other) != ""


@pytest.mark.parametrize(("one", "other"), [("martin", "bernard"), ("dupont", "durand")])
def test_names_that_do_not_have_another(one: str, other: str) -> None:
    assert sound(one) != sound(other)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=20))
def test_a_sound_is_four_letters_at_most_and_begins_somewhere(word: str) -> None:
    assert 0 <= len(sound(word)) <= LENGTH


def test_a_line_is_read_as_it_was_meant() -> None:
    day, ins, name, number = words_of("12/04/1988 288042A23801466 Dorval 417")
    assert (day.day, ins.matricule, name.name, number.number) == (
        19880412,
        "288042A238014",
        "dorval",
        417,
    )
