"""What the station is for, what it is made of, and under which licences: one list to read."""

from functools import partial

from PySide6.QtWidgets import QVBoxLayout

from app.office.notices import Notice, NoticeChosen
from ui.look import Tone, look
from ui.scene import Scene, Send
from ui.screen import Screen
from ui.tokens import Colour, TextRole
from ui.widgets.card import Card, Tinted
from ui.widgets.columns import Columns
from ui.widgets.long_text import LongText
from ui.widgets.page import Page
from ui.widgets.row import Cell, TableRow
from ui.widgets.text import Text

LIST_PX, LIST_HEIGHT_PX = 500, 220
ROW_PX = 44
COLUMNS = (0.42, 0.22, 0.36)
HEADINGS = ("Logiciel", "Version", "Licence")
READING = "La licence se lit."
HOW = (
    "Chacun reste la propriété de ses auteurs. La bibliothèque Qt est utilisée sous LGPL 3\u00a0: "
    "dans le dossier du programme, ses fichiers peuvent être remplacés par les vôtres."
)


class NoticesScreen(Screen):
    """The intended use above, the parts on the left, the licence of one on the right."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._use, self._use_title = Tinted(Tone.OCHRE), Text("", TextRole.CARD_TITLE)
        self._use_words = Text("", TextRole.DETAIL)
        self._list = Page(margin=0, spacing=0)
        self._rows: list[TableRow] = []
        self._title = Text("", TextRole.CARD_TITLE)
        self._words = LongText("Texte de la licence")
        self._names: tuple[str, ...] = ()
        self._chosen = ""
        self._lay_out()

    def _lay_out(self) -> None:
        page, columns = Page(), Columns()
        use = QVBoxLayout()
        use.addWidget(self._use_title)
        use.addWidget(self._use_words)
        self._use.row.addLayout(use, 1)
        heading = TableRow(COLUMNS, ROW_PX)
        heading.show_headings(HEADINGS)
        parts, licence = Card(margin=9, spacing=0), Card(margin=18, spacing=8)
        self._list.setMinimumHeight(look().px(LIST_HEIGHT_PX))
        self._list.column.addStretch(1)
        parts.column.addWidget(heading)
        parts.column.addWidget(self._list, 1)
        for piece in (self._title, self._words):
            licence.column.addWidget(piece)
        columns.add(parts, LIST_PX)
        columns.add(licence)
        page.column.addWidget(self._use)
        page.column.addWidget(columns, 1)
        page.column.addWidget(Text(HOW, TextRole.NOTE, Colour.INK_SOFT))
        self.fill_with(page)

    def render_state(self, scene: Scene) -> None:
        """Show what the station is for, its parts, and the licence of the one chosen."""
        shown = scene.desk.office.notices
        self._use.setVisible(bool(shown.title))
        self._use_title.say(shown.title)
        self._use_words.say(" ".join(shown.paragraphs))
        self._names, self._chosen = tuple(one.name for one in shown.lines), shown.chosen
        self._show_rows(shown.lines)
        self._title.say(shown.chosen)
        self._words.say(shown.words or (READING if shown.chosen or shown.busy else ""))

    def _show_rows(self, lines: tuple[Notice, ...]) -> None:
        while len(self._rows) < len(lines):
            row = TableRow(COLUMNS, ROW_PX)
            row.clicked.connect(partial(self._choose, len(self._rows)))
            self._list.column.insertWidget(len(self._rows), row)
            self._rows.append(row)
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(lines))
            if place < len(lines):
                one = lines[place]
                cells = (Cell(one.name), Cell(one.version or "\u2013"), Cell(one.licence))
                row.setToolTip(f"{one.name}, {one.licence}")
                row.show_cells(cells, chosen=one.name == self._chosen)

    def _choose(self, place: int, *_: object) -> None:
        if place < len(self._names):
            self.send(NoticeChosen(self._names[place]))

    def step(self, by: int) -> None:
        """Show the licence of the part below (1) or above (-1)."""
        if self._chosen not in self._names:
            return
        place = self._names.index(self._chosen) + by
        if 0 <= place < len(self._names):
            self._choose(place)
            self._list.keep_in_view(self._rows[place])

    def arrive(self) -> None:
        """Leave the keys to the page: the arrows go from one part to the next."""
        self.setFocus()
