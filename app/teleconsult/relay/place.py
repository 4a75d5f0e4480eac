"""One end in its place: it is heard, it hears, until it leaves, is replaced, or the room ends."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import WSMsgType
from aiohttp.web import WebSocketResponse

from app.teleconsult.relay.rules import SENT_WITHIN_S, No, Side, full_bucket
from app.teleconsult.relay.store import Store
from app.teleconsult.relay.words import ENDED, LEAVE, LOST, OWN, PEER, TAKEN, Refused, notice, own

MESSAGES_A_SECOND, MESSAGES_AT_ONCE = 20.0, 100.0


@dataclass(slots=True)
class Place:
    """One connected end.

    Args:
        store: where the other end is found.
        now_s: a clock that never goes back, in seconds.
    """

    store: Store
    socket: WebSocketResponse
    room: str
    side: Side
    now_s: Callable[[], float]
    _name: str = field(default_factory=lambda: secrets.token_hex(8))
    _is_replaced: bool = False

    async def live(self, welcome: Callable[[bool], str]) -> None:
        """Carry what both ends say; returns when this one is gone.

        Args:
            welcome: given whether the other end is there, returns what this one is told first.

        Raises:
            Refused: it said too much, too fast, or nothing that is understood.
        """
        stop = await self.store.listen(self.room, self.side, self._hear)
        try:
            await self.store.send(self.room, self.side, TAKEN + self._name)
            is_there = await self._tell_other(is_here=True)
            await self._send(welcome(is_there))
            await self._carry()
        finally:
            await stop()
            if not self._is_replaced:
                await self._tell_other(is_here=False)

    async def _carry(self) -> None:
        bucket = full_bucket(MESSAGES_A_SECOND, MESSAGES_AT_ONCE, self.now_s())
        async for message in self.socket:
            if message.type is not WSMsgType.TEXT:
                raise Refused(No.SIZE if message.type is WSMsgType.ERROR else No.FORM)
            left = bucket.take(self.now_s())
            if left is None:
                raise Refused(No.RATE)
            bucket = left
            if await self._said(message.data):
                return

    async def _said(self, text: str) -> bool:
        """Carry one text; return True when this end leaves for good."""
        if text.startswith(PEER):
            if not await self.store.send(self.room, self.side.other, text):
                await self._send(notice(t="peer", here=False))
            return False
        if own(text).get("t") != LEAVE:
            raise Refused(No.FORM)
        await self.store.send(self.room, self.side.other, ENDED)
        await self.store.close(self.room)
        return True

    async def _hear(self, text: str) -> None:
        match text[:1]:
            case kind if kind in {PEER, OWN}:
                await self._send(text)
            case kind if kind == LOST:
                await self._within(self.socket.close(code=1012))
            case kind if kind == ENDED:
                await self._end(notice(t="end"))
            case kind if kind == TAKEN and text[1:] != self._name:
                self._is_replaced = True
                await self._end(notice(t="no", why=No.REPLACED))

    async def _tell_other(self, *, is_here: bool) -> bool:
        text = notice(t="peer", here=is_here)
        return await self.store.send(self.room, self.side.other, text)

    async def _end(self, text: str) -> None:
        await self._send(text)
        await self._within(self.socket.close())

    async def _send(self, text: str) -> None:
        if not self.socket.closed:
            await self._within(self.socket.send_str(text))

    async def _within(self, act: Awaitable[object]) -> None:
        """Do not wait for an end that no longer reads: it is cut, and may come back."""
        try:
            async with asyncio.timeout(SENT_WITHIN_S):
                await act
        except (TimeoutError, ConnectionError):
            self.socket.force_close()
