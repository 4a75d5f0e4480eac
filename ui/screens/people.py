"""Who opens the station, with which keys, and what can be changed of it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.office.people import OWN, Act, ActLeft, ActOpened, People, PersonLine, PersonShown
from ui.custody.people_forms import FORMS, ActForm
from ui.custody.people_words import ACTS, GIVE, ROLES, opens_lines
from ui.look import Tone
from ui.scene import Scene, Send
from ui.screen import Screen
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card
from ui.widgets.columns import Columns
from ui.widgets.field import Refusal
from ui.widgets.flow_row import FlowRow
from ui.widgets.line_list import LineList
from ui.widgets.page import Page
from ui.widgets.row import Cell, TableRow
from ui.widgets.said import Said
from ui.widgets.stack import stacked
from ui.widgets.text import Text

COLUMNS = (0.24, 0.36, 0.4)
HEADINGS = ("Rôle", "Personne", "Fonction")
SIDE_PX = 460
KEYS = {key: act for act, (_, _, key) in ACTS.items()}


class PeopleScreen(Screen):
    """The accounts on the left; on the right the one chosen, or what is being changed."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._page, self._people = Page(), People()
        self._rows: list[TableRow] = []
        self._table = Card(margin=9, spacing=0)
        self._done = Said(Tone.GREEN, "circle-check")
        self._refused = Refusal()
        self._name = Text("", TextRole.ANSWER, weight=700)
        self._login = Text("", TextRole.DETAIL, Colour.INK_SOFT)
        self._opens = LineList()
        self._buttons = {act: _button(act, self._open) for act in ACTS}
        self._shown, self._form = Card(margin=18, spacing=8), Card(margin=18, spacing=10)
        self._title = Text("", TextRole.CARD_TITLE)
        self._busy = Text("", TextRole.DETAIL, Colour.INK_SOFT)
        self._forms: dict[Act, ActForm] = {}
        self._give = Button("", Kind.MAIN, key="Entrée").does(self.main_action)
        self._leave = Button("Abandonner", Kind.FRAMED, key="Échap").does(self.leave)
        self._act: Act | None = None
        self._lay_out()

    def _lay_out(self) -> None:
        columns = Columns()
        heading = TableRow(COLUMNS)
        heading.show_headings(HEADINGS)
        self._table.column.addWidget(heading)
        columns.add(stacked(self._table, self._ways()))
        self._lay_out_side()
        columns.add(stacked(self._shown, self._form), SIDE_PX)
        self._page.column.addWidget(self._done)
        self._page.column.addWidget(columns, 1)
        self.fill_with(self._page)

    def _ways(self) -> QWidget:
        row = FlowRow()
        for act in (Act.ADD, Act.PASSWORD, Act.PIN):
            row.add(self._buttons[act])
        return row

    def _lay_out_side(self) -> None:
        of_one = FlowRow()
        for act in (Act.REGRANT, Act.REVOKE):
            of_one.add(self._buttons[act])
        for piece in (self._name, self._login, self._opens, of_one):
            self._shown.column.addWidget(piece)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._give)
        row.addWidget(self._leave)
        row.addStretch(1)
        self._form.column.addWidget(self._title)
        self._place = QVBoxLayout()
        self._form.column.addLayout(self._place)
        self._form.column.addWidget(self._refused)
        self._form.column.addWidget(self._busy)
        self._form.column.addLayout(row)

    def render_state(self, scene: Scene) -> None:
        """Show the accounts, the one chosen, and the act begun."""
        page = scene.desk.office.people
        self._people = page
        self._show_rows(page)
        self._done.say(page.done)
        self._show_line(page.line)
        for one, button in self._buttons.items():
            button.setVisible(page.may(one))
        act, refused = page.act, page.refused
        if act is Act.PIN:
            refused = scene.desk.veil.refused
        self._show_act(act, scene.desk.suggested)
        self._refused.say(refused)
        self._busy.say(page.busy)
        self._busy.setVisible(bool(page.busy))
        self._give.forbid(page.busy)

    def _show_rows(self, page: People) -> None:
        while len(self._rows) < len(page.lines):
            row = TableRow(COLUMNS)
            row.clicked.connect(partial(self._choose, len(self._rows)))
            self._rows.append(row)
            self._table.column.addWidget(row)
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(page.lines))
            if place < len(page.lines):
                line = page.lines[place]
                chosen = line.login == page.selected
                row.show_cells(_cells(line, own=line.login == page.login), chosen=chosen)

    def _show_line(self, line: PersonLine | None) -> None:
        if line is None:
            return
        self._name.say(line.label)
        self._login.say(f"{ROLES.get(line.role, line.role)}, identifiant {line.login}")
        self._opens.show_lines(opens_lines(line))

    def _show_act(self, act: Act | None, phrase: str) -> None:
        self._form.setVisible(act is not None)
        self._shown.setVisible(act is None)
        begun, self._act = act is not self._act, act
        for one, form in self._forms.items():
            form.setVisible(one is act)
            if one is not act:
                form.forget()
        if act is None:
            if begun:
                self.setFocus()
            return
        form = self._form_of(act)
        self._title.say(ACTS[act][0])
        self._give.say(GIVE[act])
        form.show_page(self._people)
        if form.secret is not None:
            form.secret.show_phrase(phrase)
        if begun:
            form.receive()

    def _form_of(self, act: Act) -> ActForm:
        if act not in self._forms:
            self._forms[act] = FORMS[act](self.send)
            self._place.addWidget(self._forms[act])
            self._forms[act].show()
        return self._forms[act]

    def _open(self, act: Act) -> None:
        if self._people.may(act):
            self.send(ActOpened(act))

    def _choose(self, place: int, *_: object) -> None:
        if place < len(self._people.lines):
            self.send(PersonShown(self._people.lines[place].login))

    def press(self, key: str) -> None:
        """Begin the act of the letter."""
        if self._act is None and key in KEYS:
            self._open(KEYS[key])

    def main_action(self) -> None:
        """Give what was typed; a short code is kept at once."""
        if self._act is not None and not self._people.busy:
            self._form_of(self._act).give()

    def leave(self) -> None:
        """Give the act up."""
        if self._act is not None:
            self.send(ActLeft())

    def step(self, by: int) -> None:
        """Choose the account below (1) or above (-1); under a form, read further."""
        logins = [one.login for one in self._people.lines]
        if self._act is not None:
            self._page.read_on(by)
        elif self._people.selected in logins:
            place = logins.index(self._people.selected) + by
            if 0 <= place < len(logins):
                self._choose(place)

    def arrive(self) -> None:
        """Leave the keys to the page, whose arrows go through the accounts, or to the form."""
        if self._act is not None:
            self._form_of(self._act).receive()
        else:
            self.setFocus()


def _button(act: Act, begin: Callable[[Act], None]) -> Button:
    words, icon, key = ACTS[act]
    kind = Kind.SOFT if act in OWN or act is Act.ADD else Kind.FRAMED
    return Button(words, kind, Height.SMALL, icon, key).does(partial(begin, act))


def _cells(line: PersonLine, *, own: bool) -> tuple[Cell, ...]:
    role = ROLES.get(line.role, line.role)
    you = f"{line.label} (vous)" if own else line.label
    return (Cell(role, Tone.ACCENT, "user-shield"), Cell(you), Cell(line.title))
