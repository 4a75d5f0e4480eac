"""Offers that are lost on their way: none stays unanswered, no late answer is taken."""

import asyncio
import json

import pytest

from app.teleconsult import caller
from app.teleconsult.binding import code_of
from app.teleconsult.caller import Caller
from app.teleconsult.messages import Hello
from app.teleconsult.peer import Link
from app.teleconsult.ports import Ports
from app.teleconsult.signalling import Admitted, OtherEnd, Said
from app.teleconsult.states import WordsReady
from tests.teleconsult.ends import an_invitation
from tests.teleconsult.station import WORDS, named, new_id, now_ms, until
from tests.teleconsult.test_relay import story


def a_description(byte):
    return f"v=0\r\na=fingerprint:sha-256 {':'.join([byte] * 32)}\r\n"


class Engine:
    """An engine without a network: its link is what the test says."""

    def __init__(self, listener, _servers):
        self.listener, self.accepted, self.reached = listener, [], []

    async def offer(self, *, restart=False):
        return a_description("AA")

    async def accept(self, answer):
        self.accepted.append(answer)

    async def reach(self, candidate):
        self.reached.append((candidate["candidate"], len(self.accepted)))

    def say(self, _channel, _data):
        return False

    def waiting(self, _channel):
        return 0

    async def close(self):
        return


class Wire:
    """A relay that keeps what the station says."""

    def __init__(self, hear):
        self.hear, self.said = hear, []

    async def run(self):
        await asyncio.Event().wait()

    async def say(self, said):
        self.said.append(said)
        return True

    async def leave(self):
        return

    def offers(self):
        return [one for one in self.said if one["k"] == "offer"]


class Scene:
    """A caller, its wire and what a page would answer."""

    def __init__(self):
        self.invitation, self.news = an_invitation(), []
        self.caller = Caller(
            self.invitation,
            Hello(**named(), app="essai"),
            WORDS,
            Ports(
                connect=self._connect,
                make_peer=Engine,
                post=self.news.append,
                new_id=new_id,
                now_ms=now_ms,
                show=lambda _planes: None,
                play=lambda _samples, _rate: None,
            ),
        )

    def _connect(self, hear):
        self.wire = Wire(hear)
        return self.wire

    def page_says(self, **said):
        self.wire.hear(Said(json.dumps(said)))

    def page_answers(self, offer):
        sdp = a_description("BB")
        code = code_of(self.invitation.binding_key, "doctor", sdp)
        self.page_says(k="answer", n=offer["n"], o=offer["o"], sdp=sdp, code=code)

    async def joined(self):
        self.wire.hear(Admitted((), "x" * 43))
        self.wire.hear(OtherEnd(True))
        self.page_says(k="ready", n=-1)
        (offer,) = await until(self.wire.offers)
        return offer


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(caller, "RESTARTED_EVERY_S", 0.01)


async def held(scene):
    """Hold the call in the background."""
    return asyncio.create_task(scene.caller.run())


@story
async def test_an_offer_nobody_answered_is_said_again_though_the_link_came_back(quick):
    scene = Scene()
    run = await held(scene)
    scene.page_answers(await scene.joined())
    engine = scene.caller.peer
    await until(lambda: engine.accepted)
    engine.listener.moved(Link.CONNECTED)
    engine.listener.moved(Link.DISCONNECTED)
    await until(lambda: len(scene.wire.offers()) > 1)
    engine.listener.moved(Link.CONNECTED)  # by its former ways: the page has not answered
    before = len(scene.wire.offers())
    await until(lambda: len(scene.wire.offers()) > before + 4)
    assert len({one["o"] for one in scene.wire.offers()[before + 1 :]}) == 1
    scene.page_answers(scene.wire.offers()[-1])
    await until(lambda: len(engine.accepted) == 2)
    await scene.caller.leave()
    await run


@story
async def test_the_answer_to_an_earlier_offer_is_let_go(quick):
    scene = Scene()
    run = await held(scene)
    first = await scene.joined()
    engine = scene.caller.peer
    engine.listener.moved(Link.FAILED)
    await until(lambda: len(scene.wire.offers()) > 3)
    engine.listener.moved(Link.CONNECTED)
    scene.page_answers(first)
    scene.page_answers(scene.wire.offers()[-1])
    await until(lambda: engine.accepted)
    assert len(engine.accepted) == 1
    assert sum(isinstance(one, WordsReady) for one in scene.news) == 1
    await scene.caller.leave()
    await run


@story
async def test_ways_said_before_the_answer_are_kept_until_it_is_taken(quick):
    scene = Scene()
    run = await held(scene)
    offer = await scene.joined()
    engine = scene.caller.peer
    for way in ("one", "two"):
        scene.page_says(k="ice", n=offer["n"], c={"candidate": way})
    scene.page_answers(offer)
    scene.page_says(k="ice", n=offer["n"], c={"candidate": "three"})
    await until(lambda: len(engine.reached) == 3)
    assert engine.reached == [("one", 1), ("two", 1), ("three", 1)]
    await scene.caller.leave()
    await run
