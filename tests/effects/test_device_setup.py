"""The page of the devices in a demonstration: simulated ones found, paired, kept and tried."""

import queue
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.clock import new_id, now
from app.config import SETTINGS
from app.effects import media_trial
from app.effects.demonstration import prepare
from app.effects.device_setup import LACKS, DeviceSetup, missing_components
from app.effects.handlers import make_hub
from app.effects.opening import open_desk
from app.effects.pace import hurried
from app.encounter import measure
from app.errors import RefusedSetting
from app.office import devices_effects as ask
from app.office import devices_messages as say
from app.settings import read_bindings
from app.traffic import Posted
from hardware.bindings import NONE, CameraBinding, CameraRole
from hardware.media.commands import Sources
from hardware.media.messages import (
    CameraFound,
    CamerasFound,
    MediaFailed,
    MediaMessage,
    SoundRecorded,
)
from hardware.readings import Kind, Origin

PATIENCE_S = 20


class Cameras:
    """Stands for the media process: writes down what it is asked."""

    def __init__(self, post: Callable[[MediaMessage], None], sources: Sources) -> None:
        self.post, self.sources, self.asked = post, sources, list[str]()

    def use(self, sources: Sources) -> None:
        self.sources = sources

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *what: self.asked.append(" ".join([name, *map(str, what)]))


class Bench:
    """The setup of one station, its hub running, its words in a queue."""

    def __init__(self, folder: Path) -> None:
        self._said: queue.Queue[Posted] = queue.Queue()
        self.heard: list[MediaMessage] = []
        pace = hurried()
        self.setup = DeviceSetup(open_desk(folder).station, folder, pace.scenario)
        self.trial = self.setup.media(self._said.put)
        self.cameras = self.trial.make(self.heard.append)
        self.hub = make_hub(self.setup.registry, self._said.put, pace)
        self.setup.begin(self.hub, self.trial, self._said.put)
        self.hub.start()

    def ask(self, effect: ask.DevicesEffect) -> list[object]:
        return list(self.setup.answer(effect))

    def wait(self, reached: Callable[[Posted], bool]) -> Posted:
        while True:
            message = self._said.get(timeout=PATIENCE_S)
            if reached(message):
                return message

    def wait_for(self, kind: type) -> Posted:
        return self.wait(lambda message: isinstance(message, kind))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prepared") / "station"
    prepare(folder, new_id(), now())
    return folder


@pytest.fixture
def folder(prepared: Path, tmp_path: Path) -> Path:
    (tmp_path / SETTINGS).write_bytes((prepared / SETTINGS).read_bytes())
    for name in ("keystore.sqlite", "vault.sqlite"):
        (tmp_path / name).write_bytes((prepared / name).read_bytes())
    return tmp_path


@pytest.fixture
def bench(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    monkeypatch.setattr(media_trial, "Media", Cameras)
    opened = Bench(folder)
    yield opened
    opened.hub.stop()


def loaded(bench: Bench) -> say.DevicesLoaded:
    (answer,) = bench.ask(ask.LoadDevices())
    assert isinstance(answer, say.DevicesLoaded)
    return answer


def test_a_demonstration_begins_with_every_simulated_device(bench: Bench) -> None:
    answer = loaded(bench)
    assert answer.are_simulated
    assert {one.kind for one in answer.bindings.devices} >= {
        Kind.TEMPERATURE,
        Kind.BLOOD_PRESSURE,
        Kind.OXIMETRY,
        Kind.WEIGHT,
    }
    assert {one.role for one in answer.bindings.cameras} == set(CameraRole)
    assert answer.lacks == missing_components()


def test_a_simulated_device_is_removed_found_paired_kept_and_tried(
    bench: Bench, folder: Path
) -> None:
    cuff = loaded(bench).bindings.device_of(Kind.BLOOD_PRESSURE)
    assert cuff is not None
    left = loaded(bench).bindings.without_device(Kind.BLOOD_PRESSURE)
    bench.ask(ask.KeepBindings(left, "Retiré."))
    assert read_bindings(folder / SETTINGS) == left
    bench.hub.measure("v" * 32, Kind.BLOOD_PRESSURE)
    assert "relié" in bench.wait_for(measure.MeasureFailed).sentence
    bench.ask(ask.FindDevices())
    over = bench.wait(lambda one: isinstance(one, say.CandidatesFound) and one.is_over)
    assert isinstance(over, say.CandidatesFound)
    (found,) = [one for one in over.candidates if one.kind is Kind.BLOOD_PRESSURE]
    assert found.device_id == cuff.device_id
    bench.ask(ask.BindDevice(found))
    bound = bench.wait_for(say.CandidateBound)
    assert isinstance(bound, say.CandidateBound)
    bench.ask(ask.KeepBindings(left.with_device(bound.binding), "Relié."))
    assert read_bindings(folder / SETTINGS).device_of(Kind.BLOOD_PRESSURE) == bound.binding
    bench.ask(ask.TryDevices((Kind.BLOOD_PRESSURE,)))
    ended = bench.wait_for(say.TrialEnded)
    assert isinstance(ended, say.TrialEnded)
    assert ended.works


def test_a_trial_says_nothing_to_any_consultation(bench: Bench) -> None:
    bench.ask(ask.TryDevices((Kind.TEMPERATURE, Kind.OXIMETRY)))
    heard: list[Posted] = []
    for _ in range(2):
        bench.wait(lambda one: heard.append(one) or isinstance(one, say.TrialEnded))
    assert any(isinstance(one, say.TrialShown) and one.quantities for one in heard)
    assert not any(hasattr(one, "encounter_id") for one in heard)


def test_a_patient_comes_before_a_trial(bench: Bench) -> None:
    bench.ask(ask.TryDevices((Kind.OXIMETRY,)))
    bench.hub.measure("v" * 32, Kind.OXIMETRY)
    measured = bench.wait_for(measure.Measured)
    assert isinstance(measured, measure.Measured)
    assert measured.reading.origin is Origin.SIMULATED


def test_a_trial_is_refused_while_a_patient_is_measured(bench: Bench) -> None:
    bench.hub.measure("v" * 32, Kind.BLOOD_PRESSURE)
    bench.ask(ask.TryDevices((Kind.BLOOD_PRESSURE,)))
    ended = bench.wait_for(say.TrialEnded)
    assert isinstance(ended, say.TrialEnded)
    assert (ended.works, "en cours" in ended.sentence) == (False, True)
    bench.wait_for(measure.Measured)


def test_settings_that_cannot_be_read_leave_a_station_without_devices_and_say_so(
    bench: Bench, folder: Path
) -> None:
    with (folder / SETTINGS).open("a", encoding="utf-8") as file:
        file.write('[[device]]\nkind = "toaster"\n')
    written = (folder / SETTINGS).read_bytes()
    answer = loaded(bench)
    assert answer.bindings == NONE
    assert "page Appareils" in answer.refused
    assert (folder / SETTINGS).read_bytes() == written


def test_what_cannot_be_written_is_refused_and_the_devices_stay(bench: Bench, folder: Path) -> None:
    before = loaded(bench).bindings
    (folder / SETTINGS).write_text("name = [", encoding="utf-8")
    with pytest.raises(RefusedSetting):
        bench.ask(ask.KeepBindings(NONE, "Retiré."))
    assert bench.setup.registry.source_of(Kind.OXIMETRY) is not None
    assert before.device_of(Kind.OXIMETRY) is not None


def test_one_camera_at_a_time_is_shown_and_all_are_released(bench: Bench) -> None:
    for effect in (
        ask.TryMedia(CameraRole.OTOSCOPE, listens=False),
        ask.TryMedia(CameraRole.ROOM, listens=True),
        ask.TryMedia(None, listens=False),
    ):
        bench.ask(effect)
    assert bench.cameras.asked == [
        "show otoscope",
        "hide otoscope",
        "show room",
        "listen device-trial",
        "hide room",
        "cancel device-trial",
    ]


def test_what_the_exam_asked_goes_to_the_exam_and_a_trial_keeps_no_sound(bench: Bench) -> None:
    kept = SoundRecorded("visit", b"", 1.0, "", Origin.SIMULATED, ())
    tried = SoundRecorded("device-trial", b"", 1.0, "", Origin.SIMULATED, ())
    for message in (kept, tried, MediaFailed("device-trial", "Rebranchez-le.")):
        bench.cameras.post(message)
    assert bench.heard == [kept]
    ended = bench.wait_for(say.MediaTrialEnded)
    assert isinstance(ended, say.MediaTrialEnded)
    assert ended.sentence == "Rebranchez-le."


def test_cameras_plugged_in_are_listed_for_the_role_that_asked(bench: Bench) -> None:
    bench.trial.use(Sources())
    bench.ask(ask.ListCameras(CameraRole.DERMATOSCOPE))
    assert bench.cameras.asked == ["look_around"]
    bench.cameras.post(CamerasFound((CameraFound(1, 2, "s@1-2", "Dermatoscope USB"),)))
    listed = bench.wait_for(say.CamerasListed)
    assert isinstance(listed, say.CamerasListed)
    assert listed.cameras == (
        CameraBinding(CameraRole.DERMATOSCOPE, 1, 2, "s@1-2", "Dermatoscope USB"),
    )


def test_each_thing_the_computer_may_lack_is_said_in_its_own_sentence() -> None:
    sentences = [sentence for _, sentence in LACKS]
    assert len(set(sentences)) == len(sentences)
    assert all(sentence.endswith(".") for sentence in sentences)
