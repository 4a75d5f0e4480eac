"""The rooms of several relays, in one Redis: any relay serves either end of any call.

A room is a hash under ``osys:room:NAME`` that Redis itself ends; a place is a channel of its
publish and subscribe, so nothing that is said is ever stored.
"""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from redis.asyncio import BlockingConnectionPool, Redis
from redis.exceptions import RedisError

from app.teleconsult.relay.redis_ears import Ears
from app.teleconsult.relay.rules import JOINED_LIFE_S, No, Side
from app.teleconsult.relay.store import Hear, StoreLost

# Shared by all the places: each waits its turn, a few milliseconds.
MOST_CONNECTIONS, WAITED_S = 32, 10

# In one step, or two doctors could take the one place between the look and the writing.
_JOIN = """
local proof = redis.call('HGET', KEYS[1], 'proof')
if not proof then return 'expired' end
if proof ~= ARGV[1] then return 'wrong' end
if redis.call('HSETNX', KEYS[1], 'doctor', ARGV[2]) == 0 then return 'used' end
redis.call('EXPIRE', KEYS[1], ARGV[3])
return ''
"""
_OPEN = """
if redis.call('HSETNX', KEYS[1], 'proof', ARGV[1]) == 0 then return 0 end
redis.call('HSET', KEYS[1], 'station', ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
"""
_COUNT = """
local counted = redis.call('INCR', KEYS[1])
if counted == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return counted
"""


class RedisStore:
    """A ``Store`` shared by every relay that names the same Redis."""

    def __init__(self, address: str) -> None:
        pool = BlockingConnectionPool.from_url(
            address, decode_responses=True, max_connections=MOST_CONNECTIONS, timeout=WAITED_S
        )
        self._redis = Redis.from_pool(pool)
        self._ears = Ears(self._redis)
        self._open = self._redis.register_script(_OPEN)
        self._join = self._redis.register_script(_JOIN)
        self._count = self._redis.register_script(_COUNT)

    async def open(self, room: str, proof: str, ticket: str, life_s: int) -> bool:
        """Make a room."""
        with _reached():
            return bool(await self._open(keys=[_room(room)], args=[proof, ticket, life_s]))

    async def join(self, room: str, proof: str, ticket: str) -> No | None:
        """Give the doctor's place, once for all relays."""
        with _reached():
            why = await self._join(keys=[_room(room)], args=[proof, ticket, JOINED_LIFE_S])
            return No(why) if why else None

    async def returns(self, room: str, side: Side, ticket: str) -> bool:
        """Compare a ticket with the one that was given; both are digests."""
        with _reached():
            return await self._redis.hget(_room(room), side.value) == ticket

    async def close(self, room: str) -> None:
        """Forget the room."""
        with _reached():
            await self._redis.delete(_room(room))

    async def listen(self, room: str, side: Side, hear: Hear) -> Callable[[], Awaitable[None]]:
        """Subscribe to a place; returns once Redis has it."""
        return await self._ears.listen(_place(room, side), hear)

    async def send(self, room: str, side: Side, text: str) -> bool:
        """Publish to a place."""
        with _reached():
            return bool(await self._redis.publish(_place(room, side), text))

    async def count(self, key: str, within_s: int) -> int:
        """Count by fixed periods, for all relays together."""
        with _reached():
            return int(await self._count(keys=[f"osys:count:{key}"], args=[within_s]))

    async def stop(self) -> None:
        """Close the connections."""
        await self._ears.stop()
        await self._redis.aclose()


@contextmanager
def _reached() -> Iterator[None]:
    try:
        yield
    except (RedisError, OSError):
        raise StoreLost from None


def _room(room: str) -> str:
    return f"osys:room:{room}"


def _place(room: str, side: Side) -> str:
    return f"osys:place:{room}:{side.value}"
