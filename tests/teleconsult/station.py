"""The station's side of a call for the tests: the real caller and engine, pictures with numbers."""

import asyncio
import secrets
from contextlib import asynccontextmanager, suppress
from time import monotonic, time

import numpy as np
from aiohttp import ClientSession, TCPConnector

from app.teleconsult.caller import Caller, Ports
from app.teleconsult.messages import Hello
from app.teleconsult.peer import Line
from app.teleconsult.signalling import RelayAddress, Signalling
from app.teleconsult.states import CallMoved, DoctorSaid
from app.teleconsult.wrtc_peer import RATE, WrtcPeer
from resources import files
from tests.teleconsult.barcode import number_in, planes_of
from tests.teleconsult.ends import STATION_KEY

ROOM, EXAM, SECOND = (640, 480), (1280, 720), 1000
WORDS = tuple(files.text("doctor/words.txt").split())


def new_id():
    return secrets.token_hex(16)


def now_ms():
    return int(time() * 1000)


def named():
    """Return the id and the date of a message."""
    return {"id": new_id(), "ts": now_ms()}


class StationSide:
    """A caller, what it was told and what it saw."""

    def __init__(self, address, invitation, session, *, make_peer=WrtcPeer):
        self.news = []
        self.seen = []
        self.heard = 0
        self.number = 0
        relay = RelayAddress(address, STATION_KEY)
        self.caller = Caller(
            invitation,
            Hello(**named(), app="OSyS Station", pharmacy="Pharmacie des Tilleuls", simulated=True),
            WORDS,
            Ports(
                connect=lambda hear: Signalling(relay, invitation, hear, session),
                make_peer=make_peer,
                post=self.news.append,
                new_id=new_id,
                now_ms=now_ms,
                show=self._show,
                play=self._play,
            ),
        )

    def _show(self, planes):
        self.seen.append(number_in(planes[: planes.shape[0] * 2 // 3]))

    def _play(self, samples, _rate):
        self.heard += len(samples)

    async def live(self):
        """Send pictures of the room, from 0, and of the exam, from 1000; and a quiet voice."""
        began = monotonic()
        hum = (np.sin(np.arange(RATE) * 2 * np.pi * 200 / RATE) * 3000).astype(np.int16)
        while True:
            peer = self.caller.peer
            if peer is not None:
                at_us = int((monotonic() - began) * 1e6)
                self.number += 1
                peer.show(Line.ROOM, planes_of(self.number % SECOND, *ROOM), at_us)
                peer.show(Line.EXAM, planes_of(SECOND + self.number % SECOND, *EXAM), at_us)
                for line in (Line.VOICE, Line.STETHOSCOPE):
                    peer.play(line, hum[: RATE // 20], at_us)
            await asyncio.sleep(1 / 20)

    def states(self):
        return [one.state for one in self.news if isinstance(one, CallMoved)]

    def said(self, kind):
        messages = [one.message for one in self.news if isinstance(one, DoctorSaid)]
        return [one for one in messages if isinstance(one, kind)]

    def told(self, kind):
        return [one for one in self.news if isinstance(one, kind)]


@asynccontextmanager
async def a_station(address, invitation, *, tls=True, **named_more):
    """Run the station's side until the end of the block; ``tls`` as ``TCPConnector`` takes it."""
    async with ClientSession(connector=TCPConnector(ssl=tls)) as session:
        side = StationSide(address, invitation, session, **named_more)
        run = asyncio.create_task(side.caller.run())
        live = asyncio.create_task(side.live())
        try:
            yield side
        finally:
            live.cancel()
            if not run.done():
                await side.caller.leave()
            with suppress(asyncio.CancelledError):
                await live
            await asyncio.wait_for(run, 20)


async def until(condition, seconds=60):
    """Wait until ``condition()`` (which may be awaited) is true; returns what it gave."""
    async with asyncio.timeout(seconds):
        while True:
            found = condition()
            if asyncio.iscoroutine(found):
                found = await found
            if found:
                return found
            await asyncio.sleep(0.05)
