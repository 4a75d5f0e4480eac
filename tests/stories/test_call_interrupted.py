"""A call that dies with its window is a draft to take up: another link, the same sheet."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.desk.calls import waiting_calls
from app.desk.messages import DraftChosen, HomeAsked, LockAsked
from app.desk.model import Screen
from app.effects.protocol_room import shipped
from app.encounter.call_messages import CallPageOpened, CallStarted
from app.encounter.call_state import CallStage
from tests.stories.hands import Hands
from tests.stories.test_call_story import open_room
from tests.stories.test_exam_story import betrayed, reach_measures
from tests.stories.test_window import log_in


class Stations:
    """Windows on the same station, one after the other."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self._qtbot, self._folder = qtbot, folder
        self._hands: Hands | None = None

    def open(self) -> Hands:
        self.close()
        self._hands = Hands(self._qtbot, self._folder)
        return self._hands

    def close(self) -> None:
        if self._hands is not None:
            self._hands.close()
            self._hands = None


@pytest.fixture
def stations(qtbot: QtBot, tmp_path: Path, dress: object) -> Iterator[Stations]:
    list(shipped().library.values())  # parsed before anybody waits for the home screen
    opened = Stations(qtbot, tmp_path / "station")
    yield opened
    opened.close()


def test_a_call_that_dies_with_its_window_is_taken_up_with_another_link(
    stations: Stations, tmp_path: Path
) -> None:
    hands = stations.open()
    reach_measures(hands, tmp_path)
    open_room(hands, None)
    first = hands.visit.call
    hands.loop.send(LockAsked())
    assert hands.loop.flow.desk.person is not None
    hands.loop.send(HomeAsked())
    assert hands.loop.flow.desk.screen is Screen.HOME
    (line,) = waiting_calls(hands.loop.flow.desk, hands.loop.flow.encounter)
    assert (line.is_open, line.stage) == (True, "waiting")
    hands.wait(lambda: hands.visit.is_saved, "the acknowledgement")
    secret = first.link.partition("#")[2].encode()
    pieces = [first.link.encode(), first.spoken_code.encode(), secret]
    assert all(pieces)
    hands = stations.open()
    assert betrayed(tmp_path, tmp_path / "nowhere", pieces) == []
    log_in(hands)
    desk = hands.loop.flow
    hands.wait(lambda: desk.desk.drafts, "the drafts")
    (line,) = waiting_calls(desk.desk, desk.encounter)
    assert (line.is_open, line.stage, line.since) == (False, "interrupted", first.opened_at)
    hands.loop.send(DraftChosen(line.draft_id))
    hands.wait(lambda: desk.encounter is not None, "the draft")
    back = hands.visit.call
    assert (back.stage, back.agreed_at, back.link) == (CallStage.INTERRUPTED, first.agreed_at, "")
    hands.loop.send(CallPageOpened())
    hands.loop.send(CallStarted())
    hands.wait(lambda: hands.visit.call.link, "another link")
    assert hands.visit.call.link != first.link
    hands.wait(lambda: hands.visit.call.stage is CallStage.WAITING, "the waiting room again")
