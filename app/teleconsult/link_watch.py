"""Follows how the link is and says it in a word, each time the word changes."""

import asyncio
from collections.abc import Callable

from app.teleconsult.peer import MediaPeer
from app.teleconsult.quality import Steady, quality_of
from app.teleconsult.states import CallState, LinkQuality, OfCall, Quality

MEASURED_EVERY_S = 2.0
SETTLED_AFTER = 2  # measures: the engine begins low and finds its rate in a few seconds


class LinkWatch:
    """Lives in the loop of the call."""

    def __init__(self, post: Callable[[OfCall], None]) -> None:
        self._post = post
        self._steady = Steady()
        self._connected = 0
        self._is_connected = False

    def moved(self, state: CallState) -> None:
        """Hear that the call is now in ``state``."""
        was_connected, self._is_connected = self._is_connected, state is CallState.CONNECTED
        self._connected = 0
        if was_connected and state is CallState.LOST:
            self._found(Quality.CUT)

    async def live(self, peer: Callable[[], MediaPeer | None]) -> None:
        """Measure until it is cancelled."""
        while True:
            await asyncio.sleep(MEASURED_EVERY_S)
            measured = peer()
            if not self._is_connected or measured is None:
                continue
            figures = await measured.figures()
            self._connected += 1
            if self._is_connected and self._connected >= SETTLED_AFTER:
                self._found(quality_of(figures))

    def _found(self, quality: Quality) -> None:
        before, self._steady = self._steady.said, self._steady.after(quality)
        if self._steady.said is not None and self._steady.said is not before:
            self._post(LinkQuality(self._steady.said))
