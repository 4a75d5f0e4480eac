"""The pages of what is kept, with the keys alone: what is long is read, what is found is seen."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QScrollArea
from pytestqt.qtbot import QtBot

from app.desk.archive import PAGE
from app.office.diagnostics import DiagnosticsAsked
from app.office.notices import NoticeChosen
from tests.dressing import Dresser
from tests.ui.scenes import moments
from tests.ui.stage import StagedLoop, in_front
from ui.custody.second_person import SecondPerson
from ui.look import Look
from ui.widgets.row import TableRow
from ui.window import StationWindow

Open = Callable[[str], tuple[StationWindow, StagedLoop]]


@pytest.fixture
def opened(qtbot: QtBot, dress: Dresser) -> Open:
    dress(Look(reduced_motion=True))

    def show(name: str) -> tuple[StationWindow, StagedLoop]:
        return in_front(qtbot, moments()[name])

    return show


def scrolled(window: StationWindow) -> int:
    (area,) = [one for one in window.page.findChildren(QScrollArea) if one.isVisibleTo(window)]
    return area.verticalScrollBar().value()


@pytest.mark.parametrize("name", ["archive-read", "backup"])
def test_a_long_page_is_read_with_the_arrows(opened: Open, name: str) -> None:
    window, _ = opened(name)
    QTest.keyClick(window, Qt.Key.Key_Down)
    down = scrolled(window)
    QTest.keyClick(window, Qt.Key.Key_Up)
    assert (down > 0, scrolled(window)) == (True, 0)


def test_half_a_million_sheets_make_one_page_of_rows(opened: Open) -> None:
    window, loop = opened("archive")
    scene = moments()["archive"]
    (line, *_) = scene.desk.archive.lines
    lines = tuple(replace(line, sheet_id=f"{place:032x}") for place in range(PAGE))
    archive = replace(scene.desk.archive, lines=lines, matching=500_000, total=500_000)
    loop.show_scene(replace(scene, desk=replace(scene.desk, archive=archive)))
    rows = window.page.findChildren(TableRow)
    assert len(rows) == PAGE + 1
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    for place in range(1, PAGE):
        archive = replace(archive, selected=lines[place - 1].sheet_id)
        loop.show_scene(replace(scene, desk=replace(scene.desk, archive=archive)))
        QTest.keyClick(window, Qt.Key.Key_Down)
    QApplication.processEvents()
    assert not rows[-1].visibleRegion().isEmpty()


def test_a_password_of_a_second_person_leaves_its_field_when_it_is_given(opened: Open) -> None:
    window, _ = opened("retention-plan")
    (person,) = [one for one in window.page.findChildren(SecondPerson) if one.isVisibleTo(window)]
    (field,) = person.findChildren(QLineEdit)
    assert field.echoMode() is QLineEdit.EchoMode.Password
    QTest.keyClicks(field, "s3cret")
    window.page.strong_action()
    assert field.text() == ""


def test_the_sentence_of_an_empty_search_repeats_it_word_for_word(opened: Open) -> None:
    from ui.custody.archive_words import names, nothing

    scene = moments()["archive-none"]
    known = names(scene.desk.tiles, scene.desk.station.professionals)
    told = nothing(scene.desk.archive, known)
    for part in ("«\u00a0lestradé\u00a0»", "Médecin ce jour", "30\u00a0derniers jours"):
        assert part in told


@pytest.mark.parametrize("moment", ["archive-read", "archive-addendum", "archive-right"])
def test_whose_sheet_it_is_stands_above_everything_done_to_it(opened: Open, moment: str) -> None:
    window, _ = opened(moment)
    labels = [one for one in window.page.findChildren(QLabel) if one.isVisibleTo(window)]
    (whose,) = [one for one in labels if one.text() == "DORVAL Camille, fiche 418"]
    assert not whose.visibleRegion().isEmpty()
    below = [one for one in labels if one.text() in {"Orientation", "Corrections et compléments"}]
    heights = [one.mapTo(window, one.rect().topLeft()).y() for one in (whose, *below)]
    assert len(heights) > 1
    assert heights[0] == min(heights)


@pytest.mark.parametrize("moment", ["archive-sheet", "archive-read"])
def test_a_sheet_made_elsewhere_is_never_said_signed(opened: Open, moment: str) -> None:
    window, loop = opened(moment)
    scene = moments()[moment]
    detail = scene.desk.archive.detail
    assert detail is not None
    assert "Signée par" in shown_words(window)
    told = replace(
        detail,
        sheet=None,
        signatures=(),
        signed_by="",
        replayed="Non vérifiée",
        told=(("nom", "ESSAI"),),
        keeping=replace(detail.keeping, imported=True),
    )
    archive = replace(scene.desk.archive, detail=told)
    loop.show_scene(replace(scene, desk=replace(scene.desk, archive=archive)))
    words = shown_words(window)
    assert "Signée par" not in words
    assert "Écrite par un auteur non indiqué" in words.replace("Écrite par | ", "Écrite par ")
    assert "Importée, non vérifiée" in words


def shown_words(window: StationWindow) -> str:
    labels = window.page.findChildren(QLabel)
    return " | ".join(one.text() for one in labels if one.isVisibleTo(window))


def test_the_diagnostics_say_first_what_asks_for_something(opened: Open) -> None:
    window, loop = opened("diagnostics")
    words = shown_words(window)
    wanted = ["Sauvegarde des clés", "Place libre", "Dossier du poste", "Versions", "SQLite"]
    places = [words.index(one) for one in wanted]
    assert places == sorted(places)
    QTest.keyClick(window, Qt.Key.Key_Return)
    assert loop.sent[-1] == DiagnosticsAsked()


def test_the_parts_are_read_with_the_arrows_and_their_licence_with_tab(opened: Open) -> None:
    window, loop = opened("notices")
    words = shown_words(window)
    assert "Pas encore un dispositif médical" in words
    assert "Il ne porte pas le marquage CE" in words
    names = [one.name for one in moments()["notices"].desk.office.notices.lines]
    QTest.keyClick(window, Qt.Key.Key_Down)
    assert loop.sent[-1] == NoticeChosen(names[names.index("lxml") + 1])
    QTest.keyClick(window, Qt.Key.Key_Up)
    assert loop.sent[-1] == NoticeChosen(names[names.index("lxml") - 1])
    (licence,) = window.page.findChildren(QPlainTextEdit)
    assert "BSD 3-Clause License" in licence.toPlainText()
    assert licence.isReadOnly()
    licence.setFocus()
    QTest.keyClick(licence, Qt.Key.Key_PageDown)
    assert licence.verticalScrollBar().value() > 0
