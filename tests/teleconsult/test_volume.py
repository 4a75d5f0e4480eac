"""The doctor's voice turned down before the echo is taken from what is played."""

import numpy as np
import pytest

from app.teleconsult.held_voice import HeldVoice
from app.teleconsult.peer import Samples
from app.teleconsult.surroundings import Surroundings
from hardware.media.commands import Sources

LOUD: Samples = np.array([-32768, -1000, 0, 1000, 32767], np.int16)


class Played:
    """A loudspeaker that writes down what it is given."""

    def __init__(self) -> None:
        self.blocks: list[list[int]] = []

    def play(self, samples: Samples, rate_hz: int) -> None:
        assert samples.dtype == np.int16
        self.blocks.append([int(one) for one in samples])


@pytest.mark.parametrize(
    ("percent", "heard"),
    [
        (100, [-32768, -1000, 0, 1000, 32767]),
        (60, [-19660, -600, 0, 600, 19660]),
        (20, [-6553, -200, 0, 200, 6553]),
        (400, [-32768, -1000, 0, 1000, 32767]),
    ],
)
def test_the_voice_is_heard_at_its_share(percent: int, heard: list[int]) -> None:
    voice = HeldVoice(Surroundings(Sources(), print, print), print)
    voice._voice = played = Played()
    voice.set_volume(percent)
    voice.play(LOUD, 48_000)
    assert played.blocks == [heard]
