"""What goes wrong in a call: an end or a relay that lies, a message too large, two calls at once."""

import json
import os
from contextlib import suppress
from hashlib import sha256
from time import monotonic

import pytest
from playwright.async_api import Error

from app.teleconsult.peer import Channel
from app.teleconsult.relay.run import doctors_page
from app.teleconsult.relay.store import MemoryStore
from app.teleconsult.states import CallState, DoctorSaid, FileArrived, WordsReady
from tests.teleconsult.doctor import Doctor, a_browser, a_doctor
from tests.teleconsult.ends import a_relay, an_invitation
from tests.teleconsult.station import a_station, named, until
from tests.teleconsult.test_call import _shows, a_vital, linked
from tests.teleconsult.test_relay import story

pytestmark = pytest.mark.needs("chromium")
# Gives the channels of the real page to a test that speaks in its place.
HELD = """
window.channels = {};
window.heard = [];
const Real = RTCPeerConnection;
window.RTCPeerConnection = class extends Real {
  constructor(asked) {
    super(asked);
    this.addEventListener("datachannel", ({ channel }) => {
      window.channels[channel.label] = channel;
      channel.addEventListener("message", ({ data }) => {
        if (typeof data === "string") window.heard.push(JSON.parse(data));
      });
    });
  }
};
"""
SAY = "(_, [name, text]) => window.channels[name].send(text)"
LONG = "(_, [name, size]) => window.channels[name].send('x'.repeat(size))"
CHUNK = "(_, [size, sign]) => window.channels.file.send(new Uint8Array(size).fill(sign))"
ANSWERS = "(_, digest) => window.heard.filter((one) => one.sha256 === digest).map((one) => [one.t, one.why])"
LARGEST = 100_000_000


@pytest.fixture(autouse=True)
def on_the_loopback(monkeypatch):
    """libwebrtc leaves the loopback out unless told."""
    monkeypatch.setenv("WRTC_ALLOW_LOOPBACK", "1")


class Hand:
    """Speaks on the channels in the place of the page."""

    def __init__(self, doctor):
        self._call = doctor.page.locator("#call")

    async def say(self, channel, said):
        text = said if isinstance(said, str) else json.dumps(named() | {"v": 1} | said)
        await self._call.evaluate(SAY, [channel, text])

    async def say_long(self, channel, size):
        await self._call.evaluate(LONG, [channel, size])

    async def chunk(self, size, sign=77):
        await self._call.evaluate(CHUNK, [size, sign])

    async def answers(self, digest):
        return await self._call.evaluate(ANSWERS, digest)


@story
async def test_a_page_that_lies_gets_nothing_kept_and_cuts_nothing(tmp_path):
    invitation = an_invitation()
    async with (
        a_relay(page=doctors_page()) as relay,
        a_station(f"{relay}/", invitation) as station,
        a_doctor(tmp_path) as doctor,
    ):
        await doctor.page.add_init_script(HELD)
        await linked(station, doctor, invitation.address(f"{relay}/"))
        hand, before = Hand(doctor), len(station.told(DoctorSaid))
        for channel in ("ctl", "file", "vitals"):
            for said in (
                "",
                "[" * 9000,
                "x" * 200_000,
                {"t": "later", "of": "another version"},
                {"t": "concl", "doctor": "D"},
                {"t": "still.req", "track": "/etc/passwd"},
                {"t": "ack", "of": "nothing"},
            ):
                await hand.say(channel, said)
        with pytest.raises(Error, match="send"):
            await hand.say_long("ctl", LARGEST)
        for begun, sizes, why in (
            ({"mime": "image/png"}, (10,), "kind"),
            ({"mime": "application/pdf", "size": 20_000}, (20_000,), "kind"),
            ({"mime": "application/pdf", "size": 10}, (11,), "size"),
            ({"mime": "application/pdf", "size": 10}, (9,), "size"),
            ({"mime": "application/pdf", "size": 200_000}, (100_000,), "size"),
        ):
            await self_named(hand, begun, sizes, why)
        await hand.say("file", begins("application/pdf", LARGEST, "0" * 64))
        await hand.chunk(60_000)
        assert await hand.answers("0" * 64) == []
        assert station.told(FileArrived) == []
        station.caller.say(a_vital())
        await until(lambda: _shows(doctor, "#vitals", "37,9 °C"))
        assert len(station.told(DoctorSaid)) == before
        assert CallState.LOST not in station.states()


def begins(mime, size, digest):
    return {"t": "begin", "name": "o.pdf", "mime": mime, "size": size, "sha256": digest}


async def self_named(hand, begun, sizes, why):
    """Send a file that is not what it says; it is answered ``why``."""
    data = b"M" * sum(sizes)
    digest = sha256(data + why.encode() + os.urandom(4)).hexdigest()
    if why == "kind":
        digest = sha256(data).hexdigest()
    await hand.say("file", begins(begun["mime"], begun.get("size", len(data)), digest))
    for size in sizes:
        await hand.chunk(size)
    await hand.say("file", {"t": "end", "sha256": digest})
    answers = await until(lambda: hand.answers(digest))
    assert answers[0] == ["not", why]


@story
async def test_a_station_that_lies_neither_stops_the_page_nor_writes_in_it(tmp_path):
    invitation = an_invitation()
    async with (
        a_relay(page=doctors_page()) as relay,
        a_station(f"{relay}/", invitation) as station,
        a_doctor(tmp_path) as doctor,
    ):
        await linked(station, doctor, invitation.address(f"{relay}/"))
        peer, digest = station.caller.peer, sha256(b"M").hexdigest()
        for channel in (Channel.CTL, Channel.FILE, Channel.VITALS):
            for text in (
                "",
                "[" * 9000,
                "null",
                "x" * 200_000,
                *(json.dumps(named() | said) for said in LIES),
            ):
                peer.say(channel, text)
        with suppress(Exception):  # the engine may refuse by itself what is too large
            peer.say(Channel.CTL, "x" * LARGEST)
        for mime, size in (("text/html", 1), ("image/png", LARGEST), ("image/png", 1)):
            begun = begins(mime, size, digest)
            peer.say(Channel.FILE, json.dumps(named() | begun))
            peer.say(Channel.FILE, b"<script>")
            peer.say(Channel.FILE, json.dumps(named() | {"t": "end", "sha256": digest}))
        station.caller.say(a_vital())
        await until(lambda: _shows(doctor, "#vitals", "37,9 °C"))
        assert not await doctor.page.is_visible("#stills")
        assert await doctor.page.locator("#sections b").count() == 0
        assert doctor.errors == []
        assert await doctor.page.is_visible("#call")


LIES = (
    {"t": "later"},
    {"t": "section", "number": 1},
    {"t": "section", "number": 1, "title": "<b>x</b>", "rows": [["<b>a</b>", "<b>b</b>"]]},
    {"t": "vit", "code": '"]', "val": "<b>1</b>", "unit": "%", "q": "ok", "how": "final"},
    {"t": "vit", "code": "8310-5"},
    {"t": "constructor"},
    {"t": "__proto__"},
)


class Meddling(MemoryStore):
    """The rooms of a relay that puts its own fingerprint in what it carries."""

    async def send(self, room, side, text):
        changed = text
        if text.startswith("P"):
            said = json.loads(text[1:])
            if said["k"] == "offer":
                lines = said["sdp"].split("\r\n")
                mine = "a=fingerprint:sha-256 " + ":".join(["AB"] * 32)
                said["sdp"] = "\r\n".join(
                    mine if one.startswith("a=fingerprint:") else one for one in lines
                )
                changed = "P" + json.dumps(said)
        return await super().send(room, side, changed)


@story
async def test_a_relay_that_offers_its_own_fingerprint_is_told_to_the_doctor(tmp_path):
    invitation = an_invitation()
    async with (
        a_relay(Meddling(monotonic), page=doctors_page()) as relay,
        a_station(f"{relay}/", invitation) as station,
        a_doctor(tmp_path) as doctor,
    ):
        await doctor.enter(invitation.address(f"{relay}/"))
        await until(lambda: _shows(doctor, "#over", "La liaison n’est pas sûre"))
        await until(lambda: CallState.OVER in station.states())
        assert CallState.CONNECTED not in station.states()


@story
async def test_two_calls_at_once_on_one_relay_do_not_meet(tmp_path):
    one, two = an_invitation(), an_invitation()
    async with (
        a_relay(page=doctors_page()) as relay,
        a_station(f"{relay}/", one) as first,
        a_station(f"{relay}/", two) as second,
        a_browser(tmp_path) as browser,
    ):
        doctors = [Doctor(await (await browser.new_context()).new_page()) for _ in range(2)]
        stations = (first, second)
        for doctor, station, invitation in zip(doctors, stations, (one, two), strict=True):
            await linked(station, doctor, invitation.address(f"{relay}/"))
        for val, station in zip(("36.1", "40.2"), stations, strict=True):
            station.caller.say(a_vital(val=val))
        await until(lambda: _shows(doctors[0], "#vitals", "36,1 °C"))
        await until(lambda: _shows(doctors[1], "#vitals", "40,2 °C"))
        assert "40,2" not in await doctors[0].text("#vitals")
        spoken = [(await doctor.text("#spoken-words")) for doctor in doctors]
        assert spoken == [" · ".join(s.told(WordsReady)[-1].words) for s in stations]
        assert spoken[0] != spoken[1]
        await first.caller.leave()
        await until(lambda: doctors[0].page.is_visible("#over"))
        assert await doctors[1].page.is_visible("#call")
