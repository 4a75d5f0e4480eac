"""Fingerprints bound to the link: what a relay in the middle cannot do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.teleconsult.binding import (
    NotTheSamePeople,
    check,
    code_of,
    fingerprints,
    spoken_words,
)

KEY, OTHER_KEY = bytes(32), bytes(31) + b"\x01"
WORDS = tuple(f"mot{number}" for number in range(256))
SIDES = ("station", "doctor")


def a_description(byte="AA", *, lines=1):
    line = f"a=fingerprint:sha-256 {':'.join([byte] * 32)}\r\n"
    return "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n" + line * lines


def test_a_description_with_its_code_is_accepted():
    for side in SIDES:
        check(KEY, side, a_description(), code_of(KEY, side, a_description()))


def test_the_fingerprint_of_somebody_else_is_refused():
    with pytest.raises(NotTheSamePeople):
        check(KEY, "doctor", a_description("BB"), code_of(KEY, "doctor", a_description()))


def test_a_second_fingerprint_slipped_in_is_refused():
    added = a_description() + a_description("BB")
    with pytest.raises(NotTheSamePeople):
        check(KEY, "doctor", added, code_of(KEY, "doctor", a_description()))


def test_a_description_is_not_given_back_to_whoever_made_it():
    with pytest.raises(NotTheSamePeople):
        check(KEY, "doctor", a_description(), code_of(KEY, "station", a_description()))


def test_a_code_made_with_another_link_is_refused():
    with pytest.raises(NotTheSamePeople):
        check(KEY, "doctor", a_description(), code_of(OTHER_KEY, "doctor", a_description()))


@given(st.text(max_size=80))
def test_no_other_text_passes_for_a_code(text):
    with pytest.raises(NotTheSamePeople):
        check(KEY, "doctor", a_description(), text)


def test_the_same_fingerprint_on_each_media_line_counts_once():
    assert fingerprints(a_description(lines=5)) == fingerprints(a_description())


@pytest.mark.parametrize(
    "description",
    [
        "v=0\r\n",
        "a=fingerprint:sha-1 AA:BB\r\n",
        a_description() + "a=fingerprint:sha-1 AA:BB\r\n",
        "a=fingerprint:sha-256 AA:BB\r\n",
    ],
)
def test_a_description_without_one_sound_fingerprint_is_refused(description):
    with pytest.raises(NotTheSamePeople):
        fingerprints(description)


def test_both_sides_say_the_same_words_and_a_swap_changes_them():
    said = spoken_words(KEY, a_description("AA"), a_description("BB"), WORDS)
    assert len(said) == 4
    assert said == spoken_words(KEY, a_description("AA"), a_description("BB"), WORDS)
    assert said != spoken_words(KEY, a_description("AA"), a_description("CC"), WORDS)
    assert said != spoken_words(OTHER_KEY, a_description("AA"), a_description("BB"), WORDS)
