"""Who is with the patient: the adult of a minor, the interpreter; or a visitor without INS."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.encounter.model import Encounter
from ui.identity_words import LINKS, PEOPLE_FIELDS, TraitField, has_people
from ui.tokens import Colour
from ui.widgets.button import Button, Height, Kind
from ui.widgets.choices import Choice, Choices
from ui.widgets.field import Field, Provenance, Refusal

VISITOR = "Visiteur sans INS"


def laid_out(fields: Iterable[TraitField], shown: Mapping[str, Field]) -> QGridLayout:
    """Return the fields in six equal columns."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(8)
    for one in fields:
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(shown[one.name], one.row, one.column, 1, one.span, top)
    for column in range(6):
        grid.setColumnStretch(column, 1)
    return grid


class CompanyFields(QWidget):
    """Shown for a minor, when something of it is said, or when asked for.

    ``typed`` is called with the name of the field and its text, ``turned`` to say that the patient
    is a visitor, or is not.
    """

    def __init__(self, typed: Callable[[str, str], None], turned: Callable[[], None]) -> None:
        super().__init__()
        self._is_asked = False
        self._fields = {
            one.name: Field(one.label, partial(typed, one.name)) for one in PEOPLE_FIELDS
        }
        links = tuple(
            Choice(link.value, words, words, Colour.ACCENT, Colour.ON_ACCENT, Colour.ACCENT)
            for link, words in LINKS.items()
        )
        self._links = Choices(links, "adulte avec le patient", partial(typed, "link"))
        self._refusal = Refusal()
        self._visitor = Button(VISITOR, Kind.FRAMED, Height.LINE, "map-pin")
        self._lay_out(turned)
        self.hide()

    def _lay_out(self, turned: Callable[[], None]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        grid = laid_out(PEOPLE_FIELDS, self._fields)
        who = QVBoxLayout()
        who.setSpacing(4)
        who.addWidget(self._links)
        who.addWidget(self._refusal)
        grid.addLayout(who, 1, 0, 1, 6)
        column.addLayout(grid)
        row = QHBoxLayout()
        row.addWidget(self._visitor.does(turned))
        row.addStretch(1)
        column.addLayout(row)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What Tab visits, in order."""
        companion, language, interpreter = (self._fields[one.name].line for one in PEOPLE_FIELDS)
        return (companion, *self._links.parts, language, interpreter)

    def ask(self, visit: Encounter) -> None:
        """Show the fields and give the keys to the first, or put away those that say nothing."""
        self._is_asked = not self._is_asked or not self.isVisible()
        self.setVisible(self._is_asked or has_people(visit))
        if self._is_asked:
            self._fields["companion"].line.setFocus()

    def forget(self) -> None:
        """Put the fields away: another patient."""
        self._is_asked = False

    def show_visit(self, visit: Encounter) -> None:
        """Show who is named, and what is still to be said."""
        for name, field in self._fields.items():
            refused = visit.field_errors.get(name, "")
            field.show_value(getattr(visit.traits, name), Provenance.TYPED, refused)
        self._links.show_value(visit.traits.link)
        self._refusal.say(visit.field_errors.get("link", ""))
        self._visitor.set_kind(Kind.SOFT if visit.traits.visitor else Kind.FRAMED)
        self._visitor.setAccessibleDescription("choisi" if visit.traits.visitor else "")
        self.setVisible(self._is_asked or has_people(visit))
