"""What is said of what is heard: a rate when it is sure, a doubt otherwise, never a diagnosis."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware import sound_words
from hardware.readings import DeviceState
from hardware.sound_words import quality_of

CONFIDENCE = st.floats(0, 1)


@given(level=st.floats(0, 1), confidence=CONFIDENCE)
def test_without_a_rate_no_number_is_said_nor_any_diagnosis(
    level: float, confidence: float
) -> None:
    said = quality_of(level, None, confidence)
    assert not any(sign.isdigit() for sign in said)
    assert "arythmie" not in said.casefold()


@pytest.mark.parametrize(
    ("confidence", "beginning"),
    [
        (0.0, "Écoute en cours"),
        (0.01, "Pas de battement reconnu."),
        (0.29, "Pas de battement reconnu."),
        (0.30, "Irrégulier ou bruité, pas de fréquence."),
        (0.69, "Irrégulier ou bruité, pas de fréquence."),
        (0.70, "Battements perçus"),
    ],
)
def test_the_confidence_decides_what_is_said(confidence: float, beginning: str) -> None:
    assert quality_of(0.5, None, confidence).startswith(beginning)


def test_silence_is_said_before_anything_else() -> None:
    assert quality_of(0.0, None, 0.0).startswith("Aucun son.")


def test_a_sure_rate_is_said_as_an_estimate() -> None:
    assert quality_of(0.5, 72, 0.9) == "Battements réguliers, environ 72\u00a0par minute."


def test_each_state_of_the_device_says_what_to_do() -> None:
    for state, sentence in sound_words.STATES.items():
        assert isinstance(state, DeviceState)
        assert sentence.startswith("Stéthoscope\u00a0:")
        assert sentence.count(".") + sentence.count(";") >= 2
