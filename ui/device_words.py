"""The devices of the station as their cards show them: ready or not, tried or not, in words."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from app.desk.model import Desk, DeviceLine
from app.office.devices import Devices, TrialLine
from app.office.devices_wizard import Wizard, WizardStep
from hardware.bindings import Binding
from hardware.catalogue import LinkKind
from hardware.readings import DeviceState, Kind
from hardware.sentences import WORDS
from hardware.setup_messages import Candidate
from ui.format import counted, time_of
from ui.look import Tone
from ui.measure_words import TITLES, numbers_of
from ui.signal_words import signal_of
from ui.widgets.big_number import BigNumber
from ui.widgets.device_card import DeviceFace
from ui.widgets.row import Cell

READY = frozenset({DeviceState.READY, DeviceState.CONNECTED, DeviceState.MEASURING})
STATES: Mapping[DeviceState, tuple[str, str, Tone]] = MappingProxyType(
    {
        DeviceState.ABSENT: ("Absent", "plug-off", Tone.RED),
        DeviceState.SEARCHING: ("Recherche", "hourglass", Tone.NEUTRAL),
        DeviceState.READY: ("Prêt", "check", Tone.GREEN),
        DeviceState.CONNECTED: ("Relié", "check", Tone.GREEN),
        DeviceState.MEASURING: ("En cours", "wave-sine", Tone.ACCENT),
        DeviceState.LOST: ("Liaison perdue", "plug-off", Tone.RED),
        DeviceState.BUSY: ("Occupé", "lock", Tone.OCHRE),
        DeviceState.DENIED: ("Non autorisé", "lock", Tone.RED),
        DeviceState.NOT_INSTALLED: ("Non installé", "plug-off", Tone.RED),
        DeviceState.LOW_BATTERY: ("Pile faible", "alert-triangle", Tone.OCHRE),
    }
)
UNKNOWN = ("Inconnu", "help-circle", Tone.NEUTRAL)
UNTRIED = "Modèle jamais essayé avec ce poste"
SIMULATED = "Appareil simulé"
TRIED = "Essai réussi"
FAILED = "Essai manqué"
RUNNING = "Essai en cours"
LINKS = {LinkKind.BLUETOOTH: "Bluetooth", LinkKind.SERIAL: "Câble"}


def device_face(desk: Desk, binding: Binding) -> DeviceFace:
    """Return the card of one bound device: its state, and what its trial said."""
    page, line = desk.office.devices, desk.devices.get(binding.kind)
    trial = page.trials.get(binding.kind)
    state = STATES[line.state] if line is not None else UNKNOWN
    name, icon = binding.name or WORDS[binding.kind].name, TITLES[binding.kind][1]
    face = DeviceFace(name, icon, state, _note(page, binding), _warning(page, binding))
    if trial is None:
        return _at_rest(face, line)
    return _tried(face, binding.kind, trial)


def _at_rest(face: DeviceFace, line: DeviceLine | None) -> DeviceFace:
    if line is None or line.state in READY:
        said = line.battery if line is not None else ""
        return replace(face, line=said)
    since = f" Depuis {time_of(line.since)}." if line.since is not None else ""
    return replace(face, line=f"{line.sentence}{since}", red=face.chip[2] is Tone.RED)


def _tried(face: DeviceFace, kind: Kind, trial: TrialLine) -> DeviceFace:
    """Return the card of a device that is tried, or was: its values are marked as a trial."""
    numbers = tuple(
        BigNumber(one.value, f"{one.unit}, essai") for one in numbers_of(trial.quantities)
    )
    if trial.works is None:
        signal = signal_of(kind, trial.quality) if trial.quantities else None
        return replace(
            face,
            chip=(RUNNING, "wave-sine", Tone.ACCENT),
            numbers=numbers,
            percent=trial.progress,
            running=True,
            signal=signal,
        )
    if trial.works:
        return replace(face, chip=(TRIED, "check", Tone.GREEN), numbers=numbers)
    return replace(face, chip=(FAILED, "alert-triangle", Tone.RED), line=trial.sentence, red=True)


def _note(page: Devices, binding: Binding) -> str:
    """Return the model, its link and its battery, as far as they are known."""
    told = page.told.get(binding.kind)
    model = binding.model or (told.model if told is not None else "")
    known = [SIMULATED] if page.are_simulated else [model, LINKS[binding.link]]
    if told is not None and told.battery_percent is not None:
        known.append(f"pile {told.battery_percent}\u00a0%")
    return " · ".join(one for one in known if one)


def _warning(page: Devices, binding: Binding) -> str:
    if page.are_simulated or (binding.model and binding.model not in page.untried):
        return ""
    return UNTRIED


def headline(desk: Desk) -> tuple[str, str]:
    """Return how many devices are ready, and what the others leave to the hand."""
    page = desk.office.devices
    bound = page.bindings.devices if page.bindings is not None else ()
    if not bound:
        return "Aucun appareil de mesure n’est relié", "Toutes les valeurs se saisissent à la main."
    ready = [one for one in bound if _is_ready(desk, one)]
    missing = [WORDS[one.kind].the for one in bound if one not in ready]
    words = counted(len(ready), "appareil de mesure prêt", "appareils de mesure prêts")
    if not missing:
        return words, "Essayez-les avant le premier patient."
    listed = " et ".join([", ".join(missing[:-1]), missing[-1]] if missing[1:] else missing)
    told = f"{listed[:1].upper()}{listed[1:]}\u00a0: à allumer, ou valeurs saisies à la main."
    return f"{words} sur {len(bound)}", told


def _is_ready(desk: Desk, binding: Binding) -> bool:
    trial = desk.office.devices.trials.get(binding.kind)
    if trial is not None and trial.works is not None:
        return trial.works
    line = desk.devices.get(binding.kind)
    return line is not None and line.state in READY


def wizard_rows(wizard: Wizard) -> tuple[tuple[Cell, ...], ...]:
    """Return the lines among which one is chosen, each with its digit."""
    match wizard.step:
        case WizardStep.SEARCH:
            words = [candidate_words(one) for one in wizard.candidates]
            return tuple(
                (Cell(f"{place}. {kind}"), Cell(shown), _known(known))
                for place, (kind, shown, known) in enumerate(words, start=1)
            )
        case WizardStep.CAMERA:
            names = [one.name for one in wizard.cameras]
        case WizardStep.SOUND:
            names = [one.name for one in wizard.sounds]
        case _:
            return ()
    return tuple((Cell(f"{place}."), Cell(name)) for place, name in enumerate(names, start=1))


def _known(words: str) -> Cell:
    return Cell(words, Tone.OCHRE, "info-circle", chip=True) if words else Cell("")


def candidate_words(one: Candidate) -> tuple[str, str, str]:
    """Return what a candidate measures, what it calls itself, and what to know of its model."""
    known = "" if one.is_tried else "Jamais essayé"
    if not one.is_supported:
        known = "Non compatible"
    model = one.model if one.model != one.name else ""
    shown = " · ".join(part for part in (one.name, model) if part) or one.device_id
    return WORDS[one.kind].name, shown, known
