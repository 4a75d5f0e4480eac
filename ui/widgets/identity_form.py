"""The form of the identity: where it is read, its fields, who is there, where it stands."""

from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.encounter.identify import PaperSeen, ScanAsked, TraitsTyped
from app.encounter.identity_import import IdentityPasted
from app.encounter.model import Encounter
from app.identity import Sex
from ui.identity_words import (
    CONTACT,
    SEX_PLACE,
    TRAITS,
    services_line,
    turned_visitor,
    typed,
    was_read,
)
from ui.scene import Send
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card
from ui.widgets.choices import Choice, Choices
from ui.widgets.company_fields import CompanyFields, laid_out
from ui.widgets.field import Field, Provenance, Refusal
from ui.widgets.identity_status import IdentityStatusCard
from ui.widgets.late_card import LateCard
from ui.widgets.same_card import SameCard
from ui.widgets.text import Fit, Text

FEMALE = Choice(
    Sex.FEMALE.value, "Féminin", "Féminin", Colour.ACCENT, Colour.ON_ACCENT, Colour.ACCENT
)
MALE = Choice(
    Sex.MALE.value, "Masculin", "Masculin", Colour.ACCENT, Colour.ON_ACCENT, Colour.ACCENT
)
FILE = "Chemin de l’image du code INS, ou de la fiche du logiciel (CSV, FHIR)"


class IdentityForm(Card):
    """The left side of the identity page."""

    def __init__(self, send: Send, late: LateCard) -> None:
        super().__init__(margin=22, spacing=10)
        self._send = send
        self._visit: Encounter | None = None
        self._fields = {
            one.name: Field(one.label, partial(self._type, one.name)) for one in (*TRAITS, *CONTACT)
        }
        self._sex = Choices((FEMALE, MALE), "Sexe", partial(self._type, "sex"))
        self._sex_refusal = Refusal()
        self._path = Field(FILE, lambda _: None)
        self._company = CompanyFields(self._type, self._turn_visitor)
        self._same = SameCard()
        self._status = IdentityStatusCard(self.see_paper)
        self._lay_out(late)
        self._order_keys()

    def _lay_out(self, late: LateCard) -> None:
        self.column.addLayout(self._sources())
        self.column.addWidget(late)
        self.column.addWidget(self._path)
        self._path.hide()
        self.column.addWidget(self._same)
        self.column.addLayout(self._who())
        self.column.addWidget(self._company)
        self.column.addLayout(laid_out(CONTACT, self._fields))
        self.column.addStretch(1)
        self.column.addWidget(Text(services_line(), TextRole.NOTE, Colour.INK_SOFT))
        self.column.addWidget(self._status)

    def _sources(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(7)
        row.addWidget(Text("Identité", TextRole.CARD_TITLE, fit=Fit.WHOLE))
        row.addStretch(1)
        for words, icon, key, run in (
            ("Fichier", "file-text", "F5", self.ask_path),
            ("Code INS", "qrcode", "F6", self.scan),
            ("Coller", "clipboard-text", "C", self.paste),
        ):
            row.addWidget(Button(words, Kind.FRAMED, Height.LINE, icon, key).does(run))
        return row

    def _who(self) -> QGridLayout:
        grid = laid_out(TRAITS, self._fields)
        row, column, span = SEX_PLACE
        grid.addWidget(self._sex_field(), row, column, 1, span, Qt.AlignmentFlag.AlignTop)
        return grid

    def _sex_field(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Text("Sexe", TextRole.LABEL, Colour.INK_SOFT))
        column.addWidget(self._sex)
        column.addWidget(self._sex_refusal)
        return holder

    def _order_keys(self) -> None:
        """Let Tab follow the form, the sex between the date and the place of birth."""
        stops: list[QWidget] = []
        for one in TRAITS:
            stops.append(self._fields[one.name].line)
            if one.name == "birth_date":
                stops += self._sex.parts
        stops += self._company.stops
        stops += [self._fields[one.name].line for one in CONTACT]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def show_visit(self, visit: Encounter) -> None:
        """Show what is typed or read, what is refused, and where the identity stands."""
        self._visit = visit
        for name, field in self._fields.items():
            refused = visit.field_errors.get(name, "")
            origin = Provenance.READ if was_read(visit, name) else Provenance.TYPED
            field.show_value(getattr(visit.traits, name), origin, refused)
        self._sex.show_value(visit.traits.sex)
        self._sex_refusal.say(visit.field_errors.get("sex", ""))
        self._company.show_visit(visit)
        self._same.show_same(visit.same)
        self._status.show_status(visit)
        if visit.scanned:
            self._path.hide()

    def _type(self, name: str, text: str) -> None:
        if self._visit is not None:
            self._send(TraitsTyped(typed(self._visit.traits, name, text)))

    def _turn_visitor(self) -> None:
        if self._visit is not None:
            self._type("visitor", turned_visitor(self._visit.traits))

    def see_paper(self) -> None:
        """Note that the identity paper was looked at, or was not."""
        if self._visit is not None:
            self._send(PaperSeen(seen=not self._visit.paper_seen))

    def ask_path(self) -> None:
        """Ask for the image of the code or the file; either can also be dropped on the page."""
        self._path.show()
        self._path.show_value("", Provenance.TYPED, "")
        self._path.line.setFocus()

    def take_path(self) -> bool:
        """Read the file whose path is being typed; False when none is."""
        path = self._path.line.text().strip()
        if not (self._path.line.hasFocus() and path):
            return False
        self._send(ScanAsked(path))
        return True

    def scan(self) -> None:
        """Read the code before the camera."""
        self._send(ScanAsked())

    def paste(self) -> None:
        """Import the text that was copied in the pharmacy's software."""
        self._send(IdentityPasted(QGuiApplication.clipboard().text()))

    def ask_company(self) -> None:
        """Ask who is with the patient."""
        if self._visit is not None:
            self._company.ask(self._visit)

    def type_first(self) -> None:
        """Give the keys to the first field."""
        self._path.hide()
        self._fields["family"].line.setFocus()

    def arrive(self) -> None:
        """Put away what was asked for another patient."""
        self._path.hide()
        self._company.forget()
