"""The voices of a call, opened beside its loop: devices and echo cancellation take a second."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from app.teleconsult.peer import Line, Samples
from app.teleconsult.states import CallLacks
from app.teleconsult.surroundings import Surroundings

if TYPE_CHECKING:
    from app.teleconsult.voice import Voice


class HeldVoice:
    """Lives in the loop of the call; ``send`` is called from the thread of the microphone."""

    def __init__(self, around: Surroundings, send: Callable[[Line, Samples], None]) -> None:
        self._around, self._send = around, send
        self._voice: Voice | None = None
        self._is_muted = False
        self._share = 1.0
        self._is_ended = False
        self.is_closed_for_chest = False

    async def open(self) -> None:
        """Open both devices; what is missing is said, and tried again."""
        voice = await asyncio.to_thread(self._opened)
        if self._is_ended:
            await asyncio.to_thread(voice.close)
            return
        self._voice = voice
        self._apply()

    async def close(self) -> None:
        """Release both devices."""
        self._is_ended = True
        if self._voice is not None:
            await asyncio.to_thread(self._voice.close)

    def play(self, samples: Samples, rate_hz: int) -> None:
        """Play the doctor's voice."""
        if self._voice is not None:
            quieter = samples if self._share == 1.0 else (samples * self._share).astype(np.int16)
            self._voice.play(quieter, rate_hz)

    def set_volume(self, percent: int) -> None:
        """Play the doctor's voice at this share: before the echo is taken from what is played."""
        self._share = min(max(percent, 0), 100) / 100

    def mute(self, *, on: bool) -> None:
        """Close, or open, the microphone."""
        self._is_muted = on
        self._apply()

    def close_for_chest(self, *, on: bool) -> None:
        """Close the microphone while the stethoscope is heard."""
        self.is_closed_for_chest = on
        self._apply()

    def _apply(self) -> None:
        if self._voice is not None:
            self._voice.mute(on=self._is_muted or self.is_closed_for_chest)

    def _opened(self) -> "Voice":
        from app.teleconsult.voice import Voice  # echo cancellation takes a second to load
        from app.teleconsult.voice_devices import devices_of

        return Voice(
            devices_of(self._around.sources),
            lambda samples: self._send(Line.VOICE, samples),
            lambda piece, sentence: self._around.post(CallLacks(piece, sentence)),
        )
