"""PortAudio really loaded, ALSA really read, in the real media process; only the card is missing."""

import io
import subprocess
import sys
import time
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy
import pytest
from scipy import signal

from hardware import sound_words
from hardware.bindings import SoundBinding
from hardware.heart_sounds import Filter, Resampler, as_samples
from hardware.media.client import Media
from hardware.media.commands import Sources
from hardware.media.messages import MediaFailed, SoundRecorded, SoundsFound, SoundShown
from hardware.readings import DeviceState, Origin
from hardware.simulators.heart import Heart, heart
from tests.hardware.media.ears import Ears
from tests.hardware.sound.alsa import PIPE, RATE_HZ, TAPE, Card
from tests.rules.tree import ROOT

BINDING = SoundBinding(f"ALSA/{PIPE}", PIPE)
RECORDED = SoundBinding(f"ALSA/{TAPE}", TAPE)
ALONE = """
import sys
from hardware.links import portaudio
from hardware.sound_source import SoundUnavailable
host = portaudio.PortAudio()
one, *_ = host.inputs()
for index, channels in ((one.index, 999), (99, 1)):
    chosen = portaudio.SoundInput(one.device_id, one.name, index, 1, 44100)
    try:
        host.open(chosen, channels, 44100)
    except (portaudio.FormatRefused, SoundUnavailable) as refusal:
        print(type(refusal).__name__, refusal)
"""
MISSING = """
import sys
sys.modules["{module}"] = None
from hardware.media.sound import SoundPart
from hardware.media.commands import Sources
from hardware.bindings import SoundBinding
part = SoundPart(lambda message: print(message.sentence, flush=True))
part.use(Sources(sound=SoundBinding("ALSA/x", "x")))
part.listen("r")
part._listening.join()
"""


@pytest.fixture
def card(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Card]:
    card = Card(tmp_path)
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(card.conf))
    yield card
    card.close()


@pytest.fixture
def ears(card: Card) -> Iterator[tuple[Ears, Media]]:
    ears = Ears()
    media = Media(ears, Sources(sound=BINDING))
    media.start()
    yield ears, media
    media.stop()


def at_the_card(seconds: float, patient: Heart) -> numpy.ndarray:
    """The heart of ``patient`` as a card gives it."""
    sound = signal.resample_poly(heart(seconds, 11, patient), RATE_HZ // 100, 40)
    return as_samples(sound)


def run(script: str) -> list[str]:
    said = subprocess.run(
        [sys.executable, "-I", "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return said.stdout.splitlines()


def test_the_inputs_are_listed_without_the_camera_nor_the_preferred_one(ears) -> None:
    ears, media = ears
    media.look_for_sounds()
    assert ears.wait(SoundsFound) == SoundsFound((BINDING, RECORDED))


def test_a_heart_is_heard_counted_and_recorded_as_it_came(card, ears) -> None:
    ears, media = ears
    played = numpy.tile(at_the_card(60, Heart(72, snr_db=12)), 6)
    card.tape.write_bytes(played.tobytes())
    media.use(Sources(sound=RECORDED))
    media.listen("r", Filter.DIAPHRAGM)
    counted = ears.wait(SoundShown, lambda shown: shown.rate is not None)
    media.stop_listening()
    recorded = ears.wait(SoundRecorded)
    assert counted.rate == 72
    assert counted.confidence >= 0.7
    assert (recorded.request_id, recorded.origin) == ("r", Origin.LIVE)
    assert (recorded.seconds, recorded.filter_name, recorded.flags) == (15.0, "diaphragm", ())
    with wave.open(io.BytesIO(recorded.wav)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 4000)
        held = file.readframes(file.getnframes())
    assert len(held) == 15 * 4000 * 2
    assert held in as_samples(Resampler(RATE_HZ).feed(played)).tobytes()


def test_a_card_that_falls_silent_is_lost_within_two_seconds(card, ears) -> None:
    ears, media = ears
    media.listen("r")
    card.play(at_the_card(5, Heart(72)))
    ears.wait(SoundShown)
    card._thread.join(20)
    before = time.monotonic()
    failed = ears.wait(MediaFailed)
    assert time.monotonic() - before <= 2.0
    assert failed == MediaFailed("r", sound_words.STATES[DeviceState.LOST])
    assert ears.all(SoundRecorded) == []


def test_an_input_that_is_not_there_is_said(ears) -> None:
    ears, media = ears
    media.use(Sources(sound=SoundBinding("ALSA/Another", "Another")))
    media.listen("r")
    assert ears.wait(MediaFailed).sentence == sound_words.STATES[DeviceState.ABSENT]


def test_portaudio_says_a_format_or_an_input_it_does_not_have(card) -> None:
    assert run(ALONE) == ["FormatRefused ", "SoundUnavailable sound absent"]


@pytest.mark.parametrize("module", ["sounddevice", "scipy.signal"])
def test_a_missing_library_is_a_sentence(module: str) -> None:
    assert run(MISSING.format(module=module)) == [sound_words.STATES[DeviceState.NOT_INSTALLED]]


@pytest.mark.parametrize(
    "absent",
    ['_SONAME = "libportaudio-absent.so.2"', '_ALSA = Path("/usr/share/alsa/absent.conf")'],
)
def test_a_library_or_its_settings_that_are_not_there_are_a_sentence(
    tmp_path: Path, absent: str
) -> None:
    script = f"""
import hardware.links.sound_library as library
from pathlib import Path
library.{absent}
library.UNPACKED = Path({str(tmp_path)!r})
try:
    library.load()
except library.SoundUnavailable as refusal:
    print(refusal.sentence)
print(library.main())
"""
    assert run(script) == [sound_words.STATES[DeviceState.NOT_INSTALLED], "1"]


def test_an_input_plugged_in_later_is_seen_and_one_being_heard_is_not_cut(card) -> None:
    script = f"""
from pathlib import Path
from hardware.links import portaudio
conf = Path({str(card.conf)!r})
host = portaudio.PortAudio()
def names():
    return [one.name for one in host.inputs()]
before = names()
later = "pcm.later {{ type null hint {{ show on description later }} }}\\n"
conf.write_text(conf.read_text() + later)
print("later" in before, "later" in names())
tape = next(one for one in host.inputs() if one.name == "tape")
stream = host.open(tape, 1, 44100)
names()
print(len(stream.read(100)[0]))
stream.close()
print("later" in names())
"""
    assert run(script) == ["False True", "100", "True"]
