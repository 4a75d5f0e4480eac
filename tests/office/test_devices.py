"""The page of the devices: bound in steps, tried on nobody, removed and had back."""

from dataclasses import replace
from decimal import Decimal

import pytest

from app.desk import messages as say
from app.desk.model import Account, Desk, Screen
from app.desk.update import update as update_desk
from app.desk.veil import Veil, VeilFell
from app.office import devices_effects as ask
from app.office import devices_messages as told
from app.office.devices import Devices, arrive, leave, update
from app.office.devices_wizard import WizardStep
from app.office.office import OfficeAsked
from app.office.places import Place
from hardware.bindings import NONE, Binding, Bindings, CameraBinding, CameraRole, SoundBinding
from hardware.catalogue import LinkKind
from hardware.readings import Kind, quantity
from hardware.setup_messages import Candidate
from tests.builders import AT, a_station

CUFF = Binding(Kind.BLOOD_PRESSURE, LinkKind.BLUETOOTH, "AA:01", "A&D UA-651BLE", "Tensiomètre")
FINGER = Binding(Kind.OXIMETRY, LinkKind.SERIAL, "usb:28e9:028a:1", "CMS50D+", "Oxymètre")
CAMERA = CameraBinding(CameraRole.OTOSCOPE, 1, 2, "1-2", "Otoscope")
STETHOSCOPE = SoundBinding("hw:1", "Micro USB")
BOUND = Bindings((CUFF, FINGER), (CAMERA,), STETHOSCOPE)
HELENE = Account("helene", "Hélène Marchetti", "Pharmacienne", "pharmacist")


def a_candidate(**changes: object) -> Candidate:
    usual = Candidate(
        kind=Kind.TEMPERATURE,
        link=LinkKind.BLUETOOTH,
        device_id="AA:02",
        name="UT-201",
        model="A&D UT-201BLE",
        is_tried=False,
        is_supported=True,
        needs_pairing=True,
    )
    return replace(usual, **changes)


def loaded(bindings: Bindings = BOUND, kept: str = "") -> told.DevicesLoaded:
    return told.DevicesLoaded(bindings, frozenset({"CMS50D+"}), are_simulated=False, kept=kept)


class Page:
    """A page driven by messages, with every effect it asked for."""

    def __init__(self, bindings: Bindings = BOUND) -> None:
        self.page, self.asked = update(Devices(), loaded(bindings))

    def say(self, *messages: told.DevicesMessage) -> "Page":
        self.asked = ()
        for message in messages:
            self.page, effects = update(self.page, message)
            self.asked = (*self.asked, *effects)
        return self

    @property
    def step(self) -> WizardStep | None:
        return self.page.wizard.step if self.page.wizard is not None else None


def at_name(candidate: Candidate | None = None) -> Page:
    found = candidate or a_candidate()
    heat = Binding(found.kind, found.link, found.device_id, found.model, found.name, "S1")
    return Page().say(
        told.SearchAsked(),
        told.CandidatesFound((found,), True, ""),
        told.CandidateChosen(0),
        told.CandidateBound(heat, "Thermomètre\u00a0: relié."),
    )


def test_a_device_is_searched_chosen_paired_named_kept_and_tried() -> None:
    page = Page().say(told.SearchAsked())
    assert page.asked == (ask.FindDevices(),)
    candidate = a_candidate()
    page.say(told.CandidatesFound((candidate,), False, ""), told.CandidateChosen(0))
    assert page.asked == (ask.BindDevice(candidate),)
    assert page.step is WizardStep.PAIR
    heat = Binding(candidate.kind, candidate.link, "AA:02", candidate.model, "UT-201", "S1")
    page.say(told.CandidateBound(heat, "Relié."))
    assert page.step is WizardStep.NAME
    page.say(told.NameGiven("  Thermomètre   du box "))
    (keep,) = page.asked
    assert isinstance(keep, ask.KeepBindings)
    assert keep.bindings.device_of(Kind.TEMPERATURE) == replace(heat, name="Thermomètre du box")
    assert set(keep.bindings.devices) > {CUFF, FINGER}
    page.say(loaded(keep.bindings, keep.kept))
    assert page.page.wizard is None
    assert "Thermomètre du box" in page.page.done
    assert page.asked == (ask.TryDevices((Kind.TEMPERATURE,)),)


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "a\u0007b"])
def test_a_name_that_cannot_be_read_is_refused_and_nothing_is_written(name: str) -> None:
    page = at_name().say(told.NameGiven(name))
    assert page.asked == ()
    assert page.page.wizard is not None and page.page.wizard.refused


def test_a_closed_model_is_shown_and_never_bound() -> None:
    closed = a_candidate(is_supported=False)
    page = Page().say(
        told.SearchAsked(), told.CandidatesFound((closed,), True, ""), told.CandidateChosen(0)
    )
    assert page.asked == (ask.FindDevices(),)
    assert page.page.wizard is not None
    assert "application de son fabricant" in page.page.wizard.refused


def test_a_pairing_that_fails_goes_back_to_the_list_with_what_to_do() -> None:
    page = Page().say(
        told.SearchAsked(),
        told.CandidatesFound((a_candidate(),), True, ""),
        told.CandidateChosen(0),
        told.DevicesRefused("Appuyez sur son bouton."),
    )
    assert page.step is WizardStep.SEARCH
    assert page.page.wizard is not None
    assert page.page.wizard.refused == "Appuyez sur son bouton."
    assert page.page.wizard.candidates


@pytest.mark.parametrize("place", [-1, 1, 7])
def test_a_choice_outside_the_list_changes_nothing(place: int) -> None:
    page = Page().say(told.SearchAsked(), told.CandidatesFound((a_candidate(),), True, ""))
    before = page.page
    assert page.say(told.CandidateChosen(place)).page == before


def test_what_comes_after_the_wizard_was_left_changes_nothing() -> None:
    page = at_name().say(told.WizardLeft())
    for late in (
        told.CandidatesFound((a_candidate(),), True, ""),
        told.CandidateBound(CUFF, ""),
        told.NameGiven("Tensiomètre"),
    ):
        page.say(late)
        assert page.asked == ()
        assert page.page.wizard is None


def test_another_name_is_kept_without_another_trial() -> None:
    page = Page().say(told.RenameAsked(Kind.OXIMETRY), told.NameGiven("Pince du box"))
    (keep,) = page.asked
    assert isinstance(keep, ask.KeepBindings)
    assert keep.bindings.device_of(Kind.OXIMETRY) == replace(FINGER, name="Pince du box")
    assert page.say(loaded(keep.bindings, keep.kept)).asked == ()


def test_a_removal_is_done_at_once_and_can_be_had_back() -> None:
    page = Page().say(told.RemoveAsked(Kind.BLOOD_PRESSURE))
    (keep,) = page.asked
    assert keep == ask.KeepBindings(
        BOUND.without_device(Kind.BLOOD_PRESSURE), "Tensiomètre n’est plus relié à ce poste."
    )
    page.say(loaded(keep.bindings, keep.kept), told.UndoAsked())
    (back,) = page.asked
    assert isinstance(back, ask.KeepBindings)
    assert back.bindings == BOUND


@pytest.mark.parametrize(
    ("message", "left"),
    [
        (told.CameraRemoveAsked(CameraRole.OTOSCOPE), BOUND.without_camera(CameraRole.OTOSCOPE)),
        (told.StethoscopeRemoveAsked(), BOUND.with_stethoscope(None)),
    ],
)
def test_a_camera_and_the_stethoscope_are_removed_the_same_way(
    message: told.DevicesMessage, left: Bindings
) -> None:
    (keep,) = Page().say(message).asked
    assert isinstance(keep, ask.KeepBindings)
    assert keep.bindings == left


def test_what_is_not_bound_is_not_removed_tried_nor_renamed() -> None:
    for message in (
        told.RemoveAsked(Kind.WEIGHT),
        told.TrialAsked(Kind.WEIGHT),
        told.RenameAsked(Kind.WEIGHT),
        told.CameraRemoveAsked(CameraRole.ROOM),
        told.UndoAsked(),
    ):
        page = Page().say(message)
        assert page.asked == ()
        assert page.page.wizard is None


def test_everything_is_tried_at_once_and_each_device_reports_alone() -> None:
    page = Page().say(told.TrialsAsked())
    assert page.asked == (ask.TryDevices((Kind.BLOOD_PRESSURE, Kind.OXIMETRY)),)
    assert page.say(told.TrialsAsked()).asked == ()
    shown = (quantity("spo2", Decimal(98)),)
    page.say(
        told.TrialShown(Kind.OXIMETRY, shown, 100, ()),
        told.TrialEnded(Kind.OXIMETRY, True, "Oxymètre\u00a0: l’appareil fonctionne."),
        told.TrialEnded(Kind.BLOOD_PRESSURE, False, "Tensiomètre\u00a0: pas de réponse."),
    )
    good, bad = page.page.trials[Kind.OXIMETRY], page.page.trials[Kind.BLOOD_PRESSURE]
    assert (good.works, good.quantities) == (True, shown)
    assert (bad.works, bad.quantities) == (False, ())
    assert page.page.running == ()


def test_a_trial_that_failed_leaves_none_of_its_values_in_view() -> None:
    page = Page().say(
        told.TrialAsked(Kind.OXIMETRY),
        told.TrialShown(Kind.OXIMETRY, (quantity("spo2", Decimal(98)),), 40, ()),
        told.TrialEnded(Kind.OXIMETRY, False, "Rien n’est venu."),
    )
    assert page.page.trials[Kind.OXIMETRY].quantities == ()


def test_a_late_word_of_a_trial_that_ended_is_not_heard() -> None:
    page = Page().say(
        told.TrialAsked(Kind.OXIMETRY), told.TrialEnded(Kind.OXIMETRY, False, "Arrêté.")
    )
    before = page.page
    page.say(told.TrialShown(Kind.OXIMETRY, (quantity("spo2", Decimal(98)),), 40, ()))
    assert page.page == before


def test_leaving_the_page_ends_the_trials_and_forgets_their_values() -> None:
    page = Page().say(
        told.TrialAsked(Kind.OXIMETRY),
        told.TrialShown(Kind.OXIMETRY, (quantity("spo2", Decimal(98)),), 40, ()),
        told.CameraShown(CameraRole.OTOSCOPE),
    )
    for left, effects in (leave(page.page), arrive(page.page)):
        assert ask.StopTrials((Kind.OXIMETRY,)) in effects
        assert ask.TryMedia(None, listens=False) in effects
        assert left.trials == {}
        assert left.shown is None


def test_a_sound_that_failed_leaves_the_camera_shown_until_the_page_is_left() -> None:
    page = Page().say(
        told.CameraShown(CameraRole.OTOSCOPE),
        told.SoundTried(),
        told.MediaTrialEnded("Branchez le stéthoscope."),
    )
    assert (page.page.shown, page.page.listens) == (CameraRole.OTOSCOPE, False)
    assert leave(page.page)[1] == (ask.TryMedia(None, listens=False),)


@pytest.mark.parametrize(
    "message", [told.TrialsStopped(), told.CameraRemoveAsked(CameraRole.OTOSCOPE)]
)
def test_what_hides_a_camera_says_that_it_is_hidden(message: told.DevicesMessage) -> None:
    page = Page().say(told.CameraShown(CameraRole.OTOSCOPE), message)
    assert ask.TryMedia(None, listens=False) in page.asked
    assert page.page.shown is None


def test_a_camera_is_chosen_for_one_role_and_the_stethoscope_from_its_list() -> None:
    page = Page(NONE).say(told.CameraSearchAsked(CameraRole.OTOSCOPE))
    assert page.asked == (ask.ListCameras(CameraRole.OTOSCOPE),)
    (keep,) = page.say(told.CamerasListed((CAMERA,)), told.PlugChosen(0)).asked
    assert isinstance(keep, ask.KeepBindings)
    assert keep.bindings.camera_of(CameraRole.OTOSCOPE) == CAMERA
    page = Page(NONE).say(told.SoundSearchAsked(), told.SoundsListed((STETHOSCOPE,)))
    (keep,) = page.say(told.PlugChosen(0)).asked
    assert isinstance(keep, ask.KeepBindings)
    assert keep.bindings.stethoscope == STETHOSCOPE


def test_no_camera_and_no_sound_say_what_to_do() -> None:
    page = Page(NONE).say(told.CameraSearchAsked(CameraRole.ROOM), told.CamerasListed(()))
    assert page.page.wizard is not None and "Branchez-la" in page.page.wizard.said
    page.say(told.SoundSearchAsked(), told.SoundsListed((), "Le son n’est pas installé."))
    assert page.page.wizard.said == "Le son n’est pas installé."


def test_settings_that_cannot_be_read_are_said_and_can_be_chosen_again() -> None:
    page = Page(NONE).say(replace(loaded(NONE), refused="Reliez-les de nouveau."))
    assert page.page.refused == "Reliez-les de nouveau."
    assert page.say(told.SearchAsked()).asked == (ask.FindDevices(),)


def an_open_desk(role: str = "pharmacist") -> Desk:
    desk = Desk(station=a_station(), accounts=(HELENE,), selected="helene")
    return update_desk(desk, say.LoggedIn(replace(HELENE, role=role)), AT)[0]


@pytest.mark.parametrize(
    "message", [say.HomeAsked(), say.LockAsked(), OfficeAsked(Place.PEOPLE), say.ArchiveAsked()]
)
def test_a_trial_ends_wherever_the_page_is_left_for(message: say.DeskMessage) -> None:
    desk = an_open_desk()
    for one in (OfficeAsked(Place.DEVICES), loaded(), told.TrialAsked(Kind.OXIMETRY)):
        desk, _ = update_desk(desk, one, AT)
    assert desk.screen is Screen.DEVICES
    desk, effects = update_desk(desk, message, AT)
    assert ask.StopTrials((Kind.OXIMETRY,)) in effects
    assert desk.office.devices.trials == {}


@pytest.mark.parametrize(
    ("role", "opens"),
    [("pharmacist", True), ("owner", True), ("preparer", True), ("auditor", False)],
)
def test_who_prepares_the_room_opens_the_page_and_an_auditor_does_not(
    role: str, *, opens: bool
) -> None:
    desk, _ = update_desk(an_open_desk(role), OfficeAsked(Place.DEVICES), AT)
    assert (desk.screen is Screen.DEVICES) is opens


def test_the_veil_releases_the_cameras_and_ends_the_trials() -> None:
    desk = replace(an_open_desk(), veil=Veil(has_pin=True))
    for one in (OfficeAsked(Place.DEVICES), loaded(), told.CameraShown(CameraRole.OTOSCOPE)):
        desk, _ = update_desk(desk, one, AT)
    desk, effects = update_desk(desk, VeilFell(), AT)
    assert desk.veil.is_down
    assert ask.TryMedia(None, listens=False) in effects
    assert desk.office.devices.shown is None
