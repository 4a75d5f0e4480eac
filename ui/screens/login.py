"""Who opens the station, and with which code."""

# ruff: noqa: N802

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.desk.messages import LoginAsked, PersonChosen
from app.desk.model import Account, Desk
from ui.format import elapsed
from ui.look import Tone, look
from ui.scene import Scene, Send
from ui.screen import Screen
from ui.tokens import Colour, TextRole
from ui.typeset import Strong
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Rule, Tinted
from ui.widgets.columns import is_folded
from ui.widgets.field import Provenance, Refusal, TypingBox
from ui.widgets.mark import Mark
from ui.widgets.page import Page
from ui.widgets.paths import Paths
from ui.widgets.person_card import PersonCard
from ui.widgets.picture import Picture
from ui.widgets.text import Text

SIDE_PX = 520
RIGHT_PX = 632
CODE_PX = 60
HINT = "6 chiffres ou plus. Après 5 codes faux, le poste attend une minute."


class LoginScreen(Screen):
    """The first page of the station."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._promise = _Promise()
        self._demonstration = _Demonstration()
        self._people = QHBoxLayout()
        self._people.setSpacing(12)
        self._cards: tuple[PersonCard, ...] = ()
        self._code = TypingBox(CODE_PX)
        self._refusal = Refusal()
        self._hint = Text(HINT, TextRole.NOTE, Colour.INK_SOFT)
        self._open = Button("Ouvrir", Kind.MAIN, Height.MAIN, "lock-open", "Entrée")
        self._desk: Desk | None = None
        self._prepare_code()
        self._lay_out()

    def _prepare_code(self) -> None:
        self._code.line.setEchoMode(QLineEdit.EchoMode.Password)
        self._code.line.setAccessibleName("Code personnel")
        self._open.does(self.main_action)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._promise)
        page = Page(spacing=6)
        page.setMaximumWidth(look().px(RIGHT_PX) + 48)
        column = page.column
        column.addStretch(1)
        column.addWidget(self._demonstration)
        column.addSpacing(10)
        column.addWidget(Text("Bonjour. Qui êtes-vous\u00a0?", TextRole.SCREEN_TITLE))
        column.addWidget(Text("Choisissez votre nom.", TextRole.BODY, Colour.INK_SOFT))
        column.addSpacing(12)
        column.addLayout(self._people)
        column.addSpacing(14)
        column.addWidget(Text("Code personnel", TextRole.ACTION))
        column.addLayout(self._code_row())
        column.addWidget(self._refusal)
        column.addLayout(_beside("keyboard", self._hint))
        column.addStretch(1)
        row.addStretch(1)
        row.addWidget(page, 1000)
        row.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the whole width to the code when the words are large."""
        super().resizeEvent(event)
        self._promise.setVisible(not is_folded(self))

    def _code_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._code, 1)
        row.addWidget(self._open)
        return row

    def render_state(self, scene: Scene) -> None:
        """Show the people, the one chosen, and why the vault stays closed if it does."""
        desk = scene.desk
        if self._desk is None or desk.accounts != self._desk.accounts:
            self._show_people(desk.accounts)
        self._desk = desk
        for card in self._cards:
            card.setChecked(card.login == desk.selected)
        self._promise.show_station(desk)
        self._demonstration.show_code(desk.demonstration_code)
        waiting = _waiting(scene)
        refused = desk.blocked or (f"{desk.notice} {waiting}".strip())
        self._refusal.say(refused)
        self._code.mark(Provenance.TYPED, refused)
        self._code.line.setAccessibleDescription(refused)
        self._open.forbid(_why_not(desk, waiting))
        self._code.setEnabled(not desk.blocked)
        if desk.notice and not desk.opening:
            self._code.line.selectAll()

    def _show_people(self, accounts: Sequence[Account]) -> None:
        for card in self._cards:
            self._people.removeWidget(card)
            card.deleteLater()
        self._cards = tuple(PersonCard(one.login, one.label, one.title) for one in accounts)
        for card in self._cards:
            card.clicked.connect(lambda *_, login=card.login: self._choose(login))
            self._people.addWidget(card, 1)

    def _choose(self, login: str) -> None:
        self.send(PersonChosen(login))
        self.arrive()

    def step(self, by: int) -> None:
        """Choose the next person (1) or the one before (-1), as the arrows do."""
        logins = [card.login for card in self._cards]
        if self._desk is not None and self._desk.selected in logins:
            place = (logins.index(self._desk.selected) + by) % len(logins)
            self.send(PersonChosen(logins[place]))

    def main_action(self) -> None:
        """Open the vault; the code leaves the field at once."""
        if self._desk is not None and self._open.isEnabled():
            secret = self._code.line.text()
            self._code.line.clear()
            self.send(LoginAsked(self._desk.selected, secret))

    def arrive(self) -> None:
        """Give the keys to the code."""
        self._code.line.clear()
        self._code.line.setFocus()


def _waiting(scene: Scene) -> str:
    left = scene.desk.wait_left(scene.now)
    return f"Nouvel essai dans {elapsed(int(left.total_seconds()) + 1)}." if left else ""


def _why_not(desk: Desk, waiting: str) -> str:
    if desk.opening:
        return "Le coffre s’ouvre."
    return desk.blocked or waiting


def _beside(icon: str, text: Text) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(Picture(icon, 20, Colour.INK_SOFT))
    row.addWidget(text, 1)
    return row


class _Demonstration(Tinted):
    """The violet frame: what this station is, and its code."""

    def __init__(self) -> None:
        super().__init__(Tone.VIOLET, "carte")
        self.row.setContentsMargins(22, 18, 22, 18)
        self.row.setSpacing(18)
        self.row.addWidget(Picture("flask", 28, Colour.VIOLET), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text("Poste de démonstration", TextRole.ACTION, Colour.VIOLET))
        self._sentence = Text("", TextRole.NOTE)
        words.addWidget(self._sentence)
        self.row.addLayout(words, 1)

    def show_code(self, code: str) -> None:
        """Show the code of the demonstration accounts; nothing on a real station."""
        self.setVisible(bool(code))
        self._sentence.say(
            "Patients inventés, appareils simulés, protocoles non validés. Rien ne part vers "
            "l’extérieur. Code des comptes ci-dessous\u00a0: ",
            Strong(code),
            ".",
        )


class _Promise(QWidget):
    """The left side: what the station promises, and the state of the vault and of the post."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(look().px(SIDE_PX))
        self._place = Text("", TextRole.BODY, Colour.NAV_INK)
        self._vault = Text("", TextRole.DETAIL, Colour.NAV_INK)
        self._post = Text("", TextRole.DETAIL, Colour.NAV_INK)
        self._software = Text("", TextRole.DETAIL, Colour.NAV_INK)
        column = QVBoxLayout(self)
        column.setContentsMargins(56, 44, 56, 22)
        column.setSpacing(12)
        column.addLayout(self._name())
        column.addSpacing(18)
        title = "Orienter, soigner, garder la trace."
        column.addWidget(Text(title, TextRole.QUESTION, Colour.NAV_ACTIVE_INK))
        column.addWidget(self._place)
        column.addStretch(2)
        column.addWidget(Paths())
        column.addStretch(3)
        for icon, text in (
            ("shield-check", self._vault),
            ("map-pin", self._post),
            ("info-circle", self._software),
        ):
            column.addWidget(Rule(Colour.NAV_ACTIVE))
            column.addLayout(_fact(icon, text))

    def _name(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(Mark(46))
        row.addWidget(Text("osys", TextRole.PAGE_TITLE, Colour.NAV_ACTIVE_INK))
        row.addStretch(1)
        return row

    def show_station(self, desk: Desk) -> None:
        """Show where the station stands and whether its vault can be opened."""
        pharmacy = desk.station.pharmacy
        self._place.say(f"Le poste de l’espace de confidentialité de la {pharmacy.name}.")
        vault = "Coffre à réparer." if desk.blocked else "Coffre chiffré."
        rest = " Lisez la phrase à droite." if desk.blocked else " Votre code seul l’ouvre."
        self._vault.say(Strong(vault), rest)
        self._vault.set_ink(Colour.SUN if desk.blocked else Colour.NAV_INK)
        self._post.say("Poste\u00a0: ", Strong(desk.station.name), f" · {pharmacy.city}")
        self._software.say(desk.station.software)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dark ground."""
        QPainter(self).fillRect(self.rect(), look().colour(Colour.NAV))


def _fact(icon: str, text: Text) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(14)
    row.addWidget(Picture(icon, 24, Colour.NAV_INK))
    row.addWidget(text, 1)
    return row
