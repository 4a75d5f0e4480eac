"""The cameras and the sound of the page of the devices, as the media process is asked for them."""

import pytest

from app.effects import media_trial
from app.effects.media_trial import SIMULATED_SOUND, MediaTrial
from app.office import devices_effects as ask
from app.office.devices import SOUND_TRIAL
from app.office.devices_messages import MediaTrialEnded, SoundsListed
from hardware.bindings import CameraRole, SoundBinding
from hardware.media.commands import Sources
from hardware.media.messages import MediaFailed, SoundsFound
from hardware.simulators.scenes import Simulation

USB = SoundBinding("ALSA/USB Stethoscope", "USB Stethoscope")


class Said:
    """A media client that writes down what it is asked."""

    def __init__(self, hear, _sources) -> None:
        self.hear, self.asked = hear, []

    def __getattr__(self, name: str):
        return lambda *words: self.asked.append((name, *words))


@pytest.fixture
def trial(monkeypatch):
    monkeypatch.setattr(media_trial, "Media", Said)

    def make(sources: Sources) -> tuple[MediaTrial, Said, list[object]]:
        posted: list[object] = []
        trial = MediaTrial(sources, posted.append)
        return trial, trial.make(posted.append), posted

    return make


def test_a_real_station_lists_what_the_process_finds(trial) -> None:
    trial, media, posted = trial(Sources())
    assert list(trial.answer(ask.ListSounds())) == []
    assert media.asked == [("look_for_sounds",)]
    media.hear(SoundsFound((USB,)))
    media.hear(SoundsFound((), "Branchez le stéthoscope."))
    assert posted == [SoundsListed((USB,)), SoundsListed((), "Branchez le stéthoscope.")]


def test_the_demonstration_lists_its_simulated_stethoscope(trial) -> None:
    trial, media, _ = trial(Sources(simulation=Simulation()))
    assert list(trial.answer(ask.ListSounds())) == [SoundsListed((SIMULATED_SOUND,))]
    assert media.asked == []


def test_leaving_the_page_hides_the_camera_and_ends_the_listening(trial) -> None:
    trial, media, _ = trial(Sources(simulation=Simulation()))
    list(trial.answer(ask.TryMedia(CameraRole.OTOSCOPE, listens=True)))
    list(trial.answer(ask.TryMedia(CameraRole.ROOM, listens=True)))
    assert media.asked == [
        ("show", CameraRole.OTOSCOPE),
        ("listen", SOUND_TRIAL),
        ("hide", CameraRole.OTOSCOPE),
        ("show", CameraRole.ROOM),
    ]
    media.asked.clear()
    for _ in range(2):
        list(trial.answer(ask.TryMedia(None, listens=False)))
    assert media.asked == [("hide", CameraRole.ROOM), ("cancel", SOUND_TRIAL)]


def test_a_sound_that_fails_leaves_the_camera_to_be_hidden(trial) -> None:
    trial, media, posted = trial(Sources(simulation=Simulation()))
    list(trial.answer(ask.TryMedia(CameraRole.OTOSCOPE, listens=True)))
    media.hear(MediaFailed(SOUND_TRIAL, "Branchez le stéthoscope."))
    assert posted == [MediaTrialEnded("Branchez le stéthoscope.")]
    list(trial.answer(ask.TryMedia(None, listens=False)))
    assert media.asked[-1] == ("hide", CameraRole.OTOSCOPE)
