"""The voices of a call: the room's to the doctor, the doctor's to the room, without echo.

Two threads, one a device. A device that is missing or pulled out is said, and tried again every
few seconds: the call goes on without it meanwhile.
"""

import threading
from collections import deque
from collections.abc import Callable

import numpy as np

from app.teleconsult.echo import EchoCanceller
from app.teleconsult.peer import BLOCK, RATE_HZ, Samples
from app.teleconsult.states import Piece
from app.teleconsult.voice_devices import VoiceDevices
from hardware.sound_source import SoundUnavailable

TRIED_EVERY_S = 5.0
LEFT_WITHIN_S = 0.5
MOST_WAITING = 20  # blocks of 10 ms: what is later than that is no conversation any more
SILENCE: Samples = np.zeros(BLOCK, np.int16)
SILENCE.setflags(write=False)


class Voice:
    """Both voices, from its making to ``close``.

    ``hear`` is given each 10 ms of the room, at 48 kHz, silence while muted; ``lack`` the piece
    that is missing and what to do, ``""`` once it is there. Both are called from its threads.
    """

    def __init__(
        self,
        devices: VoiceDevices,
        hear: Callable[[Samples], None],
        lack: Callable[[Piece, str], None],
        tried_every_s: float = TRIED_EVERY_S,
    ) -> None:
        self._devices, self._hear, self._lack = devices, hear, lack
        self._tried_every_s = tried_every_s
        self._echo = EchoCanceller()
        self._ended = threading.Event()
        self._is_muted = False
        self._doctor: deque[Samples] = deque(maxlen=MOST_WAITING)
        self._rest: Samples = SILENCE[:0]
        self._output_s = 0.0
        self._lacks: dict[Piece, str] = {}
        self._threads = tuple(
            threading.Thread(target=live, args=(piece,), name=piece.value, daemon=True)
            for piece, live in ((Piece.VOICE, self._live), (Piece.LOUDSPEAKER, self._live))
        )
        for one in self._threads:
            one.start()

    def mute(self, *, on: bool) -> None:
        """Close, or open, the microphone."""
        self._is_muted = on

    def play(self, samples: Samples, rate_hz: int) -> None:
        """Play the doctor's voice soon; never waits. Called from one thread."""
        self._rest = np.concatenate((self._rest, at_rate(samples, rate_hz)))
        whole = self._rest.size - self._rest.size % BLOCK
        for start in range(0, whole, BLOCK):
            self._doctor.append(self._rest[start : start + BLOCK])
        self._rest = self._rest[whole:]

    def close(self) -> None:
        """Release both devices, within a second."""
        self._ended.set()
        for one in self._threads:
            one.join(LEFT_WITHIN_S)

    def _live(self, piece: Piece) -> None:
        follow = self._listen if piece is Piece.VOICE else self._speak
        while not self._ended.is_set():
            try:
                follow(piece)
            except SoundUnavailable as absent:
                self._say(piece, absent.sentence)
            self._ended.wait(self._tried_every_s)

    def _say(self, piece: Piece, sentence: str) -> None:
        if self._lacks.get(piece, "") != sentence and not self._ended.is_set():
            self._lacks[piece] = sentence
            self._lack(piece, sentence)

    def _listen(self, piece: Piece) -> None:
        microphone = self._devices.microphone()
        self._say(piece, "")
        try:
            while not self._ended.is_set():
                block = microphone.read()
                clean = self._echo.near(block, microphone.latency_s + self._output_s)
                self._hear(SILENCE if self._is_muted else clean)
        finally:
            microphone.close()

    def _speak(self, piece: Piece) -> None:
        mouth = self._devices.loudspeaker()
        self._output_s = mouth.latency_s
        self._say(piece, "")
        try:
            while not self._ended.is_set():
                block = self._doctor.popleft() if self._doctor else SILENCE
                self._echo.far(block)
                mouth.write(block)
        finally:
            mouth.close()


def at_rate(samples: Samples, rate_hz: int) -> Samples:
    """Return a voice at 48 kHz."""
    if rate_hz == RATE_HZ:
        return samples
    at = np.arange(samples.size * RATE_HZ // rate_hz) * (rate_hz / RATE_HZ)
    sound: Samples = np.interp(at, np.arange(samples.size), samples).round().astype(np.int16)
    return sound
