"""Calls one after the other in the same media process: what each leaves behind.

A real browser is the doctor, a real relay between. After each call the threads, the descriptors
and the memory (PSS) of the media process are read, once it let the cameras and the engine go.
"""

import asyncio
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from app.teleconsult.relay.run import doctors_page
from app.teleconsult.relay.server import Limits
from app.teleconsult.states import CallState
from tests.bench.figure import Figure, at_least, at_most, told
from tests.teleconsult.doctor import Doctor, a_browser
from tests.teleconsult.ends import a_relay
from tests.teleconsult.media_station import (
    MediaStation,
    a_media_station,
    a_vital,
    descriptors_of,
    goes_on,
    joined,
    shows,
    threads_of,
)
from tests.teleconsult.station import until

CYCLES = 50
WARM = 5
"""The first calls load the engine, its threads and its caches: growth is counted after them."""

PATIENCE_S = 60.0
LOOKED_EVERY_S, STILL = 0.1, 8
MOST_GROWTH_MB = 30.0
KIB_A_MB = 1024


@dataclass(frozen=True)
class Left:
    """What the media process holds between two calls."""

    threads: int
    descriptors: int
    memory_mb: float


async def live(cycles: int) -> tuple[list[Left], int]:
    """Hold so many calls; return what was left after each, and how many processes it took."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            a_relay(page=doctors_page(), limits=Limits(admissions_a_minute=1000)) as relay,
            a_media_station(f"{relay}/") as station,
            a_browser(Path(folder)) as browser,
        ):
            left = []
            for number in range(cycles):
                context = await browser.new_context()
                await _one_call(station, Doctor(await context.new_page()), number)
                await context.close()
                left.append(await _settled(station))
            return left, len(station.launches)


async def _one_call(station: MediaStation, doctor: Doctor, number: int) -> None:
    station.take_another_link()
    station.ears.forget()
    await joined(station, doctor)
    await goes_on(doctor, "#room")
    assert await until(station.doctor_number, PATIENCE_S) in range(2000, 2020)
    temperature = f"37.{number % 10}"
    station.media.say(a_vital(temperature))
    await shows(doctor, "#vitals", temperature.replace(".", ","))
    station.media.leave_call()
    await until(lambda: station.state() is CallState.OVER, PATIENCE_S)
    await until(lambda: doctor.page.is_visible("#over"), PATIENCE_S)


async def _settled(station: MediaStation) -> Left:
    """Return what is left once threads no longer end: call, cameras and voices were let go."""
    await until(lambda: station.memories() == set(), PATIENCE_S)
    still, before = 0, -1
    while still < STILL:
        await asyncio.sleep(LOOKED_EVERY_S)
        now = threads_of(station.pid)
        still, before = (still + 1, now) if now == before else (0, now)
    return Left(threads_of(station.pid), descriptors_of(station.pid), memory_of(station.pid))


def memory_of(pid: int) -> float:
    """Return the proportional share of memory (PSS) of a process, in MB."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / KIB_A_MB
    raise ValueError("no Pss")


def measure(cycles: int = CYCLES) -> list[Figure]:
    left, processes = asyncio.run(live(cycles))
    warm = left[min(WARM, len(left) // 2) :]
    memories = [one.memory_mb for one in warm]
    third = max(1, len(memories) // 3)  # what the engine gives back late goes up and down
    growth_mb = median(memories[-third:]) - median(memories[:third])
    return [
        at_least("appels tenus dans un seul processus", len(left), "", cycles),
        at_most("processus média tombés", processes - 1, "", 0),
        at_most("croissance de la mémoire (PSS)", growth_mb, "Mo", MOST_GROWTH_MB),
        told("mémoire entre deux appels (PSS, médiane)", median(memories), "Mo"),
        at_most("fils de plus entre deux appels", _grown([one.threads for one in warm]), "", 0),
        at_most(
            "descripteurs de plus entre deux appels",
            _grown([one.descriptors for one in warm]),
            "",
            0,
        ),
    ]


def _grown(counts: list[int]) -> int:
    """Return how many more there are at the end than at the least."""
    return counts[-1] - min(counts)
