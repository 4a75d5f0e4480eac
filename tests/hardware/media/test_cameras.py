"""The cameras inside the process: one owner, several viewers, losses, refusals, codes."""

import os
import threading
import time

import numpy
import pytest

from hardware.bindings import CameraBinding, CameraRole
from hardware.cameras import CameraFound
from hardware.datamatrix import FOREIGN
from hardware.frames import CameraUnavailable
from hardware.links import camera as link
from hardware.media import doors, sentences
from hardware.media.cameras import CameraPart
from hardware.media.commands import Sources
from hardware.media.messages import CameraSeen, CodeRead, FrameShown, MediaFailed, PictureTaken
from hardware.media.opened import for_role
from hardware.media.watch import Door, Watch
from hardware.readings import DeviceState
from hardware.simulators.scenes import CameraScript, Scene, Simulation, Step
from hardware.verdict import Flaw, Verdict
from tests.hardware.media.codes import PAYLOAD
from tests.hardware.media.ears import Ears

ROOM, OTOSCOPE, SKIN = CameraRole.ROOM, CameraRole.OTOSCOPE, CameraRole.DERMATOSCOPE
READY, LOST, ABSENT = DeviceState.READY, DeviceState.LOST, DeviceState.ABSENT


@pytest.fixture
def ears():
    return Ears()


@pytest.fixture
def part(ears):
    made = CameraPart(ears)
    yield made
    made.stop()


def scripted(*steps: Step, role: CameraRole = OTOSCOPE, code: str = "") -> Sources:
    return Sources(simulation=Simulation((CameraScript(role, steps),), code))


def is_state(state: DeviceState):
    return lambda seen: seen.state is state


def test_two_roles_of_one_camera_share_one_opening(part, ears, monkeypatch):
    opened = []

    class Living:
        """A camera that shows a new picture at each look, and counts who opened it."""

        def __init__(self, place: str) -> None:
            opened.append(place)
            self.shown = 0

        def frame(self) -> numpy.ndarray:
            self.shown += 1
            picture = numpy.zeros((48, 64, 3), numpy.uint8)
            picture[self.shown % 48] = 255
            return picture

        def close(self) -> None:
            opened.remove("/dev/video7")

    found = CameraFound(1, 2, "@1-4", "Caméra", "/dev/video7")
    monkeypatch.setattr(doors, "cameras", lambda: (found,))
    monkeypatch.setattr(doors, "open_camera", Living)
    one = [CameraBinding(role, 1, 2, "@1-4", "Caméra") for role in (OTOSCOPE, SKIN)]
    part.use(Sources(tuple(one)))
    part.show(OTOSCOPE)
    part.show(SKIN)
    shown = [
        ears.wait(FrameShown, lambda one, role=role: one.role is role) for role in (OTOSCOPE, SKIN)
    ]
    assert shown[0].memory == shown[1].memory
    assert opened == ["/dev/video7"]
    part.hide(OTOSCOPE)
    ears.forget()
    ears.wait(FrameShown, lambda one: one.role is SKIN, count=3)
    assert opened == ["/dev/video7"]
    part.hide(SKIN)
    part.stop()
    assert opened == []


def test_a_camera_pulled_out_is_lost_within_two_seconds_and_comes_back_within_five(part, ears):
    part.use(scripted(Step(Scene.SHARP, 0.5), Step(Scene.UNPLUGGED, 1.2), Step(Scene.SHARP, 9)))
    began = time.monotonic()
    part.show(OTOSCOPE)
    ears.wait(CameraSeen, is_state(READY))
    ready_at = time.monotonic()
    assert ears.wait(CameraSeen, is_state(LOST)).sentence.startswith("Otoscope\u00a0: l’image ne")
    assert time.monotonic() - max(ready_at, began + 0.5) < 2
    gone_at = time.monotonic()
    assert ears.wait(CameraSeen, is_state(ABSENT)).sentence.startswith(
        "Otoscope\u00a0: non branché."
    )
    ears.wait(CameraSeen, is_state(READY), count=2)
    assert time.monotonic() - gone_at < 1.2 + 5
    states = [seen.state for seen in ears.all(CameraSeen)]
    assert states == [DeviceState.SEARCHING, READY, LOST, ABSENT, READY]


def test_a_frozen_camera_is_lost_within_two_seconds_of_its_last_new_picture(part, ears):
    part.use(scripted(Step(Scene.SHARP, 0.5), Step(Scene.FROZEN, 60)))
    part.show(OTOSCOPE)
    ears.wait(CameraSeen, is_state(READY))
    began = time.monotonic()
    ears.wait(CameraSeen, is_state(LOST))
    assert time.monotonic() - began < 0.5 + 2.5


class Box:
    """A source in the hands of the test."""

    def __init__(self) -> None:
        self.pictures = iter(range(1, 10**6))
        self.is_pulled = threading.Event()
        self.was_closed = threading.Event()

    def frame(self) -> numpy.ndarray:
        if self.is_pulled.is_set():
            raise CameraUnavailable(LOST)
        return numpy.full((48, 64), next(self.pictures) % 200, numpy.uint8)

    def close(self) -> None:
        self.was_closed.set()


class Silent:
    def seen(self, shot) -> None: ...

    def changed(self, state, sentence) -> None: ...


def test_what_is_plugged_in_during_a_long_wait_is_tried_at_once():
    box, opened, plugged = Box(), [], ["/dev/video0"]

    def open_it():
        opened.append(time.monotonic())
        if len(opened) < 3:
            raise CameraUnavailable(ABSENT)
        return box

    watch = Watch(Door(open_it, lambda: tuple(plugged)), Silent(), back_off_s=(0.01, 60.0))
    watch.start()
    while len(opened) < 2:
        os.sched_yield()
    plugged.append("/dev/video1")
    began = time.monotonic()
    while watch.state[0] is not READY and time.monotonic() < began + 5:
        os.sched_yield()
    assert watch.state[0] is READY
    watch.leave()
    assert box.was_closed.wait(5)


def test_a_camera_is_released_before_the_same_one_is_opened_again(part, ears):
    part.use(scripted(Step(Scene.SHARP, 60)))
    for _ in range(3):
        ears.forget()
        part.show(OTOSCOPE)
        ears.wait(FrameShown)
        part.hide(OTOSCOPE)


def bound(place: str, monkeypatch) -> Sources:
    found = CameraFound(1, 2, "@1-4", "Otoscope", place)
    monkeypatch.setattr(doors, "cameras", lambda: (found,))
    return Sources((CameraBinding(OTOSCOPE, 1, 2, "@1-4", "Otoscope"),))


def test_an_absent_camera_says_to_plug_it(part, ears, monkeypatch):
    sources = bound("", monkeypatch)
    monkeypatch.setattr(doors, "cameras", tuple)
    part.use(sources)
    part.show(OTOSCOPE)
    assert (
        ears.wait(CameraSeen, is_state(ABSENT)).sentence
        == "Otoscope\u00a0: non branché. Branchez-le."
    )
    part.capture(OTOSCOPE, "none")
    assert "Branchez-le" in ears.wait(MediaFailed).sentence


def test_a_busy_camera_names_the_cause(part, ears, monkeypatch, tmp_path):
    (tmp_path / "video0").write_bytes(b"a camera that another program holds")
    part.use(bound(str(tmp_path / "video0"), monkeypatch))
    part.capture(OTOSCOPE, "none")
    failed = ears.wait(MediaFailed)
    assert failed.sentence == "Otoscope\u00a0: utilisé par un autre programme. Fermez-le."


def test_a_forbidden_camera_says_to_allow_it(part, ears, monkeypatch, tmp_path):
    (tmp_path / "video0").touch()
    part.use(bound(str(tmp_path / "video0"), monkeypatch))
    monkeypatch.setattr(link, "_state_of", lambda _: DeviceState.DENIED)
    part.show(OTOSCOPE)
    seen = ears.wait(CameraSeen, is_state(DeviceState.DENIED))
    assert "Autorisez-le" in seen.sentence


def test_two_cameras_that_nothing_tells_apart_are_left_to_a_person(part, ears, monkeypatch):
    sources = bound("", monkeypatch)
    twins = tuple(CameraFound(1, 2, f"@1-{port}", "Otoscope", "/dev/null") for port in (5, 6))
    monkeypatch.setattr(doors, "cameras", lambda: twins)
    part.use(sources)
    part.show(OTOSCOPE)
    assert ears.wait(CameraSeen, is_state(ABSENT)).sentence == sentences.several(OTOSCOPE)


def test_a_driver_that_hangs_keeps_its_thread_and_not_the_caller(part, ears, monkeypatch, tmp_path):
    (tmp_path / "video0").touch()
    released = threading.Event()

    class Hanging:
        def __init__(self, *_):
            released.wait(60)

        def isOpened(self):
            return False

        def release(self): ...

    monkeypatch.setattr("cv2.VideoCapture", Hanging)
    monkeypatch.setattr(link, "OPENED_WITHIN_S", 0.3)
    monkeypatch.setattr(link, "CLOSED_WITHIN_S", 0.1)
    part.use(bound(str(tmp_path / "video0"), monkeypatch))
    part.show(OTOSCOPE)
    ears.wait(CameraSeen, is_state(DeviceState.BUSY))
    began = time.monotonic()
    part.stop()
    assert time.monotonic() - began < 1
    released.set()


def test_a_picture_waits_for_a_second_and_a_half_of_pictures(part, ears):
    part.use(scripted(Step(Scene.BLURRED, 0.6), Step(Scene.SHARP, 0.6), Step(Scene.BLURRED, 60)))
    began = time.monotonic()
    part.capture(OTOSCOPE, "best")
    taken = ears.wait(PictureTaken)
    assert time.monotonic() - began >= 1.5
    assert taken.verdict.flaws == ()


def test_a_picture_that_was_cancelled_is_not_given(part, ears):
    part.use(scripted(Step(Scene.SHARP, 60)))
    part.capture(OTOSCOPE, "dropped")
    part.capture(OTOSCOPE, "kept")
    part.cancel("dropped")
    ears.wait(PictureTaken)
    assert [one.request_id for one in ears.all(PictureTaken)] == ["kept"]


def test_a_picture_that_never_comes_fails_with_a_sentence(ears, monkeypatch):
    monkeypatch.setattr("hardware.media.opened.CAPTURED_WITHIN_S", 0.0)
    part = CameraPart(ears)
    part.use(scripted(Step(Scene.SHARP, 60)))
    part.capture(OTOSCOPE, "late")
    while not ears.all(MediaFailed):
        part.tick()
    assert ears.all(MediaFailed) == [MediaFailed("late", sentences.NO_PICTURE)]
    part.stop()


def test_a_code_is_read_while_the_same_camera_is_shown(part, ears):
    part.use(scripted(Step(Scene.SHARP, 0.5), Step(Scene.INS_CODE, 60), role=ROOM, code=PAYLOAD))
    part.show(ROOM)
    part.scan("scan", 20)
    assert ears.wait(CodeRead) == CodeRead("scan", PAYLOAD)
    assert ears.wait(FrameShown).role is ROOM


def test_a_foreign_code_is_explained_after_a_second(part, ears):
    part.use(scripted(Step(Scene.INS_CODE, 60), role=ROOM, code="AUTRE"))
    began = time.monotonic()
    part.scan("scan", 20)
    assert ears.wait(MediaFailed) == MediaFailed("scan", FOREIGN)
    assert time.monotonic() - began >= 1


def test_a_search_that_is_cancelled_says_nothing_and_releases_the_camera(part, ears):
    part.use(scripted(Step(Scene.SHARP, 60), role=ROOM))
    part.scan("scan", 60)
    part.show(ROOM)
    ears.wait(FrameShown)
    part.hide(ROOM)
    part.cancel("scan")
    began = time.monotonic()
    while any(one.name == "scan" for one in threading.enumerate()) and time.monotonic() < began + 5:
        os.sched_yield()
    assert ears.all(MediaFailed) == []
    assert not any(one.name == "scan" for one in threading.enumerate())


def test_without_any_camera_the_search_keeps_its_sentence(part, ears, monkeypatch, tmp_path):
    monkeypatch.setattr(doors, "cameras", tuple)
    monkeypatch.setattr(
        doors, "open_camera", lambda taken: link.open_camera(folder=tmp_path, taken=taken)
    )
    part.use(Sources())
    part.scan("scan", 20)
    assert ears.wait(MediaFailed).sentence.startswith("Aucune caméra sur ce poste.")


def test_the_lamps_of_a_room_are_no_flaw():
    verdict = Verdict(120, 0, 0.1, 40, 0.6, 0.6, 0, (Flaw.GLARE,))
    assert for_role(ROOM, verdict).is_good
    assert for_role(OTOSCOPE, verdict).flaws == (Flaw.GLARE,)


@pytest.mark.parametrize("role", CameraRole)
@pytest.mark.parametrize("state", [ABSENT, LOST, DeviceState.BUSY, DeviceState.DENIED])
def test_every_state_says_which_device_and_what_to_do(role, state):
    sentence = sentences.of_state(role, state)
    assert sentence.startswith(sentences.NAMES[role])
    assert sentence.count(".") == 2


def test_the_gravest_flaw_is_said_first():
    assert sentences.of_flaw((Flaw.BLURRED, Flaw.DARK)).startswith("Trop sombre")
    assert sentences.of_flaw(()) == ""
    assert all(sentences.of_flaw((flaw,)) for flaw in Flaw)
