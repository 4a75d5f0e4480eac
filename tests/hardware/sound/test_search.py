"""The search of the inputs has one answer, even when the process dies of it."""

from collections.abc import Iterator

import pytest

from hardware.bindings import SoundBinding
from hardware.media import commands as ask
from hardware.media import sentences
from hardware.media.client import Media
from hardware.media.commands import Sources
from hardware.media.messages import MediaFailed, SoundsFound
from tests.hardware.media.ears import Ears
from tests.hardware.media.test_client import House

FOUND = SoundsFound((SoundBinding("ALSA/USB", "USB"),))
pytestmark = pytest.mark.expects_log("hardware.media.supervisor")


@pytest.fixture
def search() -> Iterator[tuple[Ears, House]]:
    ears, house = Ears(), House()
    media = Media(ears, Sources(), launch=house)
    media.start()
    media.look_for_sounds()
    yield ears, house
    media.stop()


def test_what_is_found_is_told_once(search) -> None:
    ears, house = search
    process = house.newest()
    process.wait_told(ask.LookForSounds())
    process.says.put(FOUND)
    process.says.put(FOUND)
    process.says.put(None)
    house.newest()
    assert ears.all(SoundsFound) == [FOUND]


def test_a_process_that_dies_of_it_says_so_and_is_not_asked_again(search) -> None:
    ears, house = search
    house.newest().says.put(None)
    assert ears.wait(SoundsFound) == SoundsFound((), sentences.INTERRUPTED)
    assert ears.all(MediaFailed) == []
