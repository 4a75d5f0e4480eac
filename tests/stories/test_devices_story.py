"""The room made ready before the patient: every device tried, one taken off and bound again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.config import SETTINGS
from app.desk.model import Screen
from app.office.devices_wizard import WizardStep
from app.settings import read_bindings
from hardware.readings import Kind
from tests.stories import test_window as story
from tests.stories.hands import Hands
from ui.widgets.navigation import NavigationButton


@pytest.fixture
def pictures(pytestconfig: pytest.Config) -> Path | None:
    folder = pytestconfig.getoption("--pictures", default=None)
    return Path(folder) if folder else None


@pytest.fixture
def hands(qtbot: QtBot, tmp_path: Path, dress: object) -> Iterator[Hands]:
    opened = Hands(qtbot, tmp_path / "station")
    yield opened
    opened.close()


def page(hands: Hands) -> object:
    return hands.loop.flow.desk.office.devices


def open_devices(hands: Hands) -> None:
    places = hands.window.findChildren(NavigationButton)
    next(one for one in places if one.text() == "Appareils").click()
    hands.wait(lambda: page(hands).bindings is not None, "the devices")
    hands.wait(lambda: len(hands.loop.flow.desk.devices) > 4, "the state of each device")


def test_the_devices_are_tried_and_one_is_bound_again_by_keys(
    hands: Hands, tmp_path: Path, pictures: Path | None
) -> None:
    story.log_in(hands)
    open_devices(hands)
    hands.picture(pictures, "11-appareils-repos")
    bound = tuple(one.kind for one in page(hands).bindings.devices)
    hands.enter()
    hands.wait(
        lambda: all(one.works for one in page(hands).trials.values()) and page(hands).trials,
        "the trials",
    )
    assert set(page(hands).trials) == set(bound)
    hands.picture(pictures, "11-appareils")
    hands.tab_to("Retirer, Tensiomètre")
    hands.press(Qt.Key.Key_Space)
    hands.wait(lambda: page(hands).before is not None and page(hands).done, "the removal")
    settings = tmp_path / "station" / SETTINGS
    assert read_bindings(settings).device_of(Kind.BLOOD_PRESSURE) is None
    bind_again(hands, pictures)
    kept = read_bindings(settings).device_of(Kind.BLOOD_PRESSURE)
    assert kept is not None
    assert kept.name == "Brassard du box"
    hands.wait(lambda: trial_works(hands), "the trial of the cuff")
    measure_after(hands)


def bind_again(hands: Hands, pictures: Path | None) -> None:
    hands.press(Qt.Key.Key_Escape)
    hands.window.setFocus()
    hands.type("a")
    hands.wait(lambda: page(hands).wizard and page(hands).wizard.is_over, "the search")
    hands.picture(pictures, "11b-appareil-trouve")
    kinds = [one.kind for one in page(hands).wizard.candidates]
    hands.type(str(kinds.index(Kind.BLOOD_PRESSURE) + 1))
    hands.wait(lambda: page(hands).wizard.step is WizardStep.NAME, "the pairing")
    hands.type("Brassard du box")
    hands.picture(pictures, "11c-appareil-nomme")
    hands.enter()
    hands.wait(lambda: page(hands).wizard is None, "the binding")


def trial_works(hands: Hands) -> bool:
    trial = page(hands).trials.get(Kind.BLOOD_PRESSURE)
    return trial is not None and bool(trial.works)


def measure_after(hands: Hands) -> None:
    """Leave the page: nothing of the trials is left, and no consultation was begun by them."""
    places = hands.window.findChildren(NavigationButton)
    next(one for one in places if one.text() == "Accueil").click()
    hands.wait(lambda: hands.loop.flow.desk.screen is Screen.HOME, "the home page")
    assert page(hands).trials == {}
    assert hands.loop.flow.encounter is None
