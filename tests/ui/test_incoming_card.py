"""What a document says stands beside the question, and is joined or set aside from the keyboard."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.encounter.ask import Answered, Jumped
from app.encounter.incoming import FactKind
from app.encounter.incoming_messages import IncomingKept, IncomingOpened, IncomingSetAside
from app.encounter.model import Encounter, Step
from tests.builders import an_identified_visit
from tests.dressing import Dresser
from tests.encounter.test_incoming_caution import a_fact
from tests.encounter.test_incoming_page import OURS, TESTED, kept
from tests.ui import test_screens, walk
from tests.ui.scenes import moments
from tests.ui.stage import StagedLoop
from tests.ui.test_screens import faults
from ui.look import Look
from ui.scene import Scene
from ui.widgets.incoming_card import IncomingCard
from ui.widgets.text import Text
from ui.window import StationWindow

LOOKS, USUAL = test_screens.LOOKS, test_screens.USUAL
Shown = Callable[[Encounter], tuple[StationWindow, StagedLoop]]
FILE = "/media/cle/vsm.xml"
PENICILLIN = a_fact(FactKind.ALLERGY, "J01CA04", words="Amoxicilline")


def told(answer: str = "") -> Encounter:
    """A throat whose document says an allergy, the question of it shown, answered or not."""
    visit = an_identified_visit("douleur_pharyngee")
    visit.say(IncomingKept(OURS, (kept(PENICILLIN),)))
    visit.answer_until(Step.DECIDE, {**TESTED, "g_all": "yes", "g_all_bl": answer or "aucune"})
    return visit.say(Jumped("g_all_bl")).encounter


def calm() -> Encounter:
    visit = an_identified_visit("douleur_pharyngee").answer_until(Step.ASK)
    return visit.encounter


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    def show(visit: Encounter) -> tuple[StationWindow, StagedLoop]:
        loop = StagedLoop(Scene(**{**_fields(moments()["ask"]), "visit": visit}))
        window = StationWindow(loop)
        qtbot.addWidget(window)
        window.resize(1280, 800)
        window.show()
        window.activateWindow()
        QApplication.processEvents()
        return window, loop

    return show


def _fields(scene: Scene) -> dict[str, object]:
    return {name: getattr(scene, name) for name in scene.__dataclass_fields__}


def card(window: StationWindow) -> IncomingCard:
    return next(one for one in window.findChildren(IncomingCard))


def texts(window: StationWindow) -> str:
    return " ".join(one.text() for one in walk.shown(window, Text) if hasattr(one, "text"))


def test_a_contradiction_is_read_beside_the_question_with_its_source(
    shown: Shown, dress: Dresser, look: Look
) -> None:
    dress(look)
    window, _ = shown(told())
    said = texts(window)
    assert "Amoxicilline. Synthèse médicale, LE DANTEC Maud, 02/11/2026." in said
    assert "Contredit par le patient, retenu par prudence." in said
    assert faults(window) == {}


def test_what_the_patient_confirms_has_nothing_to_set_aside(shown: Shown) -> None:
    window, _ = shown(told("severe_ou_cephalo"))
    assert "Confirmé par le patient." in texts(window)
    assert not card(window).findChildren(type(card(window)._reason))[1].isVisible()


def test_without_a_document_the_card_is_not_there(shown: Shown) -> None:
    window, _ = shown(calm())
    assert not card(window).isVisible()


def test_f5_then_a_path_then_enter_joins_a_document(shown: Shown) -> None:
    window, loop = shown(calm())
    QTest.keyClick(window, Qt.Key.Key_F5)
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, FILE)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert IncomingOpened(FILE) in loop.sent
    assert not any(isinstance(one, Answered) for one in loop.sent)


def test_a_reason_then_enter_sets_the_document_aside(shown: Shown) -> None:
    window, loop = shown(told())
    reason = card(window)._reason.line
    reason.setFocus()
    QTest.keyClicks(reason, "vu ensemble 12")
    QTest.keyClick(reason, Qt.Key.Key_Return)
    assert IncomingSetAside("g_all_bl", "vu ensemble 12") in loop.sent
    assert not any(isinstance(one, Answered) for one in loop.sent)
