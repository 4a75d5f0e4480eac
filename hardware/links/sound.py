"""The stethoscope, opened by the input that was chosen for it, watched and read.

The input is never the system's preferred one, nor the microphone of a camera: the room must not
be recorded for a chest. Opening and reading may block, so they live in a thread nobody waits for
without a bound; a device that says nothing for 1.2 s is lost.
"""

import queue
import re
import threading
from collections.abc import Iterable

from hardware import sound_words
from hardware.bindings import SoundBinding
from hardware.links.portaudio import (
    HERE,
    FormatRefused,
    SoundHost,
    SoundInput,
    Stream,
    stable_name,
)
from hardware.readings import DeviceState, Origin
from hardware.sound_source import BLOCK_S, LOST_AFTER_S, Block, SoundUnavailable

OPENED_WITHIN_S = 10.0
CLOSED_WITHIN_S = 1.0
MOST_WAITING = 10
WAITED_S = 0.1
CHANNELS = (1, 2)
USUAL_RATES_HZ = (48000, 44100, 16000, 8000)
_CAMERA = re.compile(
    r"web\s?cam|\bcam(s|era)?\b|cam[ée]ra|facetime|lifecam|realsense|kinect|\bbrio\b|\bc9\d\d\b"
    r"|\buvc\b|streamcam|otoscope|dermatoscope|endoscope",
    re.IGNORECASE,
)


def is_camera(name: str, cameras: Iterable[str] = ()) -> bool:
    """Tell whether an input called ``name`` is the microphone of a camera, one of ``cameras``."""
    said = _plain(name)
    return bool(_CAMERA.search(name)) or any(_plain(one) and _plain(one) in said for one in cameras)


def sound_inputs(cameras: Iterable[str] = (), host: SoundHost = HERE) -> tuple[SoundInput, ...]:
    """Return the inputs a stethoscope may be plugged in, the microphones of cameras left out.

    Raises:
        SoundUnavailable: the sound library is not there.
    """
    known = tuple(cameras)
    return tuple(one for one in host.inputs() if not is_camera(one.name, known))


def open_stethoscope(
    binding: SoundBinding | None, *, host: SoundHost = HERE, timeout_s: float = OPENED_WITHIN_S
) -> "Stethoscope":
    """Return the stethoscope plugged in the input of ``binding``, recording.

    Raises:
        SoundUnavailable: not chosen, absent, busy, silent, a camera, or in no known format.
    """
    if binding is None:
        raise SoundUnavailable(DeviceState.ABSENT, sound_words.NOT_CHOSEN)
    if is_camera(binding.name) or is_camera(binding.device_id):
        raise SoundUnavailable(DeviceState.DENIED, sound_words.CAMERA)
    opened = Stethoscope(binding, host)
    opened.wait_open(timeout_s)
    return opened


class Stethoscope:
    """An input read by its own thread; what waits is bounded, what is lost is said."""

    origin = Origin.LIVE

    def __init__(self, binding: SoundBinding, host: SoundHost) -> None:
        self.rate_hz = 0
        self._binding, self._host = binding, host
        self._blocks: queue.Queue[Block | SoundUnavailable] = queue.Queue(MOST_WAITING)
        self._opening: queue.Queue[SoundUnavailable | None] = queue.Queue(1)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._live, name="stethoscope", daemon=True)
        self._thread.start()

    def wait_open(self, timeout_s: float) -> None:
        """Return once it records.

        Raises:
            SoundUnavailable: it refused, or took longer than ``timeout_s``.
        """
        try:
            refusal = self._opening.get(timeout=timeout_s)
        except queue.Empty:
            self._ended.set()
            raise SoundUnavailable(DeviceState.BUSY, sound_words.SLOW) from None
        if refusal is not None:
            raise refusal

    def block(self) -> Block:
        """Return the next tenth of a second."""
        try:
            heard = self._blocks.get(timeout=LOST_AFTER_S)
        except queue.Empty:
            raise SoundUnavailable(DeviceState.LOST) from None
        if isinstance(heard, SoundUnavailable):
            raise heard
        return heard

    def close(self) -> None:
        """Release the input; a driver that hangs keeps its thread, not the caller."""
        self._ended.set()
        self._thread.join(CLOSED_WITHIN_S)

    def _live(self) -> None:
        try:
            stream = self._open()
        except SoundUnavailable as refusal:
            self._opening.put(refusal)
            return
        self._opening.put(None)
        try:
            self._read(stream)
        except SoundUnavailable as loss:
            self._give(loss)
        finally:
            stream.close()

    def _open(self) -> Stream:
        chosen = _input_of(self._binding, self._host.inputs())
        for rate_hz in dict.fromkeys((chosen.rate_hz, *USUAL_RATES_HZ)):
            for channels in CHANNELS:
                try:
                    stream = self._host.open(chosen, channels, rate_hz)
                except FormatRefused:
                    continue
                self.rate_hz = rate_hz
                return stream
        raise SoundUnavailable(DeviceState.BUSY, sound_words.FORMAT)

    def _read(self, stream: Stream) -> None:
        frames = round(self.rate_hz * BLOCK_S)
        while not self._ended.is_set():
            samples, has_gap = stream.read(frames)
            self._give(Block(samples, has_gap))

    def _give(self, heard: Block | SoundUnavailable) -> None:
        """Wait for room: what the reader does not take meanwhile, PortAudio counts as lost."""
        while not self._ended.is_set():
            try:
                self._blocks.put(heard, timeout=WAITED_S)
            except queue.Full:
                continue
            return


def _input_of(binding: SoundBinding, inputs: tuple[SoundInput, ...]) -> SoundInput:
    found = [one for one in inputs if one.device_id == stable_name(binding.device_id)]
    if not found:
        raise SoundUnavailable(DeviceState.ABSENT)
    if len(found) > 1:
        raise SoundUnavailable(DeviceState.ABSENT, sound_words.SEVERAL)
    return found[0]


def _plain(name: str) -> str:
    return re.sub(r"\W+", " ", stable_name(name)).strip().casefold()
