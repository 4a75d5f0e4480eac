"""What wrtc measures, in the words of the port."""

import webrtc

from app.teleconsult.peer import Figures, Line, Rate


def figures_of(every: "tuple[webrtc.RTCStats, ...]", lines: tuple[Line, ...]) -> Figures:
    """Return the figures of ``every`` part of a report; ``lines`` in the order of the offer."""
    remote = [one for one in every if isinstance(one, webrtc.RTCRemoteInboundRtpStreamStats)]
    pairs = [one for one in every if isinstance(one, webrtc.RTCIceCandidatePairStats)]
    trips = [one.current_round_trip_time or 0.0 for one in pairs if one.nominated]
    return Figures(
        loss=max((one.fraction_lost or 0.0 for one in remote), default=0.0),
        trip_s=max(trips, default=0.0),
        pictures=_rates(every, lines),
    )


def _rates(every: "tuple[webrtc.RTCStats, ...]", lines: tuple[Line, ...]) -> tuple[Rate, ...]:
    sources = {one.id: one for one in every if isinstance(one, webrtc.RTCVideoSourceStats)}
    found = []
    for one in every:
        if not isinstance(one, webrtc.RTCOutboundRtpStreamStats) or one.mid is None:
            continue
        source = sources.get(one.media_source_id or "")
        if source is None:
            continue
        taken, sent = source.frames_per_second or 0.0, one.frames_per_second or 0.0
        found.append(Rate(lines[int(one.mid)], taken, sent, one.frame_height or 0))
    return tuple(found)
