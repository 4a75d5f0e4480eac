"""The station we compare with: a page of Chromium in a browser of its own, as plain as can be.

The bench holds its place at the relay and carries its words, so that the doctor's page and the
relay are the very same as with our station.
"""

import asyncio
import json
import os
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

from aiohttp import ClientSession, web
from playwright.async_api import BrowserType

from app.teleconsult.binding import code_of
from app.teleconsult.invitation import Invitation
from app.teleconsult.opening import RelayAddress
from app.teleconsult.signalling import Said, Signal, Signalling
from app.teleconsult.wrtc_peer import BITRATES
from tests.bench import video_load
from tests.bench.video_pictures import BAND, SCENES, SIZES, photo, png, scenes
from tests.bench.video_senders import Events
from tests.teleconsult.doctor import ARGUMENTS
from tests.teleconsult.ends import STATION_KEY
from tests.tools import tools

HERE = Path(__file__).parent
SETUP = {"bitrates": dict(BITRATES), "band": BAND, "scenes": SCENES}


@cache
def served() -> dict[str, tuple[str, bytes]]:
    """Return the files of the page, and what it films."""
    files = {
        "": ("text/html", (HERE / "video_anchor.html").read_bytes()),
        "anchor.js": ("text/javascript", (HERE / "video_anchor.js").read_bytes()),
        "setup.json": ("application/json", json.dumps(SETUP).encode()),
        "photo.jpg": ("image/jpeg", photo()),
    }
    for name, size in SIZES.items():
        for at, picture in enumerate(scenes(*size)):
            files[f"{name}-{at}.png"] = ("image/png", png(picture))
    return files


class Anchor:
    """One call of that page."""

    film_bytes = 4  # a pixel of a bitmap of the page

    def __init__(self, relay: str, invitation: Invitation, session: ClientSession) -> None:
        self._invitation = invitation
        self._signalling = Signalling(
            RelayAddress(relay, STATION_KEY), invitation, self._signalled, session
        )
        self._events = Events()
        self._page: web.WebSocketResponse | None = None
        self._tasks: set[asyncio.Task[object]] = set()
        self._mark = f"--osys-bench={secrets.token_hex(8)}"
        self._pid = 0

    @property
    def pid(self) -> int:
        return self._pid

    async def shows(self, *lines: str) -> None:
        await self._tell({"k": "shows", "lines": lines})

    async def still(self) -> float:
        began_s = asyncio.get_running_loop().time()
        await self._tell({"k": "still"})
        await self._events.wait("kept")
        return asyncio.get_running_loop().time() - began_s

    async def leave(self) -> None:
        await self._signalling.leave()
        await self._tell({"k": "leave"})

    async def open(self, chromium: BrowserType) -> None:
        """Load the page in a new browser, then open the room."""
        program = tools.chromium()
        self._browser = await chromium.launch(
            executable_path=program,
            env=os.environ | {"LD_LIBRARY_PATH": tools.libraries_of(program)},
            args=[*ARGUMENTS, self._mark],
        )
        self._pid = video_load.named(self._mark)
        page = await (await self._browser.new_context()).new_page()
        await page.goto(f"http://127.0.0.1:{self._port}/")
        await self._events.wait("loaded")
        self._start(self._signalling.run())

    @asynccontextmanager
    async def serve(self) -> AsyncIterator[None]:
        """Serve the page and its socket on the loopback."""
        made = web.Application()
        made.router.add_get("/bridge", self._bridge)
        made.router.add_get("/{name:.*}", self._file)
        runner = web.AppRunner(made, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self._port = runner.addresses[0][1]
        try:
            yield
        finally:
            for task in self._tasks:
                task.cancel()
            await self._browser.close()
            await runner.cleanup()

    async def _file(self, request: web.Request) -> web.Response:
        found = served().get(request.match_info["name"])
        if found is None:
            raise web.HTTPNotFound
        return web.Response(body=found[1], content_type=found[0])

    async def _bridge(self, request: web.Request) -> web.WebSocketResponse:
        self._page = socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for message in socket:
            await self._carry(json.loads(message.data))
        return socket

    async def _carry(self, said: dict[str, object]) -> None:
        """Take what the page says: to the relay, or for the bench."""
        if said["k"] == "offer":
            code = code_of(self._invitation.binding_key, "station", str(said["sdp"]))
            await self._signalling.say(said | {"code": code})
        elif said["k"] == "ice":
            await self._signalling.say(said)
        else:
            await self._events.put(str(said["k"]))

    def _signalled(self, signal: Signal) -> None:
        if isinstance(signal, Said):
            self._start(self._tell(json.loads(signal.text)))

    async def _tell(self, said: dict[str, object]) -> None:
        if self._page is not None and not self._page.closed:
            await self._page.send_json(said)

    def _start(self, work: object) -> None:
        assert asyncio.iscoroutine(work)
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


@asynccontextmanager
async def anchor(
    relay: str, invitation: Invitation, chromium: BrowserType
) -> AsyncIterator[Anchor]:
    """Run a page that waits for its doctor in the room of ``invitation``."""
    async with ClientSession() as session:
        one = Anchor(relay, invitation, session)
        async with one.serve():
            await one.open(chromium)
            yield one
