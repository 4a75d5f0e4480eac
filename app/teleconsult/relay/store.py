"""Where the rooms of a relay are: in its memory, or in a Redis that several relays share.

A room holds digests and an hour of end, nothing else. What the two ends say to each other passes
through ``send`` and is never kept.
"""

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol

from app.teleconsult.relay.rules import JOINED_LIFE_S, No, Side

# Past this many counted addresses, the periods that ended are forgotten.
MOST_COUNTS = 10_000

Hear = Callable[[str], Awaitable[None]]


class StoreLost(ConnectionError):
    """The rooms cannot be reached: the ends are cut, and come back by themselves."""


class Store(Protocol):
    """The rooms. Digests are 64 hexadecimal digits; times are seconds."""

    async def open(self, room: str, proof: str, ticket: str, life_s: int) -> bool:
        """Make a room for a station; False when it exists already."""
        ...

    async def join(self, room: str, proof: str, ticket: str) -> No | None:
        """Give the doctor's place, once, and the room the time of a call; return why not.

        A wrong proof takes nothing.
        """
        ...

    async def returns(self, room: str, side: Side, ticket: str) -> bool:
        """Tell whether ``ticket`` is the one that was given for this place."""
        ...

    async def close(self, room: str) -> None:
        """End the room for both."""
        ...

    async def listen(self, room: str, side: Side, hear: Hear) -> Callable[[], Awaitable[None]]:
        """Call ``hear`` with what is sent to this place; return what stops it.

        It is told ``LOST`` if the store can no longer bring anything.
        """
        ...

    async def send(self, room: str, side: Side, text: str) -> bool:
        """Bring ``text`` to a place; False when nobody listens there."""
        ...

    async def count(self, key: str, within_s: int) -> int:
        """Return how many times ``key`` was counted in this period, this one included."""
        ...

    async def stop(self) -> None:
        """Let go of what is held."""
        ...


@dataclass(slots=True)
class _Room:
    proof: str
    ends_s: float
    tickets: dict[Side, str]
    ears: dict[Side, list[Hear]] = field(default_factory=dict)


class MemoryStore:
    """The rooms of one relay that runs alone."""

    def __init__(self, now_s: Callable[[], float]) -> None:
        self._now_s = now_s
        self._rooms: dict[str, _Room] = {}
        self._counts: dict[str, tuple[float, int]] = {}

    async def open(self, room: str, proof: str, ticket: str, life_s: int) -> bool:
        """Make a room; those that ended are forgotten on the way."""
        now_s = self._now_s()
        self._rooms = {name: one for name, one in self._rooms.items() if one.ends_s > now_s}
        if room in self._rooms:
            return False
        self._rooms[room] = _Room(proof, now_s + life_s, {Side.STATION: ticket})
        return True

    async def join(self, room: str, proof: str, ticket: str) -> No | None:
        """Give the doctor's place, once."""
        found = self._find(room)
        if found is None:
            return No.EXPIRED
        if not hmac.compare_digest(found.proof, proof):
            return No.WRONG
        if Side.DOCTOR in found.tickets:
            return No.USED
        found.tickets[Side.DOCTOR] = ticket
        found.ends_s = self._now_s() + JOINED_LIFE_S
        return None

    async def returns(self, room: str, side: Side, ticket: str) -> bool:
        """Compare a ticket with the one that was given."""
        found = self._find(room)
        return found is not None and hmac.compare_digest(found.tickets.get(side, ""), ticket)

    async def close(self, room: str) -> None:
        """Forget the room."""
        self._rooms.pop(room, None)

    async def listen(self, room: str, side: Side, hear: Hear) -> Callable[[], Awaitable[None]]:
        """Add an ear to a place."""
        found = self._find(room)
        ears = [] if found is None else found.ears.setdefault(side, [])
        ears.append(hear)

        async def stop() -> None:
            if hear in ears:
                ears.remove(hear)

        return stop

    async def send(self, room: str, side: Side, text: str) -> bool:
        """Call the ears of a place."""
        found = self._find(room)
        ears = [] if found is None else list(found.ears.get(side, ()))
        for hear in ears:
            await hear(text)
        return bool(ears)

    async def count(self, key: str, within_s: int) -> int:
        """Count by fixed periods; a period that ended starts again."""
        now_s = self._now_s()
        if len(self._counts) > MOST_COUNTS:
            self._counts = {name: one for name, one in self._counts.items() if one[0] > now_s}
        ends_s, counted = self._counts.get(key, (0.0, 0))
        if ends_s <= now_s:
            ends_s, counted = now_s + within_s, 0
        self._counts[key] = (ends_s, counted + 1)
        return counted + 1

    async def stop(self) -> None:
        """Forget every room."""
        self._rooms.clear()

    def _find(self, room: str) -> _Room | None:
        found = self._rooms.get(room)
        return found if found is not None and found.ends_s > self._now_s() else None
