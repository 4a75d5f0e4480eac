"""A cut of 20 s in the middle of a call: how soon the picture is back, ours and the anchor's.

Both calls live through the same cut at the same moment, each with its own doctor.
"""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack

from tests.bench.video_doctor import WatchedDoctor, now_s
from tests.bench.video_network import cut
from tests.bench.video_senders import Sender

CUT_S = 20.0
BACK_WITHIN_S = 60.0
SETTLED_S = 2.0

Placed = tuple[Sender, WatchedDoctor, str]
Place = Callable[[], AbstractAsyncContextManager[Placed]]


async def recoveries(places: list[Place]) -> list[float]:
    """Return, for each call, the seconds from the end of the cut to the first picture shown."""
    async with AsyncExitStack() as opened:
        calls = [await opened.enter_async_context(place()) for place in places]
        await asyncio.gather(*(_linked(*call) for call in calls))
        await asyncio.sleep(SETTLED_S)
        with cut():
            await asyncio.sleep(CUT_S)
        back_s = now_s()
        shown_s = await asyncio.gather(*(_shown_again(doctor, back_s) for _, doctor, _ in calls))
        await asyncio.gather(*(sender.leave() for sender, _, _ in calls))
    return [one - back_s for one in shown_s]


async def _shown_again(doctor: WatchedDoctor, back_s: float) -> float:
    try:
        return await doctor.first("room", back_s, BACK_WITHIN_S)
    except TimeoutError:  # not to be forgotten: it counts as that long
        return back_s + BACK_WITHIN_S


async def _linked(sender: Sender, doctor: WatchedDoctor, address: str) -> None:
    await sender.shows("room")
    await doctor.enter(address)
    await doctor.first("room", 0)
