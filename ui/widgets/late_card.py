"""Late entry of a paper form: the day and hours it says, and who filled it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.encounter.late import LateDropped, LateMessage, LateTyped
from app.encounter.model import Encounter
from ui.format import long_date, time_of
from ui.look import Tone
from ui.tokens import TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Tinted
from ui.widgets.field import Field, Provenance
from ui.widgets.text import Text

if TYPE_CHECKING:
    from app.station import Professional

FIRST = "Saisie différée\u00a0: recopiez d’abord les heures du formulaire papier."
FIELDS = {
    "day": "Jour de l’acte",
    "start": "Début",
    "end": "Fin",
    "call": "Appel au 15",
}


class LateCard(Tinted):
    """Fields of the form until it is dated, then one sentence that says so."""

    def __init__(self, send: Callable[[LateMessage], None]) -> None:
        super().__init__(Tone.OCHRE)
        self._send = send
        self._people: tuple[Professional, ...] = ()
        self._who = 0
        self._told = Text("", TextRole.LABEL)
        self._fields = {name: Field(label, lambda _: None) for name, label in FIELDS.items()}
        self._person = Button("", Kind.FRAMED, Height.SMALL, "user")
        self._date = Button("Dater l’acte", Kind.FRAMED, Height.SMALL, "check")
        self._drop = Button("Annuler", Kind.PLAIN, Height.SMALL)
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self._told)
        line = QHBoxLayout()
        line.setSpacing(10)
        for field in self._fields.values():
            line.addWidget(field)
        column.addLayout(line)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._person.does(self._next_person))
        row.addStretch(1)
        row.addWidget(self._drop.does(self.drop))
        row.addWidget(self._date.does(self.date))
        column.addLayout(row)
        self.row.addLayout(column)

    def show_visit(self, visit: Encounter) -> None:
        """Show the form asked for, or how the act is dated; nothing for an ordinary visit."""
        self._people = visit.station.professionals
        late = visit.late
        for shown in (*self._fields.values(), self._person, self._date):
            shown.setVisible(late is None)
        self._drop.setVisible(late is not None and not visit.identity_confirmed)
        if late is None:
            self._told.say(FIRST)
            self._name()
            return
        start, end = visit.started_at, late.ended_at
        self._told.say(
            f"Saisie différée\u00a0: acte du {long_date(start.date())}, de {time_of(start)} à "
            f"{time_of(end)}, fait par {late.performer.label}."
        )
        self.show()

    def open(self, visit: Encounter) -> None:
        """Ask for the hours of the form."""
        self._who = next(
            (rank for rank, one in enumerate(self._people) if one.login == visit.author.login), 0
        )
        self._name()
        self.show()
        self._fields["day"].line.setFocus()

    def reset(self) -> None:
        """Empty the fields, for another consultation."""
        for field in self._fields.values():
            field.show_value("", Provenance.TYPED, "")
        self.hide()

    def is_asking(self) -> bool:
        """True from the moment the form is asked for until it is dated or put away."""
        return not self.isHidden() and not self._date.isHidden()

    def date(self) -> None:
        """Send what is typed."""
        texts = {name: field.line.text() for name, field in self._fields.items()}
        login = self._people[self._who].login if self._people else ""
        self._send(LateTyped(**texts, login=login))

    def drop(self) -> None:
        """Make it an ordinary consultation again."""
        self.reset()
        self._send(LateDropped())

    def _next_person(self) -> None:
        self._who = (self._who + 1) % max(1, len(self._people))
        self._name()

    def _name(self) -> None:
        if self._people:
            self._person.say(f"Fait par {self._people[self._who].label}")
