"""The voice of the room without the doctor's own voice in it: libwebrtc's module, by livekit.

Blocks of 10 ms at 48 kHz. The doctor's voice is given when it is written to the loudspeaker; the
microphone's after, with the time the devices take between the two.
Source: video.md, section 4 (33 dB of echo taken away, 2 % of a core).
"""

import threading

import numpy as np
from livekit.rtc import AudioFrame, AudioProcessingModule

from app.teleconsult.peer import BLOCK, RATE_HZ, Samples

LONGEST_DELAY_S = 0.5


class EchoCanceller:
    """Echo cancellation, noise suppression and high-pass for one voice; thread-safe.

    No automatic gain: it raises what is left of the echo with the voice, by 14 dB as measured.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._module = AudioProcessingModule(
            echo_cancellation=True,
            noise_suppression=True,
            high_pass_filter=True,
        )

    def far(self, block: Samples) -> None:
        """Hear what the loudspeaker plays now: 480 samples."""
        frame = _frame(block)
        with self._turn:
            self._module.process_reverse_stream(frame)

    def near(self, block: Samples, delay_s: float) -> Samples:
        """Return what the microphone heard, cleaned; ``delay_s`` is what the devices take."""
        frame = _frame(block)
        with self._turn:
            self._module.set_stream_delay_ms(round(min(delay_s, LONGEST_DELAY_S) * 1000))
            self._module.process_stream(frame)
        return np.frombuffer(frame.data, np.int16)


def _frame(block: Samples) -> AudioFrame:
    data = bytearray(block.astype(np.int16).tobytes())
    return AudioFrame(data, RATE_HZ, 1, BLOCK)
