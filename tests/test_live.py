"""What moves passes beside the flow: the newest is shown, nothing piles up."""

from app.desk.messages import HomeAsked
from app.live import MOST_SOUNDS, LiveBoard, is_live
from hardware.bindings import CameraRole
from hardware.media.messages import CameraSeen, FrameShown, SoundShown
from hardware.readings import DeviceState
from hardware.verdict import Verdict
from tests.ui.scenes import scene
from ui.loop import Loop

EAR = CameraRole.OTOSCOPE
GOOD = Verdict(120, 0, 0, 40, 0.6, 0.6, 1)


def frame(sequence: int, role: CameraRole = EAR) -> FrameShown:
    return FrameShown(role, "m", 1, sequence, 1280, 720, GOOD)


def sound(level: float) -> SoundShown:
    return SoundShown("r", bytes(8), level, None, 0.0)


def test_the_newest_picture_of_each_camera_is_kept() -> None:
    board = LiveBoard()
    board.put(frame(1))
    board.put(frame(2))
    board.put(frame(9, CameraRole.ROOM))
    assert board.frame(EAR) == frame(2)
    assert board.frame(CameraRole.DERMATOSCOPE) is None


def test_a_sound_is_taken_once_and_never_piles_up() -> None:
    board = LiveBoard()
    for rank in range(MOST_SOUNDS + 3):
        board.put(sound(rank))
    taken = board.take_sounds()
    assert [one.level for one in taken] == list(range(3, MOST_SOUNDS + 3))
    assert board.take_sounds() == ()


def test_a_page_that_opens_again_does_not_show_an_old_picture() -> None:
    board = LiveBoard()
    board.put(frame(1))
    board.put(CameraSeen(EAR, DeviceState.READY, ""))
    board.forget(EAR)
    assert board.frame(EAR) is None
    assert board.camera(EAR) is None


def test_a_moving_picture_changes_no_state_and_draws_no_page() -> None:
    posts = []
    shown = scene()
    loop = Loop(shown.desk, posts.append, lambda: shown.now)
    drawn: list[int] = []
    loop.changed.connect(lambda: drawn.append(1))
    posts[0](frame(1))
    posts[0](sound(0.5))
    assert drawn == []
    assert loop.scene.live is loop.live
    assert loop.live.frame(EAR) == frame(1)


def test_a_message_is_not_what_moves() -> None:
    assert is_live(frame(1))
    assert not is_live(HomeAsked())
