"""The devices bound to the station: read from its settings, found, paired, kept and tried."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import assert_never

from app.config import SETTINGS
from app.effects.code import demonstration_code
from app.effects.devices import words_of_setup
from app.effects.media_trial import SIMULATED_SOUND, MakeClient, MediaTrial, simulated_camera
from app.errors import RefusedSetting
from app.office import devices_effects as ask
from app.office import devices_messages as say
from app.settings import keep_bindings, read_bindings, read_picture_limits
from app.station import Station
from app.traffic import AnyMessage, Post
from hardware.bindings import NONE, Binding, Bindings, CameraRole
from hardware.catalogue import LinkKind
from hardware.hub import Hub
from hardware.links.radio import station_radio
from hardware.links.serial_port import SerialPorts
from hardware.media.commands import Sources
from hardware.picture_limits import USUAL, Limits
from hardware.registry import Registry, demonstration_registry, shipped_models, station_registry
from hardware.sentences import WORDS
from hardware.simulators.scenario import Scenario
from hardware.simulators.scenes import Simulation

LACKS = (
    ("bleak", "Le Bluetooth n’est pas installé\u00a0: les mesures se saisissent à la main."),
    ("serial", "Les ports série ne sont pas installés\u00a0: l’oxymètre à câble se saisit."),
    ("cv2", "Les caméras ne sont pas installées\u00a0: décrivez ce que vous voyez."),
    ("sounddevice", "Le son n’est pas installé\u00a0: le stéthoscope n’est pas enregistré."),
    ("scipy", "L’analyse du son n’est pas installée\u00a0: la fréquence n’est pas affichée."),
    ("wrtc", "La téléconsultation n’est pas installée\u00a0: orientez vers un médecin sur place."),
    ("pkcs11", "La signature par carte n’est pas installée\u00a0: la fiche se signe sans carte."),
)
"""What the station does without, and what follows."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What is bound to the station; ``refused`` says why the settings could not be read."""

    bindings: Bindings
    refused: str = ""
    limits: Limits = USUAL


class DeviceSetup:
    """What the page of the devices asks of the world; ``registry`` begins as the settings say."""

    def __init__(self, station: Station, folder: Path, scenario: Scenario | None) -> None:
        self._is_demonstration = station.demonstration
        self._folder = folder
        self._simulated = demonstration_registry(scenario) if station.demonstration else Registry()
        self._radio, self._ports = station_radio(), SerialPorts()
        self._bound = self._read()
        self.registry = self._registry(self._bound.bindings)

    def media(self, post: Post, make_client: MakeClient | None = None) -> MediaTrial:
        """Return what shares the cameras and the stethoscope with the exam."""
        return MediaTrial(self._sources(self._bound.bindings), post, make_client)

    def begin(self, hub: Hub, media: MediaTrial, post: Post) -> None:
        """Drive ``hub`` and ``media``; what they say of the devices is posted."""
        self._hub, self._media = hub, media
        hub.post_setup = lambda message: post(words_of_setup(message))

    def answer(self, effect: ask.DevicesEffect) -> Iterable[AnyMessage]:
        """Do what ``effect`` asks; searches and trials are answered later, by the hub."""
        match effect:
            case ask.LoadDevices():
                self._bound = self._read()
                self._hub.look()
                return [self._loaded()]
            case ask.KeepBindings(bindings, kept):
                return [self._keep(bindings, kept)]
            case ask.ListCameras() | ask.ListSounds() | ask.TryMedia():
                return self._media.answer(effect)
            case _:
                self._ask_hub(effect)
                return ()

    def _ask_hub(
        self, effect: ask.FindDevices | ask.BindDevice | ask.TryDevices | ask.StopTrials
    ) -> None:
        match effect:
            case ask.FindDevices():
                self._hub.discover()
            case ask.BindDevice(candidate):
                self._hub.bind(candidate)
            case ask.TryDevices(kinds):
                for kind in kinds:
                    self._hub.try_device(kind)
            case ask.StopTrials(kinds):
                for kind in kinds:
                    self._hub.stop_trial(kind)
            case _:
                assert_never(effect)

    def _keep(self, bindings: Bindings, kept: str) -> AnyMessage:
        keep_bindings(self._folder, bindings)
        self._bound = Bound(bindings, limits=self._bound.limits)
        self._hub.use(self._registry(bindings))
        self._media.use(self._sources(bindings))
        return self._loaded(kept)

    def _loaded(self, kept: str = "") -> say.DevicesLoaded:
        return say.DevicesLoaded(
            bindings=self._bound.bindings,
            untried=frozenset(one.name for one in shipped_models() if not one.tried),
            are_simulated=self._is_demonstration,
            lacks=missing_components(),
            refused=self._bound.refused,
            kept=kept,
        )

    def _read(self) -> Bound:
        path, limits, refused = self._folder / SETTINGS, USUAL, ""
        try:
            limits = read_picture_limits(path)
        except RefusedSetting as unread:
            refused = f"{unread.sentence} Les limites habituelles servent."
        try:
            bindings = read_bindings(path)
        except RefusedSetting as unread:
            return Bound(NONE, unread.sentence, limits)
        if self._is_demonstration and bindings == NONE:
            bindings = self._simulated_bindings()
        return Bound(bindings, refused, limits)

    def _simulated_bindings(self) -> Bindings:
        """Return the devices of a demonstration in which nobody has bound any yet."""
        devices = tuple(
            Binding(one.kind, LinkKind.BLUETOOTH, one.device_id, name=WORDS[one.kind].name)
            for one in self._simulated.sources
        )
        cameras = tuple(simulated_camera(role) for role in CameraRole)
        return Bindings(devices, cameras, SIMULATED_SOUND)

    def _registry(self, bindings: Bindings) -> Registry:
        if not self._is_demonstration:
            return station_registry(bindings, self._radio, self._ports)
        bound = {(one.kind, one.device_id) for one in bindings.devices}
        kept = (one for one in self._simulated.sources if (one.kind, one.device_id) in bound)
        return Registry(tuple(kept), self._simulated.finder)

    def _sources(self, bindings: Bindings) -> Sources:
        if self._is_demonstration:
            simulation = Simulation(code=demonstration_code())
            return Sources(simulation=simulation, limits=self._bound.limits)
        return Sources(bindings.cameras, bindings.stethoscope, limits=self._bound.limits)


def missing_components() -> tuple[str, ...]:
    """Return what this computer lacks, a sentence each; nothing is imported."""
    return tuple(sentence for name, sentence in LACKS if not _is_installed(name))


def _is_installed(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ImportError:
        return False
