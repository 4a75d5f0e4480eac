"""The doctor's page of the bench: the real one, in a real Chromium, with a note of what it shows."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from playwright.async_api import Browser, Page

from tests.bench.video_senders import PATIENCE_S
from tests.teleconsult.doctor import Doctor
from tests.teleconsult.station import until

SCRIPT = Path(__file__).with_name("video_seen.js")
WRAP = 1 << 24
NOTHING_MS = 60_000.0
"""The delay of a picture that never came."""
SHOWN = "(_, [line, from, to]) => benchSeen[line].filter((one) => one[0] >= from && one[0] < to)"
FIRST = (
    "(_, [line, from]) => benchSeen[line].find((one) => one[0] >= from && one[1] >= 0)?.[0] ?? 0"
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was presented of one line during a while."""

    fps: float
    p50_ms: float
    p95_ms: float
    gap_ms: float
    width: float
    unread: int


class WatchedDoctor:
    """One doctor, what they see noted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.doctor = Doctor(page)
        self._body = page.locator("body")

    async def enter(self, address: str) -> None:
        """Ask to join."""
        await self.doctor.enter(address)

    async def seen(self, line: str, from_s: float, to_s: float) -> Seen:
        """Return what was shown of a line between two moments of the wall clock."""
        asked = [line, from_s * 1000, to_s * 1000]
        entries = np.array(await self._body.evaluate(SHOWN, asked), float).reshape(-1, 3)
        known = entries[entries[:, 1] >= 0]
        if len(known) < 2:
            return Seen(0, NOTHING_MS, NOTHING_MS, NOTHING_MS, 0, len(entries) - len(known))
        late = (known[:, 0] - known[:, 1] + WRAP / 2) % WRAP - WRAP / 2
        _, first = np.unique(known[:, 1], return_index=True)  # a picture shown again is not another
        late = late[first]
        return Seen(
            len(first) / (to_s - from_s),
            float(np.percentile(late, 50)),
            float(np.percentile(late, 95)),
            float(np.diff(np.sort(known[first, 0])).max()),
            float(np.median(known[:, 2])),
            len(entries) - len(known),
        )

    async def first(self, line: str, from_s: float, seconds: float = PATIENCE_S) -> float:
        """Return the wall clock second of the first picture of a line shown after a moment."""
        asked = [line, from_s * 1000]
        return await until(lambda: self._body.evaluate(FIRST, asked), seconds) / 1000

    async def noted(self, name: str, seconds: float = PATIENCE_S) -> float:
        """Return the wall clock second of a moment that the page noted."""
        found = await until(lambda: self._body.evaluate(f"() => benchSeen.{name}"), seconds)
        return found / 1000

    async def conclude(self, pdf: bytes) -> float:
        """Send a PDF with a conclusion; return the seconds until the station kept it."""
        paper = {"name": "o.pdf", "mimeType": "application/pdf", "buffer": pdf}
        await self.page.fill("#diagnosis", "Essai")
        await self.page.check("[value=prescription]", force=True)
        await self.page.set_input_files("#paper", paper)
        await until(self._is_ready)
        await self.page.click("#send")
        begun_s = await self.noted("begun")
        return await self.noted("got", 2 * PATIENCE_S) - begun_s

    async def _is_ready(self) -> bool:
        return await self.page.get_attribute("#send", "aria-disabled") == "false"


@asynccontextmanager
async def a_watched_doctor(browser: Browser) -> AsyncIterator[WatchedDoctor]:
    """Open the page of a doctor."""
    context = await browser.new_context()
    await context.add_init_script(path=SCRIPT)
    try:
        yield WatchedDoctor(await context.new_page())
    finally:
        await context.close()


def now_s() -> float:
    """Return the second of the wall clock, which all the programs of the bench share."""
    return time.time()
