"""A blood glucose taken on a simulated meter, by keys, through the real window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.clock import new_id, now
from app.desk.messages import PatientAsked
from app.effects.demonstration import CODE, prepare
from app.encounter import measure
from app.encounter.model import SlotState, Step
from hardware.readings import Kind, Origin
from tests.builders import some_traits
from tests.stories.bare_visit import walk_to_measures
from tests.stories.hands import Hands


@pytest.fixture
def hands(qtbot: QtBot, tmp_path: Path, dress: object) -> Iterator[Hands]:
    folder = tmp_path / "station"
    prepare(folder, new_id(), now())
    opened = Hands(qtbot, folder)
    yield opened
    opened.close()


def test_a_glucose_is_added_measured_and_shown_in_grams_a_litre(hands: Hands) -> None:
    hands.type(CODE)
    hands.enter()
    hands.wait(lambda: hands.loop.flow.desk.tiles, "the home page")
    hands.loop.send(PatientAsked("douleur_pharyngee"))
    hands.wait(lambda: hands.loop.flow.encounter, "the consultation")
    walk_to_measures(hands.loop.send, lambda: hands.loop.flow.encounter, some_traits())
    hands.wait_step(Step.MEASURE)
    hands.press(Qt.Key.Key_F7)
    place = measure.kinds(hands.visit).index(Kind.GLUCOSE) + 1
    hands.type(str(place))
    taken = lambda: measure.slot(hands.visit, Kind.GLUCOSE)  # noqa: E731 - read again each time
    hands.wait(lambda: taken().state is SlotState.TAKEN, "the glucose")
    reading = taken().reading
    assert reading is not None and reading.origin is Origin.SIMULATED
    assert reading.decoder == "glucose/1"
    shown = {one.text() for one in hands.window.findChildren(QLabel) if one.isVisible()}
    assert "Glycémie" in shown
