"""The inside of the media process: who does what, what is dropped, and how a fault ends it."""

import io
import subprocess
import sys
import threading

import pytest

from hardware.bindings import CameraRole
from hardware.heart_sounds import Filter
from hardware.media import commands as ask
from hardware.media import process
from hardware.media.messages import Alive, CodeRead, FrameShown, Noted
from hardware.media.process import MOST_WAITING, Dispatcher, Outbox
from hardware.media.wire import encode, read_message
from hardware.verdict import Verdict

ROOM = CameraRole.ROOM
SOURCES = ask.Sources()
FAULTY = """
import os, threading
import hardware.media.process as process

class Faulty(process.CameraPart):
    def show(self, role):
        os.write(1, b"a library speaks on the output")
        print("and so does Python")
        threading.Thread(target=self.fail).start()

    def fail(self):
        {}["CAMILLE DORVAL"]

process.CameraPart = Faulty
process.main()
"""


def test_a_fault_in_a_thread_ends_the_process_and_names_the_place_alone():
    with subprocess.Popen(
        [sys.executable, "-c", FAULTY], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as faulty:
        faulty.stdin.write(encode(ask.Show(ROOM)))
        faulty.stdin.flush()
        said = []
        while (message := read_message(faulty.stdout)) is not None:
            said.append(message)
    assert faulty.returncode == process.FAULT
    [noted] = [one for one in said if isinstance(one, Noted)]
    assert noted.reason.startswith("KeyError at <string>:")
    assert "DORVAL" not in noted.reason


class Remembering:
    """A part of the process that only remembers what it was asked."""

    def __init__(self, told: list[tuple[object, ...]], name: str) -> None:
        self._told, self._name = told, name

    def __getattr__(self, verb: str):
        return lambda *asked: self._told.append((self._name, verb, *asked))


@pytest.fixture
def told(monkeypatch):
    told: list[tuple[object, ...]] = []
    monkeypatch.setattr(process, "CameraPart", lambda post: Remembering(told, "cameras"))
    monkeypatch.setattr(process, "SoundPart", lambda post: Remembering(told, "sound"))
    return told


@pytest.mark.parametrize(
    ("command", "done"),
    [
        (ask.Use(SOURCES), [("cameras", "use", SOURCES), ("sound", "use", SOURCES)]),
        (ask.Show(ROOM), [("cameras", "show", ROOM)]),
        (ask.Hide(ROOM), [("cameras", "hide", ROOM)]),
        (ask.LookAround(), [("cameras", "look_around")]),
        (ask.Capture(ROOM, "r"), [("cameras", "capture", ROOM, "r")]),
        (ask.ScanCode("r", 20.0), [("cameras", "scan", "r", 20.0)]),
        (ask.Cancel("r"), [("cameras", "cancel", "r"), ("sound", "cancel", "r")]),
        (ask.Listen("r", Filter.BELL), [("sound", "listen", "r", Filter.BELL)]),
        (ask.StopListening(), [("sound", "stop")]),
        (ask.LookForSounds(), [("sound", "look_around")]),
    ],
)
def test_each_command_reaches_who_does_it(told, command, done):
    Dispatcher(lambda _: None).do(command)
    assert told == done


def test_it_says_that_it_is_alive_and_releases_everything_at_the_end(told):
    said = []
    dispatcher = Dispatcher(said.append)
    dispatcher.tick()
    dispatcher.stop()
    assert said == [Alive()]
    assert told == [("cameras", "tick"), ("sound", "close"), ("cameras", "stop")]


class Slow(io.BytesIO):
    """An output that takes nothing before it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.lets_go = threading.Event()

    def write(self, content: bytes) -> int:
        assert self.lets_go.wait(30)
        return super().write(content)


def test_a_slow_station_misses_pictures_and_no_answer():
    output = Slow()
    outbox = Outbox(output)
    frame = FrameShown(ROOM, "memory", 0, 1, 64, 48, Verdict(1, 0, 0, 1, 1, 1, 0))
    for number in range(200):
        outbox.post(frame)
        if number % 10 == 0:
            outbox.post(CodeRead(str(number), "text"))
    output.lets_go.set()
    outbox.close(30)
    output.seek(0)
    heard = []
    while (message := read_message(output)) is not None:
        heard.append(message)
    codes = [one.request_id for one in heard if isinstance(one, CodeRead)]
    assert codes == [str(number) for number in range(0, 200, 10)]
    assert len(heard) - len(codes) <= MOST_WAITING + 1


def test_a_station_that_is_gone_ends_the_outbox_and_nothing_else():
    class Gone(io.BytesIO):
        def write(self, content: bytes) -> int:
            raise BrokenPipeError

    outbox = Outbox(Gone())
    outbox.post(Alive())
    outbox.close(30)
    outbox.post(Alive())
