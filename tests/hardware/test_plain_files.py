"""Nothing but the picture and the sound: no place, no date, no thumbnail, nothing after the end."""

import struct
import wave
from io import BytesIO

import cv2
import hypothesis.strategies as st
import numpy
import pytest
from hypothesis import given

from hardware.plain_files import plain_jpeg, plain_wav
from hardware.readings import DecodeError

SECRET = b"Rue de la Paix 12, GPS 48.11 -1.67"


def a_jpeg(progressive: bool = False) -> bytes:
    rng = numpy.random.default_rng(7)
    picture = rng.integers(0, 255, (48, 64, 3), dtype=numpy.uint8)
    options = [cv2.IMWRITE_JPEG_PROGRESSIVE, int(progressive), cv2.IMWRITE_JPEG_RST_INTERVAL, 2]
    done, coded = cv2.imencode(".jpg", picture, options)
    assert done
    return coded.tobytes()


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def told(jpeg: bytes) -> bytes:
    exif = segment(0xE1, b"Exif\0\0" + SECRET + a_jpeg())
    note = segment(0xFE, SECRET)
    maker = segment(0xEF, SECRET)
    return jpeg[:2] + exif + b"\xff\xff" + note[1:] + maker + jpeg[2:] + SECRET


def pixels(jpeg: bytes) -> numpy.ndarray:
    picture = cv2.imdecode(numpy.frombuffer(jpeg, numpy.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    return picture


@pytest.mark.parametrize("progressive", [False, True])
def test_a_picture_loses_its_metadata_and_keeps_its_pixels(progressive: bool) -> None:
    jpeg = a_jpeg(progressive)
    plain = plain_jpeg(told(jpeg))
    assert SECRET not in plain
    assert plain == plain_jpeg(jpeg) == jpeg
    assert (pixels(plain) == pixels(jpeg)).all()


def test_a_plain_picture_is_given_back_as_it_is() -> None:
    assert plain_jpeg(plain_jpeg(told(a_jpeg()))) == plain_jpeg(told(a_jpeg()))


@given(st.integers(0, 3000))
def test_a_picture_cut_anywhere_is_refused(where: int) -> None:
    jpeg = a_jpeg()
    with pytest.raises(DecodeError):
        plain_jpeg(jpeg[: min(where, len(jpeg) - 1)])


@given(st.binary(max_size=400))
def test_anything_else_is_refused_as_unreadable(data: bytes) -> None:
    with pytest.raises(DecodeError):
        plain_jpeg(b"\xff\xd8" + data.replace(b"\xff\xd9", b""))
    with pytest.raises(DecodeError):
        plain_wav(data)


def a_wav(samples: bytes = bytes(range(200))) -> bytes:
    into = BytesIO()
    with wave.open(into, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(4000)
        file.writeframes(samples)
    return into.getvalue()


def test_a_sound_loses_its_notes_and_keeps_its_samples() -> None:
    wav = a_wav()
    noted = wav + b"LIST" + struct.pack("<I", len(SECRET)) + SECRET + bytes(len(SECRET) % 2)
    noted = noted[:4] + struct.pack("<I", len(noted) - 8) + noted[8:]
    plain = plain_wav(noted)
    assert SECRET not in plain
    assert plain == wav
    with wave.open(BytesIO(plain)) as file:
        assert (file.getframerate(), file.readframes(1000)) == (4000, bytes(range(200)))


@given(st.integers(0, 243))
def test_a_sound_cut_anywhere_is_refused(where: int) -> None:
    with pytest.raises(DecodeError):
        plain_wav(a_wav()[:where])
