"""What is typed to change accounts: one form for each act of the page of the people."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.desk.veil import DIGITS, PinGiven
from app.office.people import (
    Act,
    NewAccount,
    PasswordTold,
    People,
    PersonTold,
    RegrantTold,
    RevokeTold,
)
from app.office.phrases import PhraseAsked
from app.office.places import PHARMACIST
from ui.custody.new_secret import NewSecret
from ui.custody.people_words import PIN_WORDS, REGRANT_WORDS, REVOKE_WORDS, ROLES
from ui.scene import Send
from ui.tokens import Colour, TextRole
from ui.widgets.chip import FilterChip
from ui.widgets.field import Field, Provenance
from ui.widgets.flow_row import FlowRow
from ui.widgets.text import Text


class ActForm(QWidget):
    """A form: ``send`` takes what was typed, ``forget`` empties it."""

    def __init__(self, send: Send) -> None:
        super().__init__()
        self._send = send
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        self.secret: NewSecret | None = None

    def field(self, label: str, *, hidden: bool = False) -> Field:
        """Return a field put at the end of the form."""
        field = Field(label, lambda _: None)
        if hidden:
            field.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.column.addWidget(field)
        return field

    def two_fields(self, left: str, right: str) -> tuple[Field, Field]:
        """Return two fields side by side."""
        row, fields = QHBoxLayout(), (Field(left, lambda _: None), Field(right, lambda _: None))
        row.setSpacing(12)
        for field in fields:
            row.addWidget(field, 1)
        self.column.addLayout(row)
        return fields

    def new_secret(self, name: str, propose: Callable[[], None]) -> NewSecret:
        """Return the two fields of a new passphrase, put at the end of the form."""
        self.secret = NewSecret(name, propose)
        self.column.addWidget(self.secret)
        return self.secret

    def show_page(self, page: People) -> None:
        """Take the account that the act is about."""

    def give(self) -> None:
        """Say what was typed."""

    def forget(self) -> None:
        """Empty the form."""
        for field in self.findChildren(Field):
            field.show_value("", Provenance.TYPED, "")

    def receive(self) -> None:
        """Give the keys to the first field."""
        fields = self.findChildren(Field)
        if fields:
            fields[0].line.setFocus()


class AddForm(ActForm):
    """Who, in which role, with which passphrase."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._role = PHARMACIST
        roles = FlowRow()
        self._chips = {role: FilterChip(word) for role, word in ROLES.items()}
        for role, chip in self._chips.items():
            chip.clicked.connect(partial(self._choose, role))
            roles.add(chip)
        self.column.addWidget(roles)
        self._given, self._family = self.two_fields("Prénom", "Nom")
        self._title, self._login = self.two_fields("Fonction", "Identifiant")
        self._rpps = self.field("Numéro RPPS, 11\u00a0chiffres")
        self._new = self.new_secret("Sa phrase de passe", self._propose)
        self._choose(PHARMACIST)

    def _choose(self, role: str, *_: object) -> None:
        self._role = role
        for one, chip in self._chips.items():
            chip.setChecked(one == role)
        self._rpps.setVisible(role == PHARMACIST)

    def _account(self) -> NewAccount:
        told = NewAccount(
            login=self._login.line.text().strip(),
            given=self._given.line.text().strip(),
            family=self._family.line.text().strip(),
            title=self._title.line.text().strip(),
            role=self._role,
        )
        pharmacist = self._role == PHARMACIST
        return replace(told, rpps=self._rpps.line.text().strip()) if pharmacist else told

    def _propose(self) -> None:
        account = self._account()
        self._send(PhraseAsked(account.login, account.label))

    def give(self) -> None:
        """Add this person; the name stays typed until it is done."""
        self._send(PersonTold(self._account(), self._new.take()))


class RevokeForm(ActForm):
    """The identifier typed again."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._words = Text("", TextRole.DETAIL)
        self.column.addWidget(self._words)
        self._typed = self.field("Retapez l’identifiant")

    def show_page(self, page: People) -> None:
        """Say what is lost, and what to type."""
        line = page.line
        if line is not None:
            self._words.say(REVOKE_WORDS.format(label=line.label, login=line.login))

    def give(self) -> None:
        """Take the account away; a wrong word is typed again from nothing."""
        typed = self._typed.line.text()
        self.forget()
        self._send(RevokeTold(typed))


class RegrantForm(ActForm):
    """A new passphrase for somebody who forgot theirs."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._about = PhraseAsked()
        self.column.addWidget(Text(REGRANT_WORDS, TextRole.DETAIL))
        self._new = self.new_secret("Sa nouvelle phrase de passe", self._propose)

    def show_page(self, page: People) -> None:
        """Take the account that gets a new access."""
        if page.line is not None:
            self._about = PhraseAsked(page.line.login, page.line.label)

    def _propose(self) -> None:
        self._send(self._about)

    def give(self) -> None:
        """Give the access back."""
        self._send(RegrantTold(self._new.take()))


class PasswordForm(ActForm):
    """The present passphrase, then the new one."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._about = PhraseAsked()
        self._former = self.field("Phrase de passe actuelle", hidden=True)
        self._new = self.new_secret("Nouvelle phrase de passe", self._propose)

    def show_page(self, page: People) -> None:
        """Take the account of the session."""
        own = next((one for one in page.lines if one.login == page.login), None)
        self._about = PhraseAsked(own.login, own.label) if own is not None else PhraseAsked()

    def _propose(self) -> None:
        self._send(self._about)

    def give(self) -> None:
        """Change the passphrase."""
        former = self._former.line.text()
        self._former.show_value("", Provenance.TYPED, "")
        self._send(PasswordTold(former, self._new.take()))


class PinForm(ActForm):
    """The short code of this session."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self.column.addWidget(Text(PIN_WORDS, TextRole.DETAIL, Colour.INK_SOFT))
        self._pin = self.field("Code court, six chiffres", hidden=True)
        self._pin.line.setMaxLength(DIGITS)

    def give(self) -> None:
        """Keep the code."""
        pin = self._pin.line.text()
        self._pin.show_value("", Provenance.TYPED, "")
        self._send(PinGiven(pin))


FORMS: dict[Act, type[ActForm]] = {
    Act.ADD: AddForm,
    Act.REVOKE: RevokeForm,
    Act.REGRANT: RegrantForm,
    Act.PASSWORD: PasswordForm,
    Act.PIN: PinForm,
}
