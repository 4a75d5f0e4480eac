"""Sounds for the tests of the call: a hum, tones, speech without a speaker, a room that echoes.

Everything is drawn from fixed seeds: the same sound each time.
"""

import numpy as np

RATE = 48_000
BLOCK = RATE // 100
TONES_HZ = (25, 40, 60, 100, 200, 400, 600)
TONE_S = 0.6
TONE_LEVEL = 8000.0
ECHO_DELAY_S, TAIL_S, ECHO_GAIN = 0.045, 0.25, 0.5
CLIPPED_AT = 0.7


def hum():
    """Return one second of a quiet hum that can be repeated."""
    return (np.sin(np.arange(RATE) * 2 * np.pi * 200 / RATE) * 3000).astype(np.int16)


def sweep():
    """Return the tones one after the other, each with soft ends."""
    count = round(TONE_S * RATE)
    ends = np.minimum(1, np.minimum(np.arange(count), np.arange(count)[::-1]) / (0.05 * RATE))
    time = np.arange(count) / RATE
    tones = [np.sin(2 * np.pi * hertz * time) * ends * TONE_LEVEL for hertz in TONES_HZ]
    return np.concatenate(tones).astype(np.int16)


def levels(samples, rate=RATE):
    """Return the level of each tone found in a recording of the sweep, in dB of what was sent.

    The recording is seen through windows of 200 ms. A tone is measured where it is the strongest of
    all, in its loudest window: what a busy machine loses on the way spoils other windows, while
    a filter is in every one.
    """
    size = round(0.2 * rate)
    every = np.lib.stride_tricks.sliding_window_view(samples, size)
    windows = every[:: rate // 25].astype(float)
    shape = np.hanning(size)
    time = np.arange(size) / rate
    found = np.array(
        [
            np.abs(windows @ (shape * np.exp(-2j * np.pi * hertz * time))) * 2 / shape.sum()
            for hertz in TONES_HZ
        ]
    )
    strongest = found.argmax(axis=0)
    kept = {}
    for rank, hertz in enumerate(TONES_HZ):
        mine = found[rank][(strongest == rank) & (found[rank] > TONE_LEVEL / 1000)]
        kept[hertz] = float(20 * np.log10(mine.max() / TONE_LEVEL)) if mine.size else -99.0
    return kept


def speech(seconds, seed=5):
    """Return something like speech, between -1 and 1: syllables, voice and hiss, formants."""
    rng = np.random.default_rng(seed)
    said = []
    while sum(map(len, said)) < seconds * RATE:
        count = int(rng.uniform(0.10, 0.28) * RATE)
        said.append(_syllable(rng, count))
        if rng.random() < 0.25:
            said.append(np.zeros(int(rng.uniform(0.1, 0.35) * RATE)))
    whole = np.concatenate(said)[: int(seconds * RATE)]
    return whole / np.abs(whole).max() * 0.9


def _syllable(rng, count):
    """A buzz that glides, or a hiss, shaped by three formants."""
    start = np.cumsum(np.linspace(*rng.uniform(95, 220, 2), count)) / RATE
    buzz = np.sign(np.sin(2 * np.pi * start)) * 0.5 + rng.normal(0, 0.1, count)
    source = rng.normal(0, 0.5, count) if rng.random() < 0.2 else buzz
    spectrum = np.fft.rfft(source)
    hertz = np.fft.rfftfreq(count, 1 / RATE)
    peaks = zip(rng.uniform((300, 900, 2200), (800, 2100, 3200)), (90, 130, 200), strict=True)
    shape = sum(1 / (1 + ((hertz - peak) / width) ** 2) for peak, width in peaks)
    return np.fft.irfft(spectrum * (shape + 0.02), count) * np.hanning(count)


def echo_of(far, seed=7):
    """Return what the microphone of a room hears of a loudspeaker that plays ``far``.

    The loudspeaker clips a little, the sound takes 45 ms, then 250 ms of reverberation follow; the
    noise of the room is 31 dB below.
    """
    rng = np.random.default_rng(seed)
    played = np.clip(far, -CLIPPED_AT, CLIPPED_AT)
    length = int(TAIL_S * RATE)
    tail = rng.normal(0, 1, length) * np.exp(-np.arange(length) / (length / 6))
    tail[0] = 6.0
    answer = np.concatenate([np.zeros(int(ECHO_DELAY_S * RATE)), tail / np.linalg.norm(tail)])
    size = 1 << (len(played) + len(answer)).bit_length()
    heard = np.fft.irfft(np.fft.rfft(played, size) * np.fft.rfft(answer, size), size)[: len(played)]
    heard *= ECHO_GAIN * np.std(far) / np.std(heard)
    return heard + rng.normal(0, np.std(heard) * 10 ** (-31 / 20), len(heard))


def as_samples(sound):
    """Return a sound between -1 and 1 as 16-bit samples."""
    return (np.clip(sound, -1, 1) * 32767).astype(np.int16)


def loss_db(before, after, from_s):
    """Return how much quieter ``after`` is than ``before`` from ``from_s`` on, in dB."""
    start = int(from_s * RATE)
    return float(20 * np.log10(np.std(before[start:]) / max(np.std(after[start:]), 1e-9)))


def through(canceller, far):
    """Return what the microphone hears of ``far``, before and after the canceller."""
    played, heard = as_samples(far), as_samples(echo_of(far))
    clean = []
    for start in range(0, len(played) - BLOCK + 1, BLOCK):
        canceller.far(played[start : start + BLOCK])
        clean.append(canceller.near(heard[start : start + BLOCK], ECHO_DELAY_S))
    return heard, np.concatenate(clean)
