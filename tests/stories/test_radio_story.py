"""The story of a sore throat, its measures taken by Bluetooth: bleak, a radio, GATT servers.

The devices are the simulators of the demonstration, served by bumble instead of being called; the
time is the real one.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app import clock
from app.effects import device_setup
from app.effects.pace import REAL
from app.encounter import measure
from app.encounter.model import SlotState, Stage, Step
from hardware.bindings import Bindings
from hardware.readings import Kind, Origin
from hardware.registry import Registry, station_registry
from hardware.simulators.scenario import Faults, Scenario
from protocols.model import Level
from tests.hardware.radio.ether import Ether
from tests.hardware.radio.radio_room import bound, simulated, transport_over
from tests.hardware.radio.served import Served
from tests.stories import test_window as story
from tests.stories.hands import Hands

FAULTS = {Kind.BLOOD_PRESSURE: Faults(stored=3), Kind.TEMPERATURE: Faults(drop_after_s=1)}
STORED_SYSTOLIC = Decimal(151)
pytestmark = pytest.mark.expects_log("bumble.controller", "bumble.host")


class Air:
    """The devices of the pharmacy on one radio."""

    def __init__(self) -> None:
        self.ether = Ether()
        self.served = {
            kind: Served(simulated(kind, clock.now, FAULTS.get(kind, Faults())))
            for kind in story.MEASURED
        }
        for one in self.served.values():
            self.ether.add(one)

    def registry(self, _scenario: Scenario | None) -> Registry:
        """Return the demonstration's devices, reached by radio: still marked simulated."""
        bindings = tuple(bound(one.simulated, kind) for kind, one in self.served.items())
        made = station_registry(Bindings(bindings), transport_over(self.ether))
        sources = tuple(replace(one, origin=Origin.SIMULATED) for one in made.sources)
        return Registry(sources, made.finder)


@pytest.fixture
def air(monkeypatch: pytest.MonkeyPatch) -> Air:
    made = Air()
    monkeypatch.setattr(device_setup, "demonstration_registry", made.registry)
    return made


@pytest.fixture
def hands(qtbot: QtBot, tmp_path: Path, dress: object, air: Air) -> Iterator[Hands]:
    opened = Hands(qtbot, tmp_path / "station", REAL)
    yield opened
    opened.close()


def test_a_sore_throat_measured_by_radio_from_login_to_archive(
    hands: Hands, tmp_path: Path, air: Air
) -> None:
    story.log_in(hands)
    story.open_patient(hands)
    story.identify(hands, tmp_path)
    hands.enter()
    hands.wait_step(Step.CHOOSE)
    story.open_protocol(hands, "douleur_pharyngee")
    hands.wait_step(Step.SIGNS)
    answer_until_measures(hands)
    measure_all_at_once(hands)
    readings = {kind: taken(hands, kind) for kind in story.MEASURED}
    assert readings[Kind.TEMPERATURE].value("temperature") == Decimal("38.4")
    assert readings[Kind.BLOOD_PRESSURE].value("systolic") == 128
    assert readings[Kind.OXIMETRY].value("spo2") == 98
    assert {one.origin for one in readings.values()} == {Origin.SIMULATED}
    assert readings[Kind.BLOOD_PRESSURE].device_id == "C0:0A:00:00:00:01"
    assert measure.slot(hands.visit, Kind.BLOOD_PRESSURE).set_aside == 3
    assert air.served[Kind.TEMPERATURE].connections == 2
    story.answer_all(hands, story.THROAT)
    decision = hands.visit.decision
    assert decision is not None
    assert decision.level is Level.PHARMACY
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hands.wait(lambda: hands.visit.stage is Stage.SEALED, "the seal")
    story.reopen(hands, None)
    detail = hands.loop.flow.desk.archive.detail
    assert detail is not None
    assert str(STORED_SYSTOLIC) not in repr(detail.sheet)


def answer_until_measures(hands: Hands) -> None:
    """Answer the questions that come before the measures."""
    for _ in range(60):
        if hands.visit.step is Step.MEASURE:
            return
        question = hands.visit.question
        assert question is not None
        good = "1" if question.id in story.YES_IS_GOOD else "2"
        hands.type(story.THROAT.get(question.id, good))
        hands.wait(lambda seen=question.id: hands.visit.current != seen, "the next question")
    raise AssertionError("the measures were not reached")


def measure_all_at_once(hands: Hands) -> None:
    """Start the three devices together: they share one radio."""
    for digit in range(len(story.MEASURED)):
        hands.type(str(digit + 1))
    for kind in story.MEASURED:
        hands.wait(
            lambda kind=kind: measure.slot(hands.visit, kind).state is SlotState.TAKEN, f"{kind}"
        )


def taken(hands: Hands, kind: Kind) -> object:
    reading = measure.slot(hands.visit, kind).reading
    assert reading is not None
    return reading
