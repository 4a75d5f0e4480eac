"""The icons as PDF path operators, read from their SVG files.

Only what the shipped outline icons use is read: paths of M L H V C S A Z, no fill, one stroke.

Source: W3C SVG 1.1 §8.3 (path data) and appendix F.6 (arc to centre); ISO 32000-1 §8.5.2.
"""

import math
import re
from collections.abc import Callable, Iterator
from functools import cache

from lxml import etree

from resources.files import content

BOX = 24.0
"""Side of the square every icon is drawn in."""

_TOKEN = re.compile(r"[MmLlHhVvCcSsAaZz]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_COUNTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "A": 7, "Z": 0}
Point = tuple[float, float]


@cache
def icon_path(name: str) -> str:
    """Return the path of the icon ``name`` in its 24 by 24 box, y downwards, ready to stroke."""
    root = etree.fromstring(content(f"icons/{name}.svg"))
    drawn = (path for path in root.iter("{*}path") if path.get("stroke") != "none")
    return " ".join(_Pen().draw(path.get("d") or "") for path in drawn)


class _Pen:
    """Follows one path and writes its operators."""

    def __init__(self) -> None:
        self._at: Point = (0.0, 0.0)
        self._start: Point = (0.0, 0.0)
        self._handle: Point = (0.0, 0.0)
        self._written: list[str] = []

    def draw(self, data: str) -> str:
        for command, numbers in _commands(data):
            self._step(command, numbers)
        return " ".join(self._written)

    def _step(self, command: str, numbers: list[float]) -> None:
        absolute = command.upper()
        if absolute == "Z":
            self._written.append("h")
            self._at = self._start
        elif absolute in "HV":
            self._line(self._straight(command, numbers[0]))
        elif absolute == "A":
            self._arc(numbers, self._point(command, numbers[5:]))
        else:
            points = [
                self._point(command, numbers[at : at + 2]) for at in range(0, len(numbers), 2)
            ]
            self._through(absolute, points)

    def _through(self, command: str, points: list[Point]) -> None:
        actions: dict[str, Callable[[], None]] = {
            "M": lambda: self._move(points[0]),
            "L": lambda: self._line(points[0]),
            "C": lambda: self._curve(points[0], points[1], points[2]),
            "S": lambda: self._curve(self._mirrored(), points[0], points[1]),
        }
        actions[command]()

    def _point(self, command: str, pair: list[float]) -> Point:
        if command.isupper():
            return (pair[0], pair[1])
        return (self._at[0] + pair[0], self._at[1] + pair[1])

    def _straight(self, command: str, value: float) -> Point:
        x, y = self._at
        moved = value if command.isupper() else value + (x if command == "h" else y)
        return (moved, y) if command.upper() == "H" else (x, moved)

    def _mirrored(self) -> Point:
        return (2 * self._at[0] - self._handle[0], 2 * self._at[1] - self._handle[1])

    def _move(self, point: Point) -> None:
        self._at = self._start = self._handle = point
        self._written.append(f"{_pair(point)} m")

    def _line(self, point: Point) -> None:
        self._at = self._handle = point
        self._written.append(f"{_pair(point)} l")

    def _curve(self, first: Point, second: Point, end: Point) -> None:
        self._at, self._handle = end, second
        self._written.append(f"{_pair(first)} {_pair(second)} {_pair(end)} c")

    def _arc(self, numbers: list[float], end: Point) -> None:
        wide, high, turned, large, clockwise = numbers[:5]
        if turned and wide != high:
            raise ValueError("no shipped icon has a turned ellipse")
        if 0 in {wide, high} or end == self._at:
            self._line(end)
            return
        # in units of its radii, an ellipse is a circle
        ends = (_scaled(self._at, 1 / wide, 1 / high), _scaled(end, 1 / wide, 1 / high))
        for curve in _arc_curves(ends, (large == 1, clockwise == 1)):
            self._curve(*(_scaled(point, wide, high) for point in curve))


def _commands(data: str) -> Iterator[tuple[str, list[float]]]:
    tokens = _TOKEN.findall(data)
    at, command = 0, ""
    while at < len(tokens):
        if tokens[at].isalpha():
            command, at = tokens[at], at + 1
        count = _COUNTS[command.upper()]
        yield command, [float(token) for token in tokens[at : at + count]]
        at += count
        # numbers that go on after a move are lines (SVG 1.1 §8.3.2)
        command = {"M": "L", "m": "l"}.get(command, command)


def _pair(point: Point) -> str:
    return f"{point[0]:.3f} {point[1]:.3f}"


def _scaled(point: Point, across: float, down: float) -> Point:
    return (point[0] * across, point[1] * down)


def _arc_curves(
    ends: tuple[Point, Point], flags: tuple[bool, bool]
) -> Iterator[tuple[Point, Point, Point]]:
    """Yield the curves of an arc of radius 1, a quarter of a turn at most each.

    ``flags`` are those of the path: the longer way round, then clockwise.
    """
    (x1, y1), (x2, y2) = ends
    half = math.dist(*ends) / 2
    reach = max(1.0, half)
    rise = math.sqrt(reach * reach - half * half) / (2 * half)
    side = 1 if flags[0] != flags[1] else -1
    cx = (x1 + x2) / 2 - side * rise * (y2 - y1)
    cy = (y1 + y2) / 2 + side * rise * (x2 - x1)
    start = math.atan2(y1 - cy, x1 - cx)
    turn = (math.atan2(y2 - cy, x2 - cx) - start) % math.tau
    turn = turn if flags[1] else turn - math.tau
    count = max(1, math.ceil(abs(turn) / (math.pi / 2) - 1e-9))
    for rank in range(count):
        yield _quarter((cx, cy), reach, start + turn * rank / count, turn / count)


def _quarter(centre: Point, radius: float, start: float, turn: float) -> tuple[Point, Point, Point]:
    pull = radius * 4 / 3 * math.tan(turn / 4)
    end = start + turn
    first = (math.cos(start), math.sin(start))
    last = (math.cos(end), math.sin(end))
    x, y = centre
    return (
        (x + radius * first[0] - pull * first[1], y + radius * first[1] + pull * first[0]),
        (x + radius * last[0] + pull * last[1], y + radius * last[1] - pull * last[0]),
        (x + radius * last[0], y + radius * last[1]),
    )
