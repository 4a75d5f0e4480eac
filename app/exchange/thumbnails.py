"""The pictures of an exam made small for the paper: enough to recognise, never to judge from.

What is sealed beside the sheet stays the evidence. The same picture gives the same bytes, with
the same version of OpenCV; it is drawn once, at sealing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.encounter.sheet import OrientationSheet, SheetCapture

WIDTH_PX, HEIGHT_PX = 344, 258
"""The most of a thumbnail: 150 points a inch where three stand side by side."""
MOST = 12
MOST_BYTES = 24_000
QUALITIES = (80, 65, 50, 35, 20)
PICTURE = "image/"


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A small picture: JPEG bytes, width and height in pixels."""

    jpeg: bytes
    width: int
    height: int


Thumbnails = Mapping[str, Thumbnail]
"""By the identifier of the capture, as the sheet names it."""
NONE_MADE: Thumbnails = MappingProxyType({})


def pictures(sheet: OrientationSheet) -> tuple[SheetCapture, ...]:
    """Return the captures of ``sheet`` that are pictures, in its order."""
    return tuple(one for one in sheet.captures if one.media_type.startswith(PICTURE))


def thumbnails_of(sheet: OrientationSheet, read: Callable[[bytes], Iterable[bytes]]) -> Thumbnails:
    """Return the thumbnails of the first pictures of ``sheet``; ``read`` gives a capture.

    One that cannot be decoded, or a station without OpenCV, gives none: the paper says so.
    """
    made: dict[str, Thumbnail] = {}
    for one in pictures(sheet)[:MOST]:
        small = thumbnail(b"".join(read(bytes.fromhex(one.id))))
        if small is not None:
            made[one.id] = small
    return MappingProxyType(made)


def thumbnail(picture: bytes) -> Thumbnail | None:
    """Return ``picture`` within ``WIDTH_PX``, ``HEIGHT_PX`` and ``MOST_BYTES``, None if unread."""
    try:
        import numpy as np

        from hardware import opencv

        cv2 = opencv.load()
    except ImportError:
        return None
    if not picture:
        return None
    pixels = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)
    if pixels is None:
        return None
    high, wide = pixels.shape[:2]
    scale = min(WIDTH_PX / wide, HEIGHT_PX / high, 1.0)
    size = (max(1, round(wide * scale)), max(1, round(high * scale)))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    for quality in QUALITIES:
        done, coded = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, quality])
        if done and coded.size <= MOST_BYTES:
            return Thumbnail(coded.tobytes(), *size)
    return None
