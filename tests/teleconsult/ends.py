"""Two ends and their relays for the tests: real sockets, on the loopback."""

import json
import secrets
from contextlib import AsyncExitStack, asynccontextmanager
from hashlib import sha256
from time import monotonic, time

from aiohttp import ClientSession, web

from app.teleconsult.invitation import Invitation
from app.teleconsult.relay.page import Page
from app.teleconsult.relay.rules import Side
from app.teleconsult.relay.server import SOCKET_PATH, Relay, Settings
from app.teleconsult.relay.store import MemoryStore
from app.teleconsult.relay.turn import Turn

STATION_KEY = "une-clef-de-poste-pour-les-essais"
PAGE = Page({"index.html": b"<!doctype html><title>essai</title>", "doctor.js": b"'use strict'"})


def some_settings(**changed):
    digest = sha256(STATION_KEY.encode()).hexdigest()
    wanted = {"station_keys": frozenset({digest}), "turn": Turn(("turn:127.0.0.1:1",), "secret")}
    return Settings(**(wanted | changed))


def an_invitation():
    return Invitation(secrets.token_bytes(16), secrets.token_bytes(32))


@asynccontextmanager
async def a_relay(store=None, now_s=monotonic, page=PAGE, port=0, **changed):
    """Run one relay; yields its address."""
    relay = Relay(store or MemoryStore(now_s), some_settings(**changed), page, now_s, time)
    runner = web.AppRunner(relay.application(), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    host, port = runner.addresses[0]
    try:
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


class End:
    """One end of a call."""

    def __init__(self, socket):
        self.socket = socket

    async def own(self):
        """Return the next word of the relay."""
        text = await self.socket.receive_str(timeout=20)
        assert text[0] == "R", text
        return json.loads(text[1:])

    async def peer(self):
        """Return the next text of the other end."""
        text = await self.socket.receive_str(timeout=20)
        assert text[0] == "P", text
        return text[1:]

    async def tell(self, text):
        await self.socket.send_str("P" + text)

    async def leave(self):
        await self.socket.send_str('R{"t":"leave"}')

    async def is_closed(self):
        """Wait for the end of the connection."""
        message = await self.socket.receive(timeout=20)
        return message.type.name in {"CLOSE", "CLOSED", "CLOSING"}


@asynccontextmanager
async def ends():
    """Yield what connects an end: ``await connect(address, first_words, key="")``."""
    async with ClientSession() as session, AsyncExitStack() as opened:

        async def connect(address, words, key=""):
            headers = {"Authorization": f"Bearer {key}"} if key else {}
            socket = await session.ws_connect(address + SOCKET_PATH, headers=headers)
            opened.push_async_callback(socket.close)
            await socket.send_str("R" + json.dumps(words))
            return End(socket)

        yield connect


def opening(invitation):
    return {"t": "open", "room": invitation.room_name, "proof": invitation.proof_digest}


def joining(invitation):
    return {"t": "join", "room": invitation.room_name, "proof": invitation.proof}


def coming_back(invitation, side, ticket):
    return {"t": "back", "room": invitation.room_name, "side": Side(side), "ticket": ticket}


async def a_call(connect, address, invitation, doctors_address=""):
    """Return both ends, each told that the other is there, with their tickets."""
    station = await connect(address, opening(invitation), STATION_KEY)
    first = await station.own()
    assert (first["t"], first["peer"]) == ("in", False)
    doctor = await connect(doctors_address or address, joining(invitation))
    second = await doctor.own()
    assert (second["t"], second["peer"]) == ("in", True)
    assert await station.own() == {"t": "peer", "here": True}
    return station, doctor, first["ticket"], second["ticket"]
