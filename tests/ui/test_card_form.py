"""Signing with the keys alone: S looks for the card, the code leaves the field at once."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.desk.archive import SignatureLine
from app.office.card import CardAsked, CardChosen, CardLeft, CardSignAsked
from tests.dressing import Dresser
from tests.ui.scenes import moments
from tests.ui.stage import StagedLoop, in_front
from ui.look import Look
from ui.widgets.button import Button
from ui.window import StationWindow

CODE = "739154"
Open = Callable[[str], tuple[StationWindow, StagedLoop]]


@pytest.fixture
def opened(qtbot: QtBot, dress: Dresser) -> Open:
    dress(Look(reduced_motion=True))

    def show(name: str) -> tuple[StationWindow, StagedLoop]:
        return in_front(qtbot, moments()[name])

    return show


def said(window: StationWindow) -> str:
    labels = window.page.findChildren(QLabel)
    return " ".join(one.text() for one in labels if one.isVisibleTo(window))


def code_field(window: StationWindow) -> QLineEdit:
    [field] = [
        one
        for one in window.page.findChildren(QLineEdit)
        if one.isVisibleTo(window) and one.accessibleName() == "Code de la carte"
    ]
    return field


def test_s_looks_for_the_card_of_the_sheet_that_is_read(opened: Open) -> None:
    window, loop = opened("archive-read")
    QTest.keyClick(window, Qt.Key.Key_S)
    detail = moments()["archive-read"].desk.archive.detail
    assert detail is not None
    assert loop.sent[-1] == CardAsked(detail.line.sheet_id)


def test_the_code_is_given_once_and_does_not_stay_in_the_field(opened: Open) -> None:
    window, loop = opened("archive-card-code")
    field = code_field(window)
    assert field.hasFocus()
    assert field.echoMode() is QLineEdit.EchoMode.Password
    assert "un code faux bloque la carte" in said(window)
    QTest.keyClicks(field, CODE)
    QTest.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert loop.sent[-1] == CardSignAsked(CODE)
    assert field.text() == ""
    assert CODE not in said(window)


def test_escape_puts_the_form_away_and_its_code_with_it(opened: Open) -> None:
    window, loop = opened("archive-card-code")
    field = code_field(window)
    QTest.keyClicks(field, CODE)
    for _ in range(2):
        QTest.keyClick(window, Qt.Key.Key_Escape)
    assert CardLeft() in loop.sent
    loop.show_scene(moments()["archive-read"])
    assert field.text() == ""


def test_of_several_cards_one_is_pressed(opened: Open, qtbot: QtBot) -> None:
    window, loop = opened("archive-card-which")
    card = moments()["archive-card-which"].desk.office.card.cards[1]
    [button] = [
        one for one in window.page.findChildren(Button) if one.text().startswith("Bruno Castel")
    ]
    qtbot.waitUntil(button.isVisible)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert loop.sent[-1] == CardChosen(card)


def test_a_refusal_that_needs_no_code_asks_for_none(opened: Open) -> None:
    window, _ = opened("archive-card-other")
    assert "Personne ne signe pour un autre" in said(window)
    names = [one.accessibleName() for one in window.page.findChildren(QLineEdit) if one.isVisible()]
    assert "Code de la carte" not in names


def test_a_trial_is_said_before_anything_else_and_a_broken_one_in_red(opened: Open) -> None:
    window, loop = opened("archive-read")
    assert "Certificat non reconnu\u00a0: signature d’essai" in said(window)
    scene = moments()["archive-read"]
    detail = scene.desk.archive.detail
    assert detail is not None
    broken = replace(detail, signatures=(SignatureLine("Rompue", "Faites vérifier.", sound=False),))
    archive = replace(scene.desk.archive, detail=broken)
    loop.show_scene(replace(scene, desk=replace(scene.desk, archive=archive)))
    assert "Rompue" in said(window)
