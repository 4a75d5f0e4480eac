"""The page of the call: whole in every look, driven by keys alone, silent on what is not there."""

import re
from collections.abc import Callable
from dataclasses import replace

import numpy
import pytest
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desk.messages import DraftChosen, EncounterAsked
from app.encounter import call_messages as say
from hardware.bindings import CameraRole
from tests.dressing import Dresser
from tests.ui import walk
from tests.ui.call_scenes import LINK, call_moments, home_moments, relay_moments
from tests.ui.scenes import NOON, moments
from tests.ui.stage import StagedLoop
from ui.call_words import link_face, place_face
from ui.look import Look
from ui.screens.emergency import EmergencyScreen
from ui.screens.teleconsult import TeleconsultScreen
from ui.tokens import Theme
from ui.widgets.button import Button
from ui.widgets.chip import Chip
from ui.widgets.conclusion_card import ConclusionCard
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.square_view import SquareView
from ui.widgets.vitals_share import VitalCell
from ui.window import StationWindow

NAMES = (*call_moments(NOON), *home_moments(NOON), *relay_moments())
LOOKS = [Look(reduced_motion=True), Look(Theme.CONTRAST), Look(Theme.DARK, 23), Look(base=26)]
USUAL = [LOOKS[0], LOOKS[3]]
SIZES = [(1280, 800), (960, 640), (1920, 1080)]
K = Qt.Key


class Page:
    def __init__(self, qtbot: QtBot, name: str) -> None:
        self.loop = StagedLoop(moments()[name])
        self.window = StationWindow(self.loop)
        qtbot.addWidget(self.window)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier):
        self.loop.sent.clear()
        QTest.keyClick(QApplication.focusWidget() or self.window, key, held)
        return list(self.loop.sent)

    def type(self, sign: str):
        self.loop.sent.clear()
        QTest.keyClicks(QApplication.focusWidget() or self.window, sign)
        return list(self.loop.sent)

    def words(self) -> str:
        return " ".join(one.text() for one in walk.shown(self.window, walk.Text))


@pytest.fixture
def opened(qtbot: QtBot, dress: Dresser) -> Callable[[str], Page]:
    return lambda name: Page(qtbot, name)


def faults(window: StationWindow) -> dict[str, object]:
    found = {
        "cut": walk.cut_labels(window),
        "squeezed": walk.squeezed_buttons(window),
        "covered": walk.overlaps(window),
        "too small": walk.small_targets(window),
        "unnamed": walk.unnamed(window),
        "not plain": walk.rich_labels(window),
        "same name": walk.same_names(window),
    }
    return {kind: which for kind, which in found.items() if which}


@pytest.mark.parametrize("size", SIZES)
def test_every_moment_of_a_call_is_whole(
    opened: Callable[[str], Page], dress: Dresser, look: Look, size: tuple[int, int]
) -> None:
    dress(look)
    page = opened("login")
    page.window.resize(*size)
    wrong = {}
    shown = moments()
    for name in NAMES:
        page.loop.show_scene(shown[name])
        QApplication.processEvents()
        if faults(page.window):
            wrong[name] = faults(page.window)
    assert wrong == {}


def test_consents_are_answered_one_after_the_other_by_keys(opened: Callable[[str], Page]) -> None:
    page = opened("call-consent")
    assert "Acceptez-vous de voir un médecin par vidéo" in page.words()
    assert page.type("1") == [say.CallConsent(agreed=True)]
    assert page.type("2") == [say.CallConsent(agreed=False)]
    assert page.press(K.Key_Return) == []
    scene = moments()["call-consent"]
    assert scene.visit is not None
    agreed = replace(scene.visit.call, agreed=True)
    page.loop.show_scene(replace(scene, visit=replace(scene.visit, call=agreed)))
    assert page.type("2") == [say.SummaryChoice(agreed=False)]
    assert page.press(K.Key_Return) == []


def test_the_camera_is_not_looked_at_before_the_patient_agreed(
    opened: Callable[[str], Page],
) -> None:
    page = opened("call-consent").window.page
    assert isinstance(page, TeleconsultScreen)
    assert not page._room.preview.isVisible()
    assert not page._view.isVisible()
    agreed = opened("call-preview").window.page
    assert isinstance(agreed, TeleconsultScreen)
    assert agreed._room.preview.isVisible()


def test_the_doctor_is_called_once_both_consents_are_answered(
    opened: Callable[[str], Page],
) -> None:
    assert opened("call-preview").press(K.Key_Return) == [say.CallStarted()]
    refused = opened("call-refused-by-patient")
    assert refused.press(K.Key_Return) == []
    assert "Le patient n’a pas accepté." in refused.words()
    assert opened("call-interrupted").press(K.Key_Return) == [say.CallStarted()]
    assert opened("call-refused").press(K.Key_Return) == [say.CallStarted()]
    assert opened("call-over").press(K.Key_Return) == [say.CallPageLeft()]


def test_a_station_without_a_relay_says_so_and_calls_nobody(opened: Callable[[str], Page]) -> None:
    page = opened("call-preview")
    scene = moments()["call-preview"]
    station = replace(scene.desk.station, demonstration=False, relay_address="")
    page.loop.show_scene(replace(scene, desk=replace(scene.desk, station=station)))
    assert "Téléconsultation\u00a0: serveur à fournir." in page.words()
    assert page.press(K.Key_Return) == []


def test_the_link_is_photographed_read_aloud_or_mailed(opened: Callable[[str], Page]) -> None:
    page = opened("call-waiting")
    words = page.words()
    assert "000G\u00a0\u00a040R4\u00a0\u00a00M30\u00a0\u00a0E200" in words
    assert "Page\u00a0: relais.exemple.invalid" in words
    assert "#" not in words
    assert page.type("v") == [say.CallMailAsked()]
    (square,) = walk.shown(page.window, SquareView)
    picture = square.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = numpy.frombuffer(picture.constBits(), numpy.uint8)
    drawn = pixels.reshape(picture.height(), picture.bytesPerLine())[:, : picture.width()]
    (found,) = zxingcpp.read_barcodes(numpy.ascontiguousarray(drawn))
    assert found.text == LINK
    assert opened("call-connected").type("v") == []


def test_the_request_is_told_beside_the_mail(opened: Callable[[str], Page]) -> None:
    told = opened("call-mailed").words()
    assert "Joignez-y la demande\u00a0: Messages/demande." in told
    assert "Joignez-y" not in opened("call-waiting").words()


def test_the_exam_is_shared_and_taken_by_keys_alone(opened: Callable[[str], Page]) -> None:
    page = opened("call-connected")
    assert page.press(K.Key_F5) == [say.CameraShared(CameraRole.OTOSCOPE)]
    assert page.type("c") == []
    assert page.type("e") == [say.SoundShared(on=True)]
    assert page.type("m") == [say.Muted(on=True)]
    assert page.type("s") == [say.PatientAlone(on=True)]
    shown = opened("call-one-value")
    assert shown.press(K.Key_F6) == [say.CameraShared(None)]
    assert shown.type("c") == [say.PhotoSent(CameraRole.DERMATOSCOPE)]
    assert shown.press(K.Key_Escape) == [say.CameraShared(None)]
    assert opened("call-listening").press(K.Key_Escape) == [say.SoundShared(on=False)]
    assert opened("call-connected").press(K.Key_Escape) == [say.CallPageLeft()]
    assert opened("call-connected").press(K.Key_Backspace) == [say.CallPageLeft()]


def test_enter_answers_the_doctor_who_asks_for_a_photo(opened: Callable[[str], Page]) -> None:
    assert opened("call-exam").press(K.Key_Return) == [say.PhotoSent(CameraRole.DERMATOSCOPE)]
    assert opened("call-still-room").press(K.Key_Return) == [say.PhotoSent(CameraRole.ROOM)]
    unseen = opened("call-still-exam-unseen")
    assert unseen.press(K.Key_Return) == []
    assert "Montrez d’abord une caméra d’examen." in unseen.words()
    assert opened("call-connected").press(K.Key_Return) == []


def test_a_capture_kept_before_is_sent_by_its_digit(opened: Callable[[str], Page]) -> None:
    page = opened("call-exam")
    assert page.type("1") == [say.RecordingSent("d" * 32)]
    assert page.type("2") == [say.RecordingSent("a" * 32)]
    assert page.type("3") == []


def test_the_call_ends_by_a_key_that_is_never_pressed_alone(opened: Callable[[str], Page]) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    assert opened("call-connected").press(K.Key_Return, control) == [say.CallEnded()]
    assert opened("call-preview").press(K.Key_Return, control) == []


def test_nothing_of_the_patient_is_shown_while_he_is_alone(opened: Callable[[str], Page]) -> None:
    page = opened("call-alone")
    words = page.words()
    assert "Le patient est seul avec le médecin." in words
    assert not walk.shown(page.window, VitalCell)
    for key in ("c", "e", "m", "1"):
        assert page.type(key) == []
    assert page.press(K.Key_F5) == []
    assert page.press(K.Key_Escape) == [say.PatientAlone(on=False)]
    assert page.type("s") == [say.PatientAlone(on=False)]
    assert "Le patient vous appelle." in opened("call-alone-calling").words()


def test_a_lost_link_says_when_it_is_tried_again(opened: Callable[[str], Page]) -> None:
    assert "nouvelle tentative dans 8\u00a0s" in opened("call-lost").words()


def test_the_words_to_say_aloud_are_shown_to_the_pharmacist(opened: Callable[[str], Page]) -> None:
    assert "jardin · cloche · renard · sel" in opened("call-connected").words()


def test_the_conclusion_says_what_is_in_the_sheet(opened: Callable[[str], Page]) -> None:
    words = opened("call-concluded").words()
    for one in ("Prescription", "Érythème migrant", "Revoir dans", "1\u00a0document PDF"):
        assert one in words
    states = [one.accessibleName() for one in walk.shown(opened("call-samu").window, Chip)]
    assert "Enregistrement…" in states
    states = [one.accessibleName() for one in walk.shown(opened("call-concluded").window, Chip)]
    assert "Enregistrée dans la fiche" in states


def test_a_document_of_the_doctor_is_read_during_the_call_or_after(
    opened: Callable[[str], Page],
) -> None:
    page = opened("call-concluded")
    [paper] = page.loop.scene.visit.call.papers
    assert page.type("l") == [say.PaperAsked(paper.sha256)]
    visit = page.loop.scene.visit
    written = replace(visit.call, papers_at="/srv/exports/medecin-01.pdf")
    page.loop.show_scene(replace(page.loop.scene, visit=replace(visit, call=written)))
    assert "/srv/exports/medecin-01.pdf" in page.words()


def test_every_value_is_marked_once_the_doctor_has_it(opened: Callable[[str], Page]) -> None:
    before = walk.shown(opened("call-waiting").window, VitalCell)
    assert len(before) == 6
    assert not [one for one in before if "partagé" in one.accessibleName()]
    after = walk.shown(opened("call-listening").window, VitalCell)
    assert [one for one in after if "partagé" not in one.accessibleName()] == []
    assert "tension, 134/82 mmHg, 11:46, partagé" in [one.accessibleName() for one in after]


def test_the_call_opens_from_the_orientation_and_waits_on_the_home_page(
    opened: Callable[[str], Page],
) -> None:
    assert opened("decide").type("t") == [say.CallPageOpened()]
    waiting = opened("home-call-waiting")
    listed = [one for one in walk.shown(waiting.window, Button) if one.text() == "Ouvrir"]
    waiting.loop.sent.clear()
    listed[0].click()
    assert waiting.loop.sent == [EncounterAsked(), say.CallPageOpened()]
    cut = opened("home-calls-cut")
    taken = [one for one in walk.shown(cut.window, Button) if "l’appel" in one.accessibleName()]
    cut.loop.sent.clear()
    taken[1].click()
    assert cut.loop.sent == [DraftChosen("1" * 32)]


def test_a_key_comes_back_to_the_call_from_any_page(opened: Callable[[str], Page]) -> None:
    for name in ("home-call-online", "measure", "call-connected"):
        assert opened(name).press(K.Key_F10) == [EncounterAsked(), say.CallPageOpened()]


def test_a_patient_who_calls_is_heard_from_every_page(opened: Callable[[str], Page]) -> None:
    page = opened("home-call-online")
    notices = [one.sentence for one in walk.shown(page.window, NoticeBar)]
    assert notices == ["Le patient vous appelle. Revenez avec lui."]


def test_an_emergency_is_never_under_the_page_of_a_call(opened: Callable[[str], Page]) -> None:
    scene, called = moments()["emergency"], moments()["call-connected"]
    assert scene.visit is not None and called.visit is not None
    page = opened("login")
    page.loop.show_scene(replace(scene, visit=replace(scene.visit, call=called.visit.call)))
    assert isinstance(page.window.page, EmergencyScreen)


def test_words_follow_french_typography() -> None:
    for name in NAMES:
        scene = moments()[name]
        if scene.visit is None:
            continue
        call = scene.visit.call
        line, place = link_face(call, NOON), place_face(call, NOON)
        for words in (line.title, line.sentence, place.title, place.note):
            assert not re.search(r"[^\u00a0\d][:;!?»]", words), words
            assert "'" not in words


def test_what_the_doctor_concludes_comes_in_view_in_a_narrow_window(
    qtbot: QtBot, opened: Callable[[str], Page]
) -> None:
    page = opened("call-connected")
    page.window.resize(960, 640)
    QApplication.processEvents()
    card = page.window.findChild(ConclusionCard)
    assert card is not None
    page.loop.show_scene(moments()["call-samu"])
    qtbot.waitUntil(lambda: not card.visibleRegion().isEmpty())
