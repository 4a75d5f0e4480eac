"""Binding a device in steps: search, choose, pair, name. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from app.office.devices_effects import BindDevice, KeepBindings
from app.office.devices_messages import (
    CamerasListed,
    CandidateBound,
    CandidateChosen,
    CandidatesFound,
    NameGiven,
    PlugChosen,
    SoundsListed,
)

if TYPE_CHECKING:  # devices are imported after the login window is painted
    from hardware.bindings import Binding, Bindings, CameraBinding, CameraRole, SoundBinding
    from hardware.setup_messages import Candidate

LONGEST_NAME = 60
CLOSED = (
    "Cet appareil ne parle qu’à l’application de son fabricant. Ses valeurs se saisissent à la "
    "main."
)
NO_NAME = "Donnez-lui un nom d’un mot ou deux, par exemple «\u00a0Tensiomètre du box\u00a0»."
LONG_NAME = f"Ce nom est trop long\u00a0: {LONGEST_NAME} signes au plus."
KEPT = "{name} est relié à ce poste. Essayez-le avant le prochain patient."
NO_CAMERA = "Aucune caméra n’est branchée. Branchez-la, puis cherchez de nouveau."
NO_SOUND = "Aucune entrée de son n’est branchée. Branchez le stéthoscope, puis cherchez de nouveau."


class WizardStep(StrEnum):
    """Where the binding stands."""

    SEARCH = "search"
    PAIR = "pair"
    NAME = "name"
    CAMERA = "camera"
    SOUND = "sound"


@dataclass(frozen=True, slots=True)
class Wizard:
    """What is being bound, or given another name.

    ``is_over`` says that the search ended; ``bound`` is the device that answered; ``said`` what
    to know at this step, ``refused`` why the last thing asked did not happen.
    """

    step: WizardStep
    is_over: bool = False
    candidates: tuple[Candidate, ...] = ()
    chosen: Candidate | None = None
    bound: Binding | None = None
    role: CameraRole | None = None
    cameras: tuple[CameraBinding, ...] = ()
    sounds: tuple[SoundBinding, ...] = ()
    said: str = ""
    refused: str = ""


WizardMessage = (
    CandidatesFound
    | CandidateChosen
    | CandidateBound
    | NameGiven
    | CamerasListed
    | SoundsListed
    | PlugChosen
)
Next = tuple[Wizard, tuple[BindDevice | KeepBindings, ...]]


def advance(wizard: Wizard, bindings: Bindings, message: WizardMessage) -> Next:
    """Return the wizard after ``message``; what does not belong to its step changes nothing."""
    match message:
        case CandidatesFound() if wizard.step is WizardStep.SEARCH:
            found, over, said = message.candidates, message.is_over, message.sentence
            return replace(wizard, candidates=found, is_over=over, said=said), ()
        case CandidateChosen(place) if wizard.step is WizardStep.SEARCH:
            return _choose(wizard, place)
        case CandidateBound(binding, sentence) if wizard.step is WizardStep.PAIR:
            return replace(
                wizard, step=WizardStep.NAME, bound=binding, said=sentence, refused=""
            ), ()
        case NameGiven(name) if wizard.step is WizardStep.NAME and wizard.bound is not None:
            return _name(wizard, bindings, wizard.bound, " ".join(name.split()))
        case _:
            return _plug(wizard, bindings, message)


def _plug(wizard: Wizard, bindings: Bindings, message: WizardMessage) -> Next:
    """Return the wizard of what is plugged in: cameras and the stethoscope."""
    match message:
        case CamerasListed(cameras) if wizard.step is WizardStep.CAMERA:
            said = "" if cameras else NO_CAMERA
            return replace(wizard, cameras=cameras, is_over=True, said=said), ()
        case SoundsListed(sounds, sentence) if wizard.step is WizardStep.SOUND:
            said = sentence or ("" if sounds else NO_SOUND)
            return replace(wizard, sounds=sounds, is_over=True, said=said), ()
        case PlugChosen(place) if wizard.step is WizardStep.CAMERA and place < len(wizard.cameras):
            camera = wizard.cameras[place]
            return wizard, (_keep(bindings.with_camera(camera), camera.name),)
        case PlugChosen(place) if wizard.step is WizardStep.SOUND and place < len(wizard.sounds):
            sound = wizard.sounds[place]
            return wizard, (_keep(bindings.with_stethoscope(sound), sound.name),)
        case _:
            return wizard, ()


def _choose(wizard: Wizard, place: int) -> Next:
    if not 0 <= place < len(wizard.candidates):
        return wizard, ()
    chosen = wizard.candidates[place]
    if not chosen.is_supported:
        return replace(wizard, refused=CLOSED), ()
    pairing = replace(wizard, step=WizardStep.PAIR, chosen=chosen, said="", refused="")
    return pairing, (BindDevice(chosen),)


def _name(wizard: Wizard, bindings: Bindings, bound: Binding, name: str) -> Next:
    """Return the device kept under ``name``, the only thing of it that a person chooses."""
    refused = NO_NAME if not name else LONG_NAME if len(name) > LONGEST_NAME else ""
    if refused or not name.isprintable():
        return replace(wizard, refused=refused or NO_NAME), ()
    named = replace(bound, name=name)
    return replace(wizard, refused=""), (_keep(bindings.with_device(named), name),)


def _keep(bindings: Bindings, name: str) -> KeepBindings:
    return KeepBindings(bindings, KEPT.format(name=name))
