"""A score that lacks measures is open, on paper as on the screen: its number alone reassures."""

from dataclasses import replace

import pytest

from app.encounter.sheet import OrientationSheet, SheetScore
from app.exchange.professional_text import score_figures
from tests.exchange.sheets import tick_sheet
from ui.sheet_words import sections

VALUES = [(0, 0, False, "0 ou plus"), (3, 3, True, "3"), (0, 2, False, "0 à 2")]


def sheet_with(least: int, most: int, *, complete: bool) -> OrientationSheet:
    sheet = tick_sheet()
    score = SheetScore("g_news", "NEWS2", least, most, 0, 20, "S145", complete)
    return replace(sheet, proposal=replace(sheet.proposal, scores=(score,)))


@pytest.mark.parametrize(("least", "most", "complete", "value"), VALUES)
def test_the_paper_shows_a_partial_score_as_open(
    least: int, most: int, complete: bool, value: str
) -> None:
    figures = score_figures(sheet_with(least, most, complete=complete))
    shown, caption = figures[1]
    assert shown.replace("\u00a0", " ") == value
    assert caption == "NEWS2 sur 20" + ("" if complete else ", partiel")
    assert len(figures) == 2


@pytest.mark.parametrize(("least", "most", "complete", "value"), VALUES)
def test_the_archive_shows_a_partial_score_as_open(
    least: int, most: int, complete: bool, value: str
) -> None:
    sheet = sheet_with(least, most, complete=complete)
    said = {name: text for one in sections(sheet) for name, text in one.lines}
    assert said["NEWS2"].replace("\u00a0", " ") == value + ("" if complete else " (partiel)")
