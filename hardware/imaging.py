"""What a picture is worth, the best of the last ones, and a JPEG of it without metadata.

Thresholds come from synthetic scenes: to be judged again on a real otoscope.

Source: devices.md §5.5, "recommended verdict".
"""

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hardware import opencv
from hardware.picture_limits import USUAL, Limits
from hardware.readings import DeviceError
from hardware.verdict import Flaw, Verdict

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Picture = NDArray[numpy.uint8]

JUDGED_WIDTH = 640
DARK_LEVEL, SATURATED_LEVEL = 16, 250
BEST_PICTURE_WITHIN_S = 1.5
JPEG_QUALITY = 92
LEVELS = 256
COLOURED = 3
_BLUR = (9, 9)
_MARK, _START_OF_SCAN, _LENGTH = 0xFF, 0xDA, 2
_METADATA = frozenset({*range(0xE1, 0xF0), 0xFE})

_NO_JPEG = "Cette image n’a pas pu être enregistrée. Reprenez-la."


class ImagingError(DeviceError):
    """A picture could not be made into a file."""


class Judge:
    """Judges the pictures of one camera, in their order."""

    def __init__(self, limits: Limits = USUAL) -> None:
        self._limits = limits
        self._small: Picture | None = None
        self._whole: Picture | None = None
        self._identical = 1
        self._focuses: deque[tuple[float, float]] = deque()

    def judge(self, picture: "Picture", at_s: float) -> Verdict:
        """Return the verdict on ``picture``, grey or BGR, seen at ``at_s`` of a steady clock."""
        small = _small_grey(picture)
        mean, contrast, dark, saturated = _light(small)
        focus = _focus(small)
        motion = self._motion(small, picture)
        best = self._best_focus(focus, at_s)
        limits = self._limits
        flaws = _exposure_flaws(mean, dark, saturated, limits)
        if contrast < limits.contrast:
            flaws += (Flaw.FLAT,)
        elif focus < max(limits.focus, limits.share_of_best * best):
            flaws += (Flaw.BLURRED,)
        if motion >= limits.motion:
            flaws += (Flaw.MOVING,)
        if self._identical >= limits.frozen:
            flaws += (Flaw.FROZEN,)
        return Verdict(mean, dark, saturated, contrast, focus, best, motion, flaws)

    def _motion(self, small: "Picture", whole: "Picture") -> float:
        """Return the mean difference with the picture before, 0 for the first one."""
        cv2 = opencv.load()
        before, self._small = self._small, small
        whole_before, self._whole = self._whole, whole
        if before is None or whole_before is None or before.shape != small.shape:
            self._identical = 1
            return 0.0
        motion = float(cv2.norm(before, small, cv2.NORM_L1)) / small.size
        is_same = motion == 0.0 and _are_identical(whole_before, whole)
        self._identical = self._identical + 1 if is_same else 1
        return motion

    def _best_focus(self, focus: float, at_s: float) -> float:
        """Return the best focus of the last 3 s, this one included: a falling queue of maxima."""
        while self._focuses and self._focuses[0][0] < at_s - self._limits.best_within_s:
            self._focuses.popleft()
        while self._focuses and self._focuses[-1][1] <= focus:
            self._focuses.pop()
        self._focuses.append((at_s, focus))
        return self._focuses[0][1]


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture at full resolution, when it was seen, and what it is worth."""

    picture: "Picture"
    at_s: float
    verdict: Verdict

    @property
    def worth(self) -> tuple[bool, int, float, float]:
        """Return what orders shots: without flaw first, then few flaws, sharp, still."""
        verdict = self.verdict
        return verdict.is_good, -len(verdict.flaws), verdict.focus, -verdict.motion


class BestShot:
    """The best picture of the last 1.5 s. Keeps only those that may still become the best."""

    def __init__(self) -> None:
        self._kept: deque[Shot] = deque()

    def add(self, shot: Shot) -> None:
        """Take a newer shot in."""
        self._forget(shot.at_s)
        while self._kept and self._kept[-1].worth <= shot.worth:
            self._kept.pop()
        self._kept.append(shot)

    def best(self, now_s: float) -> Shot | None:
        """Return the best shot of the last 1.5 s, ``None`` when there is none."""
        self._forget(now_s)
        return self._kept[0] if self._kept else None

    def _forget(self, now_s: float) -> None:
        while self._kept and self._kept[0].at_s < now_s - BEST_PICTURE_WITHIN_S:
            self._kept.popleft()


def jpeg_of(picture: "Picture") -> bytes:
    """Return ``picture`` as a JPEG file that holds pixels and nothing else.

    Raises:
        ImagingError: it could not be encoded, or the file holds metadata.
    """
    cv2 = opencv.load()
    is_made, encoded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    if not is_made:
        raise ImagingError(_NO_JPEG, "picture not encoded")
    file: bytes = encoded.tobytes()
    if has_metadata(file):
        raise ImagingError(_NO_JPEG, "the encoder wrote metadata")
    return file


def has_metadata(jpeg: bytes) -> bool:
    """Return True when a segment of ``jpeg`` may hold EXIF, XMP, a profile or a comment.

    Source: ITU-T T.81 annex B.1.1: markers APP1 to APP15 and COM, before the start of scan.
    """
    at = _LENGTH
    while at + 2 * _LENGTH <= len(jpeg) and jpeg[at] == _MARK:
        marker = jpeg[at + 1]
        if marker in _METADATA:
            return True
        if marker == _START_OF_SCAN:
            return False
        at += _LENGTH + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    return False


def fitted(picture: "Picture", width: int, height: int) -> "Picture":
    """Return ``picture`` in BGR, made smaller to hold in ``width`` x ``height`` if it must."""
    cv2 = opencv.load()
    share = min(1.0, width / picture.shape[1], height / picture.shape[0])
    if share < 1.0:
        size = max(1, int(picture.shape[1] * share)), max(1, int(picture.shape[0] * share))
        picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return picture if _is_coloured(picture) else cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR)


def _is_coloured(picture: "Picture") -> bool:
    return picture.ndim == COLOURED


def _small_grey(picture: "Picture") -> "Picture":
    cv2 = opencv.load()
    height, width = picture.shape[:2]
    if width > JUDGED_WIDTH:
        size = JUDGED_WIDTH, max(1, height * JUDGED_WIDTH // width)
        picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY) if _is_coloured(picture) else picture


def _light(grey: "Picture") -> tuple[float, float, float, float]:
    """Return mean, standard deviation, share of dark and share of saturated points."""
    cv2 = opencv.load()
    mean, deviation = cv2.meanStdDev(grey)
    counts = cv2.calcHist([grey], [0], None, [LEVELS], [0, LEVELS]).ravel()
    dark, saturated = counts[:DARK_LEVEL].sum(), counts[SATURATED_LEVEL:].sum()
    return (
        float(mean[0, 0]),
        float(deviation[0, 0]),
        float(dark) / grey.size,
        float(saturated) / grey.size,
    )


def _focus(grey: "Picture") -> float:
    """Return the share of the edges that a second blur removes: high when there were any."""
    cv2 = opencv.load()
    edges = _edges(grey)
    return 1.0 - _edges(cv2.blur(grey, _BLUR)) / edges if edges else 0.0


def _edges(grey: "Picture") -> float:
    cv2 = opencv.load()
    across = cv2.norm(grey[:, 1:], grey[:, :-1], cv2.NORM_L1)
    down = cv2.norm(grey[1:], grey[:-1], cv2.NORM_L1)
    return float(across + down)


def _exposure_flaws(mean: float, dark: float, saturated: float, limits: Limits) -> tuple[Flaw, ...]:
    if mean < limits.mean_low or dark >= limits.dark:
        return (Flaw.DARK,)
    if mean > limits.mean_high:
        return (Flaw.BRIGHT,)
    return (Flaw.GLARE,) if saturated >= limits.saturated else ()


def _are_identical(before: "Picture", now: "Picture") -> bool:
    import numpy

    return before is now or numpy.array_equal(before, now)
