"""Through the real window: a child imported from the software, his mother named, then known."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.encounter.identify import ADULT_FIRST
from app.encounter.model import Step
from app.identity import CompanionLink, IdentityStatus
from app.identity.same import Likeness
from tests.identity.imported import a_fhir_patient
from tests.stories.hands import Hands
from tests.stories.test_window import log_in, open_patient

COPIED = "Nom de naissance : Dorval\nPrénoms : Camille Jeanne\nNé(e) le : 12/04/2014\n"


@pytest.fixture
def hands(qtbot: QtBot, tmp_path: Path, dress: object) -> Iterator[Hands]:
    opened = Hands(qtbot, tmp_path / "station")
    yield opened
    opened.close()


def import_child(hands: Hands, folder: Path) -> None:
    """Import the FHIR file of a child whose INS the software looked up."""
    path = folder / "patient.json"
    patient = a_fhir_patient("QUAL", birthDate="2014-04-12")
    path.write_text(json.dumps(patient), encoding="utf-8")
    hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_F5)
    hands.type(str(path))
    hands.enter()
    hands.wait(lambda: hands.visit.traits.family == "DORVAL", "the identity of the file")


def name_the_mother(hands: Hands) -> None:
    hands.press(Qt.Key.Key_A)
    hands.type("Dorval Anne")
    hands.tab()
    assert QApplication.focusWidget().accessibleName().startswith("Parent présent")
    hands.press(Qt.Key.Key_Space)


def test_a_child_is_imported_accompanied_and_met_again(hands: Hands, tmp_path: Path) -> None:
    log_in(hands)
    open_patient(hands)
    import_child(hands, tmp_path)
    hands.type("1")
    assert hands.visit.notice == ADULT_FIRST
    name_the_mother(hands)
    hands.type("p11111")
    hands.wait(lambda: len(hands.visit.consents) == 5, "five consents")
    hands.enter()
    hands.wait_step(Step.CHOOSE)
    patient = hands.visit.patient
    assert patient is not None
    assert (patient.status, patient.link) == (IdentityStatus.QUALIFIED, CompanionLink.PARENT)
    hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_Escape)
    hands.wait(lambda: hands.loop.flow.encounter is None, "the home screen")
    open_patient(hands)
    QGuiApplication.clipboard().setText(COPIED)
    hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_C)
    hands.wait(lambda: hands.visit.same.found, "the draft of the same child")
    (known,) = hands.visit.same.found
    assert (known.likeness, known.is_draft) == (Likeness.TRAITS, True)
