"""Sound inputs without a sound card: ALSA reads a file, or what a test writes in a pipe.

PortAudio, sounddevice and ALSA are the real ones; only the card is missing.
"""

import contextlib
import os
import threading
from pathlib import Path

import numpy

PIPE, TAPE = "stetho", "tape"
RATE_HZ = 44100
"""What PortAudio finds to be the usual rate of such an input."""

CHUNK_S, PAUSE_S = 0.1, 0.01
_CONF = """\
</usr/share/alsa/alsa.conf>
pcm.stetho {{
  type file
  slave.pcm {{ type null }}
  file /dev/null
  infile {folder}/pipe
  format raw
  hint {{ show on description "Stethoscope" }}
}}
pcm.tape {{
  type file
  slave.pcm {{ type null }}
  file /dev/null
  infile {folder}/tape
  format raw
  hint {{ show on description "Recorded stethoscope" }}
}}
pcm.webcam {{ type null hint {{ show on description "Microphone of a camera" }} }}
pcm.pulse {{ type null hint {{ show on description "Whatever the system prefers" }} }}
"""


class Card:
    """Two inputs: what ``play`` puts in the pipe, ten times as fast as real time, and a tape.

    The tape is read whole, without a sample lost, as fast as it is asked for.
    """

    def __init__(self, folder: Path) -> None:
        pipe, self.tape, self.conf = folder / "pipe", folder / "tape", folder / "alsa.conf"
        os.mkfifo(pipe)
        self.tape.touch()
        self.conf.write_text(_CONF.format(folder=folder), encoding="utf-8")
        self._pipe = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def play(self, samples: numpy.ndarray) -> None:
        """Play ``samples``, then nothing: as a card that is pulled out."""
        self._thread = threading.Thread(target=self._play, args=(samples.tobytes(),), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._ended.set()
        if self._thread is not None:
            self._thread.join(5)
        os.close(self._pipe)

    def _play(self, data: bytes) -> None:
        chunk = round(CHUNK_S * RATE_HZ) * 2
        left = memoryview(data)
        while left and not self._ended.is_set():
            with contextlib.suppress(BlockingIOError):
                left = left[os.write(self._pipe, left[:chunk]) :]
            self._ended.wait(PAUSE_S)
