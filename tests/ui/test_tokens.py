"""The tokens are the only place of a colour, and every pair used can be read."""

import json
import re
from pathlib import Path

import pytest

from resources import files
from tests.ui.contrast import contrast
from ui.look import Tone, full, soft
from ui.tokens import TOKENS_FILE, Colour, TextRole, Theme, tokens

TEXT = {Theme.LIGHT: 4.5, Theme.DARK: 4.5, Theme.CONTRAST: 7.0}
MARK = 3.0
GROUNDS = (Colour.GROUND, Colour.SURFACE, Colour.HOLLOW)
PAIRS = [
    *[(ink, ground) for ink in (Colour.INK, Colour.INK_SOFT) for ground in GROUNDS],
    *[(ink, ground) for ink in (Colour.ACCENT, Colour.RED) for ground in GROUNDS[:2]],
    *[(full(tone), soft(tone)) for tone in Tone],
    *[(Colour.INK, soft(tone)) for tone in Tone],
    (Colour.INK_SOFT, Colour.ACCENT_SOFT),
    (Colour.ACCENT_STRONG, Colour.ACCENT_SOFT),
    (Colour.ON_ACCENT, Colour.ACCENT),
    (Colour.ON_RED, Colour.RED_SOLID),
    (Colour.SURFACE, Colour.INK_SOFT),
    (Colour.NAV_INK, Colour.NAV),
    (Colour.NAV_ACTIVE_INK, Colour.NAV_ACTIVE),
    (Colour.NAV, Colour.SUN),
]
MARKS = [
    (Colour.BORDER, Colour.SURFACE),
    (Colour.BORDER, Colour.GROUND),
    (Colour.FOCUS, Colour.GROUND),
    (Colour.FOCUS, Colour.SURFACE),
    (Colour.FOCUS, Colour.ACCENT_SOFT),
    (Colour.ACCENT, Colour.SURFACE),
    *[(full(tone), Colour.SURFACE) for tone in Tone],
]


@pytest.mark.parametrize("theme", Theme)
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_every_text_can_be_read_on_its_ground(theme: Theme, ink: Colour, ground: Colour) -> None:
    colours = tokens().colours[theme]
    assert contrast(colours[ink], colours[ground]) >= TEXT[theme]


@pytest.mark.parametrize("theme", Theme)
@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_every_mark_stands_out_of_its_ground(theme: Theme, mark: Colour, ground: Colour) -> None:
    colours = tokens().colours[theme]
    assert contrast(colours[mark], colours[ground]) >= MARK


def test_the_ratios_written_in_the_tokens_are_those_of_the_colours() -> None:
    for theme in json.loads(files.text(TOKENS_FILE))["themes"].values():
        for line in theme["rapports"]:
            ink, ground = (theme["couleurs"][name] for name in line["sur"].split("/"))
            assert round(contrast(ink, ground), 2) == pytest.approx(line["rapport"], abs=0.011)


def test_the_code_names_every_colour_and_text_of_the_tokens() -> None:
    file = json.loads(files.text(TOKENS_FILE))
    for theme in file["themes"].values():
        assert set(theme["couleurs"]) == {colour.value for colour in Colour}
    sizes = {name for name, value in file["echelle"].items() if isinstance(value, list)}
    assert sizes - {"patient_phrase", "patient_aide"} == {role.value for role in TextRole}


def test_no_colour_is_written_outside_the_tokens() -> None:
    colour = re.compile(r"#[0-9A-Fa-f]{6}\b|rgba?\(")
    for file in Path("ui").rglob("*.py"):
        assert not colour.search(file.read_text(encoding="utf-8")), file
    assert not colour.search(files.text("style/station.qss"))
