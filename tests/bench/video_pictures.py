"""What both senders film: the same moving pictures, the date of each in bars at the top.

A plain gradient would flatter any encoder. These are smooth noise that drifts, about as hard as a
face in front of a wall; both senders show the very same ones, and only the date is drawn live.
"""

import cv2
import numpy as np
import numpy.typing as npt

from tests.teleconsult.barcode import stamp_row

Picture = npt.NDArray[np.uint8]
SIZES = {"room": (640, 480), "exam": (1280, 720)}
SCENES = 6
DRIFT = 4
BAND = 6
"""The bars take one part in so many of the height."""


def scenes(width: int, height: int) -> list[Picture]:
    """Return the pictures, BGR, to be shown there and back; their band is grey."""
    rng = np.random.default_rng(width)
    margin = SCENES * DRIFT
    coarse = rng.integers(0, 255, (height // 40, (width + margin) // 40, 3), dtype=np.uint8)
    fine = rng.normal(0, 6, (height, width + margin, 1))
    wide = cv2.resize(coarse, (width + margin, height), interpolation=cv2.INTER_CUBIC)
    textured = np.clip(wide.astype(np.float32) * 0.7 + 40 + fine, 0, 255).astype(np.uint8)
    textured[: height // BAND] = 128
    return [textured[:, at * DRIFT : at * DRIFT + width].copy() for at in range(SCENES)]


def turn(number: int) -> int:
    """Return which picture is shown as number ``number``: there and back again."""
    at = number % (2 * SCENES - 2)
    return min(at, 2 * SCENES - 2 - at)


def film_mb(bytes_a_pixel: int) -> float:
    """Return the memory that the pictures of both lines take in a sender, in MB.

    No camera holds a film in memory: it is taken off what the senders are found to take.
    """
    return SCENES * sum(width * height for width, height in SIZES.values()) * bytes_a_pixel / 2**20


class Film:
    """The pictures of one camera, ready to be dated, BGR."""

    def __init__(self, width: int, height: int) -> None:
        self._width, self._band = width, height // BAND
        self._ready = scenes(width, height)
        self._number = 0

    def next(self, ms: int) -> Picture:
        """Return the next picture, dated ``ms``."""
        picture = self._ready[turn(self._number)].copy()
        self._number += 1
        picture[: self._band] = stamp_row(ms, self._width)[:, None]
        return picture


def png(picture: Picture) -> bytes:
    """Return a picture as the other sender loads it."""
    return cv2.imencode(".png", picture)[1].tobytes()


def photo() -> bytes:
    """Return a JPEG of 5 MB: noise, which no compression makes smaller."""
    noise = np.random.default_rng(3).integers(0, 255, (2280, 2280, 3), dtype=np.uint8)
    return cv2.imencode(".jpg", noise, [cv2.IMWRITE_JPEG_QUALITY, 92])[1].tobytes()
