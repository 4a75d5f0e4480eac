"""A ``MediaPeer`` on wrtc, which binds libwebrtc; imported only here and by ``wrtc_*`` beside.

What the network carries is shared by priority: the exam's picture first, that of the room last.
"""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from types import MappingProxyType

import numpy as np
import webrtc

from app.teleconsult.fidelity import as_music
from app.teleconsult.peer import (
    Candidate,
    Channel,
    Figures,
    Line,
    Link,
    PeerListener,
    Planes,
    Samples,
)
from app.teleconsult.wrtc_figures import figures_of
from app.teleconsult.wrtc_forms import (
    candidate_of,
    generator_of,
    media_of,
    planes_of,
    samples_of,
    server_of,
    taken,
    track_of,
)

RATE = 48_000
CLOSED_WITHIN_S = 2.0
LINES = tuple(Line)
SENT_ONLY = frozenset({Line.EXAM, Line.STETHOSCOPE})
BITRATES: Mapping[Line, int] = MappingProxyType(
    {Line.VOICE: 32_000, Line.ROOM: 800_000, Line.EXAM: 2_500_000, Line.STETHOSCOPE: 128_000}
)
# Shares of the bandwidth, as libwebrtc weighs them: 4, 2, 1 and 0.5.
PRIORITIES: Mapping[Line, webrtc.RTCPriorityType] = MappingProxyType(
    {
        Line.VOICE: webrtc.RTCPriorityType.high,
        Line.ROOM: webrtc.RTCPriorityType.very_low,
        Line.EXAM: webrtc.RTCPriorityType.high,
        Line.STETHOSCOPE: webrtc.RTCPriorityType.high,
    }
)


class WrtcPeer:
    """One connection. Lives in the running loop of asyncio, from its making to ``close``.

    Args:
        servers: as ``iceServers`` of WebRTC.
        is_relayed: use the TURN servers only.
    """

    def __init__(
        self,
        listener: PeerListener,
        servers: list[dict[str, object]],
        *,
        is_relayed: bool = False,
    ) -> None:
        self._listener = listener
        self._peer = webrtc.RTCPeerConnection(
            webrtc.RTCConfiguration(
                ice_servers=[server_of(one) for one in servers],
                ice_transport_policy="relay" if is_relayed else "all",
                bundle_policy="max-bundle",
            )
        )
        self._generators = {line: generator_of(line) for line in LINES}
        self._writers = {line: one.writable.get_writer() for line, one in self._generators.items()}
        self._channels: dict[Channel, webrtc.RTCDataChannel] = {}
        self._readers: set[asyncio.Task[None]] = set()
        self._is_closed = False
        self._set_up()

    def _set_up(self) -> None:
        for line in LINES:
            encoding = webrtc.RTCRtpEncodingParameters(
                max_bitrate=BITRATES[line], priority=PRIORITIES[line]
            )
            asked = webrtc.RTCRtpTransceiverInit(
                direction="sendonly" if line in SENT_ONLY else "sendrecv",
                send_encodings=[encoding],
            )
            self._peer.add_transceiver(track_of(self._generators[line]), asked)
        for name in Channel:
            self._open(name)
        self._peer.on("icecandidate", self._found)
        self._peer.on("connectionstatechange", lambda _event: self._moved())
        self._peer.on("track", self._receive)

    def _open(self, name: Channel) -> None:
        is_loose = name is Channel.VITALS
        asked = webrtc.RTCDataChannelInit(
            ordered=not is_loose, max_retransmits=0 if is_loose else None
        )
        channel = self._peer.create_data_channel(name.value, asked)
        channel.binary_type = "arraybuffer"
        channel.on("open", lambda _event: self._tell(lambda: self._listener.opened(name)))
        channel.on("message", lambda event: self._hear(name, event.data))
        self._channels[name] = channel

    def _hear(self, name: Channel, data: object) -> None:
        if isinstance(data, str):
            self._tell(lambda: self._listener.heard(name, data))
        elif isinstance(data, bytes | bytearray | memoryview):
            whole = bytes(data)
            self._tell(lambda: self._listener.heard(name, whole))

    def _found(self, event: "webrtc.RTCPeerConnectionIceEvent") -> None:
        if event.candidate is not None:
            candidate = event.candidate.to_json()
            self._tell(lambda: self._listener.found(candidate))

    def _moved(self) -> None:
        link = Link(self._peer.connection_state.value)
        self._tell(lambda: self._listener.moved(link))

    def _tell(self, act: Callable[[], None]) -> None:
        if not self._is_closed:
            act()

    @classmethod
    def on_this_machine(
        cls, listener: PeerListener, servers: list[dict[str, object]]
    ) -> "WrtcPeer":
        """Return a connection with a page of this very machine, which may have no network."""
        with suppress(webrtc.InvalidStateError):  # allowed already, or too late: others may do
            webrtc.allow_loopback()
        return cls(listener, servers)

    async def offer(self, *, restart: bool = False) -> str:
        """Return a description to send."""
        offer = await self._peer.create_offer(webrtc.RTCOfferOptions(ice_restart=restart))
        await self._peer.set_local_description(offer)
        for number, one in enumerate(self._peer.get_transceivers()):
            if LINES[number] is Line.EXAM:
                asked = one.sender.get_parameters()
                asked.degradation_preference = "maintain-resolution"
                await one.sender.set_parameters(asked)
        made = self._peer.local_description
        return made.sdp if made is not None else ""

    async def accept(self, answer: str) -> None:
        """Take the answer; the stethoscope's line is asked for as music."""
        music = as_music(answer, LINES.index(Line.STETHOSCOPE))
        described = webrtc.RTCSessionDescriptionInit(type="answer", sdp=music)
        with taken():
            await self._peer.set_remote_description(described)

    async def reach(self, candidate: Candidate) -> None:
        """Take a way to the other end."""
        with taken():
            await self._peer.add_ice_candidate(candidate_of(candidate))

    def say(self, channel: Channel, data: str | bytes) -> bool:
        """Send on a channel."""
        found = self._channels[channel]
        if found.ready_state.value != "open":
            return False
        found.send(data)
        return True

    def waiting(self, channel: Channel) -> int:
        """Return the bytes that wait."""
        return int(self._channels[channel].buffered_amount)

    def show(self, line: Line, planes: Planes, at_us: int) -> None:
        """Send a picture."""
        height, width = planes.shape[0] * 2 // 3, planes.shape[1]
        asked = webrtc.VideoFrameBufferInit(
            format="I420", coded_width=width, coded_height=height, timestamp=at_us
        )
        self._write(line, webrtc.VideoFrame(np.ascontiguousarray(planes).data, asked))

    def play(self, line: Line, samples: Samples, at_us: int) -> None:
        """Send sound, on two channels for the stethoscope."""
        channels = 2 if line is Line.STETHOSCOPE else 1
        data = np.repeat(samples, channels).astype(np.int16)
        asked = webrtc.AudioDataInit(
            format="s16",
            sample_rate=RATE,
            number_of_frames=len(samples),
            number_of_channels=channels,
            timestamp=at_us,
            data=data.tobytes(),
        )
        self._write(line, webrtc.AudioData(asked))

    def _write(self, line: Line, media: "webrtc.VideoFrame | webrtc.AudioData") -> None:
        """Give media to the engine; what it did not take is let go."""
        if self._is_closed:
            media.close()
            return
        taken = self._writers[line].write(media)
        taken.add_done_callback(lambda done: (media.close(), done.exception()))

    def _receive(self, event: "webrtc.RTCTrackEvent") -> None:
        reader = self._look if event.track.kind.value == "video" else self._listen
        task = asyncio.ensure_future(reader(event.track))
        self._readers.add(task)
        task.add_done_callback(self._readers.discard)

    async def _look(self, track: "webrtc.MediaStreamTrack") -> None:
        async for frame in media_of(track, most=1):
            if isinstance(frame, webrtc.VideoFrame):
                with frame:
                    planes = planes_of(frame)
                if not self._is_closed:
                    self._listener.seen(planes)

    async def _listen(self, track: "webrtc.MediaStreamTrack") -> None:
        async for data in media_of(track, most=20):
            if isinstance(data, webrtc.AudioData):
                with data:
                    samples, rate = samples_of(data), int(data.sample_rate)
                if not self._is_closed:
                    self._listener.voiced(samples, rate)

    async def figures(self) -> Figures:
        """Return what was measured of late; nothing once it is closed."""
        if not self._is_closed:
            with suppress(webrtc.InvalidStateError):  # closed meanwhile
                return figures_of(tuple((await self._peer.get_stats()).values()), LINES)
        return Figures()

    async def close(self) -> None:
        """End the connection and its readers."""
        self._is_closed = True
        self._peer.close()
        readers = tuple(self._readers)
        if readers:  # they end with their tracks: what they hold is let go by themselves
            await asyncio.wait(readers, timeout=CLOSED_WITHIN_S)
        for task in readers:
            task.cancel()
        await asyncio.gather(*readers, return_exceptions=True)
        for writer in self._writers.values():
            with suppress(webrtc.InvalidStateError, TypeError):
                await writer.close()
