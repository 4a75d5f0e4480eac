"""One listening: shown ten times a second, recorded raw, ended in one answer or in none."""

import io
import threading
import wave
from collections.abc import Callable, Iterator

import numpy
import pytest

from hardware import sound_words
from hardware.bindings import SoundBinding
from hardware.heart_sounds import RATE_HZ, Filter, as_samples
from hardware.links.portaudio import SoundInput
from hardware.media.client import Media
from hardware.media.commands import Sources
from hardware.media.messages import MediaFailed, SoundRecorded, SoundsFound, SoundShown
from hardware.media.sound import SoundPart, open_source
from hardware.readings import DeviceState, Origin
from hardware.simulators.heart import Heart, heart, speech
from hardware.simulators.scenes import Simulation
from hardware.simulators.stethoscope import HEARTS, OTHERS, SimulatedStethoscope
from hardware.sound_source import Block, SoundSource, SoundUnavailable
from tests.hardware.media.ears import Ears

SIMULATED = Sources(simulation=Simulation())
USB = SoundInput("ALSA/USB", "USB", 1, 1, 48000)


class Tape:
    """A stethoscope that gives what is on a tape as fast as it is asked, then waits or fails."""

    origin = Origin.LIVE
    rate_hz = RATE_HZ

    def __init__(self, samples: numpy.ndarray, loss: SoundUnavailable | None = None) -> None:
        self._blocks = [samples[at : at + 400] for at in range(0, samples.size, 400)]
        self._loss = loss
        self.given = 0
        self.is_read, self.goes_on, self.is_closed = (threading.Event() for _ in range(3))

    def block(self) -> Block:
        if self.given == len(self._blocks):
            self.is_read.set()
            if self._loss is not None:
                raise self._loss
            assert self.goes_on.wait(20)
            return Block(numpy.zeros(0, numpy.int16))
        self.given += 1
        return Block(self._blocks[self.given - 1], has_gap=self.given == 20)

    def close(self) -> None:
        self.is_closed.set()


class Room:
    """A sound part whose stethoscope is ``source``."""

    def __init__(self, source: SoundSource | SoundUnavailable) -> None:
        self.ears, self.opened = Ears(), 0
        self._source = source
        self.part = SoundPart(self.ears, self._open, lambda _: (USB,))

    def _open(self, _: Sources) -> SoundSource:
        self.opened += 1
        if isinstance(self._source, SoundUnavailable):
            raise self._source
        return self._source

    def heard(self, kind: Filter = Filter.BELL) -> Tape:
        """Listen to the whole tape."""
        assert isinstance(self._source, Tape)
        self.part.listen("r", kind)
        assert self._source.is_read.wait(20)
        return self._source


@pytest.fixture
def room() -> Iterator[Callable[..., Room]]:
    rooms: list[Room] = []

    def make(source: SoundSource | SoundUnavailable) -> Room:
        rooms.append(Room(source))
        return rooms[-1]

    yield make
    for one in rooms:
        if isinstance(one._source, Tape):
            one._source.goes_on.set()
        one.part.close()


def held(recorded: SoundRecorded) -> numpy.ndarray:
    with wave.open(io.BytesIO(recorded.wav)) as file:
        return numpy.frombuffer(file.readframes(file.getnframes()), "<i2")


def test_a_heart_is_shown_in_blocks_then_recorded_raw(room) -> None:
    sound = as_samples(heart(18, 1, Heart(84)))
    room = room(Tape(sound))
    tape = room.heard(Filter.DIAPHRAGM)
    room.part.stop()
    tape.goes_on.set()
    recorded = room.ears.wait(SoundRecorded)
    shown = room.ears.all(SoundShown)
    assert len(shown) == 180
    assert {len(one.samples) for one in shown} == {800}
    assert {one.request_id for one in shown} == {"r"}
    assert (shown[-1].rate, shown[0].rate) == (84, None)
    assert all(0 <= one.level <= 1 and 0 <= one.confidence <= 1 for one in shown)
    numpy.testing.assert_array_equal(held(recorded), sound[-15 * RATE_HZ :])
    assert (recorded.filter_name, recorded.origin, recorded.seconds) == (
        "diaphragm",
        Origin.LIVE,
        15.0,
    )
    assert recorded.flags == ()
    assert tape.is_closed.wait(5)


def test_the_filter_changes_what_is_shown_and_not_what_is_kept(room) -> None:
    sound = as_samples(heart(6, 2))
    waves, kept = [], []
    for kind in Filter:
        one = room(Tape(sound))
        tape = one.heard(kind)
        one.part.stop()
        tape.goes_on.set()
        kept.append(one.ears.wait(SoundRecorded).wav)
        waves.append(b"".join(shown.samples for shown in one.ears.all(SoundShown)))
    assert len(set(waves)) == len(Filter)
    assert len(set(kept)) == 1


def test_lost_sound_and_a_short_listening_are_flagged(room) -> None:
    room = room(Tape(as_samples(heart(5, 3))))
    tape = room.heard()
    room.part.stop()
    tape.goes_on.set()
    assert set(room.ears.wait(SoundRecorded).flags) == {"overflow", "short"}


def test_less_than_three_seconds_are_not_kept(room) -> None:
    room = room(Tape(as_samples(heart(2.9, 3))))
    tape = room.heard()
    room.part.stop()
    tape.goes_on.set()
    assert room.ears.wait(MediaFailed) == MediaFailed("r", sound_words.TOO_SHORT)


def test_a_stethoscope_pulled_out_ends_the_listening_without_a_recording(room) -> None:
    room = room(Tape(as_samples(heart(8, 4)), SoundUnavailable(DeviceState.LOST)))
    tape = room.heard()
    assert room.ears.wait(MediaFailed).sentence == sound_words.STATES[DeviceState.LOST]
    assert tape.is_closed.wait(5)
    assert room.ears.all(SoundRecorded) == []


def test_a_stethoscope_that_does_not_open_says_why_and_may_be_tried_again(room) -> None:
    room = room(SoundUnavailable(DeviceState.BUSY))
    for attempt in (1, 2):
        room.part.listen(f"r{attempt}")
        room.ears.wait(MediaFailed, lambda one, attempt=attempt: one.request_id == f"r{attempt}")
    assert room.opened == 2


def test_a_second_listening_is_refused_while_one_is_going_on(room) -> None:
    room = room(Tape(as_samples(heart(4, 5))))
    room.heard()
    room.part.listen("r2")
    assert room.ears.wait(MediaFailed) == MediaFailed("r2", sound_words.ALREADY)
    assert room.opened == 1


def test_a_cancelled_listening_is_never_answered_and_the_device_is_released(room) -> None:
    room = room(Tape(as_samples(heart(5, 6))))
    tape = room.heard()
    room.part.cancel("another")
    assert not tape.goes_on.is_set()
    room.part.cancel("r")
    tape.goes_on.set()
    assert tape.is_closed.wait(5)
    room.part._listening.join(5)
    assert room.ears.all(SoundRecorded) == room.ears.all(MediaFailed) == []


def test_another_stethoscope_chosen_ends_the_listening(room) -> None:
    room = room(Tape(as_samples(heart(5, 7))))
    tape = room.heard()
    room.part.use(Sources(sound=SoundBinding("ALSA/USB", "USB")))
    tape.goes_on.set()
    assert room.ears.wait(SoundRecorded).request_id == "r"


def test_the_same_devices_told_again_do_not_end_it(room) -> None:
    room = room(Tape(as_samples(heart(5, 7))))
    room.part.use(SIMULATED)
    tape = room.heard()
    room.part.use(Sources(simulation=Simulation()))
    assert not room.part._listening.is_over
    tape.goes_on.set()


def test_stopping_when_nothing_is_heard_is_nothing(room) -> None:
    room = room(SoundUnavailable(DeviceState.ABSENT))
    room.part.stop()
    room.part.cancel("r")
    assert room.ears.all(object) == []


def test_the_inputs_are_told_as_they_may_be_bound(room) -> None:
    room = room(SoundUnavailable(DeviceState.ABSENT))
    room.part.look_around()
    assert room.ears.wait(SoundsFound) == SoundsFound((SoundBinding("ALSA/USB", "USB"),))


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        ((), sound_words.NO_INPUT),
        (
            SoundUnavailable(DeviceState.NOT_INSTALLED),
            sound_words.STATES[DeviceState.NOT_INSTALLED],
        ),
    ],
)
def test_no_input_says_why(found: object, sentence: str) -> None:
    def lists(_: object) -> tuple[SoundInput, ...]:
        if isinstance(found, SoundUnavailable):
            raise found
        return ()

    ears = Ears()
    SoundPart(ears, open_source, lists).look_around()
    assert ears.wait(SoundsFound) == SoundsFound((), sentence)


def test_no_stethoscope_chosen_is_said() -> None:
    with pytest.raises(SoundUnavailable) as refusal:
        open_source(Sources())
    assert refusal.value.sentence == sound_words.NOT_CHOSEN


def test_the_demonstration_never_opens_a_real_input() -> None:
    source = open_source(Sources(sound=SoundBinding("ALSA/USB", "USB"), simulation=Simulation()))
    assert isinstance(source, SimulatedStethoscope)
    assert source.origin is Origin.SIMULATED


@pytest.mark.parametrize("name", sorted((*HEARTS, *OTHERS)))
def test_each_simulated_heart_comes_at_the_pace_of_a_real_one(name: str) -> None:
    waits: list[float] = []
    source = SimulatedStethoscope(name, pause=waits.append, monotonic=lambda: sum(waits))
    heard = [source.block().samples for _ in range(40)]
    assert {one.size for one in heard} == {400}
    assert sum(waits) == pytest.approx(4.0)


def test_an_unplugged_simulated_stethoscope_is_lost() -> None:
    waits: list[float] = []
    source = SimulatedStethoscope("unplugged", pause=waits.append, monotonic=lambda: sum(waits))
    for _ in range(50):
        source.block()
    with pytest.raises(SoundUnavailable) as refusal:
        source.block()
    assert refusal.value.state is DeviceState.LOST
    assert sum(waits) == pytest.approx(5.0)


def test_a_voice_is_shown_without_a_rate(room) -> None:
    room = room(Tape(as_samples(speech(24, 8))))
    room.heard()
    assert {one.rate for one in room.ears.all(SoundShown)} == {None}


def test_the_demonstration_hears_a_heart_in_the_real_process() -> None:
    ears = Ears()
    media = Media(ears, SIMULATED)
    media.start()
    media.listen("r")
    ears.wait(SoundShown, count=35)
    media.stop_listening()
    recorded = ears.wait(SoundRecorded)
    media.stop()
    assert (recorded.request_id, recorded.origin) == ("r", Origin.SIMULATED)
    assert recorded.seconds >= 3.0
    assert held(recorded).size == round(recorded.seconds * RATE_HZ)
