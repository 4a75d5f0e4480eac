"""What is compared, behind one face; and our station, in a process of its own."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol

from app.teleconsult.invitation import Invitation
from tests.teleconsult.ends import STATION_KEY

PATIENCE_S = 30.0
OURS, ANCHOR = "osys", "chromium"


class Sender(Protocol):
    """One station in a call."""

    @property
    def pid(self) -> int:
        """The first process of its tree."""
        ...

    async def shows(self, *lines: str) -> None:
        """Film for these lines only."""
        ...

    async def still(self) -> float:
        """Send a photo of 5 MB; return the seconds until the doctor's page kept it."""
        ...

    async def leave(self) -> None:
        """End the call."""
        ...


@dataclass
class Events:
    """What a sender said, to be waited for."""

    _said: list[dict[str, object]] = field(default_factory=list)
    _came: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def put(self, said: dict[str, object]) -> None:
        async with self._came:
            self._said.append(said)
            self._came.notify_all()

    async def wait(self, name: str, seconds: float = PATIENCE_S) -> dict[str, object]:
        """Take the first event of this name, waited for if need be."""
        async with asyncio.timeout(seconds), self._came:
            await self._came.wait_for(lambda: any(one["t"] == name for one in self._said))
            found = next(one for one in self._said if one["t"] == name)
            self._said.remove(found)
            return found


class OurStation:
    """The station of ``tests/bench/video_station.py``."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._events = Events()
        self._listening = asyncio.create_task(self._listen())

    @property
    def pid(self) -> int:
        return self._process.pid

    async def open(self, relay: str, invitation: Invitation) -> None:
        """Open the room."""
        await self._events.wait("ready")
        link = invitation.address(relay)
        await self._tell(do="open", url=relay, key=STATION_KEY, link=link)

    async def shows(self, *lines: str) -> None:
        await self._tell(do="shows", lines=lines)

    async def still(self) -> float:
        began_s = asyncio.get_running_loop().time()
        await self._tell(do="still")
        kept = await self._events.wait("left")
        assert kept["kept"] is True, "the doctor's page did not keep the photo"
        return asyncio.get_running_loop().time() - began_s

    async def sweep(self) -> None:
        """Play the tones on the stethoscope's line; return once they were."""
        await self._tell(do="sweep")
        await self._events.wait("swept")

    async def leave(self) -> None:
        await self._tell(do="leave")
        await asyncio.wait_for(self._process.wait(), PATIENCE_S)
        self._listening.cancel()

    async def _tell(self, **said: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(said).encode() + b"\n")
        await self._process.stdin.drain()

    async def _listen(self) -> None:
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            await self._events.put(json.loads(line))


@asynccontextmanager
async def our_station(relay: str, invitation: Invitation) -> AsyncIterator[OurStation]:
    """Run a station that waits for its doctor in the room of ``invitation``."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.video_station"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env=os.environ | {"WRTC_ALLOW_LOOPBACK": "1"},
    )
    station = OurStation(process)
    try:
        await station.open(relay, invitation)
        yield station
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
