"""Every moment of the station, in every look: nothing cut, covered, too small or unnamed."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from tests.dressing import Dresser
from tests.ui import walk
from tests.ui.scenes import moments
from tests.ui.stage import StagedLoop, in_front
from ui.look import Look
from ui.tokens import Theme
from ui.window import StationWindow

Open = Callable[[str], tuple[StationWindow, StagedLoop]]
LOOKS = [
    Look(reduced_motion=True),
    Look(Theme.DARK),
    Look(Theme.CONTRAST),
    Look(base=20),
    Look(base=23),
    Look(base=26),
]
USUAL = [LOOKS[0], LOOKS[2], LOOKS[3], LOOKS[5]]


@pytest.fixture
def opened(qtbot: QtBot, dress: Dresser) -> Open:
    def show(name: str) -> tuple[StationWindow, StagedLoop]:
        return in_front(qtbot, moments()[name])

    return show


def faults(window: StationWindow) -> dict[str, object]:
    """Return what is wrong on the page that is shown, by kind; empty when all is well."""
    sideways = [
        area
        for area in window.findChildren(QScrollArea)
        if area.isVisibleTo(window) and area.widget().width() > area.viewport().width()
    ]
    found = {
        "cut": walk.cut_labels(window),
        "squeezed": walk.squeezed_buttons(window),
        "covered": walk.overlaps(window),
        "too small": walk.small_targets(window),
        "unnamed": walk.unnamed(window),
        "not plain": walk.rich_labels(window),
        "same name": walk.same_names(window),
        "scrolls sideways": sideways,
    }
    return {kind: which for kind, which in found.items() if which}


def test_every_page_is_whole(opened: Open, dress: Dresser, look: Look) -> None:
    dress(look)
    window, loop = opened("login")
    wrong = {}
    for name, scene in moments().items():
        loop.show_scene(scene)
        QApplication.processEvents()
        if faults(window):
            wrong[name] = faults(window)
    assert wrong == {}


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080), (1024, 700), (960, 640)])
def test_every_page_is_whole_in_every_window(
    opened: Open, dress: Dresser, size: tuple[int, int]
) -> None:
    window, loop = opened("login")
    window.resize(*size)
    wrong = {}
    for name, scene in moments().items():
        loop.show_scene(scene)
        QApplication.processEvents()
        if faults(window):
            wrong[name] = faults(window)
    assert wrong == {}


@pytest.mark.parametrize(
    "name", ["login", "home", "choose", "identify", "signs", "ask", "emergency", "decide",
     "measure", "measure-searching", "measure-doubt", "measure-absent", "devices", "devices-none"],
)  # fmt: skip
def test_at_the_usual_size_a_page_fits_without_scrolling(opened: Open, name: str) -> None:
    window, _ = opened(name)
    QApplication.processEvents()
    for area in window.findChildren(QScrollArea):
        if area.isVisibleTo(window):
            assert area.verticalScrollBar().maximum() == 0


def test_a_scene_shown_again_changes_nothing(opened: Open) -> None:
    window, loop = opened("login")
    changed = []
    for name, scene in moments().items():
        loop.show_scene(scene)
        QApplication.processEvents()
        first = window.grab().toImage()
        loop.show_scene(moments()[name])
        QApplication.processEvents()
        if window.grab().toImage() != first:
            changed.append(name)
    assert changed == []


@pytest.mark.parametrize("name", ["identify", "ask", "measure", "decide", "signs"])
def test_the_patient_is_named_once_on_the_page(opened: Open, name: str) -> None:
    window, _ = opened(name)
    labels = [one.text() for one in walk.shown(window, walk.Text) if hasattr(one, "text")]
    assert sum("DORVAL Camille" in text for text in labels) == 1
    assert "DORVAL" not in window.windowTitle()


def test_a_name_with_markup_is_shown_as_it_is_and_never_drawn(opened: Open) -> None:
    from dataclasses import replace

    from ui.around import banner_face

    scene = moments()["ask"]
    assert scene.visit is not None and scene.visit.patient is not None
    patient = replace(scene.visit.patient, used_family="<B>" + "X" * 300)
    face = banner_face(replace(scene, visit=replace(scene.visit, patient=patient)), "ask")
    window, loop = opened("ask")
    loop.show_scene(replace(scene, visit=replace(scene.visit, patient=patient)))
    QApplication.processEvents()
    assert face.title.startswith("<B>X")
    assert walk.overlaps(window) == []
    assert walk.squeezed_buttons(window) == []
    assert all(one.textFormat() is Qt.TextFormat.PlainText for one in walk.shown(window, walk.Text))


def test_tab_reaches_every_control_of_a_page(opened: Open) -> None:
    window, _ = opened("ask")
    seen = set()
    for _ in range(60):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        seen.add(focused.accessibleName() or getattr(focused, "text", str)())
    assert {"1. Oui", "Suivant", "Retour", "Appeler le 15", "Verrouiller"} <= seen
