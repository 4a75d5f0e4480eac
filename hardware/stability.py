"""When a continuous value may be kept: after seconds of agreement, never from one packet. Pure.

Kept after at least 8 s of signal without interruption, as the median of the last 4 s, when these
4 s agree within 2 % of saturation and 5 beats per minute.

Source: devices.md §4.2 (measured on a line without checksum where garbage passes as frames).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from hardware.codecs.measured import Measured
from hardware.quality import is_provisional, must_never_count
from hardware.readings import Quantity
from hardware.units import MEASURANDS

NANOSECONDS = 1_000_000_000
SIGNAL_S = 8
MEDIAN_S = 4
LONGEST_SILENCE_S = 2
FEWEST_SAMPLES = 3
SPREAD: Mapping[str, Decimal] = MappingProxyType({"spo2": Decimal(2), "pulse": Decimal(5)})


@dataclass(frozen=True, slots=True)
class Sample:
    """One usable packet of a stream and the instant it came, in nanoseconds."""

    at_ns: int
    measured: Measured
    raw: bytes


@dataclass(frozen=True, slots=True)
class Signal:
    """An unbroken run of usable packets; ``since_ns`` is when it began."""

    since_ns: int = 0
    samples: tuple[Sample, ...] = ()

    @property
    def held_s(self) -> Decimal:
        """For how long the signal has been good, in seconds."""
        if not self.samples:
            return Decimal(0)
        return Decimal(self.samples[-1].at_ns - self.since_ns) / NANOSECONDS

    @property
    def progress(self) -> int:
        """Share of the time needed, 0 to 100."""
        return min(100, int(self.held_s * 100 / SIGNAL_S))


def add(signal: Signal, sample: Sample) -> Signal:
    """Return the signal with one more packet; a bad one, or a silence before it, starts again."""
    if not _is_usable(sample.measured):
        return Signal()
    broken = not signal.samples or _seconds(signal.samples[-1], sample) > LONGEST_SILENCE_S
    if broken:
        return Signal(sample.at_ns, (sample,))
    recent = tuple(one for one in signal.samples if _seconds(one, sample) <= MEDIAN_S)
    return Signal(signal.since_ns, (*recent, sample))


def settled(signal: Signal) -> Measured | None:
    """Return the value to keep, ``None`` while the signal is too short or disagrees."""
    if signal.held_s < SIGNAL_S or len(signal.samples) < FEWEST_SAMPLES:
        return None
    if not all(_agree(signal, name) for name in SPREAD):
        return None
    last = signal.samples[-1].measured
    names = [one.name for one in last.values]
    values = tuple(_median(signal, name) for name in names)
    flags = dict.fromkeys(flag for one in signal.samples for flag in one.measured.quality)
    return Measured(
        kind=last.kind,
        values=values,
        decoder=f"{last.decoder} median {MEDIAN_S} s",
        quality=tuple(flags),
        sequence=last.sequence,
        streamed=True,
    )


def raw_of(signal: Signal) -> bytes:
    """Return the packets the kept value comes from, each after its length on two bytes."""
    return b"".join(len(one.raw).to_bytes(2, "big") + one.raw for one in signal.samples)


def _is_usable(measured: Measured) -> bool:
    if not measured.values or must_never_count(measured.quality):
        return False
    in_bounds = all(MEASURANDS[one.name].accepts(one.value) for one in measured.values)
    return in_bounds and not is_provisional(measured.quality)


def _seconds(first: Sample, last: Sample) -> Decimal:
    return Decimal(last.at_ns - first.at_ns) / NANOSECONDS


def _found(signal: Signal, name: str) -> list[Quantity]:
    every = (value for one in signal.samples for value in one.measured.values)
    return sorted((one for one in every if one.name == name), key=lambda one: one.value)


def _agree(signal: Signal, name: str) -> bool:
    found = _found(signal, name)
    return not found or found[-1].value - found[0].value <= SPREAD[name]


def _median(signal: Signal, name: str) -> Quantity:
    """Return the middle value that a packet really held, the lower of two."""
    found = _found(signal, name)
    return found[(len(found) - 1) // 2]
