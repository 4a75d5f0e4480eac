"""The page of what waits, and that of the account: every key, and what must be in view first."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from app.desk.archive_messages import SheetChosen
from app.desk.messages import ArchiveAsked
from app.office.mail import MailTold, MailTrialAsked
from app.office.office import OfficeAsked
from app.office.outbox import Round
from app.office.outbox_messages import (
    AgainAsked,
    AgainConfirmed,
    AgainLeft,
    LineChosen,
    LineExportAsked,
    RoundStopAsked,
    SendAsked,
)
from app.office.places import Place
from app.traffic import AnyMessage
from tests.dressing import Dresser
from tests.ui.outbox_scenes import an_account, lines
from tests.ui.scenes import NOON, moments
from tests.ui.stage import StagedLoop, in_front
from ui.scene import Scene
from ui.window import StationWindow

Open = Callable[[str], tuple[StationWindow, StagedLoop]]
K = Qt.Key


@pytest.fixture
def opened(qtbot: QtBot, dress: Dresser) -> Open:
    def show(name: str) -> tuple[StationWindow, StagedLoop]:
        return in_front(qtbot, moments()[name])

    return show


def sent(window: StationWindow, loop: StagedLoop, key: Qt.Key) -> list[AnyMessage]:
    loop.sent.clear()
    QTest.keyClick(QApplication.focusWidget() or window, key)
    return list(loop.sent)


def with_page(name: str, **changes: object) -> Scene:
    scene = moments()[name]
    office = scene.desk.office
    outbox = replace(office.outbox, **changes)  # type: ignore[arg-type]  # named by the test
    return replace(scene, desk=replace(scene.desk, office=replace(office, outbox=outbox)))


@pytest.mark.parametrize(
    ("key", "messages"),
    [
        (K.Key_Return, [SendAsked()]),
        (K.Key_A, [AgainAsked()]),
        (K.Key_X, [LineExportAsked("/srv/osys/exports")]),
        (K.Key_O, [ArchiveAsked(), SheetChosen("0" * 32)]),
        (K.Key_M, [OfficeAsked(Place.MAIL)]),
        (K.Key_Down, [LineChosen(lines(NOON)[1].key)]),
        (K.Key_Up, []),
        (K.Key_Escape, []),
    ],
)
def test_each_key_of_the_page(opened: Open, key: Qt.Key, messages: list[AnyMessage]) -> None:
    window, loop = opened("outbox")
    assert sent(window, loop, key) == messages


def test_under_the_question_enter_answers_it_and_sends_nothing_else(opened: Open) -> None:
    window, loop = opened("outbox-again")
    assert sent(window, loop, K.Key_Return) == [AgainConfirmed()]
    assert sent(window, loop, K.Key_Escape) == [AgainLeft()]


def test_while_a_mail_leaves_enter_does_nothing_and_escape_stops(opened: Open) -> None:
    window, loop = opened("outbox-sending")
    assert sent(window, loop, K.Key_Return) == []
    assert sent(window, loop, K.Key_Escape) == [RoundStopAsked()]
    loop.show_scene(with_page("outbox-sending", round=Round(1, 3, stopping=True)))
    stops = [one for one in window.findChildren(QLabel) if "s’arrête" in one.text()]
    assert [one.isVisibleTo(window) for one in stops] == [True]


def test_without_an_account_enter_does_nothing(opened: Open) -> None:
    window, loop = opened("outbox-no-account")
    assert sent(window, loop, K.Key_Return) == []


def test_what_enter_would_send_again_is_in_view_in_the_smallest_window(opened: Open) -> None:
    window, loop = opened("outbox")
    window.resize(960, 640)
    QApplication.processEvents()
    for area in window.findChildren(QScrollArea):
        area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    loop.show_scene(moments()["outbox-again"])
    QApplication.processEvents()
    (meaning,) = [one for one in window.findChildren(QLabel) if "Demandez d’abord" in one.text()]
    assert "418" in meaning.text()
    assert meaning.visibleRegion().boundingRect().size() == meaning.size()


def test_the_account_that_is_shown_is_the_one_that_is_kept(opened: Open) -> None:
    window, loop = opened("mail")
    assert sent(window, loop, K.Key_Return) == [MailTold(an_account(), "")]
    assert sent(window, loop, K.Key_E) == [MailTrialAsked()]


def test_a_demonstration_keeps_no_account(opened: Open) -> None:
    window, loop = opened("mail")
    scene = moments()["mail"]
    station = replace(scene.desk.station, demonstration=True)
    loop.show_scene(replace(scene, desk=replace(scene.desk, station=station)))
    assert sent(window, loop, K.Key_Return) == sent(window, loop, K.Key_E) == []
