"""The relay, over real sockets: who comes in, who does not, what is carried."""

import asyncio
import base64
import hmac
import json
from functools import wraps
from time import time

import pytest
from aiohttp import ClientSession, WSMsgType

from app.teleconsult.invitation import invitation_from
from app.teleconsult.relay import words
from app.teleconsult.relay.rules import JOINED_LIFE_S, LONGEST_TEXT, UNJOINED_LIFE_S, counted_as
from app.teleconsult.relay.server import SOCKET_PATH, Limits
from app.teleconsult.relay.words import Refused
from app.teleconsult.spoken_code import new_code
from tests.teleconsult.ends import (
    STATION_KEY,
    a_call,
    a_relay,
    an_invitation,
    coming_back,
    ends,
    joining,
    opening,
)

# A machine of two cores, shared: what hangs is known all the same.
LONGEST_S = 180


def story(test):
    """Run an async test to its end."""

    @wraps(test)
    def run(*given, **named):
        asyncio.run(asyncio.wait_for(test(*given, **named), LONGEST_S))

    return run


class Clock:
    """A clock the test moves."""

    def __init__(self):
        self.s = 1000.0

    def __call__(self):
        return self.s


@story
async def test_what_one_end_says_the_other_hears_word_for_word():
    invitation = an_invitation()
    async with a_relay() as relay, ends() as connect:
        station, doctor, *_ = await a_call(connect, relay, invitation)
        for said in ("", "{}", '{"t":"in"}', "R{}", "é’ \u202f", "x" * 60_000):
            await station.tell(said)
            assert await doctor.peer() == said
            await doctor.tell(said)
            assert await station.peer() == said


@story
async def test_a_third_person_with_the_link_finds_the_place_taken():
    invitation = an_invitation()
    async with a_relay() as relay, ends() as connect:
        station, doctor, *_ = await a_call(connect, relay, invitation)
        third = await connect(relay, joining(invitation))
        assert await third.own() == {"t": "no", "why": "used"}
        assert await third.is_closed()
        await station.tell("encore")
        assert await doctor.peer() == "encore"


@story
async def test_a_wrong_secret_neither_comes_in_nor_burns_the_link():
    invitation, other = an_invitation(), an_invitation()
    async with a_relay() as relay, ends() as connect:
        station = await connect(relay, opening(invitation), STATION_KEY)
        await station.own()
        guess = await connect(relay, joining(other) | {"room": invitation.room_name})
        assert await guess.own() == {"t": "no", "why": "wrong"}
        doctor = await connect(relay, joining(invitation))
        assert (await doctor.own())["t"] == "in"


@story
async def test_a_link_that_waited_too_long_is_refused():
    clock, invitation = Clock(), an_invitation()
    async with a_relay(now_s=clock) as relay, ends() as connect:
        await (await connect(relay, opening(invitation), STATION_KEY)).own()
        clock.s += UNJOINED_LIFE_S + 1
        late = await connect(relay, joining(invitation))
        assert await late.own() == {"t": "no", "why": "expired"}


@story
async def test_a_call_that_began_outlives_its_link():
    clock, invitation = Clock(), an_invitation()
    async with a_relay(now_s=clock) as relay, ends() as connect:
        _station, _doctor, ticket, _ = await a_call(connect, relay, invitation)
        clock.s += UNJOINED_LIFE_S + 1
        back = await connect(relay, coming_back(invitation, "station", ticket))
        assert (await back.own())["peer"] is True
        clock.s += JOINED_LIFE_S
        late = await connect(relay, coming_back(invitation, "station", ticket))
        assert await late.own() == {"t": "no", "why": "expired"}


@story
async def test_only_a_station_that_has_the_key_opens_a_room():
    async with a_relay() as relay, ends() as connect:
        for key in ("", "une-autre-clef"):
            end = await connect(relay, opening(an_invitation()), key)
            assert await end.own() == {"t": "no", "why": "forbidden"}


@story
async def test_two_stations_do_not_share_a_room():
    invitation = an_invitation()
    async with a_relay() as relay, ends() as connect:
        await (await connect(relay, opening(invitation), STATION_KEY)).own()
        second = await connect(relay, opening(invitation), STATION_KEY)
        assert await second.own() == {"t": "no", "why": "used"}


@story
async def test_an_end_that_was_cut_comes_back_and_the_other_is_told():
    invitation = an_invitation()
    async with a_relay() as relay, ends() as connect:
        station, doctor, _, ticket = await a_call(connect, relay, invitation)
        await doctor.socket.close()
        assert await station.own() == {"t": "peer", "here": False}
        await station.tell("personne")
        assert await station.own() == {"t": "peer", "here": False}
        back = await connect(relay, coming_back(invitation, "doctor", ticket))
        assert (await back.own())["peer"] is True
        assert await station.own() == {"t": "peer", "here": True}
        await back.tell("me revoici")
        assert await station.peer() == "me revoici"


@story
async def test_a_place_taken_again_leaves_the_former_connection():
    invitation = an_invitation()
    async with a_relay() as relay, ends() as connect:
        station, doctor, _, ticket = await a_call(connect, relay, invitation)
        back = await connect(relay, coming_back(invitation, "doctor", ticket))
        assert await doctor.own() == {"t": "no", "why": "replaced"}
        assert await doctor.is_closed()
        assert (await back.own())["peer"] is True
        assert await station.own() == {"t": "peer", "here": True}
        await station.tell("toujours là")
        assert await back.peer() == "toujours là"


@story
async def test_the_ticket_of_one_place_does_not_open_the_other():
    invitation = an_invitation()
    async with a_relay() as relay, ends() as connect:
        *_, ticket = await a_call(connect, relay, invitation)
        thief = await connect(relay, coming_back(invitation, "station", ticket))
        assert await thief.own() == {"t": "no", "why": "expired"}


@story
async def test_leaving_ends_the_room_for_both_and_for_good():
    invitation = an_invitation()
    async with a_relay() as relay, ends() as connect:
        station, doctor, ticket, _ = await a_call(connect, relay, invitation)
        await station.leave()
        assert await doctor.own() == {"t": "end"}
        assert await doctor.is_closed()
        back = await connect(relay, coming_back(invitation, "station", ticket))
        assert await back.own() == {"t": "no", "why": "expired"}
        again = await connect(relay, joining(invitation))
        assert await again.own() == {"t": "no", "why": "expired"}


@story
async def test_a_message_of_a_hundred_million_signs_is_never_taken_whole():
    invitation = an_invitation()
    async with a_relay() as relay, ends() as connect:
        station, doctor, *_ = await a_call(connect, relay, invitation)
        heart = asyncio.ensure_future(doctor.socket.send_str("P" + "x" * 100_000_000))
        message = await doctor.socket.receive(timeout=20)
        heart.cancel()
        await asyncio.gather(heart, return_exceptions=True)
        assert message.type in {WSMsgType.CLOSE, WSMsgType.CLOSED, WSMsgType.TEXT}
        assert await station.own() == {"t": "peer", "here": False}


@story
async def test_a_text_one_sign_too_long_closes_the_connection():
    invitation = an_invitation()
    async with a_relay() as relay, ends() as connect:
        station, doctor, *_ = await a_call(connect, relay, invitation)
        await doctor.tell("x" * LONGEST_TEXT)
        assert await station.own() == {"t": "peer", "here": False}


@story
async def test_an_end_that_floods_is_cut():
    invitation = an_invitation()
    async with a_relay() as relay, ends() as connect:
        station, doctor, *_ = await a_call(connect, relay, invitation)
        heard = asyncio.ensure_future(_until_gone(station))
        for _ in range(400):
            if doctor.socket.closed:
                break
            await doctor.tell("x")
        assert await asyncio.wait_for(heard, 10) < 200


async def _until_gone(end):
    heard = 0
    while (await end.socket.receive_str(timeout=10))[0] == "P":
        heard += 1
    return heard


@story
async def test_somebody_who_tries_many_links_is_slowed_down():
    invitation = an_invitation()
    async with a_relay(limits=Limits(admissions_a_minute=5)) as relay, ends() as connect:
        for _ in range(5):
            tried = await connect(relay, joining(invitation))
            assert await tried.own() == {"t": "no", "why": "expired"}
        last = await connect(relay, joining(invitation))
        assert await last.own() == {"t": "no", "why": "rate"}


@story
async def test_who_writes_another_address_before_the_balancers_is_counted_all_the_same():
    header, invitation = "X-Forwarded-For", an_invitation()
    settings = {"limits": Limits(admissions_a_minute=2), "address_header": header}
    async with a_relay(**settings) as relay, ClientSession() as session:
        answers = []
        for number in range(3):
            said = {header: f"198.51.100.{number}, 2001:db8:0:1::{number}"}
            socket = await session.ws_connect(relay + SOCKET_PATH, headers=said)
            await socket.send_str("R" + json.dumps(joining(invitation)))
            answers.append(json.loads((await socket.receive_str(timeout=20))[1:])["why"])
        assert answers == ["expired", "expired", "rate"]


def test_an_ipv6_visitor_is_counted_by_network():
    assert counted_as("2001:db8:0:1::1") == counted_as("2001:db8:0:1:ffff::2")
    assert counted_as("2001:db8:0:1::1") != counted_as("2001:db8:0:2::1")
    assert counted_as("::ffff:192.0.2.1") == counted_as("192.0.2.1") == "192.0.2.1"
    assert counted_as("unix:") == "unix:"


@story
async def test_guessing_codes_finds_no_room_and_is_slowed_down():
    invitation = invitation_from(new_code(bytes(10)))
    async with a_relay(limits=Limits(admissions_a_minute=4)) as relay, ends() as connect:
        await (await connect(relay, opening(invitation), STATION_KEY)).own()
        for drawn in (1, 2, 3):
            guess = invitation_from(new_code(drawn.to_bytes(9, "big") + bytes(1)))
            end = await connect(relay, joining(guess))
            assert await end.own() == {"t": "no", "why": "expired"}
        for guess in (invitation, an_invitation()):
            end = await connect(relay, joining(guess))
            assert await end.own() == {"t": "no", "why": "rate"}


@story
async def test_a_full_relay_says_so_and_keeps_its_calls():
    invitation = an_invitation()
    async with a_relay(limits=Limits(connections=2)) as relay, ends() as connect:
        station, doctor, *_ = await a_call(connect, relay, invitation)
        async with ClientSession() as session, session.get(relay + SOCKET_PATH) as refused:
            assert refused.status == 503
        await station.tell("ici")
        assert await doctor.peer() == "ici"


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"t": "open"},
        {"t": "join", "room": "x" * 22},
        {"t": "join", "room": "../../etc/passwd-------", "proof": "x" * 43},
        {"t": "back", "room": "x" * 22, "side": "nurse", "ticket": "x" * 43},
        {"t": "back", "room": "x" * 22, "side": "doctor", "ticket": ["x"]},
        {"t": "open", "room": "x" * 22, "proof": "F" * 64},
        [1, 2],
        "texte",
    ],
)
@story
async def test_first_words_of_another_form_are_refused(said):
    async with a_relay() as relay, ends() as connect:
        end = await connect(relay, said, STATION_KEY)
        assert await end.own() == {"t": "no", "why": "form"}
        assert await end.is_closed()


@pytest.mark.parametrize("text", ["", "P", "X", "T0011", "R", "R{", "R" + "[" * 5000, "\x00"])
@story
async def test_first_texts_that_are_no_words_are_refused(text):
    async with a_relay() as relay, ClientSession() as session:
        socket = await session.ws_connect(relay + SOCKET_PATH)
        await socket.send_str(text)
        assert json.loads((await socket.receive_str(timeout=20))[1:]) == {"t": "no", "why": "form"}


def test_deep_brackets_are_refused_before_the_decoder_goes_down_in_them(monkeypatch):
    # from its depth the collector would run the finalisers of others without a stack
    asked = []
    monkeypatch.setattr(words.json, "loads", asked.append)
    for text in ("R" + "[" * 5000, 'R{"t":' * 100):
        with pytest.raises(Refused):
            words.own(text)
    assert asked == []


@story
async def test_an_end_cannot_speak_as_a_relay():
    invitation = an_invitation()
    for forged in ("Tffff", "X", 'R{"t":"peer","here":false}', ""):
        async with a_relay() as relay, ends() as connect:
            station, doctor, *_ = await a_call(connect, relay, invitation)
            await doctor.socket.send_str(forged)
            assert await doctor.own() == {"t": "no", "why": "form"}
            assert await station.own() == {"t": "peer", "here": False}


@story
async def test_the_servers_of_the_call_are_given_for_a_limited_time():
    invitation = an_invitation()
    async with a_relay() as relay, ends() as connect:
        station = await connect(relay, opening(invitation), STATION_KEY)
        (server,) = (await station.own())["servers"]
    ends_s, room = server["username"].split(":")
    assert room == invitation.room_name
    assert 0 <= JOINED_LIFE_S + time() - int(ends_s) < 60
    wanted = hmac.digest(b"secret", server["username"].encode(), "sha1")
    assert base64.b64decode(server["credential"]) == wanted


@story
async def test_the_page_is_served_under_a_policy_that_names_no_third_party():
    async with a_relay() as relay, ClientSession() as session, session.get(relay + "/") as page:
        policy = page.headers["Content-Security-Policy"]
        assert page.status == 200
        assert "http" not in policy
        assert "unsafe" not in policy
        assert page.headers["Referrer-Policy"] == "no-referrer"
        async with session.get(relay + "/doctor.js") as script:
            assert script.content_type == "text/javascript"
        for name in ("/absent.js", "/..%2fserver.py", "/%2e%2e/pyproject.toml"):
            async with session.get(relay + name) as absent:
                assert absent.status == 404


@story
async def test_a_relay_that_stops_lets_both_ends_come_back_elsewhere():
    from app.teleconsult.relay.store import MemoryStore

    invitation, store = an_invitation(), MemoryStore(Clock())
    async with ends() as connect:
        async with a_relay(store) as relay:
            _, _, station_ticket, doctor_ticket = await a_call(connect, relay, invitation)
        async with a_relay(store) as other:
            station = await connect(other, coming_back(invitation, "station", station_ticket))
            assert (await station.own())["peer"] is False
            doctor = await connect(other, coming_back(invitation, "doctor", doctor_ticket))
            assert (await doctor.own())["peer"] is True
