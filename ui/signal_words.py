"""The quality of a signal and of a reading, in French words and in a number of bars."""

from hardware.quality import LABELS, causes, is_provisional, must_never_count, needs_confirmation
from hardware.readings import Kind, Reading
from ui.look import Tone
from ui.widgets.signal_bars import BARS, Signal

STREAMED = frozenset({Kind.OXIMETRY, Kind.HEART_RATE})
"""Kinds whose value is worked out of a signal that lasts."""
TOLD = ("irregular_pulse", "pulse_above_range", "pulse_below_range", "low_saturation")
"""What the device noticed of the patient, whatever the value is worth."""
GOOD = Signal(BARS, "Signal bon", Tone.GREEN)


def signal_of(kind: Kind, flags: tuple[str, ...]) -> Signal | None:
    """Return how good the live signal is, ``None`` for a device that has no signal to show."""
    if kind not in STREAMED:
        return None
    words = first_cause(flags)
    if must_never_count(flags):
        return Signal(0, words, Tone.OCHRE)
    if is_provisional(flags):
        return Signal(1, words, Tone.NEUTRAL)
    if needs_confirmation(flags):
        return Signal(2, words, Tone.OCHRE)
    return GOOD


def first_cause(flags: tuple[str, ...]) -> str:
    """Return the first thing wrong with the signal, with a capital, "" when nothing is."""
    return capital(causes(flags).partition(",")[0])


def cause_sentence(flags: tuple[str, ...]) -> str:
    """Return all that is wrong as one sentence, "" when nothing is."""
    words = causes(flags)
    return f"{capital(words)}." if words else ""


def told_by_device(reading: Reading) -> str:
    """Return what the device noticed of the patient, "" when it noticed nothing."""
    noticed = ", ".join(LABELS[flag] for flag in TOLD if flag in reading.quality)
    return f"L’appareil signale\u00a0: {noticed}." if noticed else ""


def site_of(reading: Reading) -> str:
    """Return where the measure was taken, as the device says it, "" when it does not."""
    sites = [LABELS[flag] for flag in reading.quality if flag.startswith("site_")]
    return capital(sites[0]) if sites else ""


def capital(words: str) -> str:
    """Return ``words`` with a capital at the beginning."""
    return f"{words[:1].upper()}{words[1:]}"
