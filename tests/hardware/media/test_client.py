"""The client and its supervisor with processes that only pretend: order, deaths, silences."""

import queue
import threading
import time
from itertools import pairwise

import pytest

from hardware.bindings import CameraRole
from hardware.cameras import CameraFound
from hardware.media import commands as ask
from hardware.media import sentences, supervisor
from hardware.media.client import Media
from hardware.media.commands import Sources
from hardware.media.messages import (
    Alive,
    CameraSeen,
    CamerasFound,
    CodeRead,
    MediaFailed,
    Noted,
    SoundShown,
)
from hardware.readings import DecodeError, DeviceState
from tests.hardware.media.ears import PATIENCE_S, Ears

ROOM = CameraRole.ROOM
GARBAGE = object()
pytestmark = pytest.mark.expects_log("hardware.media.supervisor")


class Pretend:
    """A process that says what the test puts in ``says`` and keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[object] = []
        self.told_news = threading.Condition()
        self.says: queue.SimpleQueue[object] = queue.SimpleQueue()
        self.was_killed = threading.Event()

    def say(self, command: object) -> None:
        with self.told_news:
            self.told.append(command)
            self.told_news.notify_all()

    def hear(self) -> object:
        said = self.says.get()
        if said is GARBAGE:
            raise DecodeError("garbage")
        return said

    def end(self) -> int:
        self.says.put(None)
        return 3

    def kill(self) -> None:
        self.was_killed.set()
        self.says.put(None)

    def wait_told(self, command: object) -> None:
        with self.told_news:
            assert self.told_news.wait_for(lambda: command in self.told, PATIENCE_S), self.told


class House:
    """Launches pretended processes; ``refusals`` launches fail first."""

    def __init__(self, refusals: int = 0) -> None:
        self.born: queue.SimpleQueue[Pretend] = queue.SimpleQueue()
        self.refusals = refusals
        self.launched_at: list[float] = []

    def __call__(self) -> Pretend:
        self.launched_at.append(time.monotonic())
        if self.refusals:
            self.refusals -= 1
            raise OSError
        made = Pretend()
        self.born.put(made)
        return made

    def newest(self) -> Pretend:
        return self.born.get(timeout=PATIENCE_S)


@pytest.fixture
def house(monkeypatch):
    monkeypatch.setattr(supervisor, "BACK_OFF_S", (0.05, 0.1, 0.2))
    return House()


@pytest.fixture
def ears():
    return Ears()


@pytest.fixture
def media(house, ears):
    made = Media(ears, Sources(), launch=house)
    made.start()
    yield made
    made.stop()


def test_what_was_asked_before_the_start_is_said_first_the_sources_then_the_rest(media, house):
    media.show(ROOM)
    media.capture(ROOM, "one")
    process = house.newest()
    process.wait_told(ask.Capture(ROOM, "one"))
    assert process.told == [ask.Use(Sources()), ask.Show(ROOM), ask.Capture(ROOM, "one")]


def test_an_answer_is_given_once_and_only_to_who_still_waits(media, house, ears):
    media.scan_code("kept", 5)
    media.scan_code("dropped", 5)
    process = house.newest()
    media.cancel("dropped")
    process.wait_told(ask.Cancel("dropped"))
    for request_id in ("dropped", "kept", "kept"):
        process.says.put(CodeRead(request_id, "text"))
    media.capture(ROOM, "last")
    process.says.put(MediaFailed("last", "Non."))
    ears.wait(MediaFailed)
    assert ears.all(CodeRead) == [CodeRead("kept", "text")]


def test_a_camera_nobody_looks_at_any_more_says_nothing(media, house, ears):
    media.show(ROOM)
    process = house.newest()
    seen = CameraSeen(ROOM, DeviceState.READY, "")
    process.says.put(seen)
    ears.wait(CameraSeen)
    media.hide(ROOM)
    process.wait_told(ask.Hide(ROOM))
    process.says.put(seen)
    media.listen("sound")
    process.says.put(SoundShown("other", b"", 0.1, None, 0.0))
    process.says.put(SoundShown("sound", b"", 0.1, None, 0.0))
    ears.wait(SoundShown)
    assert len(ears.all(CameraSeen)) == len(ears.all(SoundShown)) == 1


def test_a_death_fails_what_was_asked_and_shows_again_what_was_shown(media, house, ears):
    media.show(ROOM)
    media.listen("sound")
    house.newest().says.put(None)
    assert ears.wait(MediaFailed) == MediaFailed("sound", sentences.INTERRUPTED)
    assert ears.wait(CameraSeen).sentence == sentences.COMES_BACK
    again = house.newest()
    again.wait_told(ask.Show(ROOM))
    assert ask.Listen("sound") not in again.told


def test_the_waits_between_deaths_grow(media, house):
    media.show(ROOM)
    for _ in range(4):
        house.newest().says.put(None)
    house.newest()
    waits = [then - before for before, then in pairwise(house.launched_at)]
    for wait, least in zip(waits, (0.05, 0.1, 0.2, 0.2), strict=True):
        assert wait >= least


def test_a_process_that_cannot_start_is_tried_again(house, ears):
    house.refusals = 1
    media = Media(ears, Sources(), launch=house)
    media.start()
    media.capture(ROOM, "one")
    assert ears.wait(MediaFailed) == MediaFailed("one", sentences.INTERRUPTED)
    media.capture(ROOM, "two")
    house.newest().wait_told(ask.Capture(ROOM, "two"))
    media.stop()


def test_a_process_that_says_anything_else_is_killed(media, house, ears):
    media.show(ROOM)
    process = house.newest()
    process.says.put(GARBAGE)
    assert process.was_killed.wait(PATIENCE_S)
    house.newest()


class HandClock:
    """A clock moved by hand, in the place of ``time`` in the supervisor."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def monotonic(self) -> float:
        return self.now_s


@pytest.fixture
def clock(monkeypatch):
    made = HandClock()
    monkeypatch.setattr(supervisor, "time", made)
    monkeypatch.setattr(supervisor, "LOOKED_EVERY_S", 0.02)
    return made


@pytest.fixture
def watched(house, clock, ears):
    witness = supervisor.Witness(lambda _: None, ears, lambda: None)
    made = supervisor.Supervisor(house, witness)
    made.start()
    made.want()
    yield house.newest()
    made.stop()


def test_a_process_that_says_nothing_is_killed_and_one_that_is_alive_is_not(watched, clock, ears):
    for count in range(1, 5):
        watched.says.put(Alive())
        watched.says.put(CamerasFound(()))  # what follows it is heard once it was
        ears.wait(CamerasFound, count=count)
        clock.now_s += supervisor.SILENCE_S - 1
        assert not watched.was_killed.wait(0.1)
    clock.now_s += 2
    assert watched.was_killed.wait(PATIENCE_S)
    assert ears.all(Alive) == []


def test_the_first_word_of_a_process_is_waited_for_longer_than_the_others(watched, clock):
    clock.now_s = 3 * supervisor.SILENCE_S - 1
    assert not watched.was_killed.wait(0.1)
    clock.now_s += 2
    assert watched.was_killed.wait(PATIENCE_S)


def test_what_the_process_notes_goes_to_the_log_and_not_further(media, house, ears, caplog):
    media.show(ROOM)
    process = house.newest()
    process.says.put(Noted("KeyError at somewhere.py:3"))
    process.says.put(CameraSeen(ROOM, DeviceState.READY, ""))
    ears.wait(CameraSeen)
    assert "KeyError at somewhere.py:3" in caplog.text
    assert ears.all(Noted) == []


def test_the_cameras_plugged_in_are_given_to_who_asked(media, house, ears):
    found = CamerasFound((CameraFound(1, 2, "@1-4", "Otoscope"),))
    media.look_around()
    process = house.newest()
    process.says.put(found)
    process.says.put(found)
    media.capture(ROOM, "last")
    process.says.put(MediaFailed("last", "Non."))
    ears.wait(MediaFailed)
    assert ears.all(CamerasFound) == [found]


def test_after_the_stop_a_request_says_so_and_nothing_is_started(house, ears):
    media = Media(ears, Sources(), launch=house)
    media.start()
    media.stop()
    media.capture(ROOM, "late")
    assert ears.wait(MediaFailed) == MediaFailed("late", sentences.STOPPED)
    assert house.launched_at == []


def test_a_stop_ends_the_process_and_fails_nothing(house, ears):
    media = Media(ears, Sources(), launch=house)
    media.start()
    media.show(ROOM)
    media.capture(ROOM, "one")
    house.newest().wait_told(ask.Capture(ROOM, "one"))
    media.stop()
    assert ears.all(MediaFailed) == []
    assert ears.all(CameraSeen) == []
