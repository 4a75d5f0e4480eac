"""The station of the bench, alone in its process: the real caller and engine, a pretended camera.

Told what to do by lines of JSON on its input, it says what happens the same way. The pictures are
made in a thread of their own and given to the loop as a camera does: the newest wins.
"""

import asyncio
import json
import os
import sys
import threading
import time
from collections.abc import Callable

from aiohttp import ClientSession

from app.teleconsult.caller import Caller
from app.teleconsult.invitation import invitation_in
from app.teleconsult.messages import Hello
from app.teleconsult.peer import Line, Planes, Samples
from app.teleconsult.ports import Ports
from app.teleconsult.signalling import RelayAddress, Signalling
from app.teleconsult.states import CallMoved, CallNews, FileArrived, FileLeft, Kept
from app.teleconsult.transfer import call_file
from app.teleconsult.wrtc_peer import RATE, WrtcPeer
from resources import files
from tests.bench.video_pictures import Film, photo
from tests.teleconsult.sound_scene import BLOCK, hum, sweep

SIZES = {Line.ROOM: (640, 480), Line.EXAM: (1280, 720)}
FRAMES_A_SECOND = 30


def say(**said: object) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


class Camera:
    """One pretended camera: a picture every thirtieth of a second while it is on."""

    def __init__(self, line: Line, give: Callable[[Line, Planes, int], None]) -> None:
        self._line, self._give = line, give
        self._film = Film(*SIZES[line])
        self.is_on = threading.Event()
        threading.Thread(target=self._live, name=line.value, daemon=True).start()

    def _live(self) -> None:
        due_s = time.monotonic()
        while True:
            if not self.is_on.is_set():
                self.is_on.wait()
                due_s = time.monotonic()
            due_s += 1 / FRAMES_A_SECOND
            time.sleep(max(0.0, due_s - time.monotonic()))
            planes = self._film.next(round(time.time() * 1000))
            self._give(self._line, planes, time.monotonic_ns() // 1000)


class Station:
    """The call, its cameras and what is told of it."""

    def __init__(self, session: ClientSession) -> None:
        self._session = session
        self._loop = asyncio.get_running_loop()
        self._newest: dict[Line, tuple[Planes, int]] = {}
        self._cameras = {line: Camera(line, self._filmed) for line in SIZES}
        self._caller: Caller | None = None
        self._run: asyncio.Task[None] | None = None
        self._photo = call_file("photo.jpg", "image/jpeg", photo())

    def open(self, url: str, key: str, link: str) -> None:
        """Open the room of ``link``."""
        invitation, relay = invitation_in(link), RelayAddress(url, key)
        ports = Ports(
            connect=lambda hear: Signalling(relay, invitation, hear, self._session),
            make_peer=WrtcPeer,
            post=self._told,
            new_id=lambda: os.urandom(16).hex(),
            now_ms=lambda: int(time.time() * 1000),
            show=lambda _planes: None,
            play=lambda _samples, _rate: None,
        )
        hello = Hello(id=ports.new_id(), ts=ports.now_ms(), app="banc", simulated=True)
        self._caller = Caller(invitation, hello, files.text("doctor/words.txt").split(), ports)
        self._run = asyncio.create_task(self._caller.run())

    def shows(self, lines: list[str]) -> None:
        """Film for these lines only."""
        for line, camera in self._cameras.items():
            (camera.is_on.set if line.value in lines else camera.is_on.clear)()

    def still(self) -> None:
        """Send the photo."""
        assert self._caller is not None
        say(t="still", size=len(self._photo.data), at=time.time())
        self._caller.send(self._photo)

    async def leave(self) -> None:
        """End the call."""
        if self._caller is not None and self._run is not None:
            await self._caller.leave()
            await self._run

    async def speak(self) -> None:
        """Say a quiet hum, again and again."""
        while True:
            await self._play(Line.VOICE, hum())

    async def sweep(self) -> None:
        """Play the tones on the stethoscope's line."""
        await self._play(Line.STETHOSCOPE, sweep())
        say(t="swept")

    async def _play(self, line: Line, samples: Samples) -> None:
        """Play ten milliseconds at a time, as fast as it is heard."""
        due_s = time.monotonic()
        for at in range(0, len(samples) - BLOCK + 1, BLOCK):
            due_s += BLOCK / RATE
            await asyncio.sleep(max(0.0, due_s - time.monotonic()))
            if self._caller is not None and self._caller.peer is not None:
                part = samples[at : at + BLOCK]
                self._caller.peer.play(line, part, time.monotonic_ns() // 1000)

    def _filmed(self, line: Line, planes: Planes, at_us: int) -> None:
        is_first = line not in self._newest
        self._newest[line] = planes, at_us
        if is_first:
            self._loop.call_soon_threadsafe(self._give, line)

    def _give(self, line: Line) -> None:
        planes, at_us = self._newest.pop(line)
        if self._caller is not None and self._caller.peer is not None:
            self._caller.peer.show(line, planes, at_us)

    def _told(self, news: CallNews | Kept) -> None:
        match news:
            case CallMoved(state=state):
                say(t="state", state=state.value, at=time.time())
            case FileLeft(is_kept=is_kept):
                say(t="left", kept=is_kept, at=time.time())
            case FileArrived(file=file):
                say(t="arrived", size=len(file.data), at=time.time())
            case _:
                return


async def main() -> None:
    """Do what the input says until it closes."""
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    async with ClientSession() as session:
        station = Station(session)
        voice = asyncio.create_task(station.speak())
        say(t="ready")
        while line := await reader.readline():
            match json.loads(line):
                case {"do": "open", "url": url, "key": key, "link": link}:
                    station.open(url, key, link)
                case {"do": "shows", "lines": lines}:
                    station.shows(lines)
                case {"do": "still"}:
                    station.still()
                case {"do": "sweep"}:
                    await station.sweep()
                case {"do": "leave"}:
                    break
        voice.cancel()
        await station.leave()


if __name__ == "__main__":
    asyncio.run(main())
