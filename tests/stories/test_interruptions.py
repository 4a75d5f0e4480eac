"""What happens in a pharmacy: a lock, a call, another patient, a window closed too soon."""

from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.desk.messages import ArchiveAsked, DraftChosen
from app.desk.model import Screen
from app.encounter import measure
from app.encounter.model import SlotState, Step
from hardware.readings import Kind
from tests.stories.hands import Hands
from tests.stories.test_window import (
    answer_all,
    identify,
    log_in,
    open_patient,
    open_protocol,
    state,
    take_measures,
)

CONTROL = Qt.KeyboardModifier.ControlModifier
CLOSED_WITHIN_S = 20
OF_THE_FIRST = ("DORVAL", "Camille", "CAMILLE", "288043523801466", "12/04/1988")


@pytest.fixture
def hands(qtbot: QtBot, tmp_path: Path, dress: object) -> Iterator[Hands]:
    opened = Hands(qtbot, tmp_path / "station")
    yield opened
    opened.close()


def begin(hands: Hands, folder: Path, protocol: str = "piqure_tique") -> None:
    log_in(hands)
    open_protocol(hands, protocol)
    identify(hands, folder)
    hands.enter()
    hands.wait_step(Step.SIGNS)


def lock_and_resume(hands: Hands) -> None:
    hands.wait(lambda: hands.visit.is_saved, "the acknowledgement")
    hands.press(Qt.Key.Key_L, CONTROL)
    hands.wait(lambda: hands.loop.flow.desk.person is None, "the lock")
    assert hands.loop.flow.encounter is None
    hands.type("123456")
    hands.enter()
    hands.wait(lambda: hands.loop.flow.desk.drafts, "the drafts")
    hands.loop.send(DraftChosen(hands.loop.flow.desk.drafts[0].draft_id))
    hands.wait(lambda: hands.loop.flow.encounter is not None, "the draft")


def shown(hands: Hands) -> list[str]:
    """Return the words of the page that is shown."""
    parts = [one for one in hands.window.findChildren(QWidget) if one.isVisible()]
    labels = [one.text() for one in parts if isinstance(one, QLabel | QLineEdit)]
    drawn = [one.accessibleName() for one in parts]
    return [*labels, *drawn, *(one.accessibleDescription() for one in parts)]


def test_a_lock_in_the_middle_of_a_question_gives_the_same_question_back(
    hands: Hands, tmp_path: Path
) -> None:
    begin(hands, tmp_path)
    hands.type("2")
    hands.type("2")
    before = hands.visit
    lock_and_resume(hands)
    assert (hands.visit.current, hands.visit.answers) == (before.current, before.answers)


def test_a_lock_in_the_middle_of_a_measure_keeps_no_value_and_the_device_serves_again(
    hands: Hands, tmp_path: Path
) -> None:
    begin(hands, tmp_path)
    while hands.visit.step is not Step.MEASURE:
        seen = hands.visit.current
        hands.type("1" if seen == "g_comp" else "2")
        hands.wait(lambda seen=seen: hands.visit.current != seen, "the next question")
    hands.type("2")
    hands.wait(lambda: state(hands, Kind.BLOOD_PRESSURE) is not SlotState.IDLE, "the cuff")
    lock_and_resume(hands)
    assert hands.visit.step is Step.MEASURE
    take_measures(hands, None)
    assert measure.slot(hands.visit, Kind.BLOOD_PRESSURE).reading is not None


def test_nothing_of_a_patient_is_left_on_any_page_for_the_next(
    hands: Hands, tmp_path: Path
) -> None:
    begin(hands, tmp_path, "douleur_pharyngee")
    answer_all(hands, {"a_toux": "2"})
    assert any("DORVAL" in text for text in shown(hands))
    hands.press(Qt.Key.Key_L, CONTROL)
    hands.type("123456")
    hands.enter()
    hands.wait(lambda: hands.loop.flow.desk.drafts, "the home screen")
    open_patient(hands)
    assert hands.visit.answers == {}
    assert [text for text in shown(hands) if any(mark in text for mark in OF_THE_FIRST)] == []
    typed = [one.text() for one in hands.window.findChildren(QLineEdit)]
    assert [text for text in typed if any(mark in text for mark in OF_THE_FIRST)] == []


def test_closing_the_window_while_a_device_measures_ends_in_time(
    hands: Hands, tmp_path: Path
) -> None:
    begin(hands, tmp_path)
    while hands.visit.step is not Step.MEASURE:
        seen = hands.visit.current
        hands.type("1" if seen == "g_comp" else "2")
        hands.wait(lambda seen=seen: hands.visit.current != seen, "the next question")
    hands.type("2")
    begun = monotonic()
    hands.close()
    assert monotonic() - begun < CLOSED_WITHIN_S
    assert hands.loop.flow.encounter is None


def test_the_call_is_shown_from_the_archive_too(hands: Hands, tmp_path: Path) -> None:
    begin(hands, tmp_path)
    asked = hands.visit.current
    hands.loop.send(ArchiveAsked())
    hands.wait(lambda: hands.loop.flow.desk.screen is Screen.ARCHIVE, "the archive")
    hands.press(Qt.Key.Key_F12)
    hands.wait_step(Step.EMERGENCY)
    assert hands.loop.flow.desk.screen is Screen.ENCOUNTER
    hands.press(Qt.Key.Key_Backspace)
    assert hands.visit.current == asked


def test_the_fifth_wrong_code_counts_down_in_the_window(hands: Hands) -> None:
    for _ in range(5):
        hands.type("000000")
        hands.enter()
        hands.wait(lambda: not hands.loop.flow.desk.opening, "the refusal")
    assert hands.loop.flow.desk.wait_until is not None
    assert any("Nouvel essai dans" in text for text in shown(hands))
    hands.type("123456")
    hands.enter()
    assert not hands.loop.flow.desk.opening
    assert hands.loop.flow.desk.person is None


def test_a_second_window_on_the_same_folder_is_told_so(
    hands: Hands, qtbot: QtBot, tmp_path: Path
) -> None:
    log_in(hands)
    other = Hands(qtbot, tmp_path / "station")
    try:
        other.type("123456")
        other.enter()
        other.wait(lambda: "déjà ouvert" in other.loop.flow.desk.notice, "the refusal")
        assert other.loop.flow.desk.attempts == 0
    finally:
        other.close()
    assert hands.loop.flow.desk.person is not None
