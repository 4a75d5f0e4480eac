"""Random messages of the right form: each codec reads some, and lets only DecodeError out.

``./run bench devices`` draws a million for each codec.
"""

import pytest

from hardware.codecs.characteristics import DECODERS
from hardware.codecs.nonin import CHARACTERISTIC
from tests.hardware.fuzz import CODECS, escaped

COUNT = 10_000
FEWEST_READ = COUNT // 100


@pytest.mark.parametrize("name", CODECS)
def test_only_decode_error_leaves_a_codec(name):
    read, faults = escaped(name, COUNT, seed=11)
    assert faults == []
    assert read > FEWEST_READ


def test_every_characteristic_is_drawn():
    assert set(DECODERS) - {CHARACTERISTIC} <= set(CODECS)
    assert CHARACTERISTIC in DECODERS
