"""What wrtc takes and gives, from and to the words of the port."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import numpy as np
import webrtc

from app.teleconsult.peer import Candidate, Line, NotTaken, Planes, Samples

VIDEO = frozenset({Line.ROOM, Line.EXAM})


@contextmanager
def taken() -> Iterator[None]:
    """Say in the words of the port that the engine refused what came from the other end."""
    try:
        yield
    except webrtc.PythonWebRTCException:
        raise NotTaken from None


def server_of(said: Mapping[str, object]) -> "webrtc.RTCIceServer":
    """Return a STUN or TURN server, said as in ``iceServers``."""
    urls = said.get("urls", ())
    return webrtc.RTCIceServer(
        urls=[str(one) for one in urls] if isinstance(urls, list | tuple) else str(urls),
        username=str(said.get("username", "")),
        credential=str(said.get("credential", "")),
    )


def candidate_of(said: Candidate) -> "webrtc.RTCIceCandidateInit":
    """Return a candidate of the other end; what it lacks stays empty."""
    mid, number = said.get("sdpMid"), said.get("sdpMLineIndex")
    return webrtc.RTCIceCandidateInit(
        candidate=str(said.get("candidate", "")),
        sdp_mid=mid if isinstance(mid, str) else None,
        sdp_m_line_index=number if isinstance(number, int) else None,
    )


def generator_of(line: Line) -> "webrtc.VideoTrackGenerator | webrtc.MediaStreamTrackGenerator":
    """Return what makes the track of ``line``."""
    if line in VIDEO:
        return webrtc.VideoTrackGenerator()
    return webrtc.MediaStreamTrackGenerator("audio")


def track_of(
    generator: "webrtc.VideoTrackGenerator | webrtc.MediaStreamTrackGenerator",
) -> "webrtc.MediaStreamTrack":
    """Return the track that a generator makes."""
    return generator.track if isinstance(generator, webrtc.VideoTrackGenerator) else generator


def media_of(
    track: "webrtc.MediaStreamTrack", most: int
) -> "webrtc.ReadableStream[webrtc.VideoFrame | webrtc.AudioData]":
    """Return what arrives on a track; beyond ``most`` that wait, the oldest are dropped."""
    asked = webrtc.MediaStreamTrackProcessorInit(track=track, max_buffer_size=most)
    return webrtc.MediaStreamTrackProcessor(asked).readable


def planes_of(frame: "webrtc.VideoFrame") -> Planes:
    """Return a picture as I420, its planes one under the other."""
    width, height = frame.display_width, frame.display_height
    data = bytearray(frame.allocation_size())
    frame.copy_to(data)
    return np.frombuffer(data, np.uint8).reshape(height * 3 // 2, width)


def samples_of(data: "webrtc.AudioData") -> Samples:
    """Return the first channel of a block of sound."""
    size = data.number_of_frames * data.number_of_channels
    whole = bytearray(size * 2)
    data.copy_to(whole, webrtc.AudioDataCopyToOptions(plane_index=0, format="s16"))
    return np.frombuffer(whole, np.int16)[:: data.number_of_channels]
