"""Two relays around one Redis: many rooms, each with its two ends on different relays.

Real processes and real web sockets on one machine: the rooms open and are joined, then every end
speaks at the pace of a call that is being set up, then one relay is stopped and the ends it served
come back by the other. Latencies hold the client as well, which shares the cores: they are told
with the load of the machine, and only processor time and memory have a goal.
"""

import asyncio
import json
import os
import secrets
import tempfile
import time
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from statistics import median, quantiles
from subprocess import Popen

from aiohttp import ClientSession, ClientWebSocketResponse, TCPConnector

from app.teleconsult.invitation import Invitation
from tests.bench.figure import Figure, at_most, told
from tests.teleconsult.ends import STATION_KEY, coming_back, joining, opening
from tests.teleconsult.servers import a_redis, free_port, osys_relay

ROOMS, EACH, AT_ONCE = 400, 10, 40
# An offer of the station is about this long.
SAID = "P" + "x" * 6000
PACE_S, LONGEST_S = 1.0, 100.0
MEMORY_KB_A_ROOM, CPU_MS_A_MESSAGE, BACK_S = 150, 2, 30


class Room:
    """One call: its two sockets, and the tickets they were given."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.invitation = Invitation(secrets.token_bytes(16), secrets.token_bytes(32))
        self.ends: list[ClientWebSocketResponse] = []
        self.tickets: list[str] = []


def measure() -> list[Figure]:
    stations = [sha256(STATION_KEY.encode()).hexdigest()]
    with tempfile.TemporaryDirectory() as room, ExitStack() as running:
        folder = Path(room)
        redis = running.enter_context(a_redis(folder))
        lines = {"stations": stations, "redis": redis}
        lines |= {"address_header": "X-Forwarded-For", "behind_proxy": True}
        relays = [
            running.enter_context(
                osys_relay(folder / name, listen=f"127.0.0.1:{free_port()}", **lines)
            )
            for name in ("a", "b")
        ]
        return asyncio.run(asyncio.wait_for(_measure(relays), LONGEST_S))


async def _measure(relays: list[tuple[Popen[str], str]]) -> list[Figure]:
    processes, addresses = zip(*relays, strict=True)
    before = [_memory_kb(one.pid) for one in processes]
    async with ClientSession(connector=TCPConnector(limit=0)) as session:
        rooms = [Room(number) for number in range(ROOMS)]
        admitted_s = await _admit(session, rooms, addresses)
        grown = sum(_memory_kb(one.pid) for one in processes) - sum(before)
        used_s = sum(_cpu_s(one.pid) for one in processes)
        waits_ms, spent_s = await _talk(rooms)
        used_s = sum(_cpu_s(one.pid) for one in processes) - used_s
        processes[1].terminate()
        back_s = await _come_back(session, rooms, addresses[0])
        await asyncio.gather(*(end.close() for room in rooms for end in room.ends))
    return [
        told("relay.rooms", ROOMS, ""),
        told("relay.admissions", 2 * ROOMS / admitted_s, "/s"),
        told("relay.messages", len(waits_ms) / spent_s, "/s"),
        told("relay.message_p50", median(waits_ms), "ms"),
        told("relay.message_p95", quantiles(waits_ms, n=20)[-1], "ms"),
        told("relay.load", os.getloadavg()[0], ""),
        at_most("relay.cpu_a_message", 1000 * used_s / len(waits_ms), "ms", CPU_MS_A_MESSAGE),
        at_most("relay.memory_a_room", grown / ROOMS, "KiB", MEMORY_KB_A_ROOM),
        at_most("relay.all_back_after_one_stopped", back_s, "s", BACK_S),
    ]


async def _admit(session: ClientSession, rooms: list[Room], addresses: tuple[str, ...]) -> float:
    """Open and join every room, its ends on different relays; return how long it took."""
    began, gate = time.monotonic(), asyncio.Semaphore(AT_ONCE)

    async def admit(room: Room) -> None:
        async with gate:
            for side, words in enumerate((opening(room.invitation), joining(room.invitation))):
                await _enter(session, room, words, addresses[(room.number + side) % 2])

    await asyncio.gather(*map(admit, rooms))
    return time.monotonic() - began


async def _enter(session: ClientSession, room: Room, words: dict[str, str], address: str) -> None:
    visitor = f"203.0.113.{room.number % 250}-{room.number}"
    headers = {"Authorization": f"Bearer {STATION_KEY}", "X-Forwarded-For": visitor}
    socket = await session.ws_connect(f"{address}call", headers=headers)
    await socket.send_str("R" + json.dumps(words))
    said = json.loads((await socket.receive_str(timeout=LONGEST_S))[1:])
    assert said["t"] == "in", said
    room.ends.append(socket)
    room.tickets.append(said["ticket"])


async def _talk(rooms: list[Room]) -> tuple[list[float], float]:
    """Return how long each message took to the other end, in ms, and the time of all, in s."""
    began = time.monotonic()
    ways = [pair for room in rooms for pair in (room.ends, room.ends[::-1])]
    waits = await asyncio.gather(*(_say_and_hear(*pair) for pair in ways))
    return [one for those in waits for one in those], time.monotonic() - began


async def _say_and_hear(
    mouth: ClientWebSocketResponse, ear: ClientWebSocketResponse
) -> list[float]:
    waits = []
    await asyncio.sleep(secrets.randbelow(1000) / 1000 * PACE_S)
    for _ in range(EACH):
        began = time.perf_counter()
        await mouth.send_str(f"P{began}{SAID}")
        while (await ear.receive_str(timeout=LONGEST_S))[0] != "P":
            continue
        waits.append(1000 * (time.perf_counter() - began))
        await asyncio.sleep(max(0.0, PACE_S - (time.perf_counter() - began)))
    return waits


async def _come_back(session: ClientSession, rooms: list[Room], address: str) -> float:
    """Bring back by one relay the ends that the other one served; return how long it took."""
    began, gate = time.monotonic(), asyncio.Semaphore(AT_ONCE)

    async def back(room: Room) -> None:
        side = (room.number + 1) % 2
        words = coming_back(room.invitation, ("station", "doctor")[side], room.tickets[side])
        other = room.ends[1 - side]
        async with gate:
            room.ends.clear()
            await _enter(session, room, words, address)
        await other.send_str("Pencore")
        while (await room.ends[0].receive_str(timeout=LONGEST_S)) != "Pencore":
            continue
        room.ends.append(other)

    await asyncio.gather(*map(back, rooms))
    return time.monotonic() - began


def _memory_kb(pid: int) -> int:
    """Return the memory of a process alone, what it shares counted in parts (PSS)."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    return next(int(one.split()[1]) for one in lines if one.startswith("Pss:"))


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
