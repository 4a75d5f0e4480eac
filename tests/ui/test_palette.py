"""The palette: what it proposes to whom, and what one press of Enter does."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desk.archive_messages import SearchTyped
from app.desk.messages import ArchiveAsked, DraftChosen, HomeAsked, LockAsked, PatientAsked
from app.desk.model import Account, Tile
from app.office.office import OfficeAsked
from app.office.places import Place
from tests.dressing import Dresser
from tests.ui.scenes import moments
from tests.ui.stage import StagedLoop, in_front
from tests.ui.test_screens import faults
from ui.look import Look
from ui.palette import SHOWN, found
from ui.scene import Scene
from ui.window import StationWindow

K = Qt.Key
LOCKED = "Attestation expirée"


@pytest.fixture
def home() -> Scene:
    scene = moments()["home"]
    locked = Tile("essai", "Essai fermé", "flask", 0, LOCKED)
    return replace(scene, desk=replace(scene.desk, tiles=(*scene.desk.tiles, locked)))


def words(scene: Scene, typed: str) -> list[str]:
    return [one.words for one in found(scene, typed)]


def opened(qtbot: QtBot, scene: Scene) -> tuple[StationWindow, StagedLoop]:
    window, loop = in_front(qtbot, scene)
    QTest.keyClick(window, K.Key_K, Qt.KeyboardModifier.ControlModifier)
    return window, loop


def typed(text: str) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, text)


def press(key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget(), key)


@pytest.mark.parametrize("asked", ["gorge", "GORGE", "dou gor", "Douleur de gorgé"])
def test_a_protocol_is_found_by_the_beginning_of_its_words(home: Scene, asked: str) -> None:
    title = next(one.title for one in home.desk.tiles if "gorge" in one.title.lower())
    assert words(home, asked)[0] == title


def test_what_nothing_answers_to_is_looked_for_in_the_archives(home: Scene) -> None:
    assert words(home, "dorval") == ["Chercher «\u00a0dorval\u00a0» dans les archives"]
    assert words(home, "z") == []


@pytest.mark.parametrize("asked", ["", "a", "e"])
def test_no_more_lines_than_a_page_holds(home: Scene, asked: str) -> None:
    assert 0 < len(found(home, asked)) <= SHOWN


def test_the_owner_is_proposed_neither_patients_nor_archives(home: Scene) -> None:
    owner = Account("titulaire", "Alix Morel", "Titulaire", "owner")
    scene = replace(home, desk=replace(home.desk, person=owner, drafts=home.desk.drafts))
    proposed = {one for letter in "abcdefghijklmnopqrstuvwxyz" for one in found(scene, letter)}
    messages = {type(sent) for one in proposed for sent in one.messages}
    assert messages == {OfficeAsked}
    assert words(scene, "dorval") == []


def test_a_few_letters_and_enter_open_a_protocol(qtbot: QtBot, dress: Dresser, home: Scene) -> None:
    dress(Look(reduced_motion=True))
    _, loop = opened(qtbot, home)
    typed("gorge")
    press(K.Key_Return)
    (tile,) = (one for one in home.desk.tiles if "gorge" in one.title)
    assert loop.sent == [PatientAsked(tile.protocol_id)]


def test_the_arrows_choose_and_a_name_goes_to_the_archives(
    qtbot: QtBot, dress: Dresser, home: Scene
) -> None:
    dress(Look(reduced_motion=True))
    _, loop = opened(qtbot, home)
    typed("ho")
    assert words(home, "ho")[-1].startswith("Chercher")
    press(K.Key_Up)
    press(K.Key_Return)
    assert loop.sent == [ArchiveAsked(), SearchTyped("ho")]


def test_a_locked_protocol_says_why_and_does_nothing(
    qtbot: QtBot, dress: Dresser, home: Scene
) -> None:
    dress(Look(reduced_motion=True))
    window, loop = opened(qtbot, home)
    typed("essai ferme")
    assert found(home, "essai ferme")[0].note == LOCKED
    press(K.Key_Return)
    assert loop.sent == []
    assert window.page.isVisibleTo(window)


def test_a_gesture_of_the_window_is_done(qtbot: QtBot, dress: Dresser, home: Scene) -> None:
    dress(Look(reduced_motion=True))
    _, loop = opened(qtbot, home)
    typed("verr")
    press(K.Key_Return)
    assert loop.sent == [LockAsked()]


def test_a_draft_is_taken_up_and_a_page_of_the_office_opened(home: Scene) -> None:
    draft = home.desk.drafts[0]
    (first, *_) = found(home, f"reprendre {draft.title.split()[0]}")
    assert first.messages == (DraftChosen(draft.draft_id),)
    assert found(home, "sauveg")[0].messages == (OfficeAsked(Place.BACKUP),)
    assert found(home, "accueil")[0].messages == (HomeAsked(),)


def test_escape_returns_to_the_page_and_typed_words_are_forgotten(
    qtbot: QtBot, dress: Dresser
) -> None:
    dress(Look(reduced_motion=True))
    window, loop = opened(qtbot, moments()["ask"])
    over = window.page
    typed("gorge")
    press(K.Key_Escape)
    press(K.Key_Escape)
    assert window.page is not over
    QTest.keyClick(window, K.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.page is over
    typed("verr")
    assert "Verrouiller" in found(moments()["ask"], "verr")[0].words
    assert loop.sent == []


@pytest.mark.parametrize("worn", [Look(), Look(base=26)], ids=["17", "26"])
@pytest.mark.parametrize("name", ["home", "ask"])
def test_its_page_is_whole(qtbot: QtBot, dress: Dresser, worn: Look, name: str) -> None:
    dress(worn)
    window, _ = opened(qtbot, moments()[name])
    assert faults(window) == {}
