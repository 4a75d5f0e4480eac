"""A call on a network that loses and cuts, alone in its own network.

``python -m tests.teleconsult.rough_network FOLDER``, run inside ``tools.ALONE``. Prints one JSON
object: what was seen under 30 % of loss, then after 20 s during which nothing passed at all.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import monotonic

from app.teleconsult.relay.run import doctors_page
from app.teleconsult.states import CallState
from tests.teleconsult.doctor import a_doctor
from tests.teleconsult.ends import a_relay, an_invitation
from tests.teleconsult.station import a_station, until
from tests.teleconsult.test_call import _shows, a_vital, linked
from tests.tools import tools

LOSS_S, CUT_S, PATIENCE_S = 6.0, 20.0, 90
LOSES = "add rule inet rough out meta l4proto udp numgen random mod 100 < 30 drop"
CUTS = "add rule inet rough out oif lo drop"
CLEARS = "flush chain inet rough out"


def told(program, *words):
    environment = os.environ | {"LD_LIBRARY_PATH": tools.libraries_of(program)}
    subprocess.run([str(program), *words], env=environment, check=True, timeout=20)


def nft(words):
    told(tools.nft(), words)


def make_network():
    """Make two addresses that are not the loopback: the ways that WebRTC looks for."""
    for words in (
        "link set lo up",
        "link add one type veth peer name two",
        "link set one addrgenmode none",  # an address that comes later would be a change of network
        "link set two addrgenmode none",
        "addr add 10.9.0.1/24 dev one",
        "addr add 10.9.0.2/24 dev two",
        "link set one up",
        "link set two up",
    ):
        told(tools.ip(), *words.split())


async def pictures_during(doctor, seconds):
    """Return how many different pictures of the room were seen."""
    seen, ends = set(), monotonic() + seconds
    while monotonic() < ends:
        seen.add(await doctor.number_shown("#room"))
        await asyncio.sleep(0.05)
    return len(seen - {None})


async def moves_again(doctor):
    """Return after how long the picture of the room moves."""
    began, before = monotonic(), await doctor.number_shown("#room")

    async def moved():
        return await doctor.number_shown("#room") not in {None, before}

    await until(moved, seconds=PATIENCE_S)
    return round(monotonic() - began, 2)


async def call(folder):
    invitation = an_invitation()
    async with (
        a_relay(page=doctors_page()) as relay,
        a_station(f"{relay}/", invitation) as station,
        a_doctor(folder) as doctor,
    ):
        await linked(station, doctor, invitation.address(f"{relay}/"))
        nft(LOSES)
        under_loss = await pictures_during(doctor, LOSS_S)
        station.caller.say(a_vital(val="36.6"))
        await until(lambda: _shows(doctor, "#vitals", "36,6 °C"))
        nft(CLEARS)
        await moves_again(doctor)
        nft(CUTS)
        await asyncio.sleep(CUT_S / 2)
        station.caller.say(a_vital())
        await asyncio.sleep(CUT_S / 2)
        during = [str(one) for one in station.states()]
        shown = await doctor.text("#link")
        nft(CLEARS)
        again_s = await moves_again(doctor)
        await until(lambda: _shows(doctor, "#vitals", "37,9 °C"))
        await until(lambda: station.states()[-1] is CallState.CONNECTED)
        await until(lambda: _shows(doctor, "#link", "Liaison bonne"))
        return {
            "under_loss": under_loss,
            "during": during,
            "shown": shown,
            "again_s": again_s,
            "errors": [one for one in doctor.errors if "WebSocket" not in one],
            "is_over": await doctor.page.is_visible("#over"),
        }


def main():
    make_network()
    nft("add table inet rough")
    nft("add chain inet rough out { type filter hook output priority 0; policy accept; }")
    with tempfile.TemporaryDirectory(dir=sys.argv[1]) as folder:
        seen = asyncio.run(asyncio.wait_for(call(Path(folder)), 260))
    sys.stdout.write(json.dumps(seen) + "\n")


if __name__ == "__main__":
    main()
