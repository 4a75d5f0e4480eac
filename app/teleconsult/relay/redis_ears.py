"""What comes to the places that one relay serves, all of it on one connection of Redis.

One connection a place would stop at some hundreds of calls. What arrives is put in a short queue
for each place, so that an end that no longer reads makes none of the others wait.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from app.teleconsult.relay.store import Hear, StoreLost
from app.teleconsult.relay.words import LOST

MOST_WAITING = 256
HEARD_WITHIN_S = 10.0

Queue = asyncio.Queue[str]


@dataclass(slots=True)
class _Place:
    """One subscription; ``is_heard`` once Redis has it."""

    queues: set[Queue] = field(default_factory=set)
    is_heard: asyncio.Event = field(default_factory=asyncio.Event)


class Ears:
    """The places that are listened to."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._places: dict[str, _Place] = {}
        self._channel: PubSub | None = None
        self._reader: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()

    async def listen(self, name: str, hear: Hear) -> Callable[[], Awaitable[None]]:
        """Call ``hear`` with what is published under ``name``; return what stops it.

        Raises:
            StoreLost: Redis does not answer.
        """
        queue = Queue(MOST_WAITING)
        try:
            async with asyncio.timeout(HEARD_WITHIN_S):
                async with self._turn:
                    place = self._places.get(name)
                    if place is None:
                        place = self._places[name] = _Place()  # before Redis can answer
                        place.queues.add(queue)
                        await self._subscribe(name)
                    place.queues.add(queue)
                await place.is_heard.wait()
        except (RedisError, OSError, TimeoutError):
            await self._leave(name, queue)
            raise StoreLost from None
        teller = asyncio.create_task(_tell(queue, hear))

        async def stop() -> None:
            teller.cancel()
            with suppress(asyncio.CancelledError):
                await teller
            await self._leave(name, queue)

        return stop

    async def _subscribe(self, name: str) -> None:
        if self._channel is not None:
            await self._channel.subscribe(name)
            return
        channel = self._redis.pubsub()
        await channel.subscribe(name)
        self._channel = channel
        self._reader = asyncio.create_task(self._read(channel))

    async def _leave(self, name: str, queue: Queue) -> None:
        async with self._turn:
            place = self._places.get(name)
            if place is None or queue not in place.queues:
                return
            place.queues.discard(queue)
            if place.queues:
                return
            del self._places[name]
            if self._channel is not None:
                with suppress(RedisError, OSError):  # lost: its reader says so
                    await self._channel.unsubscribe(name)

    async def _read(self, channel: PubSub) -> None:
        """Take what comes, until Redis is lost."""
        try:
            while True:
                message = await channel.get_message(timeout=None)
                if message is not None:
                    self._take(message)
        except (RedisError, OSError):
            self._channel = None
            places, self._places = self._places, {}
            for place in places.values():
                _lose(place)

    def _take(self, message: Mapping[str, str]) -> None:
        place = self._places.get(message["channel"])
        if place is None:
            return
        if message["type"] == "message":
            for queue in place.queues:
                _put(queue, message["data"])
        elif message["type"] == "subscribe" and place.is_heard.is_set():
            _lose(place)  # Redis was lost and found again: nobody knows what was said meanwhile
        elif message["type"] == "subscribe":
            place.is_heard.set()

    async def stop(self) -> None:
        """Close the connection."""
        if self._reader is not None:
            self._reader.cancel()
            with suppress(asyncio.CancelledError):
                await self._reader
        if self._channel is not None:
            with suppress(RedisError, OSError):
                await self._channel.aclose()  # type: ignore[no-untyped-call]  # left untyped


async def _tell(queue: Queue, hear: Hear) -> None:
    while True:
        await hear(await queue.get())


def _lose(place: _Place) -> None:
    place.is_heard.set()
    for queue in place.queues:
        _put(queue, LOST)


def _put(queue: Queue, text: str) -> None:
    """Give a text to a place; one that no longer reads is cut."""
    try:
        queue.put_nowait(text)
    except asyncio.QueueFull:
        while not queue.empty():
            queue.get_nowait()
        queue.put_nowait(LOST)
