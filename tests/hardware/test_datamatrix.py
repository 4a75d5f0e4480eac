"""A DataMatrix is read from a picture file, or a sentence says why not."""

import struct
import zlib
from datetime import date

import cv2
import numpy
import pytest

from hardware.codecs.ins_datamatrix import InsFields, encode_ins, parse_ins
from hardware.datamatrix import CodeError, make_image, read_image

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


def test_a_small_file_of_four_hundred_million_pixels_is_refused():
    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 20_000, 20_000, 1, 0, 0, 0, 0))
    rows = chunk(b"IDAT", zlib.compress(bytes(2501)))
    bomb = b"\x89PNG\r\n\x1a\n" + header + rows + chunk(b"IEND", b"")
    with pytest.raises(CodeError, match="too many pixels"):
        read_image(bomb)


def test_a_file_above_twenty_megabytes_is_refused_unread():
    with pytest.raises(CodeError) as refused:
        read_image(bytes(20_000_001))
    assert "trop grande" in refused.value.sentence


def test_a_code_that_is_not_ascii_is_refused():
    with pytest.raises(CodeError) as refused:
        read_image(make_image("\u00e9t\u00e9"))
    assert "n’est pas un code INS" in refused.value.sentence
