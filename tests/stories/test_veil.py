"""Nobody at the counter: the screen hides itself, then locks; through the real window."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.desk.veil import PinGiven
from app.encounter.model import Step
from tests.stories.hands import Hands
from tests.stories.test_window import identify, open_protocol
from ui.screens.veil import VeilScreen

CONTROL = Qt.KeyboardModifier.ControlModifier
CODE, PIN = "123456", "258014"


@pytest.fixture
def hands(qtbot: QtBot, tmp_path: Path, dress: object) -> Iterator[Hands]:
    opened = Hands(qtbot, tmp_path / "station")
    yield opened
    opened.close()


def log_in(hands: Hands, pin: str = "") -> None:
    hands.type(CODE)
    if pin:
        hands.tab()
        hands.type(pin)
    hands.enter()
    hands.wait(lambda: hands.loop.flow.desk.tiles, "the home screen")


def leave_for(hands: Hands, **time: int) -> None:
    """Let time pass without a gesture, then let the window look at its clock."""
    hands.later += timedelta(**time)
    hands.window._watch()


def words(hands: Hands) -> str:
    labels = [one for one in hands.window.findChildren(QLabel) if one.isVisibleTo(hands.window)]
    return " ".join(one.text() for one in labels)


def is_veiled(hands: Hands) -> bool:
    return isinstance(hands.window.page, VeilScreen)


def test_five_minutes_hide_the_patient_and_six_digits_give_the_question_back(
    hands: Hands, tmp_path: Path, pictures: Path | None
) -> None:
    log_in(hands, PIN)
    hands.wait(lambda: hands.loop.flow.desk.veil.has_pin, "the short code")
    open_protocol(hands, "piqure_tique")
    identify(hands, tmp_path)
    hands.enter()
    hands.wait_step(Step.SIGNS)
    hands.wait(lambda: hands.visit.is_saved, "the acknowledgement")
    before = hands.visit
    leave_for(hands, minutes=4, seconds=30)
    assert "le poste se voile dans" in words(hands)
    leave_for(hands, seconds=31)
    assert is_veiled(hands)
    assert "DORVAL" not in words(hands)
    hands.press(Qt.Key.Key_F12)
    assert hands.visit == before
    hands.type("258015")
    hands.wait(lambda: hands.loop.flow.desk.veil.tries == 1, "the refusal")
    hands.picture(pictures, "01b-voile")
    hands.type(PIN)
    hands.wait(lambda: not is_veiled(hands), "the question")
    assert hands.visit == before
    assert "DORVAL" in words(hands)
    hands.window._watch()
    assert not is_veiled(hands)
    assert hands.restarts == 0


def test_five_wrong_codes_end_the_process_and_keep_the_draft(hands: Hands, tmp_path: Path) -> None:
    log_in(hands, PIN)
    open_protocol(hands, "piqure_tique")
    identify(hands, tmp_path)
    hands.wait(lambda: hands.visit.is_saved, "the acknowledgement")
    leave_for(hands, minutes=6)
    for tried in range(1, 6):
        hands.type("111222")
        hands.wait(
            lambda tried=tried: hands.loop.flow.desk.veil.tries == tried or not is_veiled(hands),
            "the refusal",
        )
    hands.wait(lambda: hands.restarts == 1, "the fresh process")
    assert hands.loop.flow.desk.person is None
    log_in(hands)
    hands.wait(lambda: hands.loop.flow.desk.drafts, "the draft")


def test_without_a_short_code_five_minutes_lock(hands: Hands) -> None:
    log_in(hands)
    leave_for(hands, minutes=5)
    assert not is_veiled(hands)
    hands.wait(lambda: hands.restarts == 1, "the fresh process")
    assert hands.loop.flow.desk.person is None


def test_four_hours_under_the_veil_lock(hands: Hands) -> None:
    log_in(hands)
    hands.loop.send(PinGiven(PIN))
    hands.wait(lambda: hands.loop.flow.desk.veil.has_pin, "the short code")
    leave_for(hands, minutes=6)
    assert is_veiled(hands)
    leave_for(hands, hours=4)
    hands.wait(lambda: hands.restarts == 1, "the fresh process")


def test_ctrl_l_under_the_veil_locks(hands: Hands) -> None:
    log_in(hands, PIN)
    hands.wait(lambda: hands.loop.flow.desk.veil.has_pin, "the short code")
    leave_for(hands, minutes=6)
    hands.press(Qt.Key.Key_L, CONTROL)
    hands.wait(lambda: hands.restarts == 1, "the fresh process")


def test_a_hidden_page_gets_no_key(hands: Hands) -> None:
    log_in(hands, PIN)
    hands.wait(lambda: hands.loop.flow.desk.veil.has_pin, "the short code")
    leave_for(hands, minutes=6)
    for key in (Qt.Key.Key_F1, Qt.Key.Key_F12, Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
        hands.press(key)
    assert is_veiled(hands)
    assert hands.loop.flow.encounter is None
    hands.type(PIN)
    hands.wait(lambda: not is_veiled(hands), "the home screen")


def test_a_gesture_on_the_window_puts_the_veil_off(hands: Hands) -> None:
    log_in(hands, PIN)
    hands.later += timedelta(minutes=4)
    hands.press(Qt.Key.Key_F1)
    leave_for(hands, minutes=4)
    assert not is_veiled(hands)
