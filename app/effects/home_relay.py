"""The relay of a demonstration: on this computer only, opened with the first call.

The doctor's page then opens in a browser of the same machine. It is the very relay a pharmacy
runs, with rooms in memory and nothing else than the loopback to listen on.
"""

import asyncio
from hashlib import sha256
from secrets import token_urlsafe
from threading import Event, Thread

from app import clock
from app.errors import StationError
from app.settings import RelaySettings

HOST = "127.0.0.1"
OPENED_WITHIN_S = 10.0
NANOSECONDS = 1_000_000_000


class RelayNotOpened(StationError):
    """The relay of the demonstration did not open."""


class HomeRelay:
    """One relay in a thread of its own, made when first wanted."""

    def __init__(self) -> None:
        self._thread: Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._told: asyncio.Event | None = None
        self._is_open = Event()
        self._settings = RelaySettings()

    def opened(self) -> RelaySettings:
        """Return the relay, open.

        Raises:
            RelayNotOpened: it did not open within 10 s.
        """
        if self._thread is None or not self._thread.is_alive():
            self._is_open.clear()
            self._thread = Thread(target=self._run, name="home-relay", daemon=True)
            self._thread.start()
        if not self._is_open.wait(OPENED_WITHIN_S) or not self._settings.address:
            raise RelayNotOpened(
                "Le relais de la démonstration ne s’ouvre pas. Redémarrez le poste."
            )
        return self._settings

    def close(self) -> None:
        """Close the relay and end its thread; one that was never opened is no fault."""
        loop, told, thread = self._loop, self._told, self._thread
        if loop is None or told is None or thread is None:
            return
        if thread.is_alive():
            loop.call_soon_threadsafe(told.set)
            thread.join(OPENED_WITHIN_S)
        self._loop = self._told = self._thread = None

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        finally:
            self._is_open.set()

    async def _serve(self) -> None:
        from aiohttp import web

        from app.teleconsult.relay.run import doctors_page
        from app.teleconsult.relay.server import Relay, Settings
        from app.teleconsult.relay.store import MemoryStore

        key = token_urlsafe(32)
        allowed = Settings(station_keys=frozenset({sha256(key.encode()).hexdigest()}))
        relay = Relay(MemoryStore(_now_s), allowed, doctors_page(), _now_s, _wall_s)
        runner = web.AppRunner(relay.application(), access_log=None, handle_signals=False)
        await runner.setup()
        try:
            await web.TCPSite(runner, HOST, 0).start()
            self._settings = RelaySettings(f"http://{HOST}:{runner.addresses[0][1]}/", key)
            self._loop, self._told = asyncio.get_running_loop(), asyncio.Event()
            self._is_open.set()
            await self._told.wait()
        finally:
            self._settings = RelaySettings()
            await runner.cleanup()


def _now_s() -> float:
    return clock.monotonic_ns() / NANOSECONDS


def _wall_s() -> float:
    return clock.now().timestamp()
