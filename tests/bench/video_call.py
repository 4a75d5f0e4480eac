"""One call, measured from the link to the last paper."""

import asyncio
import os
from collections.abc import Mapping

from tests.bench.video_doctor import WatchedDoctor, now_s
from tests.bench.video_load import cpu_s, pss_mb, tree_of
from tests.bench.video_pictures import film_mb
from tests.bench.video_senders import Sender

SETTLED_S = 2.5
WINDOWS: Mapping[str, tuple[str, ...]] = {
    "480p": ("room",),
    "720p": ("exam",),
    "both": ("room", "exam"),
}
PDF = b"%PDF-1.4\n" + os.urandom(300_000) + b"\n%%EOF\n"


Figures = Mapping[str, float]
"""What was measured of one call, by name."""


async def measured(sender: Sender, doctor: WatchedDoctor, address: str, window_s: float) -> Figures:
    """Play a call and return its figures."""
    figures: dict[str, float] = {}
    await sender.shows("room")
    await doctor.enter(address)
    figures["join.first_frame_ms"] = await first_frame_ms(doctor)
    for name, lines in WINDOWS.items():
        await sender.shows(*lines)
        await asyncio.sleep(SETTLED_S)
        figures |= await window(sender, doctor, name, window_s)
    figures["both.pss_mb"] = pss_mb(tree_of(sender.pid)) - film_mb(sender.film_bytes)
    figures |= await still(sender, doctor)
    await asyncio.sleep(1)
    figures["paper.s"] = await doctor.conclude(PDF)
    await sender.leave()
    return figures


async def first_frame_ms(doctor: WatchedDoctor) -> float:
    """Return the time from the page asking to join to the first picture it shows."""
    joined_s = await doctor.noted("joined")
    return (await doctor.first("room", joined_s) - joined_s) * 1000


async def window(
    sender: Sender, doctor: WatchedDoctor, name: str, seconds: float
) -> dict[str, float]:
    """Watch the lines that are on for so long."""
    pids = tree_of(sender.pid)
    began_s, used_s = now_s(), cpu_s(pids)
    await asyncio.sleep(seconds)
    ended_s, used_s = now_s(), cpu_s(pids) - used_s
    figures = {f"{name}.cpu": 100 * used_s / (ended_s - began_s)}
    for line in WINDOWS[name]:
        figures |= await shown(doctor, f"{name}.{line}", line, began_s, ended_s)
    return figures


async def shown(
    doctor: WatchedDoctor, name: str, line: str, from_s: float, to_s: float
) -> dict[str, float]:
    """Return the figures of one line over a while."""
    seen = await doctor.seen(line, from_s, to_s)
    return {
        f"{name}.fps": seen.fps,
        f"{name}.p50": seen.p50_ms,
        f"{name}.p95": seen.p95_ms,
        f"{name}.gap": seen.gap_ms,
        f"{name}.width": seen.width,
        f"{name}.unread": seen.unread,
    }


async def still(sender: Sender, doctor: WatchedDoctor) -> dict[str, float]:
    """Send the photo while both cameras are on."""
    began_s = now_s()
    spent_s = await sender.still()
    seen = await doctor.seen("exam", began_s, max(now_s(), began_s + 0.5))
    return {"still.s": spent_s, "still.exam.p95": seen.p95_ms, "still.exam.fps": seen.fps}
