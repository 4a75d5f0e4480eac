"""What a call needs from outside: its signalling, its connection, a clock, a screen, an ear."""

from collections.abc import Callable
from dataclasses import dataclass

from app.teleconsult.peer import MediaPeer, PeerListener, Planes, Samples
from app.teleconsult.signalling import Signal, Signalling
from app.teleconsult.states import CallNews, Kept

MakePeer = Callable[[PeerListener, list[dict[str, object]]], MediaPeer]


@dataclass(frozen=True, slots=True)
class Ports:
    """What a call needs from outside.

    ``connect`` makes its signalling, ``make_peer`` its connection; ``new_id`` and ``now_ms`` name
    and date its messages; ``show`` and ``play`` take what comes from the doctor.
    """

    connect: Callable[[Callable[[Signal], None]], Signalling]
    make_peer: MakePeer
    post: Callable[[CallNews | Kept], None]
    new_id: Callable[[], str]
    now_ms: Callable[[], int]
    show: Callable[[Planes], None]
    play: Callable[[Samples, int], None]
