"""Whose measure is it: a reading counts only inside the window armed for this patient. Pure.

States: idle -> armed (one session, one device) -> closed. Each arrival gets a verdict: accept,
confirm (the pharmacist must say « prise à l’instant sur ce patient ») or set aside: counted, its
value never shown.

Instants: ``armed_ns`` and ``received_ns`` come from a clock that never goes back and bound the
window; wall clocks only serve to place the device's own time. ``skew_s`` is the device's wall
clock minus UTC, so that it holds the time zone too.

Source: devices.md §9, rules 1 to 6; the 5 s tolerance is that of rule 2 (two minutes let the
previous patient's reading through).
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from hardware.codecs.measured import Measured
from hardware.quality import is_foreign, must_never_count, needs_confirmation
from hardware.readings import Kind

TOLERANCE = timedelta(seconds=5)
USER_CONFIGURED = 1
SEEN_KEPT = 256
NANOSECONDS = 1_000_000_000
FAILED = "failed"


class Verdict(StrEnum):
    """What becomes of an arrival."""

    ACCEPT = "accept"
    CONFIRM = "confirm"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True, slots=True)
class Arming:
    """The window opened for one session on one device.

    ``lasts_s`` is how long it stays open; ``user`` the memory slot the pharmacy uses on this
    device.
    """

    session_id: str
    device_id: str
    kind: Kind
    armed_at: datetime
    armed_ns: int
    lasts_s: int
    user: int = USER_CONFIGURED


@dataclass(frozen=True, slots=True)
class Arrival:
    """One packet, as it comes in. ``draining``: received before the device was known silent."""

    session_id: str
    device_id: str
    measured: Measured
    raw: bytes
    received_at: datetime
    received_ns: int
    skew_s: int | None
    draining: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict and the reason of it, an English word for the log.

    The reason ``FAILED`` says that the measure is of this patient and that the device rejected it.
    """

    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class Guard:
    """The guard of one device.

    ``seen`` are the last dated packets, to know a duplicate; ``sequence`` is the highest record
    number that came, ``None`` before the first.
    """

    arming: Arming | None = None
    seen: tuple[bytes, ...] = ()
    sequence: int | None = None


class StillArmed(RuntimeError):
    """The former session of this device is not closed: nobody may arm it now."""


def arm(guard: Guard, arming: Arming) -> Guard:
    """Return the guard armed for one session.

    Raises:
        StillArmed: the former session is not closed.
    """
    if guard.arming is not None:
        raise StillArmed
    return replace(guard, arming=arming)


def disarm(guard: Guard, session_id: str) -> Guard:
    """Return the guard idle, unless another session than ``session_id`` is armed."""
    is_mine = guard.arming is not None and guard.arming.session_id == session_id
    return replace(guard, arming=None) if is_mine else guard


def judge(guard: Guard, arrival: Arrival) -> tuple[Guard, Judgement]:
    """Return the verdict on ``arrival``, and the guard that remembers it."""
    judgement = _verdict(guard, arrival)
    return _remember(guard, arrival), judgement


def _verdict(guard: Guard, arrival: Arrival) -> Judgement:
    refusal = _refusal(guard, arrival)
    if refusal:
        return Judgement(Verdict.SET_ASIDE, refusal)
    doubt = _doubt(guard, arrival)
    return Judgement(Verdict.CONFIRM if doubt else Verdict.ACCEPT, doubt)


def _refusal(guard: Guard, arrival: Arrival) -> str:
    """Return why ``arrival`` cannot be this patient's, ``""`` when it can."""
    arming, measured = guard.arming, arrival.measured
    if arming is None or arrival.session_id != arming.session_id:
        return "late"
    if (arrival.device_id, measured.kind) != (arming.device_id, arming.kind):
        return "neighbour"
    if not 0 <= arrival.received_ns - arming.armed_ns <= arming.lasts_s * NANOSECONDS:
        return "window"
    if is_foreign(measured.quality):
        return "foreign"
    if _is_known(guard, arrival):
        return "duplicate"
    reason = _time_refusal(arming, arrival)
    return reason or (FAILED if must_never_count(measured.quality) else "")


def _is_known(guard: Guard, arrival: Arrival) -> bool:
    """True for a dated packet seen before, and for a record number that goes backwards."""
    measured = arrival.measured
    if measured.device_time is not None and arrival.raw in guard.seen:
        return True
    number, last = _record_number(measured), guard.sequence
    return number is not None and last is not None and number < last


def _record_number(measured: Measured) -> int | None:
    """Return the record number; the counter of a stream starts again at each connection."""
    return None if measured.streamed else measured.sequence


def _time_refusal(arming: Arming, arrival: Arrival) -> str:
    moment = _moment(arming, arrival)
    if moment is None:
        return "undated_while_draining" if arrival.draining else ""
    if moment < arming.armed_at - TOLERANCE:
        return "stale"
    return "future" if moment > arrival.received_at + TOLERANCE else ""


def _doubt(guard: Guard, arrival: Arrival) -> str:
    """Return what the pharmacist must vouch for, ``""`` when nothing is missing."""
    arming, measured = guard.arming, arrival.measured
    if arming is not None and not measured.streamed and _moment(arming, arrival) is None:
        return "undated"
    if measured.user_index is not None and arming and measured.user_index != arming.user:
        return "user"
    return "signal" if needs_confirmation(measured.quality) else ""


def _moment(arming: Arming, arrival: Arrival) -> datetime | None:
    """Return when the device took the measure, in UTC; ``None`` when it cannot be known.

    A station clock that was moved while the window was open makes the skew meaningless.
    """
    local, skew_s = arrival.measured.device_time, arrival.skew_s
    if local is None or skew_s is None or _clock_moved(arming, arrival):
        return None
    try:
        return local.replace(tzinfo=UTC) - timedelta(seconds=skew_s)
    except OverflowError:
        return None


def _clock_moved(arming: Arming, arrival: Arrival) -> bool:
    steady = timedelta(microseconds=(arrival.received_ns - arming.armed_ns) // 1000)
    return abs(arrival.received_at - arming.armed_at - steady) > TOLERANCE


def _remember(guard: Guard, arrival: Arrival) -> Guard:
    number = _record_number(arrival.measured)
    if number is not None:
        guard = replace(guard, sequence=max(number, guard.sequence or 0))
    if arrival.measured.device_time is None or arrival.raw in guard.seen:
        return guard
    return replace(guard, seen=(*guard.seen, arrival.raw)[-SEEN_KEPT:])
