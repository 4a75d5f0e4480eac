"""A number carried by a picture, so that a test knows which frame it sees at the other end."""

import numpy as np

CELLS, BITS = 18, 12
STAMP_CELLS, STAMP_BITS, STAMP_CHECK_BITS = 32, 24, 6


def planes_of(number, width, height):
    """Return an I420 picture that carries ``number`` (0 to 4095) in the bars of its upper half."""
    cells = np.array(_cells(number), np.uint8) * 200 + 28
    planes = np.full((height * 3 // 2, width), 128, np.uint8)
    planes[: height // 2] = cells[np.arange(width) * CELLS // width]
    planes[height // 2 : height] = np.linspace(40, 220, width).astype(np.uint8)
    return planes


def number_in(grey):
    """Return the number a grey picture carries, None when it cannot be read for sure."""
    height, width = grey.shape
    band = grey[height // 8 : height * 3 // 8].mean(axis=0)
    middles = ((np.arange(CELLS) + 0.5) * width / CELLS).astype(int)
    bits = [int(band[max(0, at - 2) : at + 3].mean() > 128) for at in middles]
    number = int("".join(map(str, bits[1 : 1 + BITS])), 2)
    return number if bits == _cells(number) else None


def _cells(number):
    bits = [int(one) for one in f"{number:0{BITS}b}"]
    check = sum((at + 1) * one for at, one in enumerate(bits)) % 16
    return [1, *bits, *(int(one) for one in f"{check:04b}"), 0]


def film(path, numbers, width=320, height=240, rate=20):
    """Write a Y4M film of pictures that carry ``numbers``, for a browser's pretended camera."""
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{width} H{height} F{rate}:1 Ip A1:1 C420jpeg\n".encode())
        for number in numbers:
            file.write(b"FRAME\n" + planes_of(number, width, height).tobytes())


def stamp_row(ms, width):
    """Return one row of a picture that carries a date in ms, modulo 2**24 (4 hours and a half)."""
    cells = np.array(stamp_cells(ms), np.uint8) * 200 + 28
    return cells[np.arange(width) * STAMP_CELLS // width]


def stamp_cells(ms):
    """Return the bars of a date: 1, its bits, six bits that check them, 0."""
    bits = [int(one) for one in f"{ms % (1 << STAMP_BITS):0{STAMP_BITS}b}"]
    check = sum((at + 1) * one for at, one in enumerate(bits)) % (1 << STAMP_CHECK_BITS)
    return [1, *bits, *(int(one) for one in f"{check:0{STAMP_CHECK_BITS}b}"), 0]
