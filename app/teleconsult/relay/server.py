"""The relay as a server: it admits the two ends of each room, and serves the doctor's page.

It keeps digests of what it must recognise, knows no name and no health fact, and writes no
address of anybody in a log.
"""

import asyncio
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from hmac import compare_digest

from aiohttp import WSMsgType, web

from app.teleconsult.relay.page import Page
from app.teleconsult.relay.place import Place
from app.teleconsult.relay.rules import (
    ADMITTED_WITHIN_S,
    LONGEST_TEXT,
    UNJOINED_LIFE_S,
    No,
    Side,
    counted_as,
)
from app.teleconsult.relay.store import Store
from app.teleconsult.relay.turn import Turn
from app.teleconsult.relay.words import Back, Join, Open, Refused, asked, notice

HEARTBEAT_S = 15.0
CLOSED_WITHIN_S = 2.0
MINUTE_S = 60
SOCKET_PATH = "/call"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one relay takes: admissions a minute from one address, connections in all."""

    admissions_a_minute: int = 60
    connections: int = 2000


@dataclass(frozen=True, slots=True)
class Settings:
    """What whoever runs the relay decides.

    ``station_keys`` are SHA-256 digests, in hexadecimal, of the keys that may open rooms.
    ``address_header`` names the header in which a load balancer writes the address of the client;
    empty when there is none.
    """

    station_keys: frozenset[str]
    turn: Turn = field(default_factory=Turn)
    limits: Limits = field(default_factory=Limits)
    address_header: str = ""


class Relay:
    """One relay. Several may share one ``store`` behind any load balancer.

    Args:
        now_s: seconds of a clock that never goes back, for rates.
        wall_s: seconds since 1970, for the credentials of TURN.
    """

    def __init__(
        self,
        store: Store,
        settings: Settings,
        page: Page,
        now_s: Callable[[], float],
        wall_s: Callable[[], float],
    ) -> None:
        self._store = store
        self._settings = settings
        self._page = page
        self._now_s = now_s
        self._wall_s = wall_s
        self._sockets: set[web.WebSocketResponse] = set()

    def application(self) -> web.Application:
        """Return the server; ``aiohttp.web.AppRunner`` runs it."""
        made = web.Application()
        made.router.add_get(SOCKET_PATH, self._meet)
        made.router.add_get("/alive", self._is_alive)
        self._page.serve(made)
        made.on_shutdown.append(self._leave)
        return made

    async def _is_alive(self, _request: web.Request) -> web.Response:
        return web.json_response({"connections": len(self._sockets)})

    async def _leave(self, _made: web.Application) -> None:
        """Close every connection: both ends come back, to this relay or to another."""
        closing = [one.close(code=1012) for one in self._sockets]
        await asyncio.gather(*closing, return_exceptions=True)

    async def _meet(self, request: web.Request) -> web.WebSocketResponse:
        if len(self._sockets) >= self._settings.limits.connections:
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse(
            max_msg_size=LONGEST_TEXT, heartbeat=HEARTBEAT_S, timeout=CLOSED_WITHIN_S
        )
        await socket.prepare(request)
        self._sockets.add(socket)
        try:
            await self._serve(request, socket)
        except Refused as refused:
            with suppress(ConnectionError):  # it may have gone away meanwhile
                await socket.send_str(notice(t="no", why=refused.why))
        except ConnectionError:
            pass  # the end went away while it was being answered: it comes back by itself
        finally:
            self._sockets.discard(socket)
            await socket.close()
        return socket

    async def _serve(self, request: web.Request, socket: web.WebSocketResponse) -> None:
        await self._check_rate(request)
        wanted = asked(await _first_text(socket))
        side, ticket = await self._admit(request, wanted)
        place = Place(self._store, socket, wanted.room, side, self._now_s)
        servers = self._settings.turn.servers(wanted.room, self._wall_s())
        await place.live(
            lambda is_there: notice(t="in", peer=is_there, ticket=ticket, servers=servers)
        )

    async def _check_rate(self, request: web.Request) -> None:
        address = request.remote or ""
        if self._settings.address_header:
            # what the visitor wrote comes first; what the balancer saw, and added, comes last
            said = ",".join(request.headers.getall(self._settings.address_header, [address]))
            address = said.rpartition(",")[2].strip()
        key = sha256(counted_as(address).encode()).hexdigest()[:16]
        if await self._store.count(key, MINUTE_S) > self._settings.limits.admissions_a_minute:
            raise Refused(No.RATE)

    async def _admit(self, request: web.Request, wanted: Open | Join | Back) -> tuple[Side, str]:
        """Return the place of this end and the ticket by which it will come back to it."""
        ticket = secrets.token_urlsafe(32)
        digest = sha256(ticket.encode()).hexdigest()
        match wanted:
            case Open(room, proof):
                self._check_station(request)
                if not await self._store.open(room, proof, digest, UNJOINED_LIFE_S):
                    raise Refused(No.USED)
                return Side.STATION, ticket
            case Join(room, proof):
                shown = sha256(proof.encode()).hexdigest()
                why = await self._store.join(room, shown, digest)
                if why is not None:
                    raise Refused(why)
                return Side.DOCTOR, ticket
            case Back(room, side, former):
                if not await self._store.returns(room, side, sha256(former.encode()).hexdigest()):
                    raise Refused(No.EXPIRED)
                return side, former

    def _check_station(self, request: web.Request) -> None:
        kind, _, key = request.headers.get("Authorization", "").partition(" ")
        shown = sha256(key.encode()).hexdigest()
        known = [compare_digest(one, shown) for one in self._settings.station_keys]
        if kind != "Bearer" or not any(known):
            raise Refused(No.FORBIDDEN)


async def _first_text(socket: web.WebSocketResponse) -> str:
    """Return the first text of a connection, which must not keep the place waiting."""
    try:
        async with asyncio.timeout(ADMITTED_WITHIN_S):
            message = await socket.receive()
    except TimeoutError:
        raise Refused(No.FORM) from None
    if message.type is not WSMsgType.TEXT:
        raise Refused(No.FORM)
    return str(message.data)
