"""What is compared, behind one face; and our station: the real media process, asked as it is."""

import asyncio
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Protocol

from app.clock import new_id, now
from app.teleconsult.call_media import CallMedia, CallMessage
from app.teleconsult.invitation import Invitation
from app.teleconsult.messages import Hello
from app.teleconsult.opening import Opening, RelayAddress
from app.teleconsult.states import NEWS, CallMoved, FileLeft
from app.teleconsult.transfer import CallFile, call_file
from hardware.bindings import CameraRole
from hardware.media.commands import Sources
from hardware.media.launch import ALLOCATOR, Launched
from hardware.media.messages import MediaMessage
from hardware.simulators.scenes import Simulation
from tests.bench.video_pictures import photo
from tests.bench.video_process import LIT
from tests.teleconsult.ends import STATION_KEY
from tests.tools.unpacked import ROOT

PATIENCE_S = 30.0
OURS, ANCHOR = "osys", "chromium"
EXAM = CameraRole.DERMATOSCOPE


class Sender(Protocol):
    """One station in a call; ``film_bytes`` is what a pixel of its film takes in memory."""

    film_bytes: int

    @property
    def pid(self) -> int:
        """The first process of its tree."""
        ...

    async def shows(self, *lines: str) -> None:
        """Film for these lines only, ``room`` or ``exam``."""
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

    _said: list[str] = field(default_factory=list)
    _came: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def put(self, name: str) -> None:
        """Keep an event."""
        async with self._came:
            self._said.append(name)
            self._came.notify_all()

    async def wait(self, name: str, seconds: float = PATIENCE_S) -> None:
        """Take the first event of this name, waited for if need be."""
        async with asyncio.timeout(seconds), self._came:
            await self._came.wait_for(lambda: name in self._said)
            self._said.remove(name)


class Process(Launched):
    """The media process with pretended devices, which this repository alone knows."""

    def __init__(self, lit: Path) -> None:
        self._more = NEWS
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.video_process"],
            cwd=ROOT,
            env={**os.environ, **ALLOCATOR, LIT: str(lit)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # as a browser does: the kernel gives each session its share of the processors
            start_new_session=True,
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        self._input, self._output = self._process.stdin, self._process.stdout
        self._speaking = threading.Lock()


class OurStation:
    """The station: what it asks of its media process, and hears from it."""

    film_bytes = 3  # blue, green, red

    def __init__(self, lit: Path) -> None:
        self._lit, self._events = lit, Events()
        self._loop = asyncio.get_running_loop()
        self._processes: list[Process] = []
        self._media = CallMedia(self._told, Sources(simulation=Simulation()), launch=self._launch)

    @property
    def pid(self) -> int:
        (process,) = self._processes  # a second one would mean that the first died
        return process.pid

    async def open(self, relay: str, invitation: Invitation) -> None:
        """Open the room; returns once the relay knows it."""
        at_ms = int(now().timestamp() * 1000)
        hello = Hello(id=new_id(), ts=at_ms, app="banc", simulated=True)
        self._media.start()
        self._media.open_call(Opening(invitation, RelayAddress(relay, STATION_KEY), "", hello))
        await self._events.wait("waiting")

    async def shows(self, *lines: str) -> None:
        seen = {"room": CameraRole.ROOM, "exam": EXAM}
        self._lit.write_text(" ".join(seen[line].value for line in lines), encoding="utf-8")
        self._media.share_camera(EXAM if "exam" in lines else None)

    async def still(self) -> float:
        file, began_s = shared_photo(), self._loop.time()
        self._media.send(file)
        await self._events.wait("kept")
        return self._loop.time() - began_s

    async def listens(self) -> None:
        """Let the doctor hear the stethoscope."""
        self._media.share_sound(True)

    async def leave(self) -> None:
        self._media.leave_call()
        await self._events.wait("over")

    async def close(self) -> None:
        """End its process."""
        await asyncio.to_thread(self._media.stop)

    def _launch(self) -> Process:
        self._processes.append(Process(self._lit))
        return self._processes[-1]

    def _told(self, message: MediaMessage | CallMessage) -> None:
        """Called from a thread of the client."""
        match message:
            case CallMoved(state=state):
                self._put(state.value)
            case FileLeft(is_kept=is_kept):
                self._put("kept" if is_kept else "refused")
            case _:
                return

    def _put(self, name: str) -> None:
        asyncio.run_coroutine_threadsafe(self._events.put(name), self._loop)


@cache
def shared_photo() -> CallFile:
    """Return the photo, made once."""
    return call_file("photo.jpg", "image/jpeg", photo())


@asynccontextmanager
async def our_station(relay: str, invitation: Invitation) -> AsyncIterator[OurStation]:
    """Run a station that waits for its doctor in the room of ``invitation``."""
    with tempfile.TemporaryDirectory() as folder:
        lit = Path(folder, "lit")
        lit.write_text("", encoding="utf-8")
        station = OurStation(lit)
        try:
            await station.open(relay, invitation)
            yield station
        finally:
            await station.close()
