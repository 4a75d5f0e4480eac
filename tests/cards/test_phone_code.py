"""The QR code of a phone is recognised as such, sent to the billing software, never decoded."""

import cv2
import numpy
import pytest
import zxingcpp

from hardware.datamatrix import PHONE, CodeError, make_image, payloads_in, read_image, shows_phone
from hardware.media.scanner import Pacing, scan
from tests.hardware.test_datamatrix import PAYLOAD, on_a_table, picture, pixels

SECRET = "jeton-de-l-instant-4417-" * 3


def qr() -> numpy.ndarray:
    made = zxingcpp.create_barcode(SECRET, zxingcpp.BarcodeFormat.QRCode)
    return on_a_table(numpy.asarray(made.to_image(scale=6)))


class Still:
    """A camera that always shows the same picture."""

    def __init__(self, shown: numpy.ndarray) -> None:
        self._shown = shown

    def frame(self) -> numpy.ndarray:
        return self._shown


class Clock:
    """A clock that each look advances by a tenth of a second."""

    def __init__(self) -> None:
        self.now = 0.0

    def pacing(self) -> Pacing:
        return Pacing(lambda: self.now, self._pause)

    def _pause(self, seconds: float) -> None:
        self.now += seconds


def test_the_picture_of_a_phone_is_sent_to_the_billing_software() -> None:
    with pytest.raises(CodeError) as refused:
        read_image(picture(qr()))
    assert refused.value.sentence == PHONE
    assert "logiciel de facturation" in PHONE
    assert SECRET not in f"{refused.value!r}{refused.value.args}"


def test_a_qr_code_is_no_ins_code() -> None:
    assert payloads_in(qr()) == ()
    assert shows_phone(qr())
    assert not shows_phone(on_a_table(pixels(make_image(PAYLOAD))))


def test_an_ins_code_beside_a_qr_code_is_read() -> None:
    both = numpy.hstack(
        [
            cv2.resize(qr(), (600, 600)),
            cv2.resize(on_a_table(pixels(make_image(PAYLOAD))), (600, 600)),
        ]
    )
    assert read_image(picture(both)) == PAYLOAD


def test_a_phone_held_before_the_camera_is_explained_after_a_second() -> None:
    clock = Clock()
    with pytest.raises(CodeError) as refused:
        scan(Still(qr()), seconds=20, pacing=clock.pacing())
    assert refused.value.sentence == PHONE
    assert 0.9 < clock.now < 1.5
