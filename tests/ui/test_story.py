"""From the code to the archive, in the real window, by the keyboard alone."""

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import resources.files
from app import clock
from app.cli.story import StoryPatient, story_answer
from app.desk.model import Screen
from app.effects.opening import make_runner, open_desk
from app.encounter.call_state import CallStage
from app.encounter.model import Encounter, SlotState, Stage, Step
from hardware.codecs.ins_datamatrix import encode_ins
from hardware.datamatrix import make_image
from hardware.readings import Kind
from protocols.model import Kind as Answers
from protocols.model import Question
from tests.dressing import Dresser
from ui.look import Look
from ui.loop import Loop
from ui.question import values_of
from ui.screens.teleconsult import TeleconsultScreen
from ui.window import StationWindow

K = Qt.Key
PATIENCE_MS = 30_000
LONGEST = 100


class Person:
    """Somebody at the keyboard: nothing is done but pressing keys and looking."""

    def __init__(self, window: StationWindow, loop: Loop, qtbot: QtBot) -> None:
        self.window, self.loop, self._qtbot = window, loop, qtbot

    @property
    def visit(self) -> Encounter:
        assert self.loop.flow.encounter is not None
        return self.loop.flow.encounter

    def key(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def type(self, words: str) -> None:
        for sign in words:
            QTest.keyClicks(QApplication.focusWidget() or self.window, sign)

    def wait(self, reached: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(reached, timeout=PATIENCE_MS)

    def has_temperature(self) -> bool:
        return self.visit.measures[Kind.TEMPERATURE].state is SlotState.TAKEN

    def answer(self, question: Question, answer: str) -> None:
        if question.kind is Answers.NUMBER and answer != "unknown":
            self.type(answer.replace(".", ","))
            self.key(K.Key_Return)
        elif question.kind is Answers.NUMBER:
            self.type("?")
        else:
            self.type(str(values_of(question).index(answer) + 1))
        self.wait(lambda: self.visit.current != question.id)


@pytest.fixture
def person(qtbot: QtBot, dress: Dresser, tmp_path: Path) -> Iterator[Person]:
    dress(Look(reduced_motion=True))
    desk = open_desk(tmp_path / "station")
    runners = []

    def make_starter(post):
        runners.append(make_runner(desk, tmp_path / "station", post))
        return runners[0]

    loop = Loop(desk, make_starter, clock.now)
    window = StationWindow(loop)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield Person(window, loop, qtbot)
    window.close()
    runners[0].stop()


def test_a_patient_is_oriented_and_the_sheet_sealed(person: Person, tmp_path: Path) -> None:
    patients = tomllib.loads(resources.files.text("demonstration/patients.toml"))
    patient = StoryPatient.of("piqure_tique", patients["piqure_tique"])
    log_in(person)
    open_protocol(person, "piqure_tique")
    identify(person, patient, tmp_path)
    interview(person, patient)
    assert person.visit.step is Step.DECIDE
    person.key(K.Key_Return, Qt.KeyboardModifier.ControlModifier)
    person.wait(lambda: person.visit.stage is Stage.SEALED)
    person.type("e")
    person.wait(lambda: "documents" in person.loop.flow.desk.notice)
    person.type("a")
    person.wait(lambda: len(person.loop.flow.desk.archive.lines) == 1)
    person.key(K.Key_Return)
    person.wait(lambda: person.loop.flow.desk.archive.detail is not None)
    detail = person.loop.flow.desk.archive.detail
    assert detail is not None and detail.replayed == "Même résultat"
    person.key(K.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert person.loop.flow.desk.screen is Screen.LOGIN


def test_a_doctor_is_called_from_the_orientation_and_the_sheet_is_sealed(
    person: Person, tmp_path: Path
) -> None:
    """The real window, media process and relay; nobody comes: the link is there, nothing lost."""
    patients = tomllib.loads(resources.files.text("demonstration/patients.toml"))
    patient = StoryPatient.of("piqure_tique", patients["piqure_tique"])
    log_in(person)
    open_protocol(person, "piqure_tique")
    identify(person, patient, tmp_path)
    interview(person, patient)
    person.type("t")
    page = person.window.page
    assert isinstance(page, TeleconsultScreen)
    assert page._room.preview.image is None
    person.type("11")
    person.wait(lambda: page._room.preview.image is not None)
    person.key(K.Key_Return)
    person.wait(lambda: person.visit.call.stage is CallStage.WAITING)
    person.wait(page._link.isVisible)
    person.wait(lambda: page._view.own.image is not None)
    person.key(K.Key_Backspace)
    assert person.visit.step is Step.DECIDE
    assert person.window.page is not page
    person.key(K.Key_F10)
    assert person.window.page is page
    person.key(K.Key_Return, Qt.KeyboardModifier.ControlModifier)
    person.wait(lambda: person.visit.call.stage is CallStage.OVER)
    person.key(K.Key_Return)
    person.key(K.Key_Return, Qt.KeyboardModifier.ControlModifier)
    person.wait(lambda: person.visit.stage is Stage.SEALED)


def log_in(person: Person) -> None:
    person.type(person.loop.flow.desk.demonstration_code)
    person.key(K.Key_Return)
    person.wait(lambda: bool(person.loop.flow.desk.tiles))


def open_protocol(person: Person, name: str) -> None:
    tile = next(one for one in person.loop.flow.desk.tiles if one.protocol_id == name)
    if tile.digit:
        person.type(str(tile.digit))
    else:
        person.type(tile.title)
        person.key(K.Key_Return)
    person.wait(lambda: person.loop.flow.encounter is not None)


def identify(person: Person, patient: StoryPatient, folder: Path) -> None:
    picture = folder / "code.png"
    picture.write_bytes(make_image(encode_ins(patient.fields)))
    person.key(K.Key_Escape)
    person.key(K.Key_F5)
    person.type(str(picture))
    person.key(K.Key_Return)
    person.wait(lambda: person.visit.scanned)
    person.type("p111112")
    person.key(K.Key_Return)
    person.wait(lambda: person.visit.step is not Step.IDENTIFY)


def interview(person: Person, patient: StoryPatient) -> None:
    """Answer until the orientation, taking the temperature on the way."""
    for _ in range(LONGEST):
        match person.visit.step:
            case Step.SIGNS | Step.ASK:
                question = person.visit.question
                assert question is not None
                person.answer(question, story_answer(question, patient.answers))
            case Step.MEASURE:
                person.type("1")
                person.wait(person.has_temperature)
                person.type("416")
                person.key(K.Key_Return)
                person.key(K.Key_Return)
            case Step.EMERGENCY:
                person.key(K.Key_Return)
                person.key(K.Key_Return)
            case Step.DECIDE:
                return
            case step:
                raise AssertionError(f"stuck at {step}: {person.visit.notice}")


def test_a_red_sign_stops_the_questions_at_once(person: Person, tmp_path: Path) -> None:
    patients = tomllib.loads(resources.files.text("demonstration/patients.toml"))
    patient = StoryPatient.of("douleur_pharyngee", patients["douleur_pharyngee"])
    log_in(person)
    open_protocol(person, "douleur_pharyngee")
    identify(person, patient, tmp_path)
    assert person.visit.step is Step.SIGNS
    person.type("1")
    assert person.visit.step is Step.EMERGENCY
    person.key(K.Key_Return)
    assert person.visit.called_at is not None
