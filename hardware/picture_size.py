"""The size of a PNG or JPEG picture, read from its header before any pixel is decoded.

A file of 50 kB may ask for 400 million pixels: the size is judged before the memory is taken.

Source: PNG specification (third edition) §11.2.1, IHDR; ITU-T T.81 annex B.2.2, frame header.
"""

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8"
# Start of frame: every marker from C0 to CF but DHT (C4), JPG (C8) and DAC (CC).
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_END = frozenset({0xD9, 0xDA})
_MARK = 0xFF
_PNG_HEADER, _FRAME_HEADER = 24, 9


def size_of(data: bytes) -> tuple[int, int] | None:
    """Return width and height in pixels, ``None`` for anything but a PNG or a JPEG."""
    if data.startswith(PNG) and data[12:16] == b"IHDR" and len(data) >= _PNG_HEADER:
        return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    return _jpeg_size(data) if data.startswith(JPEG) else None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Walk from segment to segment until the frame header."""
    at = len(JPEG)
    while at + _FRAME_HEADER <= len(data) and data[at] == _MARK:
        marker = data[at + 1]
        if marker == _MARK:
            at += 1
        elif marker in _ALONE:
            at += 2
        elif marker in _FRAMES:
            height, width = data[at + 5 : at + 7], data[at + 7 : at + 9]
            return int.from_bytes(width, "big"), int.from_bytes(height, "big")
        elif marker in _END:
            return None
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None
