"""Who opens the station, and with what role."""

from functools import partial

from app.office.people import PersonLine, PersonShown
from ui.look import Tone
from ui.scene import Scene, Send
from ui.screen import Screen
from ui.widgets.card import Card
from ui.widgets.page import Page
from ui.widgets.row import Cell, TableRow

COLUMNS = (0.28, 0.3, 0.24, 0.18)
HEADINGS = ("Rôle", "Personne", "Fonction", "État")
ROLES = {
    "pharmacist": "Pharmacien",
    "owner": "Titulaire",
    "auditor": "Auditeur",
    "preparer": "Préparateur",
}


class PeopleScreen(Screen):
    """The accounts, in the order they were made."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._rows: list[TableRow] = []
        self._lines: tuple[PersonLine, ...] = ()
        self._table = Card(margin=9, spacing=0)
        heading = TableRow(COLUMNS)
        heading.show_headings(HEADINGS)
        self._table.column.addWidget(heading)
        page = Page()
        page.column.addWidget(self._table)
        page.column.addStretch(1)
        self.fill_with(page)

    def render_state(self, scene: Scene) -> None:
        """Show the accounts and the one chosen."""
        people = scene.desk.office.people
        self._lines = people.lines
        while len(self._rows) < len(self._lines):
            row = TableRow(COLUMNS)
            row.clicked.connect(partial(self._choose, len(self._rows)))
            self._rows.append(row)
            self._table.column.addWidget(row)
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(self._lines))
            if place < len(self._lines):
                line = self._lines[place]
                row.show_cells(_cells(line), chosen=line.login == people.selected)

    def _choose(self, place: int, *_: object) -> None:
        if place < len(self._lines):
            self.send(PersonShown(self._lines[place].login))

    def step(self, by: int) -> None:
        """Choose the account below (1) or above (-1)."""
        checked = [place for place, row in enumerate(self._rows) if row.isChecked()]
        place = checked[0] + by if checked else 0
        if 0 <= place < len(self._lines):
            self._choose(place)

    def arrive(self) -> None:
        """Leave the keys to the page: the arrows go from one account to the next."""
        self.setFocus()


def _cells(line: PersonLine) -> tuple[Cell, ...]:
    state = Cell("Actif", Tone.GREEN, "user-check")
    if not line.active:
        state = Cell("Retiré", Tone.NEUTRAL, "ban")
    role = ROLES.get(line.role, line.role)
    return (Cell(role, Tone.ACCENT, "user-shield"), Cell(line.label), Cell(line.title), state)
