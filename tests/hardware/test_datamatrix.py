"""A DataMatrix is read from a picture file, or a sentence says why not."""

import struct
import zlib
from datetime import date

import cv2
import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.codecs.ins_datamatrix import InsFields, encode_ins, parse_ins
from hardware.datamatrix import CodeError, make_image, read_image
from hardware.picture_size import JPEG, PNG, size_of

ALIX = InsFields(
    "275057801234590",
    "1.2.250.1.213.1.4.10",
    ("ALIX", "MARIE"),
    "TEST-OSYS",
    "F",
    date(1975, 5, 14),
    "78012",
)
PAYLOAD = encode_ins(ALIX)


def pixels(data: bytes) -> numpy.ndarray:
    return cv2.imdecode(numpy.frombuffer(data, numpy.uint8), cv2.IMREAD_GRAYSCALE)


def picture(grey: numpy.ndarray, ext: str = ".png", *options: int) -> bytes:
    return cv2.imencode(ext, grey, list(options))[1].tobytes()


CODE = pixels(make_image(PAYLOAD))


def on_a_table(*codes: numpy.ndarray) -> numpy.ndarray:
    """Codes side by side on a grey table, slightly blurred."""
    table = numpy.full((720, 1280), 200, numpy.uint8)
    left = 60
    for code in codes:
        height, width = code.shape
        table[100 : 100 + height, left : left + width] = code
        left += width + 80
    return cv2.GaussianBlur(table, (5, 5), 1)


def turned(grey: numpy.ndarray, degrees: float) -> numpy.ndarray:
    """A code in the middle of a grey square, turned and blurred."""
    margin = max(grey.shape) // 2
    grey = cv2.copyMakeBorder(grey, *(margin,) * 4, cv2.BORDER_CONSTANT, value=200)
    grey = cv2.GaussianBlur(grey, (5, 5), 1)
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 0.9)
    return cv2.warpAffine(grey, turn, (width, height), borderValue=200)


def test_a_clean_code_gives_its_text_with_the_separators():
    assert read_image(make_image(PAYLOAD)) == PAYLOAD
    assert parse_ins(read_image(make_image(PAYLOAD))) == ALIX


@pytest.mark.parametrize("degrees", [0, 17, 90, 143, 180])
def test_a_turned_photo_is_read(degrees):
    photo = picture(turned(CODE, degrees), ".jpg", cv2.IMWRITE_JPEG_QUALITY, 70)
    assert read_image(photo) == PAYLOAD


def test_a_code_on_a_transparent_ground_is_read():
    height, width = CODE.shape
    clear = numpy.zeros((height, width, 4), numpy.uint8)
    clear[..., 3] = 255 - CODE
    assert read_image(picture(clear)) == PAYLOAD


def test_a_picture_with_sixteen_bits_is_read():
    assert read_image(picture(CODE.astype(numpy.uint16) * 257)) == PAYLOAD


def test_the_same_code_printed_twice_is_one_code():
    small = cv2.resize(CODE, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_NEAREST)
    assert read_image(picture(on_a_table(small, small))) == PAYLOAD


def test_two_different_codes_are_refused():
    small = cv2.resize(CODE, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_NEAREST)
    other = pixels(make_image("OTHER"))
    with pytest.raises(CodeError) as refused:
        read_image(picture(on_a_table(small, other)))
    assert "plusieurs codes" in refused.value.sentence


def test_a_picture_without_code_is_refused():
    with pytest.raises(CodeError) as refused:
        read_image(picture(on_a_table()))
    assert refused.value.sentence.startswith("Aucun code lisible")


def test_a_code_half_hidden_is_refused():
    hidden = CODE.copy()
    hidden[:, CODE.shape[1] // 2 :] = 128
    with pytest.raises(CodeError):
        read_image(picture(hidden))


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", make_image("A")[:40]])
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(CodeError) as refused:
        read_image(data)
    assert "n’est pas une image" in refused.value.sentence


def png(width: int, height: int) -> bytes:
    """A black and white PNG whose header asks for that size, with one row of pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        checked = name + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    rows = chunk(b"IDAT", zlib.compress(bytes(width // 8 + 1)))
    return PNG + header + rows + chunk(b"IEND", b"")


def test_a_small_file_of_four_hundred_million_pixels_is_refused():
    with pytest.raises(CodeError, match="picture too large"):
        read_image(png(20_000, 20_000))


def test_a_picture_longer_than_the_decoder_takes_is_refused():
    with pytest.raises(CodeError, match="picture damaged"):
        read_image(png(2_000_000, 1))


@given(st.integers(0, 2000), st.binary(min_size=1, max_size=8), st.sampled_from((".png", ".jpg")))
@settings(deadline=None, max_examples=60)
def test_a_damaged_picture_gives_the_code_or_an_error_never_a_crash(at, bytes_, ext):
    whole = picture(CODE, ext)
    damaged = whole[:at] + bytes_ + whole[at + len(bytes_) :]
    try:
        read = read_image(damaged)
    except CodeError:
        return
    assert read == PAYLOAD


def test_a_file_above_twenty_megabytes_is_refused_unread():
    with pytest.raises(CodeError) as refused:
        read_image(make_image("A") + bytes(20_000_001))
    assert "trop grande" in refused.value.sentence


def test_a_code_that_is_not_ascii_is_refused():
    with pytest.raises(CodeError) as refused:
        read_image(make_image("\u00e9t\u00e9"))
    assert "n’est pas un code INS" in refused.value.sentence


@pytest.mark.parametrize("ext", [".png", ".jpg"])
@given(size=st.tuples(st.integers(1, 300), st.integers(1, 300)))
@settings(deadline=None, max_examples=20)
def test_the_size_is_read_before_the_pixels(ext, size):
    assert size_of(picture(numpy.zeros(size, numpy.uint8), ext)) == size[::-1]


@given(st.binary(max_size=60), st.sampled_from((b"", JPEG, PNG, JPEG + b"\xff")))
def test_any_header_gives_a_size_or_none(data, start):
    size = size_of(start + data)
    assert size is None or len(size) == 2


def test_a_jpeg_whose_frame_comes_late_or_never():
    def segment(marker: int, body: bytes) -> bytes:
        return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body

    frame = segment(0xC2, b"\x08\x01\x00\x02\x00\x03" + bytes(9))
    assert size_of(JPEG + segment(0xE1, bytes(99)) + b"\xff\xff\x01" + frame) == (512, 256)
    assert size_of(JPEG + segment(0xE1, bytes(99)) + segment(0xDA, bytes(99)) + frame) is None
