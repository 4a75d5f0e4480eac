"""The page of documents: everything is read, searched and turned from the keyboard."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.encounter.incoming_messages import (
    AttachLeft,
    DocumentChosen,
    IncomingAttached,
    IncomingOpened,
    IncomingStopped,
    ViewerLeft,
    ViewerOpened,
)
from app.encounter.incoming_text import Grid, Heading, Paragraph, ShownDocument
from tests.ui import walk
from tests.ui.document_scenes import LETTER, PARTS, SUMMARY
from tests.ui.scenes import moments
from tests.ui.stage import StagedLoop
from ui.document_words import HEAVIEST, folded, pieces, places, slices, texts
from ui.scene import Scene
from ui.screens.documents import DocumentsScreen
from ui.typeset import Strong
from ui.widgets.button import Button
from ui.widgets.text import Text
from ui.window import StationWindow

Shown = Callable[[str], tuple[StationWindow, StagedLoop]]
FILE = "/media/cle/courrier.pdf"
PLAIN = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def shown(qtbot: QtBot, dress: object) -> Shown:
    def show(name: str) -> tuple[StationWindow, StagedLoop]:
        loop = StagedLoop(moments()[name])
        window = StationWindow(loop)
        qtbot.addWidget(window)
        window.resize(1280, 800)
        window.show()
        window.activateWindow()
        QApplication.processEvents()
        return window, loop

    return show


def screen(window: StationWindow) -> DocumentsScreen:
    page = window.page
    assert isinstance(page, DocumentsScreen)
    return page


def said(window: StationWindow) -> str:
    return "\n".join(one.text() for one in walk.shown(window, Text) if isinstance(one, Text))


def press(window: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)


def test_every_word_of_a_document_is_on_the_page(shown: Shown) -> None:
    window, _ = shown("documents")
    words = said(window)
    for part in PARTS:
        for text in texts(part):
            assert text in words
    assert "Allergie\u00a0: Amoxicilline" in words
    assert "1\u00a0fait repris" in words


def test_a_page_of_pdf_that_is_not_shown_says_why(shown: Shown) -> None:
    words = said(shown("documents-pdf")[0])
    assert "Gorge calme." in words
    assert "Cette page est tournée" in words


def test_f3_opens_the_documents_and_escape_or_f3_leaves_them(shown: Shown) -> None:
    window, loop = shown("ask")
    press(window, Qt.Key.Key_F3)
    assert ViewerOpened() in loop.sent
    window, loop = shown("documents")
    press(window, Qt.Key.Key_Escape)
    press(window, Qt.Key.Key_F3)
    press(window, Qt.Key.Key_Return)
    assert loop.sent.count(ViewerLeft()) == 3


def test_before_the_identity_there_is_nothing_to_open(shown: Shown) -> None:
    window, loop = shown("identify-blank")
    press(window, Qt.Key.Key_F3)
    assert ViewerOpened() not in loop.sent


def test_a_digit_chooses_and_f5_opens_another(shown: Shown) -> None:
    window, loop = shown("documents")
    press(window, Qt.Key.Key_2)
    assert DocumentChosen(LETTER) in loop.sent
    press(window, Qt.Key.Key_F5)
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, FILE)
    press(window, Qt.Key.Key_Return)
    assert IncomingOpened(FILE) in loop.sent
    assert ViewerLeft() not in loop.sent


def test_a_passage_is_found_without_its_accents_and_stands_out(shown: Shown) -> None:
    window, _ = shown("documents")
    press(window, Qt.Key.Key_F4)
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "oedeme")
    assert "Aucun passage ne le dit" in said(window)
    field.clear()  # type: ignore[attr-defined] # the line of a search
    QTest.keyClicks(field, "legER")
    assert "Passage 1 sur 1" in said(window)
    assert pieces("Asthme léger", "legER") == ("Asthme ", "léger")
    assert isinstance(pieces("Asthme léger", "leger")[1], Strong)


def test_enter_goes_from_a_passage_to_the_next(shown: Shown) -> None:
    window, _ = shown("documents")
    press(window, Qt.Key.Key_F4)
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "2026")
    assert "Passage 1 sur 1" in said(window)
    field.clear()  # type: ignore[attr-defined] # the line of a search
    QTest.keyClicks(field, "e")
    first = said(window)
    press(window, Qt.Key.Key_Return)
    assert "Passage 2 sur" in said(window) and "Passage 1 sur" in first


def test_letters_grow_and_shrink_as_far_as_they_may(shown: Shown) -> None:
    window, _ = shown("documents")
    view = screen(window).reader.view
    heights = [view.part(4).sizeHint().height()]
    for key in (Qt.Key.Key_G, Qt.Key.Key_R, *[Qt.Key.Key_G] * 9):
        press(window, key)
        heights.append(view.part(4).sizeHint().height())
    assert heights[1] > heights[0] == heights[2] < heights[-1]
    assert heights[-1] == heights[-2]


def a_long_document() -> ShownDocument:
    rows = tuple((f"ligne {rank}", "valeur") for rank in range(900))
    return ShownDocument(SUMMARY, (Heading("Résultats", 1), Grid("", (("Nom", "Valeur"),), rows)))


def test_a_long_document_is_turned_part_by_part_and_loses_nothing(
    qtbot: QtBot, dress: object
) -> None:
    whole = a_long_document()
    cut = slices(whole.parts)
    rows = [row for part in cut for one in part if isinstance(one, Grid) for row in one.rows]
    table = whole.parts[1]
    assert isinstance(table, Grid)
    assert tuple(rows) == table.rows
    assert max(sum(len(texts(one)) for one in part) for part in cut) <= HEAVIEST + 20
    scene = moments()["documents"]
    visit = scene.visit
    assert visit is not None
    viewer = replace(visit.viewer, shown=whole)
    loop = StagedLoop(
        Scene(scene.desk, replace(visit, viewer=viewer), scene.now, scene.touched, scene.live)
    )
    window = StationWindow(loop)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    assert f"Partie 1 sur {len(cut)}" in said(window)
    press(window, Qt.Key.Key_S)
    assert f"Partie 2 sur {len(cut)}" in said(window)
    press(window, Qt.Key.Key_P)
    press(window, Qt.Key.Key_P)
    assert f"Partie 1 sur {len(cut)}" in said(window)


def test_places_and_folds_keep_their_length() -> None:
    assert folded("Œdème ÀÉÎ ﬁ") == "œdeme aei ﬁ"
    parts = ((Paragraph("rien"),), (Paragraph("Là"), Paragraph("là aussi")))
    assert places(parts, "la") == ((1, 0), (1, 1))
    assert places(parts, " ") == ()


def test_a_piece_without_a_name_is_attached_with_what_is_typed_or_left(shown: Shown) -> None:
    window, loop = shown("documents-attach")
    assert "Gorge calme." in said(window)  # read before it is recognised
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "nom lu")
    press(window, Qt.Key.Key_Return)
    assert IncomingAttached("nom lu") in loop.sent
    press(window, Qt.Key.Key_Escape)
    press(window, Qt.Key.Key_N)
    assert AttachLeft() in loop.sent


def test_a_file_on_its_way_is_stopped_by_its_button(shown: Shown) -> None:
    window, loop = shown("documents-coming")
    assert "Lecture du fichier\u00a0: 45\u00a0%" in said(window)
    buttons = [one for one in window.findChildren(Button) if one.text() == "Arrêter"]
    next(one for one in buttons if one.isVisible()).click()
    assert IncomingStopped() in loop.sent


@pytest.mark.parametrize("name", ["ask", "documents", "decide", "signs"])
def test_a_file_dropped_on_the_window_is_taken_in(shown: Shown, name: str) -> None:
    window, loop = shown(name)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(FILE)])
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    drop = QDropEvent(QPointF(5, 5), copy, data, Qt.MouseButton.LeftButton, none)
    assert window.acceptDrops()
    assert not window.page.acceptDrops()
    window.dropEvent(drop)
    assert IncomingOpened(FILE) in loop.sent
