"""A kept recording, heard again: one at a time, stopped at once when another begins."""

import io
import threading
import wave
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from hardware.heart_sounds import RATE_HZ
from hardware.links.loudspeaker import Loudspeaker, open_loudspeaker
from hardware.media.messages import MediaFailed, ProcessMessage, SoundPlayed
from hardware.sound_source import SoundUnavailable

if TYPE_CHECKING:
    from hardware.heart_sounds import Samples

BLOCK = RATE_HZ // 10
LEFT_WITHIN_S = 1.0
UNREADABLE = "Ce son ne se lit pas. Exportez la fiche pour l’écouter autrement."


class Player:
    """Every call returns at once; what is played ends by itself."""

    def __init__(
        self,
        post: Callable[[ProcessMessage], None],
        opens: Callable[[], Loudspeaker] = open_loudspeaker,
    ) -> None:
        self._post, self._opens = post, opens
        self._playing: _Playing | None = None

    def play(self, request_id: str, wav: bytes) -> None:
        """Play a WAV file at 4 kHz: one ``SoundPlayed`` at its end, or ``MediaFailed``."""
        former = self._playing
        if former is not None:
            former.stop()
        self._playing = _Playing(request_id, wav, self._opens, self._post)
        self._playing.start()

    def cancel(self, request_id: str) -> None:
        """Stop what is played for ``request_id``, without an answer."""
        if self._playing is not None and self._playing.request_id == request_id:
            self._playing.stop()

    def close(self) -> None:
        """Release the output."""
        if self._playing is not None:
            self._playing.stop()
            self._playing.join(LEFT_WITHIN_S)


class _Playing(threading.Thread):
    def __init__(
        self,
        request_id: str,
        wav: bytes,
        opens: Callable[[], Loudspeaker],
        post: Callable[[ProcessMessage], None],
    ) -> None:
        super().__init__(name="playing", daemon=True)
        self.request_id = request_id
        self._wav, self._opens, self._post = wav, opens, post
        self._stopped = threading.Event()

    def stop(self) -> None:
        """Play no more, and answer nothing."""
        self._stopped.set()

    def run(self) -> None:
        """Play to the end, unless it is stopped."""
        try:
            self._play(list(blocks_of(self._wav)))
            answer: ProcessMessage = SoundPlayed(self.request_id)
        except SoundUnavailable as fault:
            answer = MediaFailed(self.request_id, fault.sentence)
        except (wave.Error, EOFError):
            answer = MediaFailed(self.request_id, UNREADABLE)
        if not self._stopped.is_set():
            self._post(answer)

    def _play(self, blocks: "list[Samples]") -> None:
        loudspeaker = self._opens()
        try:
            for block in blocks:
                if self._stopped.is_set():
                    return
                loudspeaker.write(block)
        finally:
            loudspeaker.close()


def blocks_of(wav: bytes) -> "Iterator[Samples]":
    """Yield the samples of a recording of the station, a tenth of a second at a time.

    Raises:
        wave.Error, EOFError: not a WAV file of 16 bits, mono, 4 kHz.
    """
    import numpy

    with wave.open(io.BytesIO(wav)) as file:
        shape = (file.getnchannels(), file.getsampwidth(), file.getframerate())
        if shape != (1, 2, RATE_HZ):
            raise wave.Error("not a recording of the station")
        while block := file.readframes(BLOCK):
            yield numpy.frombuffer(block, "<i2").astype(numpy.int16)
