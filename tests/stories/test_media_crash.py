"""A native crash of the media process costs a preview, and never a sheet."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.encounter.model import Stage
from hardware.media.sentences import COMES_BACK
from tests.stories.hands import Hands
from tests.stories.test_exam_story import reach_measures, take_ear
from tests.stories.test_window import THROAT, answer_all, reopen
from ui.screens.picture import PictureScreen


@pytest.fixture
def hands(qtbot: QtBot, tmp_path: Path, dress: object) -> Iterator[Hands]:
    opened = Hands(qtbot, tmp_path / "station")
    yield opened
    opened.close()


def media_processes() -> list[int]:
    """Return the media processes that this process started and that live."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            words = (place / "cmdline").read_bytes().split(b"\0")
            state, parent = (place / "stat").read_text().rpartition(")")[2].split()[:2]
        except OSError:  # ended meanwhile
            continue
        if b"app.teleconsult.process" in words and int(parent) == os.getpid() and state != "Z":
            found.append(int(place.name))
    return found


@pytest.mark.expects_log("hardware.media.supervisor")
def test_a_crash_of_the_cameras_is_said_and_the_sheet_is_sealed_with_its_picture(
    hands: Hands, tmp_path: Path
) -> None:
    reach_measures(hands, tmp_path)
    take_ear(hands, None)
    answers, captures = hands.visit.answers, hands.visit.exam.captures
    hands.press(Qt.Key.Key_F5)
    hands.wait(lambda: isinstance(hands.window.page, PictureScreen), "the page of pictures")
    page = hands.window.page
    assert isinstance(page, PictureScreen)
    preview = page.preview
    hands.wait(lambda: preview.face.word == "Nette", "a picture")
    [pid] = media_processes()

    os.kill(pid, signal.SIGKILL)
    hands.wait(lambda: preview.face.sentence == COMES_BACK, "the sentence of the crash")
    hands.wait(lambda: preview.face.word == "Nette", "the picture that comes back")
    assert media_processes() not in ([], [pid])
    assert (hands.visit.answers, hands.visit.exam.captures) == (answers, captures)

    hands.press(Qt.Key.Key_Escape)
    answer_all(hands, THROAT)
    os.kill(media_processes()[0], signal.SIGKILL)
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hands.wait(lambda: hands.visit.stage is Stage.SEALED, "the seal")
    reopen(hands, None)
    detail = hands.loop.flow.desk.archive.detail
    assert detail is not None
    assert [one.sha256 for one in detail.sheet.captures] == [one.sha256 for one in captures]
