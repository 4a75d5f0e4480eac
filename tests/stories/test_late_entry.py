"""A paper form typed the next day, through the real window, with the keyboard alone."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app import clock
from tests.stories.hands import Hands


@pytest.fixture
def hands(qtbot: QtBot, tmp_path: Path, dress: object) -> Iterator[Hands]:
    opened = Hands(qtbot, tmp_path / "station")
    yield opened
    opened.close()


def test_f8_dates_the_act_as_the_paper_form_does(hands: Hands, pytestconfig: pytest.Config) -> None:
    folder = pytestconfig.getoption("--pictures", default=None)
    hands.type("123456")
    hands.enter()
    hands.wait(lambda: hands.loop.flow.desk.tiles, "the home screen")
    hands.enter()
    hands.wait(lambda: hands.loop.flow.encounter is not None, "the consultation")
    hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_F8)
    yesterday = (clock.now() - timedelta(days=1)).date()
    for text in (f"{yesterday:%d/%m/%Y}", "9:05", "9:20"):
        hands.type(text)
        hands.tab()
    hands.picture(Path(folder) if folder else None, "03b-saisie-differee")
    hands.enter()
    hands.wait(lambda: hands.visit.late is not None, "the act dated")
    hands.picture(Path(folder) if folder else None, "03c-saisie-datee")
    assert hands.visit.started_at.date() == yesterday
    assert (hands.visit.started_at.hour, hands.visit.started_at.minute) == (9, 5)
