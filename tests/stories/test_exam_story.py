"""A picture of the ear and the sounds of the heart, through the real window, to the archive."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.encounter.exam_messages import ExamOpened
from app.encounter.exam_state import ExamPage
from app.encounter.model import Step
from hardware.readings import Origin
from tests.stories.hands import Hands
from tests.stories.test_window import (
    identify,
    log_in,
    open_patient,
    open_protocol,
)
from ui.screens.picture import PictureScreen

THROAT = {"a_toux": "2", "a_gang": "1", "a_amyg": "1", "a_aspect": "1", "a_trod": "1"}


@pytest.fixture
def pictures(pytestconfig: pytest.Config) -> Path | None:
    folder = pytestconfig.getoption("--pictures", default=None)
    return Path(folder) if folder else None


@pytest.fixture
def hands(qtbot: QtBot, tmp_path: Path, dress: object) -> Iterator[Hands]:
    opened = Hands(qtbot, tmp_path / "station")
    yield opened
    opened.close()


def reach_measures(hands: Hands, folder: Path) -> None:
    log_in(hands)
    open_patient(hands)
    identify(hands, folder)
    hands.enter()
    hands.wait_step(Step.CHOOSE)
    open_protocol(hands, "douleur_pharyngee")
    hands.wait_step(Step.SIGNS)
    for _ in range(120):
        if hands.visit.step is Step.MEASURE:
            return
        question = hands.visit.question
        assert question is not None
        hands.type(THROAT.get(question.id, "2"))
        hands.wait(lambda seen=question.id: hands.visit.current != seen, "the next question")


def take_ear(hands: Hands, pictures: Path | None) -> None:
    """Open the page of pictures, wait for a live picture, take it."""
    hands.loop.send(ExamOpened(ExamPage.PICTURE))
    hands.wait(lambda: hands.visit.exam.page is ExamPage.PICTURE, "the page of pictures")
    page = hands.window.page
    assert isinstance(page, PictureScreen)
    hands.type("1g")
    preview = page.preview
    hands.wait(lambda: preview.image is not None and preview.face.word == "Nette", "a picture")
    hands.picture(pictures, "05b-images")
    hands.enter()
    hands.wait(lambda: hands.visit.exam.captures, "the picture kept")
    hands.picture(pictures, "05c-image-prise")


def test_a_picture_of_the_ear_goes_from_the_camera_to_the_sheet(
    hands: Hands, tmp_path: Path, pictures: Path | None
) -> None:
    reach_measures(hands, tmp_path)
    take_ear(hands, pictures)
    (kept,) = hands.visit.exam.captures
    assert kept.found.origin is Origin.SIMULATED
