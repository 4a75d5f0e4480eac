"""The exam devices: random messages, from a device to its card, preview, loss and return.

``MESSAGES`` random messages of the right form for each codec; the others are measured on the
real parts: bleak and bumble, a pseudo terminal, the media process, the window off screen.
"""

import os
from concurrent.futures import ProcessPoolExecutor

from tests.bench import device_card, device_loss, device_preview
from tests.bench.figure import Figure, at_most, told
from tests.hardware.fuzz import CODECS, escaped
from ui.application import make_application
from ui.look import Look

MESSAGES = 1_000_000
SEED = 20_261


def measure() -> list[Figure]:
    drawn = fuzz(MESSAGES)  # its workers are forked before there is a window
    application = make_application(["bench"], Look(reduced_motion=True))
    return [
        *drawn,
        *device_card.measure(application),
        *device_loss.measure(),
        *device_preview.measure(),
    ]


def fuzz(count: int) -> list[Figure]:
    """How many errors but the declared one left each codec, and how many messages it read."""
    with ProcessPoolExecutor(os.cpu_count()) as workers:
        drawn = list(workers.map(_draw, [(name, count) for name in CODECS]))
    figures = []
    for name, (read, faults) in zip(CODECS, drawn, strict=True):
        figures.append(at_most(f"devices.fuzz.{name}.escaped", len(faults), "", 0))
        figures.append(told(f"devices.fuzz.{name}.read", 100 * read / count, "%"))
    return [*figures, told("devices.fuzz.messages", count, "")]


def _draw(asked: tuple[str, int]) -> tuple[int, list[str]]:
    name, count = asked
    return escaped(name, count, SEED)
