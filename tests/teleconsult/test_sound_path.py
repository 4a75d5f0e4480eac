"""Heart sounds arrive as they were heard, and the doctor does not hear their own voice."""

import asyncio
from contextlib import asynccontextmanager
from time import monotonic

import numpy as np
import pytest
import webrtc

from app.teleconsult.echo import EchoCanceller
from app.teleconsult.peer import Line
from app.teleconsult.wrtc_forms import candidate_of, media_of, samples_of
from app.teleconsult.wrtc_peer import WrtcPeer
from tests.teleconsult import sound_scene as scene

LINES = (Line.STETHOSCOPE, Line.VOICE)
SPOKEN_S, FROM_S = 10, 5
CONNECTED_WITHIN_S = 30
FLAT = {hertz: pytest.approx(0, abs=1) for hertz in scene.TONES_HZ}
MOST_SWEEPS = 4
"""A busy machine may lose a whole tone of one sweep; a filter takes it from all of them."""


class FarEnd:
    """The other end: answers as a browser does, and keeps what it hears on each line."""

    def __init__(self):
        self.peer = webrtc.RTCPeerConnection()
        self.sounds = {line: [] for line in LINES}
        self.tasks = []
        self.near = None
        self.is_linked = asyncio.Event()
        self.peer.on("track", self._receive)
        self.peer.on("icecandidate", self._found)

    async def link(self, near):
        self.near = near
        offer = webrtc.RTCSessionDescriptionInit(type="offer", sdp=await near.offer())
        await self.peer.set_remote_description(offer)
        await self.peer.set_local_description(await self.peer.create_answer())
        await near.accept(self.peer.local_description.sdp)
        await asyncio.wait_for(self.is_linked.wait(), CONNECTED_WITHIN_S)

    def _found(self, event):
        if event.candidate is not None:
            self._start(self.near.reach(event.candidate.to_json()))

    def _receive(self, event):
        line = list(Line)[int(event.transceiver.mid)]
        if line in self.sounds:
            self._start(self._listen(event.track, self.sounds[line]))

    async def _listen(self, track, heard):
        async for data in media_of(track, most=50):
            with data:
                heard.append(samples_of(data).copy())

    def levels(self, line):
        return scene.levels(np.concatenate(self.sounds[line]))

    def _start(self, work):
        self.tasks.append(asyncio.ensure_future(work))

    # ---- what the station's connection tells its own side ----

    def found(self, candidate):
        self._start(self.peer.add_ice_candidate(candidate_of(candidate)))

    def moved(self, link):
        if link == "connected":
            self.is_linked.set()

    def opened(self, channel): ...
    def heard(self, channel, data): ...
    def seen(self, planes): ...
    def voiced(self, samples, rate): ...

    async def close(self):
        self.peer.close()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


@asynccontextmanager
async def two_ends():
    """Yield a connection of the station and who hears it."""
    far = FarEnd()
    near = WrtcPeer(far, [])
    try:
        await far.link(near)
        yield near, far
    finally:
        await near.close()
        await far.close()


async def play(near, samples):
    """Play on both lines, as fast as it is heard."""
    began_s = monotonic()
    for start in range(0, len(samples) - scene.BLOCK + 1, scene.BLOCK):
        at_s = start / scene.RATE
        await asyncio.sleep(max(0.0, began_s + at_s - monotonic()))
        for line in LINES:
            near.play(line, samples[start : start + scene.BLOCK], int(at_s * 1e6))


def test_heart_sounds_are_flat_from_25_to_600_hz_and_a_voice_line_would_not_be(monkeypatch):
    monkeypatch.setenv("WRTC_ALLOW_LOOPBACK", "1")

    async def listened():
        async with two_ends() as (near, far):
            await play(near, np.concatenate([np.zeros(scene.RATE, np.int16), scene.sweep()]))
            await asyncio.sleep(0.5)
            return far.levels(Line.STETHOSCOPE), far.levels(Line.VOICE)

    heart, voice = asyncio.run(listened())
    assert heart == {hertz: pytest.approx(0, abs=1) for hertz in scene.TONES_HZ}
    assert voice[25] < -10


@pytest.mark.parametrize("seed", [5, 6, 8])
def test_the_echo_of_the_doctor_is_25_db_lower_after_five_seconds(seed):
    heard, clean = scene.through(EchoCanceller(), scene.speech(SPOKEN_S, seed))
    assert scene.loss_db(heard, clean, FROM_S) >= 25


def test_who_speaks_in_the_room_is_kept():
    voice = scene.as_samples(scene.speech(SPOKEN_S) * 0.3)
    canceller, silence = EchoCanceller(), np.zeros(scene.BLOCK, np.int16)
    kept = []
    for start in range(0, len(voice) - scene.BLOCK + 1, scene.BLOCK):
        canceller.far(silence)
        kept.append(canceller.near(voice[start : start + scene.BLOCK], 0.05))
    assert abs(scene.loss_db(voice, np.concatenate(kept), FROM_S)) < 3


def test_an_echo_heard_without_the_canceller_is_as_loud_as_a_voice():
    """The scene is worth something: what is taken away above was there."""
    far = scene.speech(SPOKEN_S)
    assert scene.loss_db(scene.as_samples(far), scene.as_samples(scene.echo_of(far)), FROM_S) < 7
