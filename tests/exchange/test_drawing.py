"""Letters that wrap, icons that are whole, dates as French writes them."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exchange.french import (
    grouped,
    hour,
    listed,
    long_date,
    lowered,
    phone_words,
    sentence,
    short_date,
    week_day,
)
from app.exchange.paper.symbols import icon_path
from app.exchange.paper.typeface import Face, Run, line_width, readable, wrap
from app.exchange.professional_text import spaced_ins, weight_words
from app.exchange.words import patient_words, professional_words
from resources.files import path

ICONS = sorted(file.stem for file in Path(path("icons")).glob("*.svg"))
WORDS = st.text(st.characters(codec="latin-1", exclude_categories=["Cc"]), max_size=120)


@given(st.lists(st.tuples(WORDS, st.sampled_from(Face)), max_size=5), st.floats(40, 500))
def test_no_line_is_wider_than_asked_and_no_sign_is_lost(
    parts: list[tuple[str, Face]], width: float
) -> None:
    runs = [Run(text, face) for text, face in parts]
    lines = wrap(runs, 14, width)
    assert all(line_width(line, 14) <= width + 0.01 for line in lines)
    drawn = "".join(run.text for line in lines for run in line)
    asked = "".join(readable(text, face) for text, face in parts)
    assert drawn.replace(" ", "") == asked.replace(" ", "")


def test_a_no_break_space_never_ends_a_line() -> None:
    lines = wrap([Run("fièvre de 38,5\u00a0°C depuis hier", Face.TEXT)], 10, 75)
    assert any("38,5\u00a0°C" in run.text for line in lines for run in line)


def test_a_word_longer_than_a_line_is_cut() -> None:
    lines = wrap([Run("x" * 100, Face.TEXT)], 10, 50)
    assert len(lines) > 5
    assert "".join(run.text for line in lines for run in line) == "x" * 100


def test_words_in_two_faces_without_space_stay_together() -> None:
    runs = [Run("Paracétamol 1\u00a0g", Face.PATIENT_BOLD), Run(", comprimé", Face.PATIENT)]
    assert wrap(runs, 14, 110)[0][0].text.startswith("Paracétamol")
    assert not any(line[0].text.startswith(",") for line in wrap(runs, 14, 110))


@pytest.mark.parametrize("name", ICONS)
def test_every_shipped_icon_is_drawn_inside_its_box(name: str) -> None:
    drawn = icon_path(name)
    numbers = [float(one) for one in re.findall(r"-?\d+\.\d+", drawn)]
    assert len(numbers) >= 4
    assert min(numbers) >= -0.5
    assert max(numbers) <= 24.5


def test_a_quarter_turn_of_an_arc_ends_where_the_icon_says() -> None:
    drawn = icon_path("sun")
    assert drawn.startswith("8.000 12.000 m")
    assert re.search(r" 12\.000 8\.000 c", drawn), "the disc passes by its top"
    assert re.search(r" 16\.000 12\.000 c", drawn), "and by its right"


@pytest.mark.parametrize("name", ["levels.PHARMACY", "title", "call_if", "foot"])
def test_the_words_of_the_patient_are_set_with_no_break_spaces(name: str) -> None:
    assert not re.search(r" [:;!?]", patient_words()[name])


def test_an_unknown_word_is_a_fault_not_an_empty_text() -> None:
    with pytest.raises(KeyError):
        professional_words()["levels.UNKNOWN"]


def test_dates_and_hours_are_french() -> None:
    assert long_date("2026-05-01T08:00:00+02:00") == "1er\u00a0mai 2026"
    assert week_day("2026-11-26") == "jeudi 26\u00a0novembre"
    assert short_date("2026-11-26") == "26/11/2026"
    assert short_date("") == ""
    assert hour("2026-11-23T09:05:00+01:00") == "09:05"


def test_lists_and_sentences_are_french() -> None:
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b et c"
    assert sentence("«\u00a0Il faut voir un médecin\u00a0»") == "Il faut voir un médecin."
    assert lowered("Ibuprofène") == "ibuprofène"
    assert lowered("AVK en cours") == "AVK en cours"


def test_numbers_are_grouped_for_the_eye() -> None:
    assert spaced_ins("288043523801466") == "2 88 04 35 238 014 66".replace(" ", "\u00a0")
    assert phone_words("+33 6 00 00 12 34") == "+33 6 00 00 12 34"
    assert phone_words("0600001234") == "06 00 00 12 34".replace(" ", "\u00a0")
    assert [weight_words(one) for one in ("65.00", "25.5", "70")] == ["65", "25,5", "70"]
    assert grouped("0600001234", 2) == "06 00 00 12 34".replace(" ", "\u00a0")
