"""One slice of a document received: headings, paragraphs, lists, tables, pages of PDF."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.encounter.incoming_text import Bullets, Grid, Heading, Paragraph, Picture, Sheet, Shown
from ui.document_words import pieces
from ui.tokens import Colour, TextRole
from ui.widgets.capture_shelf import PictureView
from ui.widgets.card import Card, Rule
from ui.widgets.text import Text

ZOOMS = (TextRole.DETAIL, TextRole.BODY, TextRole.HELP, TextRole.ANSWER, TextRole.QUESTION)
USUAL_ZOOM = 1
PICTURE = "Image ou fichier du document\u00a0: {0}"
PAGE = "Page {0} du PDF, son texte seul"


class DocumentView(QWidget):
    """The parts one under the other, built again when the slice, the zoom or the search changes."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[object, ...] = ()
        self._widgets: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)

    def show_parts(self, parts: Sequence[Shown], zoom: int, needle: str) -> None:
        """Show ``parts`` at one of ``ZOOMS``, what is searched being strong."""
        if (parts, zoom, needle) == self._shown:
            return
        self._shown = (parts, zoom, needle)
        for one in self._widgets:
            self._column.removeWidget(one)
            one.hide()
            one.deleteLater()
        maker = _Maker(ZOOMS[zoom], needle)
        self._widgets = [maker.make(one) for one in parts]
        for one in self._widgets:
            self._column.addWidget(one)
            one.show()  # at once: Qt would show it later, once the page is laid out without it

    def part(self, rank: int) -> QWidget:
        """Return the widget of one part."""
        return self._widgets[rank]


class _Maker:
    """Makes the widget of each part."""

    def __init__(self, role: TextRole, needle: str) -> None:
        self._role, self._needle = role, needle

    def make(self, part: Shown) -> QWidget:
        match part:
            case Heading(text=text, depth=depth):
                role = TextRole.CARD_TITLE if depth == 1 else self._role
                return self._text(text, role, Colour.ACCENT_STRONG, 700)
            case Paragraph(text=text):
                return self._text(text, self._role)
            case Bullets():
                return self._bullets(part)
            case Grid():
                return self._grid(part)
            case Sheet():
                return self._sheet(part)
            case Picture(name=name, caption=caption):
                words = PICTURE.format(caption or name)
                return self._text(words, self._role, Colour.INK_SOFT)

    def _text(self, words: str, role: TextRole, ink: Colour = Colour.INK, weight: int = 0) -> Text:
        text = Text("", role, ink, weight)
        text.say(*pieces(words, self._needle))
        return text

    def _bullets(self, part: Bullets) -> QWidget:
        marks = (f"{rank}. " if part.mark == "ordered" else "• " for rank in range(1, 10_000))
        holder, column = _column()
        for mark, item in zip(marks, part.items, strict=False):
            column.addWidget(self._text(mark + item, self._role))
        return holder

    def _grid(self, part: Grid) -> QWidget:
        card = Card(margin=14, spacing=6)
        if part.caption:
            card.column.addWidget(self._text(part.caption, self._role, Colour.INK_SOFT, 600))
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        line = 0
        for cells, weight in ((part.heads, 700), (part.rows, 0)):
            for row in cells:
                self._row(grid, line, row, weight)
                line += 2
        card.column.addLayout(grid)
        return card

    def _row(self, grid: QGridLayout, line: int, cells: tuple[str, ...], weight: int) -> None:
        for place, cell in enumerate(cells):
            text = self._text(cell, self._role, weight=weight)
            grid.addWidget(text, line, place, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(place, 1)
        grid.addWidget(Rule(), line + 1, 0, 1, max(len(cells), 1))

    def _sheet(self, part: Sheet) -> QWidget:
        card = Card(margin=20, spacing=4)
        if part.number:
            title = PAGE.format(part.number)
            card.column.addWidget(Text(title, TextRole.NOTE, Colour.INK_SOFT))
        if part.refused:
            card.column.addWidget(self._text(part.refused, self._role, Colour.OCHRE, 600))
        for line in part.lines:
            card.column.addWidget(self._text(line, self._role))
        for picture in part.pictures:
            view = PictureView()
            view.show_picture(picture, PAGE.format(part.number) if part.number else "Image")
            card.column.addWidget(view)
        return card


def _column() -> tuple[QWidget, QVBoxLayout]:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    return holder, column
