"""The station's side of a call for the tests: the real media process, its cameras and its client."""

import asyncio
import os
import signal
from contextlib import asynccontextmanager
from pathlib import Path

import cv2
import numpy as np

from app.teleconsult.call_media import MODULE, CallMedia
from app.teleconsult.messages import Hello, Vital
from app.teleconsult.opening import Opening, RelayAddress
from app.teleconsult.states import (
    NEWS,
    CallLacks,
    CallMoved,
    CallState,
    DoctorSaid,
    DoctorShown,
    WordsReady,
)
from hardware.bindings import CameraBinding, CameraRole
from hardware.media.commands import Sources
from hardware.media.launch import Launched
from hardware.media.ring import RingReader
from hardware.simulators.scenes import Simulation
from tests.hardware.media.ears import Ears
from tests.hardware.media.test_process import memories
from tests.teleconsult.barcode import number_in, planes_of
from tests.teleconsult.ends import STATION_KEY, an_invitation
from tests.teleconsult.station import named, until

SIMULATED = Sources(simulation=Simulation())
PICTURES, RATE = 400, 15
PATIENCE_S = 60


class MediaStation:
    """A client of the real process, what it was told, and one call."""

    def __init__(self, relay, sources=SIMULATED, authority=""):
        self.ears, self.launches = Ears(), []
        self.invitation = an_invitation()
        self.relay, self.authority = relay, authority
        self.media = CallMedia(self.ears, sources, launch=self._launch)
        self._readers = {}

    def _launch(self):
        self.launches.append(Launched(MODULE, NEWS))
        return self.launches[-1]

    @property
    def address(self):
        return self.invitation.address(self.relay)

    @property
    def pid(self):
        return self.launches[-1].pid

    def open(self):
        hello = Hello(**named(), app="OSyS Station", pharmacy="Pharmacie des Tilleuls")
        where = RelayAddress(self.relay, STATION_KEY)
        self.media.open_call(Opening(self.invitation, where, self.authority, hello))

    def take_another_link(self):
        self.invitation = an_invitation()

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)

    def states(self):
        return [one.state for one in self.ears.all(CallMoved)]

    def state(self):
        return (self.states() or [None])[-1]

    def said(self, kind):
        messages = [one.message for one in self.ears.all(DoctorSaid)]
        return [one for one in messages if isinstance(one, kind)]

    def lacks(self):
        """Return what the call lacks now."""
        found = {one.piece: one.sentence for one in self.ears.all(CallLacks)}
        return {piece: sentence for piece, sentence in found.items() if sentence}

    def words(self):
        return [one.words for one in self.ears.all(WordsReady)]

    def doctor_number(self):
        """Return the number on the doctor's newest picture, read in the shared memory."""
        shown = self.ears.all(DoctorShown)
        if not shown:
            return None
        newest = shown[-1]
        if newest.memory not in self._readers:
            try:
                self._readers[newest.memory] = RingReader(newest.memory)
            except FileNotFoundError:
                return None
        frame = self._readers[newest.memory].read(newest.slot, newest.sequence)
        if frame is None:
            return None
        picture = np.frombuffer(frame.pixels, np.uint8).reshape(frame.height, frame.width, 3)
        return number_in(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY))

    def memories(self):
        return memories(*(one.pid for one in self.launches))

    def close(self):
        for reader in self._readers.values():
            reader.close()
        self.media.stop()


@asynccontextmanager
async def a_media_station(relay, sources=SIMULATED, **more):
    """Run the client and its process until the end of the block."""
    station = MediaStation(relay, sources, **more)
    station.media.start()
    try:
        yield station
    finally:
        await asyncio.to_thread(station.close)
        assert station.memories() == set()


def numbered_cameras(folder):
    """Return cameras whose pictures carry numbers: the room from 0, the otoscope from 1000."""
    room, exam = (folder / name for name in ("room.avi", "exam.avi"))
    _film(room, 0, (320, 240))
    _film(exam, 1000, (640, 480))
    return Sources(
        cameras=(
            CameraBinding(CameraRole.ROOM, 0, 0, str(room), "film"),
            CameraBinding(CameraRole.OTOSCOPE, 0, 0, str(exam), "film"),
        )
    )


def _film(path, first, size):
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), RATE, size)
    for number in range(first, first + PICTURES):
        writer.write(cv2.cvtColor(planes_of(number, *size), cv2.COLOR_YUV2BGR_I420))
    writer.release()


async def moving(doctor, name):
    """Wait until a video of the doctor's page shows a number, then another."""
    first = await until(lambda: doctor.number_shown(name), PATIENCE_S)
    await until(lambda: _another(doctor, name, first), PATIENCE_S)


async def _another(doctor, name, before):
    return await doctor.number_shown(name) not in {None, before}


async def frames_of(doctor, name):
    """Return how many pictures a video of the doctor's page has shown."""
    count = "video => video.getVideoPlaybackQuality().totalVideoFrames"
    return await doctor.page.locator(name).evaluate(count)


def threads_of(pid):
    return len(list(Path(f"/proc/{pid}/task").iterdir()))


def descriptors_of(pid):
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def a_vital(value="37.9", **changed):
    said = {"code": "8310-5", "val": value, "unit": "Cel", "q": "ok", "how": "final"}
    return Vital(**named(), **(said | changed))


async def shows(doctor, name, text):
    """Wait until an element of the doctor's page holds ``text``."""

    async def is_there():
        return text in await doctor.text(name)

    await until(is_there, PATIENCE_S)


async def joined(station, doctor):
    """Open the room and bring the doctor in."""
    station.open()
    await until(lambda: station.state() is CallState.WAITING, PATIENCE_S)
    await doctor.enter(station.address)
    await until(lambda: station.state() is CallState.CONNECTED, PATIENCE_S)


async def goes_on(doctor, name):
    """Wait until a video of the doctor's page shows more pictures than now."""
    before = await frames_of(doctor, name)

    async def has_more():
        return await frames_of(doctor, name) > before + 5

    await until(has_more, PATIENCE_S)


async def loudness(doctor, name, seconds=1.0):
    """Return how loud the sound of an element of the doctor's page is, 0 to 1: its RMS."""
    return await doctor.page.locator(name).evaluate(LOUDNESS, seconds)


LOUDNESS = """async (audio, seconds) => {
  const context = new AudioContext();
  await context.resume();
  const ear = context.createAnalyser();
  ear.fftSize = 2048;
  context.createMediaStreamSource(audio.srcObject).connect(ear);
  const block = new Float32Array(ear.fftSize);
  let sum = 0, count = 0;
  const until = performance.now() + seconds * 1000;
  while (performance.now() < until) {
    await new Promise((done) => setTimeout(done, 40));
    ear.getFloatTimeDomainData(block);
    for (const one of block) sum += one * one;
    count += block.length;
  }
  await context.close();
  return Math.sqrt(sum / count);
}"""
