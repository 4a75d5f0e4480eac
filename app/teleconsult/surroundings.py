"""What a call is given by the process it lives in."""

from collections.abc import Callable
from dataclasses import dataclass

from app.teleconsult.states import OfCall
from hardware.media.commands import Sources


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The devices of the station, what tells it something of this call, what writes in its log."""

    sources: Sources
    post: Callable[[OfCall], None]
    note: Callable[[str], None]
