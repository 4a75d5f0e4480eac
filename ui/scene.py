"""What a screen is given to show: the station, the consultation, the time of now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.desk.veil import Stillness

if TYPE_CHECKING:  # the consultation is imported after the login window is painted
    from datetime import datetime

    from app.desk.model import Desk
    from app.encounter.model import Encounter
    from app.live import LiveBoard
    from app.traffic import AnyMessage

    Send = Callable[[AnyMessage], None]
else:
    Send = Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class Scene:
    """One moment of the station; a screen is a pure function of it.

    ``touched`` is the instant of the last gesture; ``live`` the board of what moves, ``None``
    where nothing does.
    """

    desk: Desk
    visit: Encounter | None
    now: datetime
    touched: datetime | None = None
    live: LiveBoard | None = None

    @property
    def still(self) -> Stillness:
        """How long nothing was touched."""
        return Stillness(self.now, self.touched or self.now)
