"""A network too narrow for both pictures: the room yields, the exam keeps its resolution."""

import asyncio
from time import monotonic

import cv2
import numpy as np
import webrtc

from app.teleconsult.peer import Line
from app.teleconsult.quality import quality_of
from app.teleconsult.states import Quality
from app.teleconsult.wrtc_forms import candidate_of
from app.teleconsult.wrtc_peer import WrtcPeer
from tests.teleconsult.narrow import Passage, without_candidates

BITS_A_SECOND = 700_000
ROOM, EXAM = (640, 480), (1280, 720)
SCENES, PICTURES_A_SECOND = 20, 20
SENT_S, MEASURED_EVERY_S = 12, 2


def moving_pictures(width, height):
    """Return pictures that are hard enough to compress, each a little further than the last."""
    drawn = np.random.default_rng(width).integers(0, 255, (height // 20, width // 20, 3), np.uint8)
    wide = cv2.resize(drawn, (width + 8 * SCENES, height), interpolation=cv2.INTER_CUBIC)
    cut = [np.ascontiguousarray(wide[:, at * 8 : at * 8 + width]) for at in range(SCENES)]
    return [cv2.cvtColor(one, cv2.COLOR_BGR2YUV_I420) for one in cut]


class FarEnd:
    """The other end, reached only through the passage."""

    def __init__(self, passage):
        self.peer, self.passage = webrtc.RTCPeerConnection(), passage
        self.is_linked, self.tasks, self.near = asyncio.Event(), [], None
        self.peer.on("icecandidate", self._found)

    async def link(self, near):
        self.near = near
        offer = without_candidates(await near.offer())
        asked = webrtc.RTCSessionDescriptionInit(type="offer", sdp=offer)
        await self.peer.set_remote_description(asked)
        await self.peer.set_local_description(await self.peer.create_answer())
        await near.accept(without_candidates(self.peer.local_description.sdp))
        await asyncio.wait_for(self.is_linked.wait(), 30)

    def _found(self, event):
        if event.candidate is not None:
            self._reach(self.near.reach, self.passage.far, event.candidate.to_json())

    def found(self, candidate):
        self._reach(self._take, self.passage.near, candidate)

    async def _take(self, candidate):
        while self.peer.remote_description is None:
            await asyncio.sleep(0.01)
        await self.peer.add_ice_candidate(candidate_of(candidate))

    def _reach(self, reach, mouth, candidate):
        led = self.passage.leads(mouth, candidate)
        if led is not None:
            self.tasks.append(asyncio.ensure_future(reach(led)))

    def moved(self, link):
        if link == "connected":
            self.is_linked.set()

    def opened(self, channel): ...
    def heard(self, channel, data): ...
    def seen(self, planes): ...
    def voiced(self, samples, rate): ...

    async def close(self):
        self.peer.close()
        await asyncio.gather(*self.tasks, return_exceptions=True)


async def measured(near):
    """Send both pictures; return what was measured meanwhile and the bytes of each line."""
    films = {Line.ROOM: moving_pictures(*ROOM), Line.EXAM: moving_pictures(*EXAM)}
    began_s, found, number = monotonic(), [], 0
    while monotonic() - began_s < SENT_S:
        for line, film in films.items():
            near.show(line, film[number % SCENES], int((monotonic() - began_s) * 1e6))
        number += 1
        await asyncio.sleep(1 / PICTURES_A_SECOND)
        if number % (MEASURED_EVERY_S * PICTURES_A_SECOND) == 0:
            found.append(await near.figures())
    return found, await sent_bytes(near)


async def sent_bytes(near):
    every = (await near._peer.get_stats()).values()
    outbound = [one for one in every if isinstance(one, webrtc.RTCOutboundRtpStreamStats)]
    return {tuple(Line)[int(one.mid)]: one.bytes_sent for one in outbound if one.mid is not None}


def test_the_room_yields_to_the_exam_which_keeps_its_resolution():
    async def narrowed():
        passage = await Passage(BITS_A_SECOND).open()
        far = FarEnd(passage)
        near = WrtcPeer.on_this_machine(far, [])
        try:
            await far.link(near)
            return await measured(near)
        finally:
            await near.close()
            await far.close()
            passage.close()

    found, sent = asyncio.run(narrowed())
    rates = [{one.line: one for one in figures.pictures} for figures in found]
    assert all(one[Line.EXAM].height == EXAM[1] for one in rates)
    assert rates[-1][Line.ROOM].height < ROOM[1]
    assert sent[Line.EXAM] > 2 * sent[Line.ROOM]
    assert quality_of(found[-1]) in {Quality.SLOW_PICTURE, Quality.VOICE_ONLY}
