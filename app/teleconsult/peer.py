"""The narrow port on the WebRTC engine: what a call asks of it, and nothing more.

An engine is young and will be replaced one day: everything else is written against this page.
Lines are fixed at the first offer, so that nothing is negotiated again during an exam.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
import numpy.typing as npt

Planes = npt.NDArray[np.uint8]
Samples = npt.NDArray[np.int16]
Candidate = Mapping[str, object]
RATE_HZ = 48_000
BLOCK = RATE_HZ // 100
"""Sound goes by 10 ms, at the rate every device and the engine take."""


class NotTaken(Exception):
    """The engine cannot use what came from the other end; nothing changed."""


class Line(StrEnum):
    """The media lines, in the order of the offer."""

    VOICE = "voice"
    ROOM = "room"
    EXAM = "exam"
    STETHOSCOPE = "stethoscope"


class Channel(StrEnum):
    """The data channels; ``vitals`` may lose a message, the others keep all, in order."""

    VITALS = "vitals"
    CTL = "ctl"
    FILE = "file"


class Link(StrEnum):
    """The state of the connection, as ``RTCPeerConnection.connectionState`` has it."""

    NEW = "new"
    CONNECTING = "connecting"
    CONNECTED = "connected"
    DISCONNECTED = "disconnected"
    FAILED = "failed"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Rate:
    """The pictures a second of one line: ``taken`` by its camera, ``sent``; and their height."""

    line: Line
    taken: float
    sent: float
    height: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What the engine measured: the largest share of packets lost, of 0 to 1; seconds of a trip."""

    loss: float = 0.0
    trip_s: float = 0.0
    pictures: tuple[Rate, ...] = ()


class PeerListener(Protocol):
    """Who is told what happens; called in the loop of the peer."""

    def found(self, candidate: Candidate) -> None:
        """A way to reach this end was found."""
        ...

    def moved(self, link: Link) -> None:
        """The connection changed."""
        ...

    def opened(self, channel: Channel) -> None:
        """A channel can carry messages."""
        ...

    def heard(self, channel: Channel, data: str | bytes) -> None:
        """The other end said something."""
        ...

    def seen(self, planes: Planes) -> None:
        """A picture of the doctor: I420, shape ``(height * 3 // 2, width)``."""
        ...

    def voiced(self, samples: Samples, rate: int) -> None:
        """The voice of the doctor: one channel, ``rate`` samples a second."""
        ...


class MediaPeer(Protocol):
    """One connection with one doctor."""

    async def offer(self, *, restart: bool = False) -> str:
        """Return a description to send; ``restart`` looks for new ways to the other end."""
        ...

    async def accept(self, answer: str) -> None:
        """Take the description of the other end.

        Raises:
            NotTaken: it belongs to nothing of now.
        """
        ...

    async def reach(self, candidate: Candidate) -> None:
        """Take a way to the other end.

        Raises:
            NotTaken: it belongs to nothing of now.
        """
        ...

    def say(self, channel: Channel, data: str | bytes) -> bool:
        """Send on a channel; False when it is not open."""
        ...

    def waiting(self, channel: Channel) -> int:
        """Return how many bytes were given to the channel and not sent yet."""
        ...

    def show(self, line: Line, planes: Planes, at_us: int) -> None:
        """Send a picture: I420, shape ``(height * 3 // 2, width)``, even width and height."""
        ...

    def play(self, line: Line, samples: Samples, at_us: int) -> None:
        """Send sound: one channel, 48,000 samples a second."""
        ...

    async def figures(self) -> Figures:
        """Return what was measured of late."""
        ...

    async def close(self) -> None:
        """End the connection; nothing is told after. Never raises."""
        ...
