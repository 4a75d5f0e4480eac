"""What a screen is given to show: the station, the consultation, the time of now."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.desk.model import Desk
from app.encounter.model import Encounter
from app.flow import AnyMessage

Send = Callable[[AnyMessage], None]


@dataclass(frozen=True, slots=True)
class Scene:
    """One moment of the station; a screen is a pure function of it."""

    desk: Desk
    visit: Encounter | None
    now: datetime
