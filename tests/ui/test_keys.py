"""The keys: each does one thing, on its page and on no other."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.desk import archive_messages as archive
from app.desk import messages as desk
from app.desk.archive import Act, Filter
from app.encounter import ask, decide, identify, measure, seal
from app.encounter.model import Alternative, Consent
from app.office import access_log, copies, emergency, erasure, retention
from app.office.office import OfficeAsked
from app.office.people import PersonShown
from app.office.places import Place
from app.traffic import AnyMessage
from hardware.readings import Kind
from protocols.model import Level
from tests.builders import a_station
from tests.dressing import Dresser
from tests.ui.scenes import moments
from tests.ui.stage import StagedLoop
from ui.look import Look
from ui.window import StationWindow

Typed = Callable[[str, list[object]], list[AnyMessage]]


@pytest.fixture
def typed(qtbot: QtBot, dress: Dresser) -> Typed:
    """Type keys and words on a page and return the messages they sent."""
    dress(Look(reduced_motion=True))

    def play(name: str, keys: list[object]) -> list[AnyMessage]:
        loop = StagedLoop(moments()[name])
        window = StationWindow(loop)
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        for key in keys:
            _press(window, key)
        sent = list(loop.sent)
        window.hide()
        return sent

    return play


def _press(window: StationWindow, key: object) -> None:
    target = QApplication.focusWidget() or window
    if isinstance(key, tuple):
        QTest.keyClick(target, key[0], Qt.KeyboardModifier.ControlModifier)
    elif isinstance(key, str):
        QTest.keyClicks(target, key)
    else:
        QTest.keyClick(target, key)


K = Qt.Key
COPIES = copies.Places("/media/coffre-a/osys", "/media/coffre-b/osys")
ENTER, BACK, ESCAPE = K.Key_Return, K.Key_Backspace, K.Key_Escape
CASES: list[tuple[str, list[object], AnyMessage]] = [
    ("login", ["123456", ENTER], desk.LoginAsked("helene", "123456")),
    ("login", [K.Key_Down], desk.PersonChosen("theo")),
    ("home", ["1"], desk.PatientAsked("gorge")),
    ("home", ["tique", ENTER], desk.PatientAsked("tique")),
    ("home", [(K.Key_L,)], desk.LockAsked()),
    ("home", [ENTER], desk.PatientAsked("")),
    ("home", ["martin", ENTER], desk.PatientAsked("")),
    ("home", ["&"], desk.PatientAsked("gorge")),
    ("home", ["regles", ENTER], desk.PatientAsked("regles")),
    ("home", ["0", K.Key_Down, K.Key_Down, K.Key_Down, K.Key_Down, ENTER],
     desk.PatientAsked("regles")),
    ("home", [K.Key_Down, K.Key_Right, ENTER], desk.PatientAsked("tique")),
    ("choose", ["2"], desk.ProtocolAsked("tique")),
    ("choose", ["estomac", ENTER], desk.ProtocolAsked("estomac")),
    ("choose", [ESCAPE, ESCAPE], desk.HomeAsked()),
    ("identify", [K.Key_F6], identify.ScanAsked()),
    ("identify", [K.Key_F5, "/dev/code.png", ENTER], identify.ScanAsked("/dev/code.png")),
    ("identify", ["p"], identify.PaperSeen(seen=False)),
    ("identify", ["2"], identify.AlternativeSaid(Alternative.EMERGENCY)),
    ("identify", [ENTER], identify.IdentityConfirmed()),
    ("identify", [ESCAPE], desk.HomeAsked()),
    ("identify-blank", [ESCAPE, "1"], identify.ConsentAnswered(Consent.INTERVIEW, given=True)),
    ("identify-blank", [ESCAPE, "2"], identify.ConsentAnswered(Consent.INTERVIEW, given=False)),
    ("signs", ["1"], ask.Answered("s6", "yes")),
    ("signs", ["2"], ask.Answered("s6", "no")),
    ("signs", ["3"], ask.Answered("s6", "unknown")),
    ("signs", ["v"], ask.PutAside("s6")),
    ("signs", [BACK], ask.WentBack()),
    ("ask", ["1"], ask.Answered("a_toux", "yes")),
    ("ask", ["3"], ask.Answered("a_toux", "unknown")),
    ("ask", ["?"], ask.Answered("a_toux", "unknown")),
    ("ask", ["v"], ask.PutAside("a_toux")),
    ("ask", [ENTER], ask.WentOn()),
    ("ask", [BACK], ask.WentBack()),
    ("ask", [K.Key_F12], ask.CallAsked()),
    ("ask-choice", ["2"], ask.Answered("a_duree", "long")),
    ("ask-number", ["12", ENTER], ask.Answered("a_nombre", "12")),
    ("emergency", [ENTER], ask.CallNoted()),
    ("emergency", ["c"], ask.AlarmActed()),
    ("emergency-sign", ["3"], ask.Answered("g_urg_signe", "conscience")),
    ("emergency-sign", [ENTER], ask.CallNoted()),
    ("emergency-hospital", [ENTER], ask.AlarmActed()),
    ("measure", ["1"], measure.MeasureAsked(Kind.TEMPERATURE)),
    ("measure", [ESCAPE], measure.MeasureStopped(Kind.BLOOD_PRESSURE)),
    ("measure", ["4", "16", ENTER], measure.ReadingTyped(Kind.RESPIRATION, ("16",))),
    ("measure", [ENTER], measure.MeasuresPassed()),
    ("measure", ["o"], ask.Answered("g_o2", "yes")),
    ("measure", ["n"], ask.Answered("g_o2", "no")),
    ("measure", ["i"], ask.Answered("g_o2", "unknown")),
    ("measure", ["a"], ask.Answered("g_consc", "alerte")),
    ("measure", ["c"], ask.Answered("g_consc", "cvpu")),
    ("measure", ["u"], ask.Answered("g_consc", "unknown")),
    ("decide", [(ENTER,)], seal.SealAsked()),
    ("decide", ["a", "3", "Doute sur la gorge", ENTER],
     decide.OutcomeChanged(Level.DOCTOR_SAME_DAY, "Doute sur la gorge")),
    ("sealed", ["e"], desk.ExportAsked("1" * 32)),
    ("sealed", [ENTER], desk.HomeAsked()),
    ("library", [K.Key_Down], desk.ProtocolShown("brulure")),
    ("library-closed", [K.Key_Up], desk.ProtocolShown("tique")),
    ("archive", ["dor"], archive.SearchTyped("dor")),
    ("archive", [ENTER], archive.FirstChosen()),
    ("archive", [ESCAPE, "s"], archive.PageTurned(1)),
    ("archive", ["dor", K.Key_Down], archive.SheetChosen("0" * 31 + "1")),
    ("archive", [ESCAPE, K.Key_Down], archive.SheetChosen("0" * 31 + "1")),
    ("archive", [K.Key_F6, "3"], archive.FilterChosen(Filter.LEVEL, "DOCTOR_SAME_DAY")),
    ("archive", [K.Key_F8, "1"], archive.FilterChosen(Filter.AUTHOR, a_station().professionals[0].rpps)),
    ("archive-none", [K.Key_F7, "0"], archive.FilterChosen(Filter.PERIOD, "")),
    ("archive-broken", [ESCAPE, "x"], archive.InquiryAsked()),
    ("archive-sheet", [ESCAPE, "o"], archive.SheetRead()),
    ("archive-read", ["c"], archive.ActOpened(Act.ADDENDUM)),
    ("archive-read", ["g"], archive.ActOpened(Act.RELEASE)),
    ("archive-read", [ESCAPE], archive.SheetLeft()),
    ("archive-addendum", ["1 jour", K.Key_Tab, "Oubli", (ENTER,)],
     archive.ActAsked(Act.ADDENDUM, "1 jour", "Oubli")),
    ("archive-addendum", ["un", ENTER, "deux", (ENTER,)],
     archive.ActAsked(Act.ADDENDUM, "un\ndeux", "")),
    ("archive-addendum", [ESCAPE], archive.ActOpened(None)),
    ("backup", [(K.Key_PageDown,)], OfficeAsked(Place.RETENTION)),
    ("backup", [(K.Key_PageUp,)], OfficeAsked(Place.ACCESS_LOG)),
    ("access-log", ["4"], access_log.AccessSpanChosen(access_log.Span.YEAR)),
    ("access-log", ["s"], access_log.AccessPageTurned(1)),
    ("people", [K.Key_Down], PersonShown("paul")),
    ("retention", ["402", K.Key_Tab, "Fin", ESCAPE, "l"],
     retention.HoldAsked("402", "Fin", release=True)),
    ("retention", [ESCAPE, "p"], retention.PlanAsked()),
    ("retention-plan", [ESCAPE, ESCAPE], retention.PlanPut()),
    ("retention", ["418", K.Key_Tab, "Doublon", ESCAPE, "e"],
     erasure.ErasureAsked("418", "Doublon")),
    ("retention-erasure", [ESCAPE, ESCAPE], erasure.ErasurePut()),
    ("retention-erasure", [(ENTER,)], erasure.ErasureConfirmed("theo", "", "")),
    ("backup", [ENTER], copies.BackupAsked(COPIES)),
    ("backup", ["3"], copies.ScheduleChosen(COPIES, 4)),
    ("backup", ["e"], copies.DrillAsked(COPIES)),
    ("backup-running", [ESCAPE], copies.TaskStopAsked()),
    ("alarm", ["3"], emergency.DangerChosen(emergency.Danger.ATTACK)),
    ("alarm", ["2", "/cle", (ENTER,)], emergency.AlarmAsked("/cle")),
    ("alarm-raised", [ENTER], desk.LockAsked()),
]  # fmt: skip


@pytest.mark.parametrize(("name", "keys", "message"), CASES, ids=lambda value: str(value)[:40])
def test_a_key_sends_its_message(
    typed: Typed, name: str, keys: list[object], message: AnyMessage
) -> None:
    assert typed(name, keys)[-1] == message


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("login", [K.Key_F12, (K.Key_L,), K.Key_F2]),
        ("signs", [ENTER]),
        ("ask-choice", ["9"]),
        ("decide", [ENTER]),
        ("decide", ["3"]),
        ("seal", [ENTER, "e"]),
        ("home", ["3"]),
        ("home", ["0"]),
        ("emergency-call", ["3"]),
        ("emergency-sign", ["8"]),
        ("choose", [ENTER]),
        ("library", [K.Key_Up, "t"]),
        ("choose", ["martin", ENTER]),
        ("identify-blank", [ESCAPE, ENTER]),
        ("login-refused", ["123456", ENTER]),
        ("archive-read", [ENTER]),
        ("archive-addendum", [K.Key_Tab, "x", ENTER]),
        ("backup-running", [ENTER, "e", "r"]),
        ("backup-owner", [ENTER]),
        ("retention-owner", [ESCAPE, "p", "e"]),
        ("alarm-raised", ["1", (ENTER,)]),
        ("home", [(K.Key_PageDown,)]),
    ],
)
def test_a_key_that_is_not_possible_sends_nothing(
    typed: Typed, name: str, keys: list[object]
) -> None:
    sent = [one for one in typed(name, keys) if one != desk.PatientAsked("diarrhee")]
    assert sent == []


def test_sealing_needs_control_and_enter(typed: Typed) -> None:
    assert seal.SealAsked() not in typed("decide", [ENTER, ENTER, ENTER])


def test_digits_in_a_field_are_typed_and_answer_nothing(typed: Typed) -> None:
    sent = typed("identify-blank", ["1", "2"])
    assert all(isinstance(one, identify.TraitsTyped) for one in sent)


def test_a_key_held_down_answers_once(qtbot: QtBot, dress: Dresser) -> None:
    loop = StagedLoop(moments()["signs"])
    window = StationWindow(loop)
    qtbot.addWidget(window)
    window.show()
    held = QKeyEvent(
        QEvent.Type.KeyPress, K.Key_2, Qt.KeyboardModifier.NoModifier, "2", autorep=True
    )
    for _ in range(5):
        QApplication.sendEvent(window, held)
    assert loop.sent == []


def test_a_second_press_during_the_hold_is_lost(qtbot: QtBot, dress: Dresser) -> None:
    dress(Look())
    loop = StagedLoop(moments()["ask"])
    window = StationWindow(loop)
    qtbot.addWidget(window)
    window.show()
    for key in "122":
        QTest.keyClicks(window, key)
    qtbot.waitUntil(lambda: bool(loop.sent))
    assert loop.sent == [ask.Answered("a_toux", "yes")]


def test_the_code_leaves_the_field_when_it_is_sent(qtbot: QtBot, dress: Dresser) -> None:
    loop = StagedLoop(moments()["login"])
    window = StationWindow(loop)
    qtbot.addWidget(window)
    window.show()
    field = window.findChild(QLineEdit)
    assert field is not None and field.echoMode() is QLineEdit.EchoMode.Password
    QTest.keyClicks(field, "123456")
    QTest.keyClick(field, K.Key_Return)
    assert field.text() == ""


def test_a_red_sign_is_withdrawn_with_its_reason(
    typed: Typed, qtbot: QtBot, dress: Dresser
) -> None:
    loop = StagedLoop(moments()["emergency"])
    window = StationWindow(loop)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    button = next(one for one in _buttons(window) if "à tort" in one.text())
    button.click()
    QTest.keyClicks(QApplication.focusWidget(), "Touche 1 au lieu de 2")
    QTest.keyClick(QApplication.focusWidget(), K.Key_Return)
    assert loop.sent == [ask.SignWithdrawn("s1", "Touche 1 au lieu de 2")]


def _buttons(window: StationWindow) -> list:
    from ui.widgets.button import Button

    return [one for one in window.findChildren(Button) if one.isVisibleTo(window)]


def test_the_cursor_goes_to_the_diastolic_after_the_systolic(qtbot: QtBot, dress: Dresser) -> None:
    from ui.widgets.entry_row import Entry, EntryRow

    kept = []
    row = EntryRow((Entry("Systolique", "mmHg"), Entry("Diastolique", "mmHg")), kept.append)
    qtbot.addWidget(row)
    row.show()
    for first, second in (("124", "78"), ("98", "60")):
        row.clear()
        row.arrive()
        QTest.keyClicks(row.findChildren(QLineEdit)[0], first)
        QTest.keyClicks(row.findChildren(QLineEdit)[1], second)
        row.keep()
    assert kept == [("124", "78"), ("98", "60")]


def test_help_and_answers_cover_the_page_and_go_away(qtbot: QtBot, dress: Dresser) -> None:
    loop = StagedLoop(moments()["ask"])
    window = StationWindow(loop)
    qtbot.addWidget(window)
    window.show()
    page = window.page
    for key in (K.Key_F1, K.Key_F2):
        QTest.keyClick(window, key)
        assert window.page is not page
        QTest.keyClick(window, K.Key_Escape)
        assert window.page is page
    assert loop.sent == []


def test_a_question_of_the_overview_is_one_press_away(qtbot: QtBot, dress: Dresser) -> None:
    from ui.widgets.row import TableRow

    loop = StagedLoop(moments()["ask"])
    window = StationWindow(loop)
    qtbot.addWidget(window)
    window.show()
    QTest.keyClick(window, K.Key_F2)
    rows = [one for one in window.findChildren(TableRow) if one.isVisibleTo(window)]
    rows[10].click()
    assert loop.sent == [ask.Jumped("a1")]


def test_the_timer_of_the_emergency_counts_from_the_sign(qtbot: QtBot, dress: Dresser) -> None:
    from ui.emergency_words import known_since

    scene = moments()["emergency"]
    assert scene.visit is not None
    since = known_since(scene.visit)
    assert since is not None and (scene.now - since).total_seconds() == 42
    assert known_since(replace(scene.visit, answers={})) is None
