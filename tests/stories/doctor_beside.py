"""A doctor in a real Chromium beside the real window: the browser lives in a thread of its own."""

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from threading import Event, Thread

from tests.stories.hands import Hands
from tests.teleconsult.doctor import Doctor, a_doctor


class DoctorBeside:
    """Does what a doctor does while the window lives: each act is waited for by ``hands``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._is_ready, self._leaves = Event(), asyncio.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._run, name="doctor", daemon=True)
        self.doctor: Doctor | None = None

    def start(self) -> None:
        """Open the browser while the window goes on."""
        self._thread.start()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._live())
        finally:
            self._is_ready.set()
            self._loop.close()

    async def _live(self) -> None:
        async with a_doctor(self._folder) as doctor:
            self.doctor = doctor
            self._is_ready.set()
            await self._leaves.wait()

    def wait_open(self, hands: Hands) -> None:
        hands.wait(self._is_ready.is_set, "the browser")
        assert self.doctor is not None

    def does(self, hands: Hands, act: Coroutine[object, object, object], what: str) -> object:
        """Let ``act`` end while the window goes on; what it gives, or its failure, comes back."""
        done = asyncio.run_coroutine_threadsafe(act, self._loop)
        hands.wait(done.done, what)
        return done.result()

    def close(self) -> None:
        if self._thread.ident is None:
            self._loop.close()
            return
        self._loop.call_soon_threadsafe(self._leaves.set)
        self._thread.join(30)
        assert not self._thread.is_alive()
