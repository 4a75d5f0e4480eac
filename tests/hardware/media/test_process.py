"""The real media process: what it shows and takes, what happens when it or the station is killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import cv2
import numpy
import pytest

from hardware.bindings import CameraBinding, CameraRole
from hardware.media import sentences
from hardware.media.client import Media
from hardware.media.commands import Sources
from hardware.media.launch import Launched
from hardware.media.messages import CameraSeen, CodeRead, FrameShown, MediaFailed, PictureTaken
from hardware.media.ring import RingReader
from hardware.picture_size import size_of
from hardware.readings import DeviceState, Origin
from hardware.simulators.scenes import CameraScript, Scene, Simulation, Step
from tests.hardware.media.codes import PAYLOAD
from tests.hardware.media.ears import Ears

OTOSCOPE, ROOM = CameraRole.OTOSCOPE, CameraRole.ROOM
SIMULATED = Sources(simulation=Simulation())
SHARED = Path("/dev/shm")  # noqa: S108 - where Linux keeps shared memory


class Launches:
    """Starts real processes and remembers them."""

    def __init__(self) -> None:
        self.made: list[Launched] = []

    def __call__(self) -> Launched:
        self.made.append(Launched())
        return self.made[-1]


class Room:
    """A running client with its ears."""

    def __init__(self, sources: Sources) -> None:
        self.ears = Ears()
        self.launches = Launches()
        self.media = Media(self.ears, sources, launch=self.launches)
        self.media.start()

    def memories(self) -> set[str]:
        return memories(*(one.pid for one in self.launches.made))

    def kill(self) -> None:
        os.kill(self.launches.made[-1].pid, signal.SIGKILL)


@pytest.fixture
def rooms():
    opened = []

    def make(sources: Sources = SIMULATED) -> Room:
        opened.append(Room(sources))
        return opened[-1]

    yield make
    for room in opened:
        room.media.stop()
        assert all(is_gone(process.pid) for process in room.launches.made)
        assert room.memories() == set()


def memories(*pids: int) -> set[str]:
    """Return the shared memories of these processes: others may run beside this test."""
    return {one.name for pid in pids for one in SHARED.glob(f"osys-{pid}-*")}


def is_gone(pid: int) -> bool:
    """Return True when ``pid`` ended, here or in another process's charge."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except FileNotFoundError:
        return True


def until(is_so, within_s: float = 5.0) -> bool:
    last = time.monotonic() + within_s
    while not is_so() and time.monotonic() < last:
        os.sched_yield()
    return is_so()


def test_nothing_is_started_before_the_first_request(rooms):
    room = rooms()
    assert room.launches.made == []
    room.media.show(OTOSCOPE)
    room.ears.wait(FrameShown)
    assert len(room.launches.made) == 1


def test_a_preview_is_read_whole_from_shared_memory(rooms):
    room = rooms()
    room.media.show(OTOSCOPE)
    shown = room.ears.wait(FrameShown)
    reader = RingReader(shown.memory)

    def newest():
        last = room.ears.all(FrameShown)[-1]
        return reader.read(last.slot, last.sequence)

    assert until(lambda: newest() is not None)
    assert len(newest().pixels) == 1280 * 720 * 3
    assert shown.verdict.is_good
    reader.close()
    assert room.ears.wait(CameraSeen, lambda seen: seen.state is DeviceState.READY).role is OTOSCOPE


def test_a_picture_taken_says_that_it_is_simulated(rooms):
    room = rooms()
    room.media.capture(OTOSCOPE, "first")
    taken = room.ears.wait(PictureTaken)
    assert (taken.request_id, taken.role, taken.origin) == ("first", OTOSCOPE, Origin.SIMULATED)
    assert size_of(taken.jpeg) == (taken.width, taken.height) == (1280, 720)
    assert taken.verdict.is_good


def test_a_simulated_camera_reads_the_code_it_shows(rooms):
    script = CameraScript(ROOM, (Step(Scene.INS_CODE, 60),))
    room = rooms(Sources(simulation=Simulation((script,), PAYLOAD)))
    room.media.scan_code("scan", 20)
    assert room.ears.wait(CodeRead) == CodeRead("scan", PAYLOAD)


@pytest.mark.expects_log("hardware.media.supervisor")
def test_a_process_killed_during_a_preview_is_said_and_comes_back(rooms, caplog):
    room = rooms()
    room.media.show(OTOSCOPE)
    room.ears.wait(FrameShown, count=5)
    room.media.capture(OTOSCOPE, "taken too late")
    room.kill()
    failed = room.ears.wait(MediaFailed)
    assert failed == MediaFailed("taken too late", sentences.INTERRUPTED)
    lost = room.ears.wait(CameraSeen, lambda seen: seen.state is DeviceState.LOST)
    assert lost.sentence == sentences.COMES_BACK
    room.ears.forget()
    killed_at = time.monotonic()
    room.ears.wait(FrameShown)
    assert time.monotonic() - killed_at < 5
    room.media.capture(OTOSCOPE, "again")
    assert room.ears.wait(PictureTaken).request_id == "again"
    assert len(room.memories()) == 1
    assert "ended with code -9" in caplog.text


def test_it_stops_within_two_seconds(rooms):
    room = rooms()
    room.media.show(OTOSCOPE)
    room.media.show(ROOM)
    room.ears.wait(FrameShown)
    began = time.monotonic()
    room.media.stop()
    assert time.monotonic() - began < 2
    assert room.memories() == set()


def test_a_process_that_hangs_is_killed_within_two_seconds(rooms):
    room = rooms()
    room.media.show(OTOSCOPE)
    room.ears.wait(FrameShown)
    os.kill(room.launches.made[-1].pid, signal.SIGSTOP)
    began = time.monotonic()
    room.media.stop()
    assert time.monotonic() - began < 2.2
    assert until(lambda: room.memories() == set())


STATION = """
import sys, threading
from hardware.bindings import CameraRole
from hardware.media.client import Media
from hardware.media.commands import Sources
from hardware.media.launch import Launched
from hardware.media.messages import FrameShown
from hardware.simulators.scenes import Simulation
def launch():
    made = Launched()
    print(made.pid, flush=True)
    return made
shown = threading.Event()
def post(message):
    if isinstance(message, FrameShown):
        shown.set()
media = Media(post, Sources(simulation=Simulation()), launch=launch)
media.start()
media.show(CameraRole.OTOSCOPE)
shown.wait()
print("shown", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("is_both", [False, True], ids=["station", "station and process"])
def test_the_process_never_outlives_a_station_that_is_killed(is_both):
    with subprocess.Popen(
        [sys.executable, "-c", STATION], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as station:
        pid = int(station.stdout.readline())
        assert station.stdout.readline() == "shown\n"
        assert len(memories(pid)) == 1
        station.kill()
        if is_both:
            os.kill(pid, signal.SIGKILL)
        station.wait()
    assert until(lambda: is_gone(pid))
    assert until(lambda: memories(pid) == set())


def test_the_process_knows_neither_the_station_nor_a_window():
    code = (
        "import sys, hardware.media.process as process\n"
        "process.opencv.load()\n"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'app', 'ui', 'PySide6'}))"
    )
    said = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True
    )
    assert said.stdout == "[]\n"


def test_the_process_leaves_no_dump_of_its_memory(rooms):
    room = rooms()
    room.media.show(OTOSCOPE)
    room.ears.wait(FrameShown)
    limits = Path(f"/proc/{room.launches.made[-1].pid}/limits").read_text().splitlines()
    [core] = [line.split() for line in limits if line.startswith("Max core file size")]
    assert core[4:6] == ["0", "0"]


def film(path: Path, count: int) -> str:
    """Return a film of ``count`` pictures, all different and sharp enough."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 30, (640, 480))
    for number in range(count):
        picture = numpy.full((480, 640, 3), 120, numpy.uint8)
        for column in range(0, 640, 20):
            cv2.line(picture, (column, 0), (column, 480), (30, 40, 50), 2)
        cv2.putText(picture, str(number), (60, 200), 0, 4, (250, 250, 250), 8)
        writer.write(picture)
    writer.release()
    return str(path)


def test_a_film_goes_through_the_real_opencv_and_counts_as_simulated(rooms, tmp_path):
    binding = CameraBinding(OTOSCOPE, 0, 0, film(tmp_path / "film.avi", 120), "film")
    room = rooms(Sources((binding,)))
    room.media.show(OTOSCOPE)
    shown = room.ears.wait(FrameShown)
    assert (shown.width, shown.height) == (640, 480)
    room.media.capture(OTOSCOPE, "filmed")
    answer = room.ears.wait((PictureTaken, MediaFailed))
    assert isinstance(answer, PictureTaken), answer
    assert answer.origin is Origin.SIMULATED
    assert size_of(answer.jpeg) == (640, 480)


def test_a_film_that_ends_is_a_camera_lost_then_found_again(rooms, tmp_path):
    binding = CameraBinding(ROOM, 0, 0, film(tmp_path / "film.avi", 30), "film")
    room = rooms(Sources((binding,)))
    room.media.show(ROOM)
    room.ears.wait(CameraSeen, lambda seen: seen.state is DeviceState.READY)
    lost = room.ears.wait(CameraSeen, lambda seen: seen.state is DeviceState.LOST)
    assert lost.sentence == sentences.of_state(ROOM, DeviceState.LOST)
    lost_at = time.monotonic()
    room.ears.wait(CameraSeen, lambda seen: seen.state is DeviceState.READY, count=2)
    assert time.monotonic() - lost_at < 5


def test_a_role_without_a_camera_says_what_to_do(rooms):
    room = rooms(Sources())
    room.media.show(OTOSCOPE)
    seen = room.ears.wait(CameraSeen)
    assert (seen.state, seen.sentence) == (DeviceState.ABSENT, sentences.not_bound(OTOSCOPE))
    room.media.capture(OTOSCOPE, "none")
    assert room.ears.wait(MediaFailed).sentence == sentences.not_bound(OTOSCOPE)


def test_the_sources_may_change_while_showing(rooms):
    room = rooms(Sources())
    room.media.show(OTOSCOPE)
    room.ears.wait(CameraSeen)
    room.media.use(SIMULATED)
    room.ears.wait(FrameShown)
    room.media.use(Sources())
    room.ears.wait(CameraSeen, lambda seen: seen.state is DeviceState.ABSENT, count=2)
    assert until(lambda: room.memories() == set())
