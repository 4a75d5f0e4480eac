"""The identity page: who is there, what is known already, what comes from the software."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.encounter.identify import ScanAsked, TraitsTyped
from app.encounter.identity_import import IdentityPasted
from app.encounter.model import VISITOR
from app.identity import NAME_THE_ADULT
from tests.dressing import Dresser
from tests.ui import walk
from tests.ui.scenes import moments
from tests.ui.stage import StagedLoop, in_front
from ui.look import Look
from ui.screens.identify import IdentifyScreen
from ui.widgets.button import Button
from ui.widgets.company_fields import CompanyFields
from ui.widgets.text import Text
from ui.window import StationWindow

Shown = Callable[[str], tuple[StationWindow, StagedLoop]]


@pytest.fixture
def shown(qtbot: QtBot, dress: Dresser) -> Shown:
    dress(Look(reduced_motion=True))

    def show(name: str) -> tuple[StationWindow, StagedLoop]:
        return in_front(qtbot, moments()[name])

    return show


def texts(window: StationWindow) -> str:
    return " ".join(one.text() for one in walk.shown(window, Text))


def company(window: StationWindow) -> CompanyFields:
    return window.findChildren(CompanyFields)[0]


def test_a_minor_is_asked_who_is_with_him_and_an_adult_is_not(shown: Shown) -> None:
    window, _ = shown("identify-minor")
    assert company(window).isVisible()
    assert NAME_THE_ADULT in texts(window)
    window, _ = shown("identify")
    assert not company(window).isVisible()


def test_a_shows_who_is_with_an_adult_and_gives_the_keys_to_the_name(shown: Shown) -> None:
    window, loop = shown("identify")
    QTest.keyClick(window, Qt.Key.Key_A)
    assert company(window).isVisible()
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "L")
    (sent,) = loop.sent
    assert isinstance(sent, TraitsTyped)
    assert sent.traits.companion == "L"


def test_the_adult_is_said_to_be_a_parent_by_one_press(shown: Shown) -> None:
    window, loop = shown("identify-minor")
    parts = company(window).stops
    QTest.mouseClick(parts[2], Qt.MouseButton.LeftButton)
    assert loop.sent[-1].traits.link == "parent_called"


def test_a_visitor_is_said_by_one_press_and_taken_back_by_another(shown: Shown) -> None:
    for name, said in (("identify-accompanied", VISITOR), ("identify-visitor", "")):
        window, loop = shown(name)
        button = next(
            one for one in walk.shown(window, Button) if one.text() == "Visiteur sans INS"
        )
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert loop.sent[-1].traits.visitor == said


def test_c_pastes_what_was_copied_in_the_software(shown: Shown) -> None:
    QGuiApplication.clipboard().setText("Nom de naissance : Dorval")
    window, loop = shown("identify")
    QTest.keyClick(window, Qt.Key.Key_C)
    assert loop.sent == [IdentityPasted("Nom de naissance : Dorval")]


def test_a_file_dropped_on_the_page_is_read(shown: Shown) -> None:
    window, loop = shown("identify")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/media/cle/patient.csv")])
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    drop = QDropEvent(QPointF(5, 5), copy, data, Qt.MouseButton.LeftButton, none)
    window.findChildren(IdentifyScreen)[0].dropEvent(drop)
    assert loop.sent == [ScanAsked("/media/cle/patient.csv")]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("identify-known", "Déjà dans ce poste"),
        ("identify-known", "Fiche n°\u00a012 du 23\u00a0mars\u00a02026\u00a0: même INS."),
        ("identify-known", "Brouillon du 23\u00a0février\u00a02026\u00a0: mêmes traits."),
        ("identify-known", "Et 1 de plus, aux archives."),
        ("identify-contradictory", "relisez la pièce d’identité"),
        ("identify-imported", "Importée, INS non vérifiée."),
        ("identify-visitor", "Visiteur sans INS."),
        ("identify-of-a-parent", "est-ce celui d’un parent\u00a0?"),
        ("identify", "INSi et carte Vitale\u00a0: non autorisés sur ce poste"),
    ],
)
def test_the_page_says_in_words(shown: Shown, name: str, said: str) -> None:
    window, _ = shown(name)
    assert said in texts(window)


def test_what_is_known_already_leaves_the_identity_to_be_confirmed(shown: Shown) -> None:
    for name in ("identify-known", "identify-contradictory"):
        window, _ = shown(name)
        button = next(
            one for one in walk.shown(window, Button) if one.text() == "Confirmer l’identité"
        )
        assert button.isEnabled()
