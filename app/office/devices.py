"""The page of the devices, pure: what is bound, what is tried before the patient comes.

A trial belongs to no patient: its values live in this page, and go with it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from app.office import devices_effects as ask
from app.office import devices_messages as say
from app.office.devices_effects import DevicesEffect
from app.office.devices_wizard import Wizard, WizardMessage, WizardStep, advance

if TYPE_CHECKING:  # devices are imported after the login window is painted
    from collections.abc import Mapping

    from app.office.devices_messages import DevicesMessage
    from hardware.bindings import Bindings, CameraRole
    from hardware.readings import Kind, Quantity

REMOVED = "{name} n’est plus relié à ce poste."
BACK = "{name} est de nouveau relié à ce poste."
STETHOSCOPE = "Le stéthoscope"
SOUND_TRIAL = "device-trial"
"""The request under which the stethoscope is tried: no consultation ever has it."""


@dataclass(frozen=True, slots=True)
class TrialLine:
    """The trial of one device: ``works`` is ``None`` while it runs."""

    works: bool | None = None
    quantities: tuple[Quantity, ...] = ()
    progress: int = 0
    quality: tuple[str, ...] = ()
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Devices:
    """The page.

    ``bindings`` is ``None`` until the settings were read; ``before`` is what was bound before the
    last removal, to undo it; ``shown`` is the camera whose picture is shown.
    """

    bindings: Bindings | None = None
    untried: frozenset[str] = frozenset()
    are_simulated: bool = False
    lacks: tuple[str, ...] = ()
    trials: Mapping[Kind, TrialLine] = field(default_factory=lambda: MappingProxyType({}))
    told: Mapping[Kind, say.DeviceTold] = field(default_factory=lambda: MappingProxyType({}))
    wizard: Wizard | None = None
    before: Bindings | None = None
    shown: CameraRole | None = None
    listens: bool = False
    done: str = ""
    refused: str = ""

    @property
    def running(self) -> tuple[Kind, ...]:
        """The kinds whose trial runs."""
        return tuple(kind for kind, one in self.trials.items() if one.works is None)


Next = tuple[Devices, tuple[DevicesEffect, ...]]


def arrive(page: Devices) -> Next:
    """Return the page being read again: nothing of a former trial is left on it."""
    fresh = Devices(page.bindings, page.untried, page.are_simulated, page.lacks, told=page.told)
    return fresh, (*_still(page), ask.LoadDevices())


def leave(page: Devices) -> Next:
    """Return the page left: its trials end, its values are gone."""
    return Devices(page.bindings, page.untried, page.are_simulated, page.lacks), _still(page)


def _still(page: Devices) -> tuple[DevicesEffect, ...]:
    """Return what ends everything that this page runs."""
    trials = (ask.StopTrials(page.running),) if page.running else ()
    media = (ask.TryMedia(None, listens=False),) if page.shown or page.listens else ()
    return (*trials, *media)


def _quiet(page: Devices) -> Devices:
    """Return the page with no camera shown and nothing listened to."""
    return replace(page, shown=None, listens=False)


def update(page: Devices, message: DevicesMessage) -> Next:
    """Return the page after ``message``, and what must be done for it."""
    match message:
        case say.DevicesLoaded():
            return _load(page, message)
        case say.DevicesRefused(sentence):
            return _refuse(page, sentence), ()
        case say.SearchAsked() | say.CameraSearchAsked() | say.SoundSearchAsked():
            return _search(page, message)
        case say.WizardLeft():
            return replace(page, wizard=None, refused=""), ()
        case _ if isinstance(message, WizardMessage):
            return _advance(page, message)
        case _:
            return _change(page, message)


def _load(page: Devices, loaded: say.DevicesLoaded) -> Next:
    known = replace(
        page,
        bindings=loaded.bindings,
        untried=loaded.untried,
        are_simulated=loaded.are_simulated,
        lacks=loaded.lacks,
        refused=loaded.refused,
        done=loaded.kept or page.done,
    )
    if not loaded.kept:
        return known, ()
    wizard, kept = page.wizard, replace(known, wizard=None)
    if wizard is None or wizard.bound is None:
        return kept, ()
    fresh = _forget(kept, wizard.bound.kind)
    if wizard.chosen is None:
        return fresh, ()
    tried, effects = _begin(fresh, (wizard.bound.kind,))
    return replace(tried, done=loaded.kept), effects


def _forget(page: Devices, kind: Kind) -> Devices:
    """Return the page without the trial of the device that was in the place of this one."""
    trials = {one: trial for one, trial in page.trials.items() if one != kind}
    return replace(page, trials=MappingProxyType(trials))


def _refuse(page: Devices, sentence: str) -> Devices:
    """Return the refusal beside what was asked; a pairing that failed goes back to the list."""
    if page.wizard is None:
        return replace(page, refused=sentence, done="")
    step = page.wizard.step
    back = WizardStep.SEARCH if step is WizardStep.PAIR else step
    return replace(page, wizard=replace(page.wizard, step=back, chosen=None, refused=sentence))


def _search(
    page: Devices, message: say.SearchAsked | say.CameraSearchAsked | say.SoundSearchAsked
) -> Next:
    cleared = replace(page, refused="", done="", before=None)
    match message:
        case say.SearchAsked():
            return replace(cleared, wizard=Wizard(WizardStep.SEARCH)), (ask.FindDevices(),)
        case say.CameraSearchAsked(role):
            wizard = Wizard(WizardStep.CAMERA, role=role)
            return replace(cleared, wizard=wizard), (ask.ListCameras(role),)
        case say.SoundSearchAsked():
            return replace(cleared, wizard=Wizard(WizardStep.SOUND)), (ask.ListSounds(),)


def _advance(page: Devices, message: WizardMessage) -> Next:
    if page.wizard is None or page.bindings is None:
        return page, ()
    wizard, effects = advance(page.wizard, page.bindings, message)
    return replace(page, wizard=wizard), effects


def _change(page: Devices, message: DevicesMessage) -> Next:
    """Return the page after a removal, another name, or a trial."""
    bindings = page.bindings
    if bindings is None:
        return page, ()
    match message:
        case say.RenameAsked(kind):
            bound = bindings.device_of(kind)
            wizard = Wizard(WizardStep.NAME, bound=bound) if bound is not None else None
            return replace(page, wizard=wizard, refused="", done=""), ()
        case say.RemoveAsked(kind):
            device = bindings.device_of(kind)
            return _remove(page, bindings.without_device(kind), device.name if device else "")
        case say.CameraRemoveAsked(role):
            camera = bindings.camera_of(role)
            return _remove(page, bindings.without_camera(role), camera.name if camera else "")
        case say.StethoscopeRemoveAsked():
            name = bindings.stethoscope.name if bindings.stethoscope else ""
            return _remove(page, bindings.with_stethoscope(None), name)
        case say.UndoAsked() if page.before is not None:
            kept = BACK.format(name="L’appareil")
            return replace(page, before=None), (ask.KeepBindings(page.before, kept),)
        case _:
            return _try(page, bindings, message)


def _remove(page: Devices, left: Bindings, name: str) -> Next:
    """Return the page without one device; what was bound before can be had back."""
    if not name and left == page.bindings:
        return page, ()
    said = REMOVED.format(name=name or STETHOSCOPE)
    removed = replace(
        _quiet(page), before=page.bindings, refused="", done="", trials=MappingProxyType({})
    )
    return removed, (*_still(page), ask.KeepBindings(left, said))


def _try(page: Devices, bindings: Bindings, message: DevicesMessage) -> Next:
    match message:
        case say.TrialAsked(kind) if bindings.device_of(kind) is not None:
            return _begin(page, (kind,))
        case say.TrialsAsked():
            return _begin(page, tuple(one.kind for one in bindings.devices))
        case say.TrialsStopped():
            return _quiet(page), _still(page)
        case say.CameraShown(role):
            shown = None if page.shown == role else role
            watched = replace(page, shown=shown, refused="")
            return watched, (ask.TryMedia(shown, listens=page.listens),)
        case say.SoundTried():
            heard = replace(page, listens=not page.listens, refused="")
            return heard, (ask.TryMedia(page.shown, listens=heard.listens),)
        case _:
            return _hear(page, message), ()


def _begin(page: Devices, kinds: tuple[Kind, ...]) -> Next:
    """Return the trials begun; a device already tried now is left alone."""
    begun = tuple(kind for kind in kinds if kind not in page.running)
    if not begun:
        return page, ()
    trials = {**page.trials, **dict.fromkeys(begun, TrialLine())}
    running = replace(page, trials=MappingProxyType(trials), refused="", done="")
    return running, (ask.TryDevices(begun),)


def _hear(page: Devices, message: DevicesMessage) -> Devices:
    """Return the page after a word of the devices; a trial that was left is not heard."""
    match message:
        case say.TrialShown(kind, quantities, progress, quality) if kind in page.running:
            return _put(page, kind, TrialLine(None, quantities, progress, quality))
        case say.TrialEnded(kind, works, sentence) if kind in page.running:
            last = page.trials[kind].quantities if works else ()
            return _put(page, kind, TrialLine(works, last, 100, (), sentence))
        case say.DeviceTold(kind):
            return replace(page, told=MappingProxyType({**page.told, kind: message}))
        case say.MediaTrialEnded(sentence):
            return replace(page, listens=False, refused=sentence)
        case _:
            return page


def _put(page: Devices, kind: Kind, line: TrialLine) -> Devices:
    return replace(page, trials=MappingProxyType({**page.trials, kind: line}))
