"""``osys relay``: a real process, with TLS, alone or several around one Redis."""

import asyncio
import io
import json
import signal
import ssl
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from hashlib import sha256

import aiohttp
import pytest

from app.cli.command import run
from app.teleconsult.relay.server import SOCKET_PATH
from tests.teleconsult.ends import (
    STATION_KEY,
    End,
    a_call,
    an_invitation,
    coming_back,
    ends,
    joining,
    opening,
)
from tests.teleconsult.servers import a_redis, an_authority, free_port, osys_relay
from tests.teleconsult.test_relay import story

STATIONS = [sha256(STATION_KEY.encode()).hexdigest()]


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


def osys(*words):
    """Run a command of ``osys`` in this process."""
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        code = run(list(words))
    return Done(code, out.getvalue(), err.getvalue())


def loopback():
    return f"127.0.0.1:{free_port()}"


@story
async def test_a_call_goes_through_the_program_under_its_own_authority(tmp_path):
    authority, certificate, key = an_authority(tmp_path)
    trusted = ssl.create_default_context(cafile=str(authority))
    tls = {"certificate": str(certificate), "private_key": str(key)}
    with osys_relay(tmp_path, listen=loopback(), stations=STATIONS, **tls) as (_, address):
        assert address.startswith("https://")
        session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=trusted))
        async with session, session.get(address) as page:
            assert page.status == 200
            assert "osys" in await page.text()
            headers = {"Authorization": f"Bearer {STATION_KEY}"}
            async with session.ws_connect(address[:-1] + SOCKET_PATH, headers=headers) as socket:
                await socket.send_str("R" + json.dumps(opening(an_invitation())))
                assert (await End(socket).own())["t"] == "in"
        async with aiohttp.ClientSession() as other:
            with pytest.raises(aiohttp.ClientConnectorCertificateError):
                await other.get(address)


@pytest.mark.needs("redis")
@story
async def test_a_relay_that_is_stopped_ends_cleanly_and_another_takes_its_calls(tmp_path):
    invitation = an_invitation()
    with a_redis(tmp_path) as redis:
        lines = {"stations": STATIONS, "redis": redis}
        with (
            osys_relay(tmp_path / "a", listen=loopback(), **lines) as (first, one),
            osys_relay(tmp_path / "b", listen=loopback(), **lines) as (_, two),
        ):
            async with ends() as connect:
                call = await a_call(connect, one[:-1], invitation, two[:-1])
                station, doctor, ticket, _ = call
                await station.tell("d’un relais à l’autre")
                assert await doctor.peer() == "d’un relais à l’autre"
                third = await connect(one[:-1], joining(invitation))
                assert await third.own() == {"t": "no", "why": "used"}
                first.send_signal(signal.SIGTERM)
                assert await doctor.own() == {"t": "peer", "here": False}
                assert await asyncio.to_thread(first.wait, 20) == 0
                back = await connect(two[:-1], coming_back(invitation, "station", ticket))
                assert (await back.own())["peer"] is True
                assert await doctor.own() == {"t": "peer", "here": True}
                await doctor.tell("encore là")
                assert await back.peer() == "encore là"
                await back.leave()
                assert await doctor.own() == {"t": "end"}


@pytest.mark.needs("redis")
@story
async def test_a_redis_that_is_lost_cuts_both_ends_who_open_the_room_again(tmp_path):
    invitation, port = an_invitation(), free_port()
    lines = {"stations": STATIONS, "redis": f"redis://127.0.0.1:{port}/0"}
    with ExitStack() as redis, osys_relay(tmp_path, listen=loopback(), **lines) as (_, address):
        redis.enter_context(a_redis(tmp_path, port))
        async with ends() as connect:
            station, doctor, ticket, _ = await a_call(connect, address[:-1], invitation)
            redis.close()
            assert await station.is_closed()
            assert await doctor.is_closed()
            early = await connect(address[:-1], coming_back(invitation, "station", ticket))
            assert await early.is_closed()
            redis.enter_context(a_redis(tmp_path, port))
            back = await connect(address[:-1], coming_back(invitation, "station", ticket))
            assert await back.own() == {"t": "no", "why": "expired"}
            station, doctor, *_ = await a_call(connect, address[:-1], invitation)
            await doctor.tell("de nouveau")
            assert await station.peer() == "de nouveau"


def test_a_key_and_its_digest_are_drawn():
    told = json.loads(osys("relay", "key", "--json").stdout)
    assert sha256(told["key"].encode()).hexdigest() == told["digest"]
    assert told["key"] != json.loads(osys("relay", "key", "--json").stdout)["key"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("listen = 3", "entre guillemets"),
        ("listen = '0.0.0.0'", "adresse:port"),
        ("listen = '0.0.0.0:443'", "Sans certificat"),
        ("listen = 'exemple.fr:443'", "Sans certificat"),
        ("certificate = 'a.pem'", "ensemble"),
        ("certificate = 'a.pem'\nprivate_key = 'b.key'", "ne vont pas ensemble"),
        ("turn = ['http://exemple']\nturn_secret_file = 'x'", "turn est une liste"),
        ("turn = ['turn:exemple:3478']", "turn_secret_file ensemble"),
        ("turn = ['turn:exemple:3478']\nturn_secret_file = 'absent'", "ne se lit pas"),
        ("address_header = 'X-Forwarded-For'", "behind_proxy"),
        ("colour = 'red'", "ligne inconnue, colour"),
        ("not toml", "ne se lit pas"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_words(tmp_path, lines, said):
    file = tmp_path / "relay.toml"
    file.write_text(f"stations = {json.dumps(STATIONS)}\n{lines}\n", encoding="utf-8")
    refused = osys("relay", "serve", str(file))
    assert refused.returncode == 2
    assert said in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize("stations", ["", "stations = []\n", "stations = ['clé en clair']\n"])
def test_a_relay_without_stations_is_refused(tmp_path, stations):
    file = tmp_path / "relay.toml"
    file.write_text(stations, encoding="utf-8")
    refused = osys("relay", "serve", str(file))
    assert refused.returncode == 2
    assert "osys relay key" in refused.stderr


def test_a_port_that_is_taken_is_said(tmp_path):
    where = loopback()
    with osys_relay(tmp_path, listen=where, stations=STATIONS):
        other = tmp_path / "other.toml"
        other.write_text(f"listen = '{where}'\nstations = {json.dumps(STATIONS)}\n")
        refused = osys("relay", "serve", str(other))
    assert refused.returncode == 2
    assert "port" in refused.stderr


def test_nothing_of_a_call_is_written_by_the_program(tmp_path):
    invitation = an_invitation()

    async def call(address):
        async with ends() as connect:
            station, doctor, *_ = await a_call(connect, address[:-1], invitation)
            await station.tell("MARQUE-DE-PATIENT")
            await doctor.peer()

    with osys_relay(tmp_path, listen=loopback(), stations=STATIONS) as (process, address):
        asyncio.run(call(address))
        process.send_signal(signal.SIGTERM)
        written = "".join(process.communicate(timeout=20))
    for secret in ("MARQUE-DE-PATIENT", invitation.room_name, invitation.proof, STATION_KEY):
        assert secret not in written
