"""The microphone and the loudspeaker of the room, by the PortAudio of this process.

The microphone is never the input of the stethoscope: the doctor would take the room for a chest.
That of the room's camera comes first, since it looks at who speaks; then what the system prefers.
"""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Protocol

import numpy as np

from app.teleconsult.peer import BLOCK, RATE_HZ, Samples
from app.teleconsult.voice_words import NO_LIBRARY, NO_LOUDSPEAKER, NO_MICROPHONE
from hardware.bindings import CameraRole
from hardware.links.portaudio import HERE, SoundInput, stable_name
from hardware.links.sound_library import load
from hardware.media.commands import Sources
from hardware.readings import DeviceState
from hardware.sound_source import SoundUnavailable

LATENCY_S = 0.04


class Microphone(Protocol):
    """An input that is open."""

    latency_s: float

    def read(self) -> Samples:
        """Return the next 10 ms at 48 kHz; waits for them.

        Raises:
            SoundUnavailable: the device is gone.
        """
        ...

    def close(self) -> None:
        """Release the device. Never raises."""
        ...


class Mouth(Protocol):
    """An output that is open."""

    latency_s: float

    def write(self, block: Samples) -> None:
        """Play 10 ms at 48 kHz; returns once there is room for the next.

        Raises:
            SoundUnavailable: the device is gone.
        """
        ...

    def close(self) -> None:
        """Release the device. Never raises."""
        ...


@dataclass(frozen=True, slots=True)
class VoiceDevices:
    """How both are opened; each raises ``SoundUnavailable`` with what to do."""

    microphone: Callable[[], Microphone]
    loudspeaker: Callable[[], Mouth]


def devices_of(sources: Sources) -> VoiceDevices:
    """Return the devices of ``sources``; with a simulation no real one is ever opened."""
    if sources.simulation is not None:
        from app.teleconsult.simulated_voice import SimulatedMicrophone, SimulatedMouth

        return VoiceDevices(SimulatedMicrophone, SimulatedMouth)
    return VoiceDevices(lambda: open_microphone(sources), open_loudspeaker)


def chosen_input(
    inputs: tuple[SoundInput, ...], preferred: str, sources: Sources
) -> SoundInput | str | None:
    """Return the input to hear the room by, the name the system prefers, or ``None`` for none."""
    chest = stable_name(sources.sound.device_id) if sources.sound is not None else ""
    free = [one for one in inputs if one.device_id != chest]
    rooms = [one.name for one in sources.cameras if one.role is CameraRole.ROOM and one.name]
    for one in free:
        if any(room.casefold() in one.name.casefold() for room in rooms):
            return one
    is_chest = chest != "" and chest.endswith(f"/{stable_name(preferred)}")
    if preferred and not is_chest:
        return preferred
    return free[0] if free else None


def open_microphone(sources: Sources) -> Microphone:
    """Return the microphone of the room, recording.

    Raises:
        SoundUnavailable: none, or the sound library is not there.
    """
    sound = _library()
    inputs = HERE.inputs()
    chosen = chosen_input(inputs, _preferred(sound), sources)
    if chosen is None:
        raise SoundUnavailable(DeviceState.ABSENT, NO_MICROPHONE)
    return _Heard(sound, chosen.index if isinstance(chosen, SoundInput) else None)


def open_loudspeaker() -> Mouth:
    """Return the output the system prefers, open.

    Raises:
        SoundUnavailable: none, or the sound library is not there.
    """
    return _Played(_library())


def _library() -> ModuleType:
    try:
        return load()
    except SoundUnavailable:
        raise SoundUnavailable(DeviceState.NOT_INSTALLED, NO_LIBRARY) from None


def _preferred(sound: ModuleType) -> str:
    """Return the name of the input the system prefers, ``""`` when there is none."""
    with contextlib.suppress(sound.PortAudioError, ValueError):
        return str(sound.query_devices(kind="input")["name"])
    return ""


class _Stream(Protocol):
    """What is used of the streams of sounddevice."""

    latency: float

    def start(self) -> None: ...
    def read(self, frames: int) -> tuple[Samples, bool]: ...
    def write(self, data: Samples) -> bool: ...
    def abort(self) -> None: ...
    def close(self) -> None: ...


class _Device:
    """A stream of PortAudio that is open and started."""

    def __init__(self, sound: ModuleType, opens: Callable[[], _Stream], sentence: str) -> None:
        self._sound, self._sentence = sound, sentence
        try:
            self._stream = HERE.keep(lambda: _started(opens()))
        except (sound.PortAudioError, ValueError):  # ValueError: no such device at all
            raise SoundUnavailable(DeviceState.ABSENT, sentence) from None
        self.latency_s = float(self._stream.latency)

    def _gone(self) -> SoundUnavailable:
        return SoundUnavailable(DeviceState.LOST, self._sentence)

    def close(self) -> None:
        for end in (self._stream.abort, self._stream.close):
            with contextlib.suppress(self._sound.PortAudioError):
                end()
        HERE.released()


class _Heard(_Device):
    def __init__(self, sound: ModuleType, index: int | None) -> None:
        def opens() -> _Stream:
            stream: _Stream = sound.InputStream(device=index, **_FORMAT)
            return stream

        super().__init__(sound, opens, NO_MICROPHONE)

    def read(self) -> Samples:
        try:
            samples, _ = self._stream.read(BLOCK)
        except self._sound.PortAudioError:
            raise self._gone() from None
        return np.ascontiguousarray(samples[:, 0])


class _Played(_Device):
    def __init__(self, sound: ModuleType) -> None:
        def opens() -> _Stream:
            stream: _Stream = sound.OutputStream(**_FORMAT)
            return stream

        super().__init__(sound, opens, NO_LOUDSPEAKER)

    def write(self, block: Samples) -> None:
        try:
            self._stream.write(block.reshape(-1, 1))
        except self._sound.PortAudioError:
            raise self._gone() from None


def _started(stream: _Stream) -> _Stream:
    stream.start()
    return stream


_FORMAT = {"samplerate": RATE_HZ, "channels": 1, "dtype": "int16", "latency": LATENCY_S}
