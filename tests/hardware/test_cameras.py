"""A camera chosen for a role is found again by what it is, never by its number."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware import opencv
from hardware.bindings import CameraBinding, CameraRole
from hardware.cameras import CameraFound, Several, camera_of
from hardware.links import camera_list
from hardware.links.camera_list import cameras, found_of, places_of, plugged, serial_and_port

OTOSCOPE, ROOM = CameraRole.OTOSCOPE, CameraRole.ROOM
CHOSEN = CameraBinding(OTOSCOPE, 0x1234, 1, "A7@1-4", "Otoscope USB")


def found(
    path: str, *, vid: int = 0x1234, pid: int = 1, name: str = "Otoscope USB", place: str = ""
):
    return CameraFound(vid, pid, path, name, place)


def test_its_number_does_not_matter():
    here = [found("X@1-1", vid=9), found("A7@1-4", place="/dev/video9")]
    assert camera_of(OTOSCOPE, [CHOSEN], here).place == "/dev/video9"


def test_its_serial_number_finds_it_in_another_port_among_its_twins():
    here = [found("B8@1-4"), found("A7@1-2")]
    assert camera_of(OTOSCOPE, [CHOSEN], here).path == "A7@1-2"


def test_its_port_finds_it_among_twins_without_serial_number():
    chosen = CameraBinding(OTOSCOPE, 0x1234, 1, "@1-4", "Otoscope USB")
    assert camera_of(OTOSCOPE, [chosen], [found("@1-3"), found("@1-4")]).path == "@1-4"


def test_the_only_one_of_its_model_is_taken_even_elsewhere():
    assert camera_of(OTOSCOPE, [CHOSEN], [found("B8@2-1")]).path == "B8@2-1"


def test_two_that_nothing_tells_apart_are_refused():
    with pytest.raises(Several) as refused:
        camera_of(OTOSCOPE, [CHOSEN], [found("B8@2-1"), found("C9@2-2")])
    assert refused.value.role is OTOSCOPE


def test_the_twin_that_has_another_role_is_never_taken():
    other = CameraBinding(ROOM, 0x1234, 1, "B8@2-1", "Otoscope USB")
    assert camera_of(OTOSCOPE, [CHOSEN, other], [found("B8@2-1")]) is None


def test_another_model_is_never_taken():
    assert camera_of(OTOSCOPE, [CHOSEN], [found("A7@1-4", pid=2)]) is None


def test_a_role_without_a_camera_has_none():
    assert camera_of(ROOM, [CHOSEN], [found("A7@1-4")]) is None


def test_a_camera_inside_a_computer_is_known_by_its_name():
    chosen = CameraBinding(ROOM, 0, 0, "@pci", "Caméra intégrée")
    inside = found("@pci", vid=0, pid=0, name="Caméra intégrée")
    other = found("@pci", vid=0, pid=0, name="Autre")
    assert camera_of(ROOM, [chosen], [other, inside]) == inside
    assert camera_of(ROOM, [chosen], [other]) is None


PATHS = st.builds("{}@{}".format, st.sampled_from(["", "A", "B"]), st.sampled_from(["1", "2", "3"]))
PLUGGED = st.lists(st.builds(found, PATHS, vid=st.integers(1, 2)), max_size=5, unique=True)
BOUND = st.lists(
    st.builds(
        CameraBinding,
        st.sampled_from(CameraRole),
        st.integers(1, 2),
        st.just(1),
        PATHS,
        st.just("x"),
    ),
    max_size=3,
    unique_by=(lambda one: one.role, lambda one: (one.vid, one.path)),
)


@given(BOUND, PLUGGED)
def test_what_is_found_is_plugged_of_the_right_model_and_not_somebody_elses(bound, here):
    for binding in bound:
        try:
            camera = camera_of(binding.role, bound, here)
        except Several:
            continue
        if camera is None:
            continue
        assert camera in here
        assert (camera.vid, camera.pid) == (binding.vid, binding.pid)
        others = [one for one in bound if one.role is not binding.role]
        assert not any((one.vid, one.path) == (camera.vid, camera.path) for one in others)


@given(BOUND, PLUGGED, st.randoms())
def test_the_order_of_the_list_changes_nothing(bound, here, chance):
    def all_of(cameras):
        answers = []
        for binding in bound:
            try:
                answers.append(camera_of(binding.role, bound, cameras))
            except Several:
                answers.append(Several)
        return answers

    mixed = list(here)
    chance.shuffle(mixed)
    assert all_of(here) == all_of(mixed)


@dataclass
class Listed:
    index: int
    name: str
    path: str | None
    vid: int | None
    pid: int | None


def usb_tree(folder: Path, port: str, serial: str | None) -> Path:
    """Return the folder of video4linux of a USB camera in ``port``."""
    interface = folder / "bus" / port / f"{port}:1.0"
    interface.mkdir(parents=True)
    if serial is not None:
        (interface.parent / "serial").write_text(f"{serial}\n")
    node = folder / "class" / "video3"
    node.mkdir(parents=True)
    (node / "device").symlink_to(interface)
    return node


def test_linux_gives_the_serial_number_and_the_port(tmp_path):
    node = usb_tree(tmp_path, "1-4.2", "A7")
    assert serial_and_port(node) == "A7@1-4.2"
    one = found_of(Listed(3, "Otoscope", "/dev/video3", 0x1234, 1), 200, node.parent)
    assert one == CameraFound(0x1234, 1, "A7@1-4.2", "Otoscope", "/dev/video3")


def test_without_a_serial_number_the_port_remains(tmp_path):
    assert serial_and_port(usb_tree(tmp_path, "1-4", None)) == "@1-4"


def test_a_serial_number_cannot_be_taken_for_a_port(tmp_path):
    assert serial_and_port(usb_tree(tmp_path, "1-4", "a@b")) == "a b@1-4"


def test_elsewhere_the_path_of_the_system_is_kept_and_the_rank_only_opens(tmp_path):
    one = found_of(Listed(2, "Caméra", "usb#vid_1234", 0x1234, 1), cv2.CAP_MSMF, tmp_path)
    assert (one.path, one.place) == ("@usb#vid_1234", f"{cv2.CAP_MSMF}:2")
    bare = found_of(Listed(2, "Caméra", None, None, None), cv2.CAP_MSMF, tmp_path)
    assert (bare.vid, bare.pid, bare.path) == (0, 0, "@")


def test_the_other_backend_of_the_system_is_a_second_door(monkeypatch):
    ranks = {cv2.CAP_MSMF: 0, cv2.CAP_DSHOW: 3}
    monkeypatch.setattr(camera_list, "_backends", lambda: iter(ranks))
    monkeypatch.setattr(
        camera_list, "_listed", lambda backend: [Listed(ranks[backend], "Caméra", "usb", 1, 2)]
    )
    [one] = cameras()
    assert places_of(one) == (f"{cv2.CAP_MSMF}:0", f"{cv2.CAP_DSHOW}:3")


def test_a_system_that_lists_no_camera_gives_none(monkeypatch):
    monkeypatch.setattr(camera_list, "_listed", lambda _: ())
    assert cameras() == ()


def test_plugging_is_seen(tmp_path, monkeypatch):
    monkeypatch.setattr(camera_list, "NODES", tmp_path)
    before = plugged()
    (tmp_path / "video0").touch()
    assert plugged() != before


def test_the_real_list_answers():
    assert all(isinstance(one, CameraFound) for one in cameras())


def test_our_opencv_has_no_window():
    assert not opencv.has_windows()


@pytest.mark.parametrize("toolkit", ["QT5", "GTK3", "WIN32UI", "COCOA"])
def test_an_opencv_with_windows_is_recognised(toolkit):
    assert opencv.shows_windows(f"\n  GUI:                           {toolkit}\n    QT: YES\n")
