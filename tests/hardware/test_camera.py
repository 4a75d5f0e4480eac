"""A camera that is absent, busy or lost is a sentence; one that works reads the INS code."""

import os
import sys
from datetime import date
from itertools import cycle

import cv2
import numpy
import pytest

from hardware.codecs.ins_datamatrix import InsFields, encode_ins
from hardware.datamatrix import CodeError, make_image
from hardware.frames import CameraUnavailable
from hardware.links import camera
from hardware.links.camera import open_camera
from hardware.media.scanner import Pacing, scan
from hardware.readings import DeviceState

PAYLOAD = encode_ins(
    InsFields("2" * 15, "1.2.250.1.213.1.4.10", ("ALIX",), "TEST-OSYS", "F", date(1975, 5, 14))
)
TABLE = numpy.full((480, 640), 200, numpy.uint8)


def showing(payload: str) -> numpy.ndarray:
    code = cv2.imdecode(numpy.frombuffer(make_image(payload), numpy.uint8), cv2.IMREAD_GRAYSCALE)
    height, width = code.shape
    shown = TABLE.copy()
    shown[40 : 40 + height, 60 : 60 + width] = code
    return shown


class Pictures:
    """A source that shows its pictures again and again, at ten a second of its own time."""

    def __init__(self, *pictures: numpy.ndarray) -> None:
        self._pictures = cycle(pictures)
        self.seconds = 0.0
        self.shown = 0

    def pause(self, seconds: float) -> None:
        self.seconds += seconds

    def frame(self) -> numpy.ndarray:
        self.shown += 1
        return next(self._pictures)

    def scan(self, seconds: float = 20, **options) -> str:
        return scan(
            self, seconds=seconds, pacing=Pacing(lambda: self.seconds, self.pause), **options
        )


def film(path, *pictures: numpy.ndarray) -> str:
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10, (640, 480), False)
    for shown in pictures:
        writer.write(shown)
    writer.release()
    return str(path)


def scanned(place: str) -> str:
    source = open_camera(place)
    try:
        return scan(source, seconds=20)
    finally:
        source.close()


def test_no_camera_is_a_sentence(tmp_path):
    with pytest.raises(CameraUnavailable) as refused:
        open_camera(folder=tmp_path)
    assert refused.value.state is DeviceState.ABSENT
    assert refused.value.sentence.startswith("Aucune caméra sur ce poste.")


def test_a_camera_that_does_not_open_is_said_to_be_used_elsewhere(tmp_path):
    (tmp_path / "video0").write_bytes(b"not a camera")
    with pytest.raises(CameraUnavailable) as refused:
        open_camera(folder=tmp_path)
    assert refused.value.state is DeviceState.BUSY
    assert "autre programme" in refused.value.sentence


def test_a_device_file_that_refuses_to_open_is_busy(tmp_path):
    (tmp_path / "video0").mkdir()
    with pytest.raises(CameraUnavailable) as refused:
        open_camera(folder=tmp_path)
    assert refused.value.state is DeviceState.BUSY


def test_a_forbidden_camera_says_to_allow_it(tmp_path, monkeypatch):
    def forbidden(*_):
        raise PermissionError

    (tmp_path / "video0").touch()
    monkeypatch.setattr(os, "open", forbidden)
    with pytest.raises(CameraUnavailable) as refused:
        open_camera(folder=tmp_path)
    assert refused.value.state is DeviceState.DENIED
    assert "Autorisez-la" in refused.value.sentence


def test_a_device_file_gone_meanwhile_is_absent(tmp_path):
    (tmp_path / "video0").symlink_to(tmp_path / "gone")
    with pytest.raises(CameraUnavailable) as refused:
        open_camera(folder=tmp_path)
    assert refused.value.state is DeviceState.ABSENT


def test_a_named_camera_that_does_not_exist_is_absent(tmp_path):
    with pytest.raises(CameraUnavailable) as refused:
        open_camera(str(tmp_path / "video9"))
    assert refused.value.state is DeviceState.ABSENT


def test_elsewhere_than_on_linux_the_first_number_is_tried(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "platform", "win32")
    assert camera._first_camera(tmp_path) == "0"


def test_a_code_filmed_is_read_through_the_real_decoder(tmp_path):
    place = film(tmp_path / "film.avi", *[TABLE] * 3, *[showing(PAYLOAD)] * 5)
    assert scanned(place) == PAYLOAD


def test_a_camera_that_stops_giving_pictures_is_lost(tmp_path):
    place = film(tmp_path / "film.avi", *[TABLE] * 3)
    with pytest.raises(CameraUnavailable) as refused:
        scanned(place)
    assert refused.value.state is DeviceState.LOST
    assert "Rebranchez-la" in refused.value.sentence


def test_the_code_is_read_among_other_codes():
    source = Pictures(TABLE, showing("AUTRE"), showing(PAYLOAD))
    assert source.scan() == PAYLOAD


def test_another_code_shown_for_a_second_is_explained():
    source = Pictures(showing("AUTRE"))
    with pytest.raises(CodeError) as refused:
        source.scan()
    assert "n’est pas un code INS" in refused.value.sentence
    assert 1 <= source.seconds < 2


def test_the_search_is_bounded_in_time():
    source = Pictures(TABLE)
    with pytest.raises(CodeError) as refused:
        source.scan(seconds=5)
    assert refused.value.sentence.startswith("Aucun code lu par la caméra.")
    assert source.shown <= 52


def test_the_search_stops_when_it_is_cancelled():
    source = Pictures(TABLE)
    with pytest.raises(CodeError):
        source.scan(is_cancelled=lambda: source.shown >= 3)
    assert source.shown == 3
