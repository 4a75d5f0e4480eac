"""The sound of the call: heart sounds up to the doctor's ears, and the echo that is taken away."""

import asyncio
import base64
from dataclasses import replace

import numpy as np

from app.teleconsult.echo import EchoCanceller
from tests.bench.video_doctor import WatchedDoctor
from tests.bench.video_rows import Row, exact, least, most
from tests.bench.video_senders import OurStation
from tests.teleconsult import sound_scene as scene

SPEECH_S = 20
FROM_S = 5.0
HEARD_S = 10.0
RECORD = """async (heart) => {
  const [track] = heart.srcObject.getAudioTracks();
  const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
  window.benchSound = { parts: [], rate: 0 };
  (async () => {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const part = new Float32Array(value.numberOfFrames);
      value.copyTo(part, { planeIndex: 0, format: "f32-planar" });
      window.benchSound.rate = value.sampleRate;
      window.benchSound.parts.push(part);
      value.close();
    }
  })();
}"""
HEARD = """() => {
  const { parts, rate } = window.benchSound;
  const whole = new Int16Array(parts.reduce((sum, one) => sum + one.length, 0));
  let at = 0;
  for (const part of parts) for (const one of part) whole[at++] = Math.round(one * 32767);
  const bytes = new Uint8Array(whole.buffer);
  let signs = "";
  for (let from = 0; from < bytes.length; from += 8192)
    signs += String.fromCharCode(...bytes.subarray(from, from + 8192));
  return [btoa(signs), rate];
}"""


async def rows(station: OurStation, doctor: WatchedDoctor, address: str) -> list[Row]:
    """Return the rows of the sound, heard in a call of its own."""
    found = await heard(station, doctor, address)
    worst = max(abs(one) for one in found.values())
    told = ", ".join(f"{hertz} Hz {level:+.1f}" for hertz, level in found.items())
    sweep = replace(exact("stéthoscope, écart de 25 à 600 Hz", "dB", worst, most(1)), note=told)
    loss = exact("écho retiré après 5 s", "dB", echo_loss_db(), least(25))
    return [sweep, loss]


async def heard(station: OurStation, doctor: WatchedDoctor, address: str) -> dict[int, float]:
    """Return the level of each tone of the sweep at the doctor's page, in dB of what was sent."""
    await station.shows("room")
    await doctor.enter(address)
    await doctor.first("room", 0)
    await doctor.page.click("#listen")
    await doctor.page.locator("#heart").evaluate(RECORD)
    await station.listens()
    await asyncio.sleep(HEARD_S)
    data, rate = await doctor.page.locator("body").evaluate(HEARD)
    await station.leave()
    return scene.levels(np.frombuffer(base64.b64decode(data), np.int16), int(rate))


def echo_loss_db() -> float:
    """Return how much of the doctor's voice is taken from what the microphone hears, in dB."""
    heard_there, clean = scene.through(EchoCanceller(), scene.speech(SPEECH_S))
    return scene.loss_db(heard_there, clean, FROM_S)
