"""The input of the stethoscope: the one chosen, never the system's, lost within two seconds."""

import threading
import time
from collections.abc import Callable

import numpy
import pytest

from hardware import sound_words
from hardware.bindings import SoundBinding
from hardware.links.portaudio import FormatRefused, SoundInput, refusal_of, stable_name
from hardware.links.sound import Stethoscope, is_camera, open_stethoscope, sound_inputs
from hardware.readings import DeviceState, Origin
from hardware.sound_source import SoundUnavailable

USB = SoundInput("ALSA/USB Stethoscope: Audio", "USB Stethoscope: Audio", 3, 1, 48000)
LINE = SoundInput("ALSA/HDA Intel PCH: ALC257 Analog", "HDA Intel PCH: ALC257 Analog", 0, 2, 44100)
WEBCAM = SoundInput(
    "ALSA/HD Pro Webcam C920: USB Audio", "HD Pro Webcam C920: USB Audio", 1, 2, 32000
)
BINDING = SoundBinding(USB.device_id, USB.name)


class Stream:
    """Gives numbered blocks, then whatever ``then`` does."""

    def __init__(self, blocks: int = 1_000_000, then: Callable[[], None] | None = None) -> None:
        self.left, self._then = blocks, then
        self.is_closed = threading.Event()
        self.gap_at: int | None = None
        self.frames = 0

    def read(self, frames: int) -> tuple[numpy.ndarray, bool]:
        if self.left == 0:
            assert self._then is not None
            self._then()
        self.left -= 1
        self.frames = frames
        return numpy.full(frames, self.left % 100, numpy.int16), self.left == self.gap_at

    def close(self) -> None:
        self.is_closed.set()


class Host:
    """A machine with some inputs; ``takes`` are the formats they record in."""

    def __init__(
        self,
        *inputs: SoundInput,
        stream: Stream | None = None,
        takes: frozenset[tuple[int, int]] | None = None,
        refusal: SoundUnavailable | None = None,
    ) -> None:
        self._inputs = inputs
        self.stream = stream or Stream()
        self._takes, self._refusal = takes, refusal
        self.opened: list[tuple[int, int, int]] = []
        self.hangs = threading.Event()
        self.hangs.set()

    def inputs(self) -> tuple[SoundInput, ...]:
        return self._inputs

    def open(self, chosen: SoundInput, channels: int, rate_hz: int) -> Stream:
        assert self.hangs.wait(10)
        if self._refusal is not None:
            raise self._refusal
        self.opened.append((chosen.index, channels, rate_hz))
        if self._takes is not None and (channels, rate_hz) not in self._takes:
            raise FormatRefused
        return self.stream


@pytest.fixture
def heard():
    """Opens a stethoscope on a host, and closes it at the end."""
    opened: list[Stethoscope] = []

    def hear(host: Host, binding: SoundBinding | None = BINDING, **words: float) -> Stethoscope:
        opened.append(open_stethoscope(binding, host=host, **words))
        return opened[-1]

    yield hear
    for one in opened:
        one.close()


def refused(hear, host: Host, binding: SoundBinding | None = BINDING, **words: float):
    with pytest.raises(SoundUnavailable) as refusal:
        hear(host, binding, **words)
    return refusal.value


def lost() -> None:
    raise SoundUnavailable(DeviceState.LOST)


def test_the_chosen_input_is_recorded_in_its_own_rate(heard) -> None:
    host = Host(LINE, USB)
    source = heard(host)
    assert host.opened == [(3, 1, 48000)]
    assert (source.rate_hz, source.origin) == (48000, Origin.LIVE)
    assert source.block().samples.size == host.stream.frames == 4800


def test_without_a_choice_nothing_is_opened_not_even_the_only_input(heard) -> None:
    host = Host(USB)
    refusal = refused(heard, host, None)
    assert (refusal.state, refusal.sentence) == (DeviceState.ABSENT, sound_words.NOT_CHOSEN)
    assert host.opened == []


def test_another_input_is_never_taken_in_place_of_the_chosen_one(heard) -> None:
    host = Host(LINE, WEBCAM)
    assert refused(heard, host).state is DeviceState.ABSENT
    assert host.opened == []


def test_two_inputs_of_the_same_name_are_not_guessed(heard) -> None:
    host = Host(USB, USB)
    assert refused(heard, host).sentence == sound_words.SEVERAL
    assert host.opened == []


def test_the_microphone_of_a_camera_is_refused_though_it_was_chosen(heard) -> None:
    host = Host(WEBCAM)
    refusal = refused(heard, host, SoundBinding(WEBCAM.device_id, WEBCAM.name))
    assert (refusal.state, refusal.sentence) == (DeviceState.DENIED, sound_words.CAMERA)
    assert host.opened == []


@pytest.mark.parametrize(
    "name",
    [
        "HD Pro Webcam C920: USB Audio",
        "Microphone (Logitech BRIO)",
        "FaceTime HD Camera",
        "USB 2.0 Camera: Audio (hw:2,0)",
        "Caméra intégrée",
        "UVC Otoscope",
        "C922 Pro Stream",
    ],
)
def test_names_of_cameras_are_known(name: str) -> None:
    assert is_camera(name)


@pytest.mark.parametrize(
    "name",
    ["USB Audio Device: - (hw:1,0)", "Thinklabs One", "Riester ri-sonic", "Scarlett 2i2 USB"],
)
def test_names_of_stethoscopes_are_none_of_a_camera(name: str) -> None:
    assert not is_camera(name)
    assert not is_camera(name, ["", "Firefly DE500"])


def test_an_input_that_bears_the_name_of_a_bound_camera_is_not_offered() -> None:
    firefly = SoundInput("ALSA/Firefly DE500: USB Audio", "Firefly DE500: USB Audio", 4, 1, 48000)
    assert sound_inputs(["Firefly DE500"], Host(firefly, USB, WEBCAM)) == (USB,)


def test_a_card_plugged_in_elsewhere_is_the_same_input(heard) -> None:
    assert stable_name("USB Stethoscope: Audio (hw:4,0)") == USB.name
    assert heard(Host(USB), SoundBinding(f"{USB.device_id} (hw:4,0)", USB.name)).rate_hz == 48000


def test_an_input_with_two_channels_only_is_taken_so(heard) -> None:
    host = Host(USB, takes=frozenset({(2, 48000)}))
    assert heard(host).rate_hz == 48000
    assert host.opened == [(3, 1, 48000), (3, 2, 48000)]


def test_an_input_that_refuses_its_own_rate_is_asked_for_the_usual_ones(heard) -> None:
    assert heard(Host(USB, takes=frozenset({(1, 16000)}))).rate_hz == 16000


def test_no_format_at_all_is_said_in_words(heard) -> None:
    refusal = refused(heard, Host(USB, takes=frozenset()))
    assert (refusal.state, refusal.sentence) == (DeviceState.BUSY, sound_words.FORMAT)


@pytest.mark.parametrize("state", [DeviceState.BUSY, DeviceState.NOT_INSTALLED, DeviceState.DENIED])
def test_a_refusal_of_the_system_is_passed_on(heard, state: DeviceState) -> None:
    refusal = refused(heard, Host(USB, refusal=SoundUnavailable(state)))
    assert (refusal.state, refusal.sentence) == (state, sound_words.STATES[state])


def test_an_opening_that_hangs_is_given_up_and_released_when_it_comes(heard) -> None:
    host = Host(USB)
    host.hangs.clear()
    refusal = refused(heard, host, timeout_s=0.2)
    assert (refusal.state, refusal.sentence) == (DeviceState.BUSY, sound_words.SLOW)
    host.hangs.set()
    assert host.stream.is_closed.wait(5)


def test_a_device_pulled_out_is_lost_at_once_after_what_it_gave(heard) -> None:
    source = heard(Host(USB, stream=Stream(3, lost)))
    assert [source.block().samples[0] for _ in range(3)] == [2, 1, 0]
    with pytest.raises(SoundUnavailable) as refusal:
        source.block()
    assert refusal.value.state is DeviceState.LOST
    assert "rien n’est gardé" in refusal.value.sentence


def test_a_device_that_falls_silent_is_lost_within_two_seconds(heard) -> None:
    silent = threading.Event()
    source = heard(Host(USB, stream=Stream(1, lambda: silent.wait(20))))
    source.block()
    before = time.monotonic()
    with pytest.raises(SoundUnavailable) as refusal:
        source.block()
    assert refusal.value.state is DeviceState.LOST
    assert time.monotonic() - before <= 2.0
    silent.set()


def test_sound_lost_by_the_driver_is_said_with_the_block_after_it(heard) -> None:
    stream = Stream(5, lost)
    stream.gap_at = 2
    source = heard(Host(USB, stream=stream))
    assert [source.block().has_gap for _ in range(5)] == [False, False, True, False, False]


def test_what_nobody_reads_is_bounded_and_closing_releases_the_device(heard) -> None:
    host = Host(USB)
    source = heard(host)
    source.block()
    source.close()
    assert host.stream.is_closed.is_set()
    assert 1_000_000 - host.stream.left <= 13


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (-9998, FormatRefused),
        (-9997, FormatRefused),
        (-9994, FormatRefused),
        (-9996, DeviceState.ABSENT),
        (-9985, DeviceState.BUSY),
        (-9999, DeviceState.BUSY),
        (0, DeviceState.BUSY),
    ],
)
def test_each_number_of_portaudio_has_its_meaning(code: int, expected: object) -> None:
    refusal = refusal_of(code, DeviceState.BUSY)
    if isinstance(refusal, SoundUnavailable):
        assert refusal.state is expected
    else:
        assert expected is FormatRefused


def test_any_failure_while_reading_means_lost() -> None:
    for code in (-9999, -9998, -9988, -9985, -9996):
        refusal = refusal_of(code, DeviceState.LOST)
        assert isinstance(refusal, SoundUnavailable)
        assert refusal.state is DeviceState.LOST
