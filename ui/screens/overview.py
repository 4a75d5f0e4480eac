"""Every question of the path with its answer; one press goes to it."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout

from app.encounter.ask import Jumped
from app.encounter.model import Encounter
from app.encounter.wording import answer_words
from protocols.model import Question
from ui.keys import Command
from ui.look import Tone
from ui.scene import Scene, Send
from ui.screen import Screen
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.page import Page
from ui.widgets.row import Cell, TableRow
from ui.widgets.text import Text

COLUMNS = (0.07, 0.63, 0.3)


class OverviewScreen(Screen):
    """The list of answers."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._card = Card(margin=20, spacing=0)
        self._rows: list[TableRow] = []
        self._ids: tuple[str, ...] = ()
        page = Page()
        title = QHBoxLayout()
        title.addWidget(Text("Toutes les réponses", TextRole.PAGE_TITLE), 1)
        back = Button("Revenir à la question", icon="arrow-left", key="Échap")
        title.addWidget(back.does(lambda: self.asked(Command.OVERVIEW)))
        page.column.addLayout(title)
        hint = "Une réponse changée remet en question celles qui en dépendent."
        page.column.addWidget(Text(hint, TextRole.BODY, Colour.INK_SOFT))
        page.column.addWidget(self._card)
        page.column.addStretch(1)
        self.fill_with(page)

    def render_state(self, scene: Scene) -> None:
        """Show the questions of the path."""
        visit = scene.visit
        if visit is None:
            return
        self._ids = tuple(one.id for one in visit.path)
        while len(self._rows) < len(self._ids):
            self._add_row()
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(visit.path))
            if place < len(visit.path):
                question = visit.path[place]
                chosen = question.id == visit.current
                row.show_cells(_cells(place, question, visit), chosen=chosen)

    def _add_row(self) -> None:
        row = TableRow(COLUMNS)
        row.clicked.connect(partial(self._jump, len(self._rows)))
        self._rows.append(row)
        self._card.column.addWidget(row)

    def _jump(self, place: int, *_: object) -> None:
        if place < len(self._ids):
            self.send(Jumped(self._ids[place]))
            self.asked(Command.OVERVIEW)

    def arrive(self) -> None:
        """Give the keys to the question that was shown."""
        chosen = [row for row in self._rows if row.isChecked() and not row.isHidden()]
        shown = chosen or [row for row in self._rows if not row.isHidden()]
        if shown:
            shown[0].setFocus()


def _cells(place: int, question: Question, visit: Encounter) -> tuple[Cell, ...]:
    answer = visit.answers.get(question.id)
    if answer is None:
        aside = question.id in visit.put_aside
        missing = Cell("à vérifier" if aside else "pas encore demandé", Tone.OCHRE, "flag")
        given = missing if aside else Cell(missing.words)
    elif answer == "unknown":
        given = Cell("ne sait pas", Tone.OCHRE, "help-circle")
    else:
        given = Cell(answer_words(question, answer), Tone.NEUTRAL)
    return (Cell(str(place + 1)), Cell(question.label or question.text), given)
