"""A part added to the process: what it is told, what it sees and hears, how it reaches the pipe."""

import io
import threading
from dataclasses import dataclass

import pytest

from hardware.bindings import CameraRole
from hardware.media.cameras import CameraPart
from hardware.media.commands import PartCommand, Sources, Use
from hardware.media.messages import FrameShown, MediaFailed, PartMessage, SoundShown
from hardware.media.part import Added
from hardware.media.process import Dispatcher
from hardware.media.sound import SoundPart
from hardware.media.wire import encode, read_command, read_message
from hardware.readings import DecodeError, DeviceState
from hardware.simulators.scenes import CameraScript, Scene, Simulation, Step
from tests.hardware.media.ears import Ears

ROOM = CameraRole.ROOM
SIMULATED = Sources(simulation=Simulation())


@dataclass(frozen=True, slots=True)
class Ring(PartCommand):
    times: int


@dataclass(frozen=True, slots=True)
class Rang(PartMessage):
    times: int


class Bell:
    """A part that answers and remembers."""

    def __init__(self, reach):
        self.reach, self.told = reach, []

    def use(self, sources):
        self.told.append(sources)

    def do(self, command):
        if isinstance(command, Ring):
            self.reach.post(Rang(command.times))
        return isinstance(command, Ring)

    def tick(self):
        self.told.append("tick")

    def stop(self):
        self.told.append("stop")


def test_an_added_part_is_told_everything_and_answers_in_its_own_words():
    said, made = [], []

    def make(reach):
        made.append(Bell(reach))
        return made[-1]

    dispatcher = Dispatcher(said.append, Added(make, (Ring,)))
    dispatcher.do(Use(Sources()))
    dispatcher.do(Ring(2))
    dispatcher.tick()
    dispatcher.stop()
    assert Rang(2) in said
    assert made[0].told == [Sources(), "tick", "stop"]


def test_its_words_cross_the_pipe_when_they_were_declared_and_only_then():
    assert read_command(io.BytesIO(encode(Ring(3))), (Ring,)) == Ring(3)
    assert read_message(io.BytesIO(encode(Rang(3))), (Rang,)) == Rang(3)
    for read, said in ((read_command, Ring(3)), (read_message, Rang(3))):
        with pytest.raises(DecodeError):
            read(io.BytesIO(encode(said)))


class Looker:
    """A viewer that keeps what it saw."""

    def __init__(self):
        self.came, self.sizes, self.states = threading.Event(), [], []
        self.left = threading.Event()

    def seen(self, shot):
        self.sizes.append(shot.picture.shape)
        self.came.set()

    def changed(self, state, sentence):
        self.states.append((state, sentence))
        if state is DeviceState.LOST:
            self.left.set()


def test_one_camera_is_shown_and_tapped_at_once_and_stays_open_for_the_tap():
    ears, looker = Ears(), Looker()
    cameras = CameraPart(ears)
    cameras.use(SIMULATED)
    cameras.show(ROOM)
    cameras.tap(ROOM, looker)
    assert looker.came.wait(30)
    ears.wait(FrameShown)
    cameras.hide(ROOM)
    looker.came.clear()
    assert looker.came.wait(30), "the preview ended, the call must go on"
    assert looker.sizes[-1][0] >= 720
    cameras.untap(ROOM)
    cameras.stop()


def test_a_tap_hears_that_its_camera_is_pulled_out_or_was_never_chosen():
    looker, other = Looker(), Looker()
    steps = (Step(Scene.SHARP, 0.5), Step(Scene.UNPLUGGED, 60.0))
    cameras = CameraPart(lambda _: None)
    cameras.tap(ROOM, other)
    assert other.states[0][0] is DeviceState.ABSENT
    assert "aucun appareil choisi" in other.states[0][1]
    cameras.use(Sources(simulation=Simulation(cameras=(CameraScript(ROOM, steps),))))
    cameras.tap(ROOM, looker)
    assert looker.left.wait(30)
    assert "Rebranchez" in looker.states[-1][1]
    cameras.stop()


def test_what_is_listened_to_is_given_unprocessed_to_who_follows():
    ears, heard, came = Ears(), [], threading.Event()

    def follow(block, rate_hz):
        heard.append((block.samples.size, rate_hz))
        came.set()

    sound = SoundPart(ears)
    sound.use(SIMULATED)
    sound.follow(follow)
    sound.listen("r")
    assert came.wait(30)
    ears.wait(SoundShown)
    sound.follow(None)
    sound.close()
    assert heard[0] == (400, 4000)


def overhearing(heard):
    """Return a part that listens to a simulated heart, and what followers and failures are told."""
    ears, lacks = Ears(), Ears()
    sound = SoundPart(ears)
    sound.follow(lambda block, rate_hz: heard((block.samples.size, rate_hz)))
    return sound, ears, lacks


def test_a_stethoscope_is_open_for_who_follows_though_nobody_listens():
    heard = Ears()
    sound, ears, lacks = overhearing(heard)
    sound.use(SIMULATED)
    sound.overhear(lacks)
    assert heard.wait(tuple) == (400, 4000)
    sound.overhear(None)
    sound.close()
    assert ears.all(object) == lacks.all(object) == []


def test_a_listening_that_is_asked_takes_its_place_and_it_comes_back_after():
    heard = Ears()
    sound, ears, lacks = overhearing(heard)
    sound.use(SIMULATED)
    sound.overhear(lacks)
    heard.wait(tuple)
    sound.listen("asked")
    ears.wait(SoundShown, lambda shown: shown.request_id == "asked")
    sound.overhear(lacks)  # said again every second by who follows: changes nothing meanwhile
    sound.cancel("asked")
    heard.forget()
    sound.overhear(lacks)
    heard.wait(tuple)
    sound.follow(None)
    sound.close()
    assert ears.all(MediaFailed) == []


def test_who_follows_is_told_that_the_stethoscope_was_never_chosen():
    sound, ears, lacks = overhearing(Ears())
    sound.use(Sources())
    sound.overhear(lacks)
    assert "aucune entrée choisie" in lacks.wait(str)
    sound.close()
    assert ears.all(object) == []
