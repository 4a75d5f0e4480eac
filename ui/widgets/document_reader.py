"""One document read whole: its title, its search, its zoom, one slice after the other."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.encounter.incoming import KeptDocument
from app.encounter.viewer import Viewer
from ui.document_words import found_words, origin_words, places, slices, title_words
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.document_view import USUAL_ZOOM, ZOOMS, DocumentView
from ui.widgets.field import SearchField
from ui.widgets.text import Fit, Text

if TYPE_CHECKING:
    from app.encounter.incoming_text import Shown

READING = "Lecture du document…"
PAGES = "Lecture des pages du PDF…"
NOTHING = "Aucun document choisi"


class DocumentReader(QWidget):
    """The document; ``reached`` is told the widget to bring in view, ``None`` for the top."""

    def __init__(self, reached: Callable[[QWidget | None], None]) -> None:
        super().__init__()
        self._reached = reached
        self._selected = ""
        self._slices: tuple[tuple[Shown, ...], ...] = ((),)
        self._slice, self._zoom, self._match = 0, USUAL_ZOOM, 0
        self._title = Text("", TextRole.PAGE_TITLE)
        self._origin = Text("", TextRole.DETAIL, Colour.INK_SOFT)
        self._state = Text("", TextRole.BODY, Colour.INK_SOFT)
        self._search = SearchField("Chercher dans ce document", "search", "F4")
        self._search.line.textEdited.connect(lambda _: self.look_for(0))
        self.view = DocumentView()
        self._place = Text("", TextRole.ACTION, fit=Fit.WHOLE)
        self._before = Button("Avant", Kind.FRAMED, Height.SMALL, "arrow-left", "P")
        self._after = Button("Suite", Kind.FRAMED, Height.SMALL, "arrow-right", "S")
        self._lay_out()

    def _lay_out(self) -> None:
        column, tools, turning = QVBoxLayout(self), QHBoxLayout(), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        tools.setSpacing(10)
        tools.addWidget(self._search, 1)
        larger = Button("Agrandir", Kind.FRAMED, Height.SMALL, "zoom-in", "G")
        smaller = Button("Réduire", Kind.FRAMED, Height.SMALL, key="R")
        tools.addWidget(larger.does(partial(self.zoom, 1)))
        tools.addWidget(smaller.does(partial(self.zoom, -1)))
        turning.setSpacing(10)
        turning.addWidget(self._before.does(partial(self.turn, -1)))
        turning.addWidget(self._place)
        turning.addWidget(self._after.does(partial(self.turn, 1)))
        turning.addStretch(1)
        for text in (self._title, self._origin):
            column.addWidget(text)
        column.addLayout(tools)
        column.addWidget(self._state)
        column.addWidget(self.view)
        column.addLayout(turning)

    def show_document(self, one: KeptDocument | None, viewer: Viewer) -> None:
        """Show the document that is chosen, as far as it was read."""
        if viewer.selected != self._selected:
            self._selected, self._slice, self._match = viewer.selected, 0, 0
            self._search.line.clear()
        has_one = one is not None or viewer.unproven is not None
        shown = viewer.shown if has_one else None
        nameless = viewer.unproven.words if viewer.unproven is not None else NOTHING
        self._title.say(title_words(one) if one is not None else nameless)
        self._origin.say(origin_words(one) if one is not None else "")
        self._slices = slices(shown.parts if shown is not None else ())
        waiting = READING if has_one and shown is None else ""
        pages = PAGES if shown is not None and shown.papers else ""
        told = viewer.refused or waiting or pages
        self._state.say(told)
        self._state.setVisible(bool(told))
        self._show_slice()

    def _show_slice(self) -> None:
        needle = self._search.line.text()
        found = places(self._slices, needle)
        self._slice = min(self._slice, len(self._slices) - 1)
        self.view.show_parts(self._slices[self._slice], self._zoom, needle)
        self._search.beside.say(found_words(len(found), min(self._match, len(found)), needle))
        self._place.say(f"Partie {self._slice + 1} sur {len(self._slices)}")
        for widget in (self._before, self._after, self._place):
            widget.setVisible(len(self._slices) > 1)

    def turn(self, by: int) -> None:
        """Show the part after (1) or before (-1)."""
        wanted = self._slice + by
        if 0 <= wanted < len(self._slices):
            self._slice = wanted
            self._show_slice()
            self._reached(None)

    def zoom(self, by: int) -> None:
        """Show larger letters (1) or smaller ones (-1)."""
        self._zoom = min(max(self._zoom + by, 0), len(ZOOMS) - 1)
        self._show_slice()

    def look_for(self, by: int) -> None:
        """Show the first passage that says what is searched (0), or the next (1)."""
        found = places(self._slices, self._search.line.text())
        if found:
            self._match = (self._match + by) % len(found) if by else 0
            self._slice = found[self._match][0]
        self._show_slice()
        if found:
            self._reached(self.view.part(found[self._match][1]))

    def is_searching(self) -> bool:
        """True while what is searched is being typed."""
        return self._search.line.hasFocus()

    def focus_search(self) -> None:
        """Give the keys to the search."""
        self._search.line.setFocus()
