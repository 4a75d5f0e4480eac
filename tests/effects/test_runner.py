"""The runner: order on the vault lane, refusals as messages, nothing lost in a thread."""

import logging
from collections.abc import Iterable
from queue import Queue

import pytest

from app.desk.archive_messages import SearchTyped, VerifyVault
from app.desk.effects import LoadHome, OpenVault
from app.desk.messages import LoginRefused, Refused
from app.effects.lanes import UNFORESEEN
from app.effects.runner import Runner
from app.encounter.effects import ReadCode, SealSheet, TakeMeasure
from app.encounter.identify import CodeRefused
from app.encounter.measure import MeasureFailed
from app.encounter.seal import SealAsked, SealFailed
from app.errors import StationError
from app.traffic import AnyEffect, AnyMessage
from hardware.readings import Kind
from tests.builders import a_visit_at_decision
from tests.identity.imported import COUNTER

HERE = "0" * 31 + "1"


class Room:
    """Answers with the name of the effect, or raises what it was given."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.fault = fault
        self.closed = False

    def answer(self, effect: AnyEffect) -> Iterable[AnyMessage]:
        if self.fault is not None:
            raise self.fault
        return [SearchTyped(type(effect).__name__)]

    def close(self) -> None:
        self.closed = True


def run(room: Room, *effects: AnyEffect) -> list[AnyMessage]:
    heard: Queue[AnyMessage] = Queue()
    runner = Runner(lambda post: room, heard.put)
    for effect in effects:
        runner.start(effect)
    runner.stop()
    assert room.closed or not effects
    return list(heard.queue)


def a_sealing() -> SealSheet:
    effect = a_visit_at_decision().say(SealAsked()).asked(SealSheet)[-1]
    assert isinstance(effect, SealSheet)
    return effect


def test_the_vault_lane_keeps_the_order_asked() -> None:
    effects = [LoadHome(), VerifyVault()] * 20
    heard = [one.text for one in run(Room(), *effects) if isinstance(one, SearchTyped)]
    assert heard == [type(one).__name__ for one in effects]


@pytest.mark.parametrize(
    ("effect", "kind"),
    [
        (LoadHome(), Refused),
        (OpenVault("helene", "x"), LoginRefused),
        (ReadCode(HERE, "", COUNTER), CodeRefused),
        (TakeMeasure(HERE, Kind.TEMPERATURE), MeasureFailed),
    ],
)
def test_a_refusal_comes_back_in_words(effect: AnyEffect, kind: type) -> None:
    (answer,) = run(Room(StationError("Le disque est plein.")), effect)
    assert isinstance(answer, kind)
    assert answer.sentence == "Le disque est plein."


@pytest.mark.expects_log("app.effects.runner")
def test_an_unforeseen_fault_gives_a_sentence_and_no_content_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    (answer,) = run(Room(ValueError("DORVAL Camille 288043523801466")), a_sealing())
    assert isinstance(answer, SealFailed)
    assert answer.sentence == UNFORESEEN
    assert "DORVAL" not in caplog.text
    assert "ValueError" in caplog.text
