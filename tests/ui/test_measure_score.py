"""NEWS2 beside the measures: said at once, open when it is partial, never a reassurance."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.encounter.model import MeasureSlot, SlotState
from hardware.readings import Kind
from protocols.decision import Decision, ScoreResult
from tests.builders import a_reading
from tests.dressing import Dresser
from tests.ui import test_screens, walk
from tests.ui.scenes import moments
from tests.ui.stage import StagedLoop
from tests.ui.test_screens import faults
from ui.look import Look
from ui.question import news_words, score_value
from ui.scene import Scene
from ui.widgets.chip import Chip
from ui.widgets.text import Text
from ui.window import StationWindow

LOOKS, USUAL = test_screens.LOOKS, test_screens.USUAL
PULSES = ("70", "115")


def a_score(least: int, most: int, *, complete: bool) -> ScoreResult:
    return ScoreResult("g_news", "NEWS2", least, most, 0, 20, "S145", complete)


def decided(*scores: ScoreResult) -> Decision:
    visit = moments()["measure"].visit
    assert visit is not None and visit.decision is not None
    return replace(visit.decision, scores=scores)


def a_scene(*scores: ScoreResult) -> Scene:
    """The page of the measures with a score, and two pulses that disagree."""
    scene = moments()["measure"]
    cuff = a_reading(Kind.BLOOD_PRESSURE, systolic="128", diastolic="82", pulse=PULSES[0])
    oximeter = a_reading(Kind.OXIMETRY, spo2="98", pulse=PULSES[1])
    slots = {
        one.kind: MeasureSlot(one.kind, SlotState.TAKEN, reading=one) for one in (cuff, oximeter)
    }
    assert scene.visit is not None
    visit = replace(scene.visit, decision=decided(*scores), measures=MappingProxyType(slots))
    return replace(scene, visit=visit)


@pytest.mark.parametrize(
    ("score", "words"),
    [
        (a_score(3, 3, complete=True), "NEWS2\u00a0: 3"),
        (a_score(0, 0, complete=False), "NEWS2 partiel\u00a0: 0 ou plus, ne rassure pas"),
        (a_score(2, 2, complete=False), "NEWS2 partiel\u00a0: 2 ou plus, ne rassure pas"),
        (a_score(0, 2, complete=False), "NEWS2 partiel\u00a0: 0\u00a0à\u00a02, ne rassure pas"),
    ],
)
def test_a_partial_score_is_open_and_says_that_it_does_not_reassure(
    score: ScoreResult, words: str
) -> None:
    assert news_words(decided(score)) == words


def test_a_protocol_without_news2_says_nothing_of_it() -> None:
    assert news_words(decided()) == ""
    assert news_words(None) == ""


def test_a_score_whose_bounds_are_reached_is_one_number() -> None:
    assert score_value(a_score(4, 4, complete=True)) == "4"


def test_the_page_shows_the_score_and_asks_for_pulses_that_disagree_again(
    qtbot: QtBot, dress: Dresser, look: Look
) -> None:
    dress(look)
    window = StationWindow(StagedLoop(a_scene(a_score(0, 0, complete=False))))
    qtbot.addWidget(window)
    window.show()
    QApplication.processEvents()
    chips = [one for one in window.findChildren(Chip) if one.isVisibleTo(window)]
    assert any("NEWS2 partiel" in one.accessibleName() for one in chips)
    assert any("reprenez les deux mesures" in text for text in texts(window))
    assert faults(window) == {}


def texts(window: StationWindow) -> list[str]:
    return [one.text() for one in walk.shown(window, Text) if hasattr(one, "text")]


def test_the_page_of_a_child_with_unusual_values_is_whole(
    qtbot: QtBot, dress: Dresser, look: Look
) -> None:
    dress(look)
    scene = a_scene()
    assert scene.visit is not None and scene.visit.patient is not None
    born = replace(scene.visit.patient, birth_date=date(2018, 5, 14))
    window = StationWindow(StagedLoop(replace(scene, visit=replace(scene.visit, patient=born))))
    qtbot.addWidget(window)
    for size in ((1280, 800), (960, 640)):
        window.resize(*size)
        window.show()
        QApplication.processEvents()
        chips = [one for one in window.findChildren(Chip) if one.isVisibleTo(window)]
        assert any("bornes à relire" in one.accessibleName() for one in chips)
        assert faults(window) == {}
