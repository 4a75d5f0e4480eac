"""The call beside Chromium-to-Chromium: the same doctor's page, relay, pictures and machine.

Calls are made one after the other, ours, theirs, theirs, ours, and so on, in a network of the bench
alone. ``--pairs`` says how many of each; eight are wanted before anything is concluded.
Source of the limits: video.md, section 8.
"""

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import asdict, dataclass, replace
from functools import partial
from itertools import cycle
from pathlib import Path

from playwright.async_api import Browser, BrowserType, Error, async_playwright

from app.teleconsult.invitation import Invitation
from app.teleconsult.relay.run import doctors_page
from app.teleconsult.relay.turn import Turn
from tests.bench import video_network, video_sound
from tests.bench.video_anchor import anchor
from tests.bench.video_call import Figures, measured
from tests.bench.video_cut import Placed, recoveries
from tests.bench.video_doctor import a_watched_doctor
from tests.bench.video_load import machine
from tests.bench.video_rows import Row, absent, exact, most, table
from tests.bench.video_senders import ANCHOR, OURS, Sender, our_station
from tests.bench.video_verdicts import rows_of_calls, rows_of_cuts
from tests.teleconsult.doctor import a_browser
from tests.teleconsult.ends import a_relay, an_invitation

PAIRS = 8
WINDOW_S, SHORT_WINDOW_S = 5.0, 3.0
MOST_MISSED = 3
CALLS_A_CUT = 2
"""Calls of each kind that live through one cut."""


@dataclass(frozen=True, slots=True)
class Room:
    """What all the calls share."""

    relay: str
    browser: Browser
    chromium: BrowserType

    @asynccontextmanager
    async def place(self, kind: str) -> AsyncIterator[Placed]:
        """Open a call of one kind, and the page of its doctor."""
        invitation = an_invitation()
        async with (
            a_watched_doctor(self.browser) as doctor,
            self._sender(kind, invitation) as sender,
        ):
            yield sender, doctor, invitation.address(self.relay)

    def _sender(self, kind: str, invitation: Invitation) -> AbstractAsyncContextManager[Sender]:
        if kind == OURS:
            return our_station(self.relay, invitation)
        return anchor(self.relay, invitation, self.chromium)


def show(pairs: int, *, as_json: bool) -> int:
    """Print the table; return 1 when a limit is broken for sure."""
    if video_network.can_be_had() and not video_network.is_inside():
        words = ["video", "--pairs", str(pairs), *(["--json"] if as_json else [])]
        return video_network.again_inside(*words)
    if video_network.is_inside():
        video_network.set_up()
    rows = asyncio.run(_rows(pairs))
    if as_json:
        sys.stdout.write(json.dumps([asdict(row) for row in rows]) + "\n")
    else:
        sys.stdout.write(table(rows))
    return 1 if any(row.is_broken for row in rows) else 0


async def _rows(pairs: int) -> list[Row]:
    async with _room() as room:
        return [
            *await _loaded(_calls(room, pairs)),
            *await _loaded(_tried_again(partial(_sounds, room), "les sons")),
            *await _loaded(_tried_again(partial(_cuts, room, pairs), "les coupures")),
        ]


async def _tried_again(work: Callable[[], Awaitable[list[Row]]], name: str) -> list[Row]:
    """Return the rows of ``work``, begun again once when a call did not open."""
    with suppress(TimeoutError, Error):
        return await work()
    _tell(f"{name} : un appel ne s’est pas ouvert, seconde fois")
    return await work()


async def _loaded(work: Awaitable[list[Row]]) -> list[Row]:
    """Return the rows of ``work`` with how busy the machine was meanwhile."""
    before = machine()
    rows = await work
    busy = machine().busy_since(before)
    return [replace(row, load=os.getloadavg()[0], busy=busy) for row in rows]


@asynccontextmanager
async def _room() -> AsyncIterator[Room]:
    with tempfile.TemporaryDirectory() as folder:
        async with (
            a_relay(page=doctors_page(), turn=Turn()) as relay,
            a_browser(Path(folder)) as browser,
            async_playwright() as play,
        ):
            yield Room(f"{relay}/", browser, play.chromium)


async def _calls(room: Room, pairs: int) -> list[Row]:
    """Make the calls, one at a time: ours, theirs, theirs, ours, and so on.

    A call that does not go to its end is counted, and its pair is made again.
    """
    window_s = WINDOW_S if pairs >= PAIRS else SHORT_WINDOW_S
    found: dict[str, list[Figures]] = {OURS: [], ANCHOR: []}
    missed = {OURS: 0, ANCHOR: 0}
    orders = cycle(((OURS, ANCHOR), (ANCHOR, OURS)))
    while len(found[OURS]) < pairs and sum(missed.values()) <= MOST_MISSED:
        pair = {}
        for kind in next(orders):
            try:
                pair[kind] = await _call(room, kind, window_s)
            except (TimeoutError, AssertionError, Error) as fault:
                missed[kind] += 1
                _tell(f"{kind} : appel manqué, {type(fault).__name__} {fault}"[:300])
                break
        if len(pair) == len(found):
            for kind, one in pair.items():
                found[kind].append(one)
            _tell(f"appels {len(found[OURS])}/{pairs}")
    return [*rows_of_calls(found), exact("appels manqués", "", missed[OURS], most(0))]


async def _call(room: Room, kind: str, window_s: float) -> Figures:
    async with room.place(kind) as (sender, doctor, address):
        return await measured(sender, doctor, address, window_s)


async def _sounds(room: Room) -> list[Row]:
    invitation = an_invitation()
    async with (
        a_watched_doctor(room.browser) as doctor,
        our_station(room.relay, invitation) as station,
    ):
        return await video_sound.rows(station, doctor, invitation.address(room.relay))


async def _cuts(room: Room, pairs: int) -> list[Row]:
    """Cut the network under calls of both kinds at once, until there are as many as wanted."""
    if not video_network.is_inside():
        return [absent("reprise après 20 s de coupure", "ni espace de noms ni nft sur ce poste")]
    found: dict[str, list[float]] = {OURS: [], ANCHOR: []}
    while len(found[OURS]) < pairs:
        kinds = [OURS, ANCHOR] * min(CALLS_A_CUT, pairs - len(found[OURS]))
        spent = await recoveries([partial(room.place, kind) for kind in kinds])
        for kind, one in zip(kinds, spent, strict=True):
            found[kind].append(one)
        _tell(f"coupures {len(found[OURS])}/{pairs}")
    return rows_of_cuts(found[OURS], found[ANCHOR])


def _tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")
