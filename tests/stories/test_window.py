"""The whole story through the real window, from login to archive, with the keyboard alone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.encounter import measure
from app.encounter.model import SlotState, Stage, Step
from app.identity import INS_TEST, IdentityStatus
from hardware.codecs.ins_datamatrix import InsFields, encode_ins
from hardware.datamatrix import make_image
from hardware.readings import Kind
from protocols.model import Kind as AnswerKind
from protocols.model import Level
from tests.builders import AT, MATRICULE
from tests.stories.hands import Hands
from ui.widgets.navigation import NavigationButton

THROAT = {"a_toux": "2", "a_gang": "1", "a_amyg": "1", "a_aspect": "1", "a_trod": "1"}
YES_IS_GOOD = {"g_comp"}


@pytest.fixture
def hands(qtbot: QtBot, tmp_path: Path, dress: object) -> Iterator[Hands]:
    opened = Hands(qtbot, tmp_path / "station")
    yield opened
    opened.close()


def code_image(folder: Path) -> Path:
    born = AT.replace(year=1988, month=4, day=12).date()
    fields = InsFields(MATRICULE, INS_TEST, ("CAMILLE", "JEANNE"), "DORVAL", "F", born, "35238")
    path = folder / "code.png"
    path.write_bytes(make_image(encode_ins(fields)))
    return path


def log_in(hands: Hands) -> None:
    hands.type("123456")
    hands.enter()
    hands.wait(lambda: hands.loop.flow.desk.tiles, "the home screen")


def open_patient(hands: Hands) -> None:
    hands.enter()
    hands.wait(lambda: hands.loop.flow.encounter is not None, "the consultation")


def open_protocol(hands: Hands, name: str) -> None:
    """Press the digit of the tile, from the home screen or for the patient just identified."""
    tile = next(one for one in hands.loop.flow.desk.tiles if one.protocol_id == name)
    hands.type(str(tile.digit))
    hands.wait(lambda: hands.loop.flow.encounter is not None, "the consultation")


def identify(hands: Hands, folder: Path) -> None:
    hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_F5)
    hands.type(str(code_image(folder)))
    hands.enter()
    hands.wait(lambda: hands.visit.scanned, "the INS code")
    hands.press(Qt.Key.Key_P)
    hands.type("1111")
    hands.type("1")
    hands.wait(lambda: len(hands.visit.consents) == 5, "five consents")


MEASURED = (Kind.TEMPERATURE, Kind.BLOOD_PRESSURE, Kind.OXIMETRY)


def take_measures(hands: Hands, pictures: Path | None) -> None:
    for digit, kind in enumerate(MEASURED, start=1):
        if state(hands, kind) is not SlotState.TAKEN:
            hands.type(str(digit))
        hands.wait(lambda kind=kind: state(hands, kind) is SlotState.TAKEN, f"{kind}")
    hands.picture(pictures, "05-mesures")
    hands.enter()
    hands.wait(lambda: hands.visit.step is not Step.MEASURE, "the questions after the measures")


def state(hands: Hands, kind: Kind) -> SlotState:
    return measure.slot(hands.visit, kind).state


def answer_all(
    hands: Hands,
    keys: dict[str, str],
    pictures: Path | None = None,
    measure_all: Callable[[Hands, Path | None], None] = take_measures,
) -> None:
    """Answer every question shown until the decision; take every device on the way."""
    for _ in range(120):
        step = hands.visit.step
        if step is Step.DECIDE:
            return
        if step is Step.MEASURE:
            measure_all(hands, pictures)
            continue
        question = hands.visit.question
        assert question is not None, step
        if question.id == "a_toux":
            hands.picture(pictures, "04-question")
        if question.kind is AnswerKind.NUMBER:
            hands.type("65")
            hands.enter()
        else:
            hands.type(keys.get(question.id, "1" if question.id in YES_IS_GOOD else "2"))
        hands.wait(lambda seen=question.id: hands.visit.current != seen, "the next question")
    raise AssertionError(f"the decision was not reached: {hands.visit.current}")


def test_a_sore_throat_from_login_to_archive_with_the_keyboard_alone(
    hands: Hands, tmp_path: Path, pictures: Path | None
) -> None:
    hands.picture(pictures, "01-connexion")
    log_in(hands)
    hands.picture(pictures, "02-accueil")
    open_patient(hands)
    identify(hands, tmp_path)
    hands.picture(pictures, "03-identite")
    hands.enter()
    hands.wait_step(Step.CHOOSE)
    hands.picture(pictures, "03b-motif")
    open_protocol(hands, "douleur_pharyngee")
    hands.wait_step(Step.SIGNS)
    assert hands.visit.patient is not None
    assert hands.visit.patient.status is IdentityStatus.QUALIFIED
    hands.picture(pictures, "04b-signes-alerte")
    answer_all(hands, THROAT, pictures)
    hands.picture(pictures, "06-orientation")
    decision = hands.visit.decision
    assert decision is not None
    assert decision.level is Level.PHARMACY
    assert "amoxicilline" in {one.substance for one in decision.treatments}
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hands.wait(lambda: hands.visit.stage is Stage.SEALED, "the seal")
    hands.picture(pictures, "06b-scellee")
    reopen(hands, pictures)


def reopen(hands: Hands, pictures: Path | None) -> None:
    """Find the sheet just sealed in the archive, and read it again."""
    sheet_id = hands.visit.encounter_id
    hands.type("a")
    archive_of = hands.loop.flow
    hands.wait(lambda: archive_of.desk.archive.lines, "the archive")
    assert [one.sheet_id for one in archive_of.desk.archive.lines] == [sheet_id]
    hands.press(Qt.Key.Key_F4)
    hands.type("dorval")
    hands.enter()
    hands.wait(lambda: archive_of.desk.archive.detail, "the sheet")
    detail = archive_of.desk.archive.detail
    assert detail is not None
    assert detail.sheet.patient.birth_family == "DORVAL"
    assert detail.replayed == "Même résultat"
    hands.picture(pictures, "09-archives")


def test_a_red_sign_stops_everything_and_says_what_to_do(
    hands: Hands, tmp_path: Path, pictures: Path | None
) -> None:
    log_in(hands)
    open_protocol(hands, "piqure_tique")
    identify(hands, tmp_path)
    hands.enter()
    hands.wait_step(Step.SIGNS)
    hands.type("1")
    hands.wait_step(Step.EMERGENCY)
    hands.picture(pictures, "04c-appel-15")
    assert hands.visit.decision is not None
    assert hands.visit.decision.level is Level.SAMU_15
    hands.type("2")
    assert hands.visit.answers["g_urg_signe"] == "thorax"
    hands.picture(pictures, "04d-appel-15-signe")
    hands.enter()
    assert hands.visit.called_at is not None
    assert hands.visit.step is Step.EMERGENCY


def test_the_library_shows_what_is_proved_without_stopping_the_window(
    hands: Hands, pictures: Path | None
) -> None:
    log_in(hands)
    places = hands.window.findChildren(NavigationButton)
    next(one for one in places if one.text() == "Protocoles").click()
    desk = hands.loop.flow
    hands.wait(lambda: desk.desk.library.lines, "the protocols")
    hands.press(Qt.Key.Key_Down)
    assert desk.desk.library.selected == "douleur_pharyngee"
    hands.wait(lambda: desk.desk.library.study, "the proofs")
    study = desk.desk.library.study
    assert study is not None
    assert study.proofs
    assert all(one.holds for one in study.proofs)
    hands.picture(pictures, "12-protocoles")
