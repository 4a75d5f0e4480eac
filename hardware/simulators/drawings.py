"""Drawings of what each camera looks at, for the demonstration and the tests. Nobody is in them.

Each bears the words that say it is simulated, in the picture itself: they go wherever it goes.
"""

from typing import TYPE_CHECKING

from hardware import opencv
from hardware.bindings import CameraRole
from hardware.datamatrix import picture_of_code

if TYPE_CHECKING:
    import numpy
    from numpy.random import Generator
    from numpy.typing import NDArray

    Picture = NDArray[numpy.uint8]
    Colour = tuple[int, int, int]

WIDTH, HEIGHT = 1280, 720
SEED = 20_250_314
_SKIN: "Colour" = (170, 190, 222)
_EAR: "Colour" = (116, 138, 204)
_WALL: "Colour" = (204, 200, 192)
_VESSEL: "Colour" = (70, 70, 170)
_INK: "Colour" = (150, 40, 110)
_BRIGHTEST = 235
_GRAIN = 4


def drawing_of(role: CameraRole) -> "Picture":
    """Return what the camera of ``role`` looks at, 1280 x 720, BGR."""
    import numpy

    random = numpy.random.default_rng(SEED)
    draw = {
        CameraRole.ROOM: _room,
        CameraRole.OTOSCOPE: _drum,
        CameraRole.DERMATOSCOPE: _mole,
    }[role]
    return marked(_grained(draw(random), random))


def code_sheet(code: str) -> "Picture":
    """Return a sheet of paper that bears ``code`` as a DataMatrix."""
    import numpy

    cv2 = opencv.load()
    sheet = numpy.full((HEIGHT, WIDTH), 214, numpy.uint8)
    symbol = picture_of_code(code)
    share = min(1.0, (HEIGHT - 160) / symbol.shape[0], (WIDTH - 160) / symbol.shape[1])
    if share < 1.0:
        symbol = cv2.resize(symbol, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    height, width = symbol.shape
    top, left = (HEIGHT - height) // 2, (WIDTH - width) // 2
    sheet[top : top + height, left : left + width] = symbol
    return marked(cv2.cvtColor(sheet, cv2.COLOR_GRAY2BGR))


def marked(picture: "Picture") -> "Picture":
    """Return ``picture`` with the words that say nobody was filmed."""
    cv2 = opencv.load()
    said, where, font = "IMAGE SIMULÉE", (24, HEIGHT - 28), cv2.FONT_HERSHEY_SIMPLEX
    written: Picture = cv2.putText(picture, said, where, font, 1.4, _INK, 3, cv2.LINE_AA)
    return written


def _ground(colour: "Colour") -> "Picture":
    import numpy

    return numpy.full((HEIGHT, WIDTH, 3), colour, numpy.uint8)


def _grained(picture: "Picture", random: "Generator") -> "Picture":
    """Return ``picture`` with the fine detail that a lens out of focus loses first."""
    import numpy

    half = random.integers(-_GRAIN, _GRAIN + 1, (HEIGHT // 4, WIDTH // 4), dtype=numpy.int16)
    grain = half.repeat(4, axis=0).repeat(4, axis=1)[..., None]
    grained: Picture = numpy.clip(picture + grain, 0, _BRIGHTEST).astype(numpy.uint8)
    return grained


def _lines(picture: "Picture", random: "Generator", colour: "Colour", count: int) -> None:
    cv2 = opencv.load()
    for _ in range(count):
        at = random.integers(0, (WIDTH, HEIGHT))
        for _ in range(5):
            then = at + random.integers(-46, 47, 2)
            thickness = int(random.integers(1, 4))
            cv2.line(picture, at.tolist(), then.tolist(), colour, thickness, cv2.LINE_AA)
            at = then


def _drum(random: "Generator") -> "Picture":
    """An ear canal, the drum at its end, the handle of the hammer and the cone of light."""
    cv2 = opencv.load()
    picture = _ground(_EAR)
    _lines(picture, random, _VESSEL, 70)
    cv2.ellipse(picture, (640, 350), (300, 270), 0, 0, 360, (186, 202, 214), -1, cv2.LINE_AA)
    cv2.ellipse(picture, (640, 350), (300, 270), 0, 0, 360, (120, 140, 180), 6, cv2.LINE_AA)
    cv2.line(picture, (560, 150), (650, 390), (150, 176, 206), 22, cv2.LINE_AA)
    for step in range(9):
        cv2.line(picture, (655, 395), (700 + 12 * step, 540), (228, 232, 234), 3, cv2.LINE_AA)
    _lines(picture[120:580, 380:900], random, (110, 116, 190), 18)
    return picture


def _mole(random: "Generator") -> "Picture":
    """A patch of skin, a brown spot, and a ruler."""
    cv2 = opencv.load()
    picture = _ground(_SKIN)
    _lines(picture, random, (140, 164, 204), 120)
    cv2.ellipse(picture, (620, 340), (190, 150), 20, 0, 360, (70, 96, 140), -1, cv2.LINE_AA)
    for _ in range(90):
        at = (random.normal((620, 340), (90, 70))).astype(int)
        cv2.circle(picture, at.tolist(), int(random.integers(4, 14)), (44, 66, 108), -1)
    for mark in range(0, WIDTH, 16):
        length = 40 if mark % 160 == 0 else 22
        cv2.line(picture, (mark, 0), (mark, length), (60, 60, 60), 2)
    return picture


def _room(random: "Generator") -> "Picture":
    """A room: shelves, and the outline of somebody seated."""
    cv2 = opencv.load()
    picture = _ground(_WALL)
    for shelf in range(90, 560, 110):
        cv2.line(picture, (0, shelf), (WIDTH, shelf), (120, 126, 130), 5)
        for box in range(10, WIDTH, 58):
            tint = random.integers(90, 220, 3).tolist()
            top = shelf - int(random.integers(36, 84))
            cv2.rectangle(picture, (box, top), (box + 46, shelf - 4), tint, -1)
    cv2.ellipse(picture, (640, 760), (330, 300), 0, 180, 360, (132, 112, 84), -1, cv2.LINE_AA)
    cv2.circle(picture, (640, 340), 120, (156, 172, 196), -1, cv2.LINE_AA)
    return picture
