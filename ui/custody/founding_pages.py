"""The pages of the first run that are filled in: the pharmacy, the people, their secrets."""

import unicodedata
from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.office.first_run import FirstRun, SecretsTold
from app.office.founding_form import PeopleForm, PharmacyForm
from app.office.phrases import PhraseAsked
from ui.custody.new_secret import NewSecret
from ui.scene import Send
from ui.tokens import Colour, TextRole
from ui.widgets.card import Card
from ui.widgets.choices import NO, YES, Choices
from ui.widgets.columns import Columns
from ui.widgets.field import Field, Provenance, Refusal
from ui.widgets.text import Text

PHARMACY = {
    "name": "Nom de la pharmacie",
    "finess": "Numéro FINESS",
    "street": "Numéro et rue",
    "postcode": "Code postal",
    "city": "Commune",
    "phone": "Téléphone",
    "mail": "Adresse électronique",
    "post": "Nom de ce poste",
    "folder": "Dossier du poste, sur le disque de cet ordinateur",
}
WIDE = frozenset({"name", "street", "folder"})
PERSON = {
    "given": "Prénom",
    "family": "Nom",
    "title": "Fonction, sous le nom",
    "rpps": "Numéro RPPS",
    "login": "Identifiant",
}
OWNER = {"owner_name": "Prénom et nom du titulaire", "owner_login": "Identifiant du titulaire"}
TWO_ACCOUNTS = (
    "Le titulaire a un compte à part, qui n’ouvre aucune fiche\u00a0: il gère les comptes, les "
    "sauvegardes et voit les chiffres. S’il exerce, il a donc deux comptes."
)
TWO_PHRASES = (
    "Deux comptes, deux phrases différentes. Personne ne peut les retrouver\u00a0: notez-les sur "
    "un papier gardé hors de la pharmacie."
)


class FormPage(QWidget):
    """One page of the first run."""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(14)
        self.fields: dict[str, Field] = {}

    def grid(self, labels: Mapping[str, str], wide: frozenset[str] = frozenset()) -> QGridLayout:
        """Return the fields of ``labels``, two on a line; those of ``wide`` take a whole one."""
        grid, place = QGridLayout(), 0
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        for name, label in labels.items():
            self.fields[name] = Field(label, lambda _: None)
            span = 2 if name in wide else 1
            place += place % 2 if span == 2 else 0  # noqa: PLR2004 - a whole line
            grid.addWidget(self.fields[name], place // 2, place % 2, 1, span)
            place += span
        return grid

    def show_wrong(self, wrong: Mapping[str, str]) -> None:
        """Say under each field why it is not taken."""
        for name, field in self.fields.items():
            field.show_value(field.line.text(), Provenance.TYPED, wrong.get(name, ""))

    def typed(self, name: str) -> str:
        """Return what is typed in one field."""
        return self.fields[name].line.text().strip()

    def fill(self, values: Mapping[str, str]) -> None:
        """Write known values in the fields."""
        for name, value in values.items():
            self.fields[name].show_value(value, Provenance.TYPED, "")

    def show_page(self, page: FirstRun, phrase: str) -> None:
        """Show why the page is not taken."""
        self.show_wrong(page.wrong)

    def receive(self, page: FirstRun) -> None:
        """Give the keys to the first field."""
        next(iter(self.fields.values())).line.setFocus()


class PharmacyPage(FormPage):
    """The pharmacy, as letters and sheets name it."""

    def __init__(self) -> None:
        super().__init__()
        card = Card(spacing=10)
        card.column.addLayout(self.grid(PHARMACY, WIDE))
        self.column.addWidget(card)

    def receive(self, page: FirstRun) -> None:
        """Show what is already known, and begin."""
        self.fill({name: getattr(page.pharmacy, name) for name in PHARMACY})
        self.show_wrong(page.wrong)
        super().receive(page)

    def told(self) -> PharmacyForm:
        """Return what is typed."""
        return PharmacyForm(**{name: self.typed(name) for name in PHARMACY})


class PeoplePage(FormPage):
    """The first pharmacist, and the owner."""

    def __init__(self) -> None:
        super().__init__()
        self._practises: bool | None = None
        self._which = Choices((YES, NO), "Cette personne est-elle le titulaire ?", self._say)
        self._missing = Refusal()
        person, owner, columns = Card(spacing=10), Card(spacing=10), Columns()
        person.column.addWidget(Text("Le premier pharmacien", TextRole.CARD_TITLE))
        person.column.addLayout(self.grid(PERSON, frozenset({"title"})))
        person.column.addStretch(1)
        owner.column.addWidget(Text("Le titulaire", TextRole.CARD_TITLE))
        owner.column.addWidget(Text(TWO_ACCOUNTS, TextRole.DETAIL, Colour.INK_SOFT))
        owner.column.addWidget(Text("Cette personne est-elle le titulaire\u00a0?", TextRole.ACTION))
        for piece in (self._which, self._missing):
            owner.column.addWidget(piece)
        owner.column.addLayout(self.grid(OWNER, frozenset(OWNER)))
        owner.column.addStretch(1)
        columns.add(person)
        columns.add(owner)
        self.column.addWidget(columns)
        self.fields["given"].line.textEdited.connect(self._suggest)
        self.fields["owner_name"].hide()

    def _suggest(self, given: str) -> None:
        """Propose identifiers from the given name; they may be changed."""
        login = _plain(given)
        self.fill({"login": login, "owner_login": f"{login}.gestion" if login else ""})

    def _say(self, value: str) -> None:
        self._practises = value == YES.value
        self._which.show_value(value)
        self.fields["owner_name"].setVisible(not self._practises)

    def press(self, key: str) -> None:
        """Answer with 1 or 2 whether the pharmacist is the owner."""
        if key in {"1", "2"}:
            self._say(YES.value if key == "1" else NO.value)

    def show_page(self, page: FirstRun, phrase: str) -> None:
        """Show why the page is not taken."""
        super().show_page(page, phrase)
        self._missing.say(page.wrong.get("owner_practises", ""))

    def told(self) -> PeopleForm:
        """Return what is typed."""
        values = {name: self.typed(name) for name in (*PERSON, *OWNER)}
        return PeopleForm(**values, owner_practises=self._practises)


class SecretsPage(FormPage):
    """The passphrases of both accounts."""

    def __init__(self, send: Send) -> None:
        super().__init__()
        self._send, self._people, self._for_owner = send, PeopleForm(), False
        self._pharmacist = NewSecret("Phrase du pharmacien", lambda: self._propose(owner=False))
        self._owner = NewSecret("Phrase du titulaire", lambda: self._propose(owner=True))
        self._names = tuple(Text("", TextRole.CARD_TITLE) for _ in range(2))
        columns = Columns()
        for name, secret in zip(self._names, (self._pharmacist, self._owner), strict=True):
            card = Card(spacing=10)
            card.column.addWidget(name)
            card.column.addWidget(secret)
            card.column.addStretch(1)
            columns.add(card)
        self.column.addWidget(Text(TWO_PHRASES, TextRole.BODY, Colour.INK_SOFT))
        self.column.addWidget(columns)

    def _propose(self, *, owner: bool) -> None:
        self._for_owner = owner
        people = self._people
        login = people.owner_login if owner else people.login
        self._send(PhraseAsked(login, people.owner_label if owner else people.label))

    def show_page(self, page: FirstRun, phrase: str) -> None:
        """Show whose phrases these are, and the words that were drawn."""
        self._people = page.people
        told = (f"{page.people.label}, pharmacien", f"{page.people.owner_label}, titulaire")
        for name, words in zip(self._names, told, strict=True):
            name.say(words)
        self._pharmacist.show_phrase("" if self._for_owner else phrase)
        self._owner.show_phrase(phrase if self._for_owner else "")

    def receive(self, page: FirstRun) -> None:
        """Begin with the pharmacist's."""
        self._pharmacist.receive()

    def told(self) -> SecretsTold:
        """Return both phrases; they do not stay in the fields."""
        return SecretsTold(self._pharmacist.take(), self._owner.take())

    def forget(self) -> None:
        """Empty the fields."""
        for one in (self._pharmacist, self._owner):
            one.forget()


def _plain(given: str) -> str:
    """Return an identifier made from a given name: « Hélène » gives « helene »."""
    apart = unicodedata.normalize("NFD", given.strip().casefold())
    kept: Sequence[str] = [one for one in apart if one.isascii() and one.isalnum()]
    return "".join(kept)
