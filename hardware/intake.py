"""What becomes of each packet of one session: shown, set aside, to confirm or taken."""

from collections.abc import Callable
from dataclasses import dataclass, field

from hardware import sentences
from hardware.codecs.measured import Measured
from hardware.drivers.driver import DeviceInfo, Packet
from hardware.guard import FAILED, TOLERANCE, Arrival, Guard, Judgement, Verdict, judge
from hardware.messages import HubMessage, Live, NeedsConfirmation, SetAside, Taken
from hardware.quality import causes, is_provisional, must_never_count
from hardware.readings import REQUIRED, DeviceError, Kind, OutOfRange, Reading, check_bounds
from hardware.sources import Source
from hardware.stability import Sample, Signal, add, raw_of, settled
from hardware.units import MEASURANDS

# Kinds whose stream becomes the result; for the others it is a gauge.
KEPT_FROM_STREAM = frozenset({Kind.OXIMETRY, Kind.HEART_RATE})
SHOWN_EVERY_NS = 100_000_000
NANOSECONDS = 1_000_000_000
LONGEST_PROGRESS = 95


class MeasureFailed(DeviceError):
    """The device ended without a usable value for this patient."""


@dataclass(frozen=True, slots=True)
class Ports:
    """What a session needs from the hub: where to post, who names readings, the guards.

    ``tell`` is called with who answered, at each connection. ``clocks`` are the clocks of the
    devices (wall clock minus UTC, in seconds) when what they kept was last swallowed.
    """

    post: Callable[[HubMessage], None]
    new_id: Callable[[], str]
    guards: dict[str, Guard]
    tell: Callable[[Kind, DeviceInfo], None] = lambda kind, info: None
    clocks: dict[str, int] = field(default_factory=dict)


class Intake:
    """The packets of one session, from the arming to the reading."""

    def __init__(self, session_id: str, source: Source, ports: Ports) -> None:
        self._session_id = session_id
        self._source = source
        self._ports = ports
        self._info: DeviceInfo | None = None
        self._signal = Signal()
        self._set_aside = 0
        self._began_ns: int | None = None
        self._shown_ns: int | None = None

    def connected(self, info: DeviceInfo) -> None:
        """Note who answers; what a former connection streamed is forgotten."""
        self._info = info
        self._signal = Signal()
        self._began_ns = None

    def drained(self) -> None:
        """Note that the device is silent: what it keeps from now on is dated by this clock."""
        if self._info is not None and self._info.skew_s is not None:
            self._ports.clocks[self._source.device_id] = self._info.skew_s

    def take(self, packet: Packet, *, draining: bool) -> bool:
        """Return True when the packet ended the session with a reading.

        Raises:
            MeasureFailed: the device rejected the measure, or its value is impossible.
        """
        if packet.measured.streamed:
            return self._follow(packet)
        return self._judge(packet, draining=draining)

    def _follow(self, packet: Packet) -> bool:
        sample = Sample(packet.received_ns, packet.measured, packet.raw)
        self._signal = add(self._signal, sample)
        self._show(packet)
        kept = settled(self._signal) if self._source.kind in KEPT_FROM_STREAM else None
        if kept is None:
            return False
        raw, self._signal = raw_of(self._signal), Signal()
        at, at_ns = packet.received_at, packet.received_ns
        return self._judge(Packet(kept, raw, at, at_ns), draining=False)

    def _judge(self, packet: Packet, *, draining: bool) -> bool:
        judgement = self._verdict(packet, draining=draining)
        if judgement.reason == FAILED:
            raise self._failure(packet.measured)
        if judgement.verdict is Verdict.SET_ASIDE:
            self._set_aside += 1
            kind = self._source.kind
            self._ports.post(SetAside(self._session_id, kind, self._set_aside))
            return False
        if is_provisional(packet.measured.quality):
            self._show(packet)
            return False
        reading = self._reading(packet)
        ended = Taken if judgement.verdict is Verdict.ACCEPT else NeedsConfirmation
        self._ports.post(ended(self._session_id, self._source.kind, reading))
        return True

    def _verdict(self, packet: Packet, *, draining: bool) -> Judgement:
        device_id = self._source.device_id
        arrival = Arrival(
            session_id=self._session_id,
            device_id=device_id,
            measured=packet.measured,
            raw=packet.raw,
            received_at=packet.received_at,
            received_ns=packet.received_ns,
            skew_s=self._skew_s(draining=draining),
            draining=draining,
        )
        guard, judgement = judge(self._ports.guards[device_id], arrival)
        self._ports.guards[device_id] = guard
        return judgement

    def _skew_s(self, *, draining: bool) -> int | None:
        """Return the device's clock minus UTC, ``None`` when it dates nothing.

        A clock set since the device was last silent says nothing of what it kept before: an old
        record, dated by the former clock, could look fresh by this one.
        """
        skew_s = self._info.skew_s if self._info else None
        former_s = self._ports.clocks.get(self._source.device_id, skew_s)
        if skew_s is None or former_s is None:
            return skew_s
        has_moved = abs(skew_s - former_s) > TOLERANCE.total_seconds()
        return None if draining and has_moved else skew_s

    def _reading(self, packet: Packet) -> Reading:
        measured, info = packet.measured, self._info
        names = {one.name for one in measured.values}
        if not names.issuperset(REQUIRED[self._source.kind]):
            raise self._failure(measured)
        try:
            check_bounds(measured.values)
        except OutOfRange as refused:
            sentence = sentences.impossible(self._source.kind)
            raise MeasureFailed(sentence, f"{refused.quantity} out of range") from None
        return Reading(
            reading_id=self._ports.new_id(),
            device_id=self._source.device_id,
            model=info.model if info else "",
            serial=info.serial if info else "",
            firmware=info.firmware if info else "",
            kind=self._source.kind,
            values=measured.values,
            device_time=measured.device_time,
            clock_skew_s=info.skew_s if info else None,
            received_at=packet.received_at,
            monotonic_ns=packet.received_ns,
            user_index=measured.user_index,
            quality=measured.quality,
            origin=self._source.origin,
            raw=packet.raw,
            decoder=measured.decoder,
        )

    def _failure(self, measured: Measured) -> MeasureFailed:
        why = causes(measured.quality)
        return MeasureFailed(sentences.no_value(self._source.kind, why), "no usable value")

    def _show(self, packet: Packet) -> None:
        """Post what the device shows, ten times a second at most.

        A value that can never count, or that no patient has, is left out.
        """
        if self._began_ns is None:
            self._began_ns = packet.received_ns
        if self._shown_ns is not None and packet.received_ns - self._shown_ns < SHOWN_EVERY_NS:
            return
        self._shown_ns = packet.received_ns
        kind, quality = self._source.kind, packet.measured.quality
        values = () if must_never_count(quality) else packet.measured.values
        possible = tuple(one for one in values if MEASURANDS[one.name].accepts(one.value))
        progress = self._progress(packet.received_ns)
        self._ports.post(Live(self._session_id, kind, possible, progress, quality))

    def _progress(self, at_ns: int) -> int:
        if self._source.kind in KEPT_FROM_STREAM:
            return self._signal.progress
        began_ns = at_ns if self._began_ns is None else self._began_ns
        elapsed_s = (at_ns - began_ns) / NANOSECONDS
        return min(LONGEST_PROGRESS, int(elapsed_s * 100 / self._source.pace.typical_s))
