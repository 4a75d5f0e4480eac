"""The stethoscope of the media process: listened to, shown, and recorded when it is asked.

What is recorded is the last 15 s before the end, so that the probe may first be placed. It is the
sound as it was heard: neither the filter nor the gain of the screen touches it.
"""

import contextlib
import threading
from collections.abc import Callable, Iterable

from hardware import sound_words
from hardware.bindings import SoundBinding
from hardware.heard_rate import RateFollower
from hardware.heart_sounds import RATE_HZ, Display, Filter, Resampler, as_samples, level_of
from hardware.links.portaudio import SoundInput
from hardware.links.sound import open_stethoscope, sound_inputs
from hardware.media.commands import Sources
from hardware.media.messages import (
    MediaFailed,
    ProcessMessage,
    SoundRecorded,
    SoundsFound,
    SoundShown,
)
from hardware.recording import SHORTEST_S, Recording, clipped_in
from hardware.simulators.stethoscope import SimulatedStethoscope
from hardware.sound_source import Block, SoundSource, SoundUnavailable, load_calculation

LONGEST_LISTENING_S = 600.0
LEFT_WITHIN_S = 1.0

Follower = Callable[[Block, int], None]
OVERHEARD = "\0overheard"
"""The request of nobody: the stethoscope is open only for who follows."""


def open_source(sources: Sources) -> SoundSource:
    """Return the stethoscope of ``sources``; with a simulation no real one is ever opened.

    Raises:
        SoundUnavailable: it cannot be had.
    """
    if sources.simulation is not None:
        return SimulatedStethoscope(sources.simulation.heart)
    return open_stethoscope(sources.sound)


class SoundPart:
    """Listens to one stethoscope at a time; every call returns at once."""

    def __init__(
        self,
        post: Callable[[ProcessMessage], None],
        opens: Callable[[Sources], SoundSource] = open_source,
        lists: Callable[[Iterable[str]], tuple[SoundInput, ...]] = sound_inputs,
    ) -> None:
        self._post, self._opens, self._lists = post, opens, lists
        self._sources = Sources()
        self._listening: _Listening | None = None
        self._follower: Follower | None = None

    def follow(self, follower: Follower | None) -> None:
        """Give each block that is listened to, unprocessed, to ``follower`` too; ``None`` ends it.

        It is called from the thread that listens, and never for long.
        """
        self._follower = follower

    def overhear(self, lack: Callable[[str], None] | None) -> None:
        """Open the stethoscope for who follows though nobody listens; ``None`` ends it.

        A listening that is asked takes its place; called again, it opens again once that is over.
        ``lack`` is told what to do when the stethoscope cannot be had.
        """
        now = self._listening
        is_heard = now is not None and not now.is_over
        if lack is None:
            if is_heard and now is not None:
                self.cancel(OVERHEARD)
            return
        if not is_heard:
            self._listen(OVERHEARD, Filter.BELL, lambda said: _lacking(said, lack))

    def use(self, sources: Sources) -> None:
        """From now on the stethoscope is that of ``sources``; another one being heard is left."""
        is_other = (sources.sound, sources.simulation) != (
            self._sources.sound,
            self._sources.simulation,
        )
        self._sources = sources
        if is_other:
            self.stop()

    def listen(self, request_id: str, kind: Filter = Filter.BELL) -> None:
        """Show what is heard through ``kind``, again and again, until ``stop``."""
        self.cancel(OVERHEARD)
        if self._listening is not None and not self._listening.is_over:
            self._post(MediaFailed(request_id, sound_words.ALREADY))
            return
        self._listen(request_id, kind, self._post)

    def _listen(
        self, request_id: str, kind: Filter, post: Callable[[ProcessMessage], None]
    ) -> None:
        former, sources = self._listening, self._sources

        def opens() -> SoundSource:
            if former is not None:
                former.join(LEFT_WITHIN_S)
            return self._opens(sources)

        self._listening = _Listening(request_id, opens, post, kind, self._followed)
        self._listening.start()

    def look_around(self) -> None:
        """Say which inputs a stethoscope may be plugged in: one ``SoundsFound``."""
        threading.Thread(target=self._look, name="sounds", daemon=True).start()

    def _followed(self, block: Block, rate_hz: int) -> None:
        follower = self._follower
        if follower is not None:
            follower(block, rate_hz)

    def _look(self) -> None:
        cameras = [one.name for one in self._sources.cameras]
        try:
            found = self._lists(cameras)
        except SoundUnavailable as fault:
            self._post(SoundsFound((), fault.sentence))
            return
        inputs = tuple(SoundBinding(one.device_id, one.name) for one in found)
        self._post(SoundsFound(inputs, "" if inputs else sound_words.NO_INPUT))

    def stop(self) -> None:
        """End the listening: one ``SoundRecorded``, or ``MediaFailed`` when it was too short."""
        if self._listening is not None:
            self._listening.stop()

    def cancel(self, request_id: str) -> None:
        """End the listening of ``request_id`` without an answer."""
        if self._listening is not None and self._listening.request_id == request_id:
            self._listening.cancel()

    def close(self) -> None:
        """Release the stethoscope, without an answer."""
        if self._listening is not None:
            self._listening.cancel()
            self._listening.join(LEFT_WITHIN_S)


def _lacking(said: ProcessMessage, lack: Callable[[str], None]) -> None:
    if isinstance(said, MediaFailed) and said.sentence != sound_words.TOO_SHORT:
        lack(said.sentence)


class _Listening(threading.Thread):
    """One listening, from the opening of the device to its release."""

    def __init__(
        self,
        request_id: str,
        opens: Callable[[], SoundSource],
        post: Callable[[ProcessMessage], None],
        kind: Filter,
        follow: Follower,
    ) -> None:
        super().__init__(name="listening", daemon=True)
        self.request_id = request_id
        self._opens, self._post = opens, post
        self._kind, self._follow = kind, follow
        self._ended, self._is_cancelled = threading.Event(), False

    @property
    def is_over(self) -> bool:
        """True once it was asked to end, or ended by itself."""
        return self._ended.is_set()

    def stop(self) -> None:
        """Give the recording after the block being heard."""
        self._ended.set()

    def cancel(self) -> None:
        """Give nothing."""
        self._is_cancelled = True
        self._ended.set()

    def run(self) -> None:
        """Listen until the end, say what was recorded or why nothing was, release the device."""
        with contextlib.ExitStack() as held:
            try:
                load_calculation()
                source = self._opens()
                held.callback(source.close)
                answer = self._listen(source)
            except SoundUnavailable as fault:
                answer = MediaFailed(self.request_id, fault.sentence)
            self._ended.set()
            if not self._is_cancelled:
                self._post(answer)  # before the release: a device that is gone may hang there

    def _listen(self, source: SoundSource) -> ProcessMessage:
        ear = _Ear(self.request_id, source.rate_hz, self._kind)
        while not self._ended.is_set() and ear.seconds < LONGEST_LISTENING_S:
            block = source.block()
            self._follow(block, source.rate_hz)
            shown = ear.hear(block)
            if shown.samples and not self._ended.is_set():
                self._post(shown)
        return self._recorded(source, ear.recording)

    def _recorded(self, source: SoundSource, kept: Recording) -> ProcessMessage:
        if kept.seconds < SHORTEST_S:
            return MediaFailed(self.request_id, sound_words.TOO_SHORT)
        return SoundRecorded(
            self.request_id, kept.wav(), kept.seconds, self._kind, source.origin, kept.flags()
        )


class _Ear:
    """What is made of each block: the recording, the wave, the level, the rate."""

    def __init__(self, request_id: str, rate_hz: int, kind: Filter) -> None:
        self._request_id = request_id
        self._resampler, self._follower = Resampler(rate_hz), RateFollower()
        self._display = Display(kind)
        self.recording = Recording()
        self.seconds = 0.0

    def hear(self, block: Block) -> SoundShown:
        """Keep ``block`` and return what is shown of it."""
        sound = self._resampler.feed(block.samples)
        raw = as_samples(sound)
        self.recording.add(raw, has_gap=block.has_gap, clipped=clipped_in(block.samples))
        self.seconds += sound.size / RATE_HZ
        heard = self._follower.feed(sound)
        return SoundShown(
            request_id=self._request_id,
            samples=self._display.feed(sound).astype("<i2").tobytes(),
            level=level_of(raw),
            rate=None if heard.rate is None else round(heard.rate),
            confidence=heard.confidence,
        )
