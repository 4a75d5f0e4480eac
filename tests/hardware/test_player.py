"""A kept recording is heard again, whole, once, and stops at once."""

import threading
import wave
from io import BytesIO

import numpy
import pytest

from hardware.heart_sounds import RATE_HZ
from hardware.links.loudspeaker import NO_OUTPUT, PLAYED_HZ, faster, open_loudspeaker
from hardware.media.messages import MediaFailed, SoundPlayed
from hardware.media.player import Player
from hardware.readings import DeviceState
from hardware.recording import wav_of
from hardware.sound_source import SoundUnavailable

TONE = (numpy.sin(numpy.arange(RATE_HZ) * 2 * numpy.pi * 100 / RATE_HZ) * 8000).astype(numpy.int16)


class Heard:
    """A loudspeaker that keeps what it plays; ``waits`` holds each block until it is released."""

    def __init__(self, gate: threading.Event | None = None) -> None:
        self.blocks: list[numpy.ndarray] = []
        self.begun, self.closed = threading.Event(), threading.Event()
        self._gate = gate

    def write(self, samples: numpy.ndarray) -> None:
        self.blocks.append(samples)
        self.begun.set()
        if self._gate is not None:
            assert self._gate.wait(5)

    def close(self) -> None:
        self.closed.set()


class Told:
    def __init__(self) -> None:
        self.messages: list[object] = []
        self.something = threading.Event()

    def post(self, message: object) -> None:
        self.messages.append(message)
        self.something.set()


def test_every_sample_is_played_then_said() -> None:
    told, heard = Told(), Heard()
    Player(told.post, lambda: heard).play("r", wav_of(TONE))
    assert told.something.wait(5)
    assert (numpy.concatenate(heard.blocks) == TONE).all()
    assert told.messages == [SoundPlayed("r")]
    assert heard.closed.is_set()


def test_another_recording_stops_the_first_without_an_answer() -> None:
    told, gate = Told(), threading.Event()
    first, second = Heard(gate), Heard()
    outputs = iter((first, second))
    player = Player(told.post, lambda: next(outputs))
    player.play("one", wav_of(TONE))
    assert first.begun.wait(5)
    player.play("two", wav_of(TONE))
    gate.set()
    assert first.closed.wait(5)
    assert told.something.wait(5)
    assert told.messages == [SoundPlayed("two")]
    assert len(first.blocks) < 10


def test_a_recording_given_up_is_silent() -> None:
    told, gate, heard = Told(), threading.Event(), None
    heard = Heard(gate)
    player = Player(told.post, lambda: heard)
    player.play("r", wav_of(TONE))
    assert heard.begun.wait(5)
    player.cancel("other")
    player.cancel("r")
    gate.set()
    player.close()
    assert told.messages == []
    assert len(heard.blocks) == 1


def test_without_an_output_it_says_what_to_do() -> None:
    def absent() -> Heard:
        raise SoundUnavailable(DeviceState.ABSENT, NO_OUTPUT)

    told = Told()
    Player(told.post, absent).play("r", wav_of(TONE))
    assert told.something.wait(5)
    assert told.messages == [MediaFailed("r", NO_OUTPUT)]


@pytest.mark.parametrize("wav", [b"", b"RIFF", wav_of(TONE)[:50]])
def test_what_is_no_recording_is_refused(wav: bytes) -> None:
    told = Told()
    Player(told.post, Heard).play("r", wav)
    assert told.something.wait(5)
    assert len(told.messages) == 1


def test_a_recording_of_another_rate_is_not_played_at_the_wrong_speed() -> None:
    into = BytesIO()
    with wave.open(into, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(TONE.tobytes())
    told, heard = Told(), Heard()
    Player(told.post, lambda: heard).play("r", into.getvalue())
    assert told.something.wait(5)
    assert isinstance(told.messages[0], MediaFailed)
    assert heard.blocks == []


def test_the_same_sound_is_played_at_the_rate_of_the_output() -> None:
    quick = faster(TONE)
    assert quick.size == TONE.size * PLAYED_HZ // RATE_HZ
    assert (quick[:: PLAYED_HZ // RATE_HZ] == TONE).all()


def test_this_machine_plays_or_says_why_not() -> None:
    said = "played"
    try:
        open_loudspeaker().close()
    except SoundUnavailable as refused:
        said = refused.sentence
    assert said
