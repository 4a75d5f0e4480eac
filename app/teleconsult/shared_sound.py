"""The stethoscope that the doctor hears: unprocessed, at 48 kHz, on a line of its own.

It is opened for the doctor when nobody at the station listens, and shared when somebody does.
"""

from collections.abc import Callable

from app.teleconsult.call_thread import CallThread
from app.teleconsult.peer import Line
from app.teleconsult.states import CallLacks, OfCall, Piece
from hardware.heart_sounds import Resampler, as_samples
from hardware.media.sound import SoundPart
from hardware.sound_source import Block

SENT_HZ = 48_000


class SharedSound:
    """From its making, which opens the stethoscope, to ``close``."""

    def __init__(self, sound: SoundPart, call: CallThread, post: Callable[[OfCall], None]) -> None:
        self._sound, self._call, self._post = sound, call, post
        self._rate_hz, self._resampler = SENT_HZ, Resampler(SENT_HZ, SENT_HZ)
        self._lack = ""
        sound.follow(self._follow)
        sound.overhear(self._say)

    def tick(self) -> None:
        """Open the stethoscope again once nobody listens any more."""
        self._sound.overhear(self._say)

    def close(self) -> None:
        """Let the stethoscope go, unless somebody at the station listens."""
        self._sound.follow(None)
        self._sound.overhear(None)
        self._say("")

    def _follow(self, block: Block, rate_hz: int) -> None:
        if rate_hz != self._rate_hz:
            self._rate_hz, self._resampler = rate_hz, Resampler(rate_hz, SENT_HZ)
        self._say("")
        samples = as_samples(self._resampler.feed(block.samples))
        self._call.play(Line.STETHOSCOPE, samples)

    def _say(self, sentence: str) -> None:
        if sentence != self._lack:
            self._lack = sentence
            self._post(CallLacks(Piece.STETHOSCOPE, sentence))
