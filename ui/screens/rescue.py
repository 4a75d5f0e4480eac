"""Two recovery shares give a pharmacist their access back: before any login."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from app.desk.model import Account, Desk
from app.office.phrases import PhraseAsked
from app.office.rescue import RescueLeft, RescueTold
from ui.custody.new_secret import NewSecret
from ui.scene import Scene, Send
from ui.screen import Screen
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card
from ui.widgets.columns import Columns
from ui.widgets.field import Refusal
from ui.widgets.page import Page
from ui.widgets.people_row import PeopleRow
from ui.widgets.text import Text
from ui.widgets.text_area import TextArea

SIDE_PX = 520
WHAT = (
    "Deux des trois feuilles de secours rendent l’accès à un pharmacien de ce poste. Son ancien "
    "compte ne s’ouvrira plus\u00a0; les fiches qu’il a signées gardent son nom. Si un collègue "
    "ouvre encore le poste, demandez-lui plutôt de rendre l’accès, dans Équipe."
)
WORDS = "Recopiez les 33 mots\u00a0: les quatre premières lettres de chacun suffisent."


class RescueScreen(Screen):
    """Who, two sheets, a new passphrase."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._page = Page()
        self._chosen, self._people = "", PeopleRow(self._choose)
        self._sheets = tuple(TextArea(f"Feuille {rank}, ses 33 mots") for rank in (1, 2))
        self._secret = NewSecret("Nouvelle phrase de passe", self._propose)
        self._refused, self._busy = Refusal(), Text("", TextRole.DETAIL, Colour.INK_SOFT)
        self._give = Button("Rendre l’accès", Kind.MAIN, Height.MAIN, "lock-open", "Ctrl Entrée")
        self._leave = Button("Retour", Kind.FRAMED, icon="arrow-left", key="Échap")
        self._accounts: tuple[Account, ...] = ()
        self._lay_out()

    def _lay_out(self) -> None:
        who, sheets, columns = Card(spacing=12), Card(spacing=10), Columns()
        for piece in (
            Text("À qui rendre l’accès\u00a0?", TextRole.CARD_TITLE),
            self._people,
            self._secret,
        ):
            who.column.addWidget(piece)
        who.column.addStretch(1)
        sheets.column.addWidget(Text("Les deux feuilles", TextRole.CARD_TITLE))
        sheets.column.addWidget(Text(WORDS, TextRole.NOTE, Colour.INK_SOFT))
        for sheet in self._sheets:
            sheets.column.addWidget(sheet)
        sheets.column.addStretch(1)
        columns.add(sheets)
        columns.add(who, SIDE_PX)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._leave.does(self.leave))
        row.addWidget(self._busy, 1)
        row.addWidget(self._give.does(self.main_action), 0, Qt.AlignmentFlag.AlignRight)
        self._page.column.addWidget(Text("Mot de passe perdu", TextRole.SCREEN_TITLE))
        self._page.column.addWidget(Text(WHAT, TextRole.BODY, Colour.INK_SOFT))
        self._page.column.addWidget(columns, 1)
        self._page.column.addWidget(self._refused)
        self._page.column.addLayout(row)
        self.fill_with(self._page)

    def render_state(self, scene: Scene) -> None:
        """Show the pharmacists known here, and why the access was not given back."""
        desk = scene.desk
        self._accounts = _pharmacists(desk)
        if self._chosen not in {one.login for one in self._accounts}:
            self._chosen = self._accounts[0].login if self._accounts else ""
        self._people.show_people(self._accounts, self._chosen)
        self._secret.show_phrase(desk.suggested)
        self._refused.say(desk.rescue.refused)
        self._busy.say(desk.rescue.busy)
        self._give.forbid(desk.rescue.busy)

    def _choose(self, login: str) -> None:
        self._chosen = login
        self._people.show_people(self._accounts, login)

    def _propose(self) -> None:
        labels = {one.login: one.label for one in self._accounts}
        self.send(PhraseAsked(self._chosen, labels.get(self._chosen, "")))

    def main_action(self) -> None:
        """Give the access back; the shares stay typed until it is done."""
        if self._give.isEnabled():
            typed = tuple(one.words for one in self._sheets)
            self.send(RescueTold(self._chosen, typed, self._secret.take()))

    def strong_action(self) -> None:
        """Do the same from a place where Enter begins a new line."""
        self.main_action()

    def leave(self) -> None:
        """Go back to the login page."""
        self.send(RescueLeft())

    def step(self, by: int) -> None:
        """Read further down (1) or up (-1)."""
        self._page.read_on(by)

    def arrive(self) -> None:
        """Begin with the first sheet; nothing typed before stays."""
        for sheet in self._sheets:
            sheet.clear()
        self._secret.forget()
        self._sheets[0].area.setFocus()


def _pharmacists(desk: Desk) -> tuple[Account, ...]:
    """Return the professionals of the settings: those who may sign sheets here."""
    return tuple(
        Account(one.login, one.label, one.title, "pharmacist") for one in desk.station.professionals
    )
