"""The voices of the room: devices found, missing, pulled out, muted; never the stethoscope's."""

import os
import subprocess
import sys
import threading

import numpy as np
import pytest

from app.teleconsult.peer import BLOCK, RATE_HZ
from app.teleconsult.simulated_voice import murmur
from app.teleconsult.states import Piece
from app.teleconsult.voice import SILENCE, Voice, at_rate
from app.teleconsult.voice_devices import VoiceDevices, chosen_input, devices_of
from app.teleconsult.voice_words import NO_LIBRARY, NO_LOUDSPEAKER, NO_MICROPHONE
from hardware.bindings import CameraBinding, CameraRole, SoundBinding
from hardware.links.portaudio import SoundInput
from hardware.media.commands import Sources
from hardware.readings import DeviceState
from hardware.simulators.scenes import Simulation
from hardware.sound_source import SoundUnavailable
from tests.hardware.media.ears import Ears

PATIENCE_S = 30
RATE_OF_TRIES_S = 0.05
CHEST = SoundInput("ALSA/USB Audio", "USB Audio", 1, 1, 48000)
WEBCAM = SoundInput("ALSA/C920 Microphone", "C920 Microphone", 2, 2, 48000)
LINE = SoundInput("ALSA/HDA Analog", "HDA Analog", 3, 2, 48000)
ROOM_CAMERA = CameraBinding(CameraRole.ROOM, 1, 2, "", "C920")


class Device:
    """A microphone or a loudspeaker that works at once, until it is pulled out."""

    latency_s = 0.01

    def __init__(self, heard=None):
        self.heard = heard
        self.is_pulled_out = threading.Event()
        self.closed = threading.Event()
        self.played = []

    def read(self):
        self._wait()
        return self.heard

    def write(self, block):
        self._wait()
        self.played.append(block)

    def _wait(self):
        if self.is_pulled_out.wait(0.005):
            raise SoundUnavailable(DeviceState.LOST, NO_MICROPHONE)

    def close(self):
        self.closed.set()


class Room:
    """A voice over devices of the test, and what it told."""

    def __init__(self, microphones=(), loudspeakers=()):
        self.microphones, self.loudspeakers = list(microphones), list(loudspeakers)
        self.lacks, self.heard = Ears(), Ears()
        devices = VoiceDevices(
            lambda: _next(self.microphones, NO_MICROPHONE),
            lambda: _next(self.loudspeakers, NO_LOUDSPEAKER),
        )
        lack = lambda piece, sentence: self.lacks((piece, sentence))  # noqa: E731
        self.voice = Voice(devices, self.heard, lack, RATE_OF_TRIES_S)

    def wait_lack(self, piece, sentence):
        self.lacks.wait(tuple, lambda one: one == (piece, sentence))

    def wait_heard(self, is_it):
        return self.heard.wait(np.ndarray, is_it)


def _next(devices, sentence):
    if not devices:
        raise SoundUnavailable(DeviceState.ABSENT, sentence)
    return devices.pop(0)


@pytest.fixture
def rooms():
    made = []

    def make(*given):
        made.append(Room(*given))
        return made[-1]

    yield make
    for one in made:
        one.voice.close()
        assert not any(thread.name in {"voice", "loudspeaker"} for thread in threading.enumerate())


def a_tone():
    return (np.sin(np.arange(BLOCK) * 2 * np.pi * 500 / RATE_HZ) * 9000).astype(np.int16)


def test_what_the_microphone_hears_is_given_by_ten_milliseconds_and_nothing_once_muted(rooms):
    room = rooms([Device(a_tone())], [Device()])
    room.wait_heard(lambda block: block.size == BLOCK and np.abs(block).max() > 100)
    room.voice.mute(on=True)
    room.wait_heard(lambda block: block is SILENCE)
    room.heard.forget()
    assert room.wait_heard(lambda _: True) is SILENCE
    room.voice.mute(on=False)
    room.wait_heard(lambda block: np.abs(block).max() > 100)


def test_a_missing_microphone_is_said_once_and_found_later_without_the_call_stopping(rooms):
    mouth = Device()
    room = rooms([], [mouth])
    room.wait_lack(Piece.VOICE, NO_MICROPHONE)
    room.voice.play(np.full(BLOCK * 3, 77, np.int16), RATE_HZ)
    room.microphones.append(Device(a_tone()))
    room.wait_lack(Piece.VOICE, "")
    room.wait_heard(lambda _: True)
    said = room.lacks.all(tuple)
    assert said == [(Piece.VOICE, NO_MICROPHONE), (Piece.VOICE, "")]
    room.wait_heard(lambda _: any(block[0] == 77 for block in mouth.played))


def test_a_microphone_pulled_out_is_released_said_and_taken_again(rooms):
    first = Device(a_tone())
    room = rooms([first], [Device()])
    room.wait_heard(lambda _: True)
    first.is_pulled_out.set()
    room.wait_lack(Piece.VOICE, NO_MICROPHONE)
    assert first.closed.wait(PATIENCE_S)
    room.microphones.append(Device(a_tone()))
    room.wait_lack(Piece.VOICE, "")


def test_the_doctor_is_played_in_order_and_silence_when_nothing_comes(rooms):
    mouth = Device()
    room = rooms([Device(SILENCE)], [mouth])
    room.wait_heard(lambda _: True)
    spoken = np.repeat(np.arange(1, 6, dtype=np.int16), BLOCK)
    for start in range(0, spoken.size, 700):  # blocks of another size than the device's
        room.voice.play(spoken[start : start + 700], RATE_HZ)
    room.wait_heard(lambda _: {1, 2, 3, 4, 5} <= {int(one[0]) for one in mouth.played})
    order = [int(one[0]) for one in mouth.played if one[0]]
    assert order == sorted(order)
    assert any(block is SILENCE for block in mouth.played)


def test_a_voice_at_another_rate_is_brought_to_that_of_the_device():
    slow = (np.sin(np.arange(1600) * 2 * np.pi * 200 / 16_000) * 9000).astype(np.int16)
    fast = at_rate(slow, 16_000)
    assert fast.size == 4800
    assert np.abs(fast[::3].astype(int) - slow).max() <= 1
    assert at_rate(slow, RATE_HZ) is slow


@pytest.mark.parametrize(
    ("inputs", "preferred", "chosen"),
    [
        ((CHEST, LINE, WEBCAM), "HDA Analog", WEBCAM),
        ((CHEST, LINE), "default", "default"),
        ((CHEST, LINE), "USB Audio", LINE),
        ((CHEST, LINE), "USB Audio (hw:1,0)", LINE),
        ((CHEST, LINE), "", LINE),
        ((CHEST,), "USB Audio", None),
        ((), "", None),
    ],
)
def test_the_room_is_heard_by_its_camera_then_by_the_usual_input_never_by_the_stethoscope(
    inputs, preferred, chosen
):
    sources = Sources((ROOM_CAMERA,), SoundBinding("ALSA/USB Audio", "USB Audio"))
    assert chosen_input(inputs, preferred, sources) == chosen


def test_without_the_sound_library_both_are_said_to_lack(monkeypatch):
    def absent():
        raise SoundUnavailable(DeviceState.NOT_INSTALLED)

    monkeypatch.setattr("app.teleconsult.voice_devices.load", absent)
    devices = devices_of(Sources())
    for opens in (devices.microphone, devices.loudspeaker):
        with pytest.raises(SoundUnavailable) as refused:
            opens()
        assert refused.value.sentence == NO_LIBRARY


def test_a_simulation_opens_no_device_and_murmurs():
    devices = devices_of(Sources(simulation=Simulation()))
    microphone, mouth = devices.microphone(), devices.loudspeaker()
    mouth.write(SILENCE)
    first = microphone.read()
    assert np.array_equal(first, murmur()[:BLOCK])
    assert murmur().size % BLOCK == 0
    assert 500 < np.abs(murmur()).max() < 20_000
    microphone.close()
    mouth.close()


CONF = """\
</usr/share/alsa/alsa.conf>
pcm.!default {{
  type file
  slave.pcm {{ type null }}
  file {folder}/played
  infile {folder}/heard
  format raw
}}
"""
ALONE = """
import numpy
from app.teleconsult.voice_devices import devices_of
from hardware.media.commands import Sources
devices = devices_of(Sources())
microphone, mouth = devices.microphone(), devices.loudspeaker()
print(sorted(set(microphone.read().tolist())), microphone.latency_s > 0, mouth.latency_s > 0)
for _ in range(20):
    mouth.write(numpy.full(480, 123, numpy.int16))
microphone.close()
mouth.close()
"""


def test_portaudio_really_hears_and_plays_at_48_khz(tmp_path):
    (tmp_path / "asound.conf").write_text(CONF.format(folder=tmp_path), encoding="utf-8")
    np.full(RATE_HZ, 321, "<i2").tofile(tmp_path / "heard")
    done = subprocess.run(
        [sys.executable, "-I", "-c", ALONE],
        env=os.environ | {"ALSA_CONFIG_PATH": str(tmp_path / "asound.conf")},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == "[321] True True\n"
    # ALSA writes what was heard in the same file, over the beginning of what was played
    assert np.count_nonzero(np.fromfile(tmp_path / "played", "<i2") == 123) >= 15 * BLOCK
