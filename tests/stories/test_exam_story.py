"""A picture of the ear and the sounds of the heart, through the real window, to the archive."""

import logging
import os
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.desk.messages import DraftChosen
from app.encounter.exam_state import ExamPage
from app.encounter.model import Stage, Step
from app.exchange.dmp import SIMULATED_CAPTURE, Channel, refusals_to
from hardware.readings import Origin
from tests.stories.hands import Hands
from tests.stories.test_window import (
    answer_all,
    identify,
    log_in,
    open_patient,
    open_protocol,
)
from ui.screens.listen import ListenScreen
from ui.screens.picture import PictureScreen

K = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
THROAT = {"a_toux": "2", "a_gang": "1", "a_amyg": "1", "a_aspect": "1", "a_trod": "1"}


@pytest.fixture
def pictures(pytestconfig: pytest.Config) -> Path | None:
    folder = pytestconfig.getoption("--pictures", default=None)
    return Path(folder) if folder else None


@pytest.fixture
def hands(
    qtbot: QtBot, tmp_path: Path, dress: object, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Hands]:
    temporary = tmp_path / "temporary"  # what any process of the station would leave there is seen
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
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
    before = len(hands.visit.exam.captures)
    hands.press(K.Key_F5)
    hands.wait(lambda: hands.visit.exam.page is ExamPage.PICTURE, "the page of pictures")
    page = hands.window.page
    assert isinstance(page, PictureScreen)
    hands.type("1g")
    preview = page.preview
    hands.wait(lambda: preview.image is not None and preview.face.word == "Nette", "a picture")
    hands.picture(pictures, "05b-images")
    hands.enter()
    hands.wait(lambda: len(hands.visit.exam.captures) > before, "the picture kept")
    hands.picture(pictures, "05c-image-prise")
    hands.press(K.Key_Escape)


def hear_heart(hands: Hands, pictures: Path | None) -> None:
    """Open the page of the stethoscope, listen until a rate is sure, keep what was heard."""
    before = len(hands.visit.exam.captures)
    hands.press(K.Key_F6)
    hands.wait(lambda: hands.visit.exam.page is ExamPage.LISTEN, "the page of sounds")
    page = hands.window.page
    assert isinstance(page, ListenScreen)
    hands.type("4")
    hands.enter()
    hands.wait(lambda: len(page.trace.columns) == 400, "four seconds of wave")
    if pictures is not None:
        hands.wait(page.rate.isVisible, "a rate that is sure")
    hands.picture(pictures, "05d-stethoscope")
    hands.enter()
    hands.wait(lambda: len(hands.visit.exam.captures) > before, "the sound kept")
    hands.picture(pictures, "05e-son-garde")
    hands.press(K.Key_Escape)


def files_under(*folders: Path) -> Iterator[tuple[Path, bytes]]:
    for folder in folders:
        for at, _, names in os.walk(folder):
            for name in names:
                path = Path(at, name)
                try:
                    yield path, path.read_bytes()
                except OSError:  # gone while it was read
                    continue


def slices(content: bytes) -> list[bytes]:
    """Return pieces from everywhere in ``content``, each long enough to be of it alone."""
    return [
        content[at : at + 24] for at in range(64, len(content) - 24, max(1, len(content) // 40))
    ]


def test_a_picture_and_a_sound_go_from_the_device_to_the_archive(
    hands: Hands, tmp_path: Path, pictures: Path | None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    reach_measures(hands, tmp_path)
    take_ear(hands, pictures)
    hear_heart(hands, pictures)
    exam = hands.visit.exam
    ear, heart = exam.captures
    content = dict(exam.contents)
    assert [one.found.origin for one in exam.captures] == [Origin.SIMULATED] * 2
    answer_all(hands, THROAT)
    hands.press(K.Key_Return, CONTROL)
    hands.wait(lambda: hands.visit.stage is Stage.SEALED, "the seal")
    hands.type("e")
    hands.wait(lambda: "documents" in hands.loop.flow.desk.notice, "the documents")
    hands.type("a")
    hands.wait(lambda: hands.loop.flow.desk.archive.lines, "the archive")
    hands.enter()
    hands.wait(lambda: hands.loop.flow.desk.archive.detail is not None, "the sheet")
    check_sheet(hands, [ear.sha256, heart.sha256])
    hands.type("o")
    hands.wait(lambda: hands.loop.flow.desk.archive.is_reading, "the whole sheet")
    for one in (ear, heart):
        hands.type("i")
        hands.wait(lambda name=one.capture_id: shown(hands)[0] == name, "the capture")
        _, given = shown(hands)
        assert given == content[one.capture_id]
        assert (len(given), sha256(given).hexdigest()) == (one.size, one.sha256)
        hands.picture(pictures, f"09c-capture-{one.aim.kind}")
    exported = tmp_path / "station" / "exports"
    (jpeg,) = exported.rglob("01-oreille-tympan-gauche-J0-simule.jpg")
    assert jpeg.read_bytes() == content[ear.capture_id]
    assert len(list(exported.rglob("02-coeur-foyer-mitral-J0-simule.wav"))) == 1
    pieces = [one for data in content.values() for one in slices(data) if len(set(one)) > 8]
    assert len(pieces) > 40
    assert len(betrayed(exported, tmp_path / "nowhere", pieces)) == 2  # the scan sees them
    assert betrayed(tmp_path, exported, pieces) == []
    assert not any(piece.hex() in caplog.text for piece in pieces)


def check_sheet(hands: Hands, hashes: list[str]) -> None:
    detail = hands.loop.flow.desk.archive.detail
    assert detail is not None and detail.sheet is not None
    assert [one.sha256 for one in detail.sheet.captures] == hashes
    for channel in Channel:
        assert SIMULATED_CAPTURE in refusals_to(detail.sheet, channel)


def betrayed(folder: Path, exported: Path, pieces: list[bytes]) -> list[Path]:
    """Return the files outside ``exported`` that hold a piece of a capture."""
    return [
        path
        for path, data in files_under(folder)
        if not path.is_relative_to(exported) and any(piece in data for piece in pieces)
    ]


def shown(hands: Hands) -> tuple[str, bytes]:
    capture = hands.loop.flow.desk.archive.capture
    if capture is None or not capture.content:
        return "", b""
    return capture.capture_id, capture.content


def test_a_picture_taken_before_a_lock_is_there_after_it(hands: Hands, tmp_path: Path) -> None:
    reach_measures(hands, tmp_path)
    take_ear(hands, None)
    (ear,) = hands.visit.exam.captures
    content = hands.visit.exam.contents[ear.capture_id]
    hands.wait(lambda: hands.visit.is_saved, "the acknowledgement")
    hands.press(K.Key_L, CONTROL)
    hands.wait(lambda: hands.loop.flow.desk.person is None, "the lock")
    log_in(hands)
    hands.wait(lambda: hands.loop.flow.desk.drafts, "the drafts")
    hands.loop.send(DraftChosen(hands.loop.flow.desk.drafts[0].draft_id))
    hands.wait(lambda: hands.loop.flow.encounter is not None, "the draft")
    assert hands.visit.exam.captures == (ear,)
    assert hands.visit.exam.contents == {}
    hands.press(K.Key_F5)
    hands.wait(lambda: hands.visit.exam.contents, "the picture read back")
    assert hands.visit.exam.contents[ear.capture_id] == content


def test_a_picture_is_taken_away_with_its_reason_by_keys_alone(
    hands: Hands, tmp_path: Path
) -> None:
    reach_measures(hands, tmp_path)
    take_ear(hands, None)
    hands.press(K.Key_F5)
    hands.press(K.Key_Down)
    hands.wait(lambda: hands.visit.exam.selected, "the picture chosen")
    hands.type("x")
    hands.type("Mauvaise oreille")
    hands.enter()
    hands.wait(lambda: not hands.visit.exam.captures, "the picture taken away")
    assert [one.reason for one in hands.visit.exam.removed] == ["Mauvaise oreille"]
    kept = tmp_path / "station" / "captures"
    hands.wait(lambda: not list(kept.glob("??/*")), "its file gone")
