"""Who opens the station, and with which secret."""

# ruff: noqa: N802

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.desk.messages import LoginAsked, PersonChosen
from app.desk.model import Desk
from app.desk.veil import DIGITS
from app.office.first_run import FoundingAsked
from app.office.rescue import RescueAsked
from ui.custody.promise import Promise
from ui.format import elapsed
from ui.look import Tone, look
from ui.scene import Scene, Send
from ui.screen import Screen
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.columns import is_folded
from ui.widgets.demonstration import Demonstration
from ui.widgets.field import Provenance, Refusal, TypingBox
from ui.widgets.page import Page
from ui.widgets.people_row import PeopleRow
from ui.widgets.picture import Picture
from ui.widgets.said import Said
from ui.widgets.text import Text

RIGHT_PX = 632
HELLO = "Bonjour. Qui êtes-vous\u00a0?"
BLOCKED = "Ce poste ne s’ouvre pas."
CODE_PX = 60
SHORT_PX = 46
AFTER = "Après 5 essais faux, le poste attend une minute."
HINTS = {
    True: f"6 chiffres ou plus. {AFTER}",
    False: AFTER,
}
SHORT = "Code court de la journée, facultatif"
WHY_SHORT = (
    "Six chiffres de votre choix\u00a0: ils rendent l’écran après 5 minutes sans un geste. "
    "Sans eux, le poste se verrouille. Ils ne sont écrits nulle part."
)


class LoginScreen(Screen):
    """The first page of the station."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._promise = Promise()
        self._demonstration = Demonstration(lambda: send(FoundingAsked()))
        self._title = Text("", TextRole.SCREEN_TITLE)
        self._blocked, self._usual = Said(Tone.RED, "alert-triangle"), QWidget()
        self._people = PeopleRow(self._choose)
        self._secret_name = Text("", TextRole.ACTION)
        self._code, self._short = TypingBox(CODE_PX), TypingBox(SHORT_PX)
        self._refusal = Refusal()
        self._hint = Text("", TextRole.NOTE, Colour.INK_SOFT)
        self._open = Button("Ouvrir", Kind.MAIN, Height.MAIN, "lock-open", "Entrée")
        self._lost = Button("Mot de passe perdu", Kind.PLAIN, Height.SMALL, "lifebuoy")
        self._desk: Desk | None = None
        self._prepare()
        self._lay_out()

    def _prepare(self) -> None:
        for box, name in ((self._code, "Code personnel"), (self._short, SHORT)):
            box.line.setEchoMode(QLineEdit.EchoMode.Password)
            box.line.setAccessibleName(name)
        self._short.line.setMaxLength(DIGITS)
        self._short.line.setAccessibleDescription(WHY_SHORT)
        self._open.does(self.main_action)
        self._lost.setAccessibleName(self._lost.text())
        self._lost.does(lambda: self.send(RescueAsked()))

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
        column.addSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._blocked)
        column.addWidget(self._usual)
        column.addStretch(1)
        row.addStretch(1)
        row.addWidget(page, 1000)
        row.addStretch(1)
        self._fill_usual()

    def _fill_usual(self) -> None:
        """Lay out what is used every day: who, the secret, the short code."""
        # Tab follows the order in which pieces get their parent: the short code after the secret
        for piece in (self._people, self._code, self._short, self._open, self._lost):
            piece.setParent(self._usual)
        column = QVBoxLayout(self._usual)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(Text("Choisissez votre nom.", TextRole.BODY, Colour.INK_SOFT))
        column.addSpacing(8)
        column.addWidget(self._people)
        column.addSpacing(10)
        column.addWidget(self._secret_name)
        column.addLayout(_side_by_side((self._code, 1), (self._open, 0)))
        column.addWidget(self._refusal)
        column.addLayout(
            _side_by_side((Picture("keyboard", 20, Colour.INK_SOFT), 0), (self._hint, 1))
        )
        column.addSpacing(8)
        column.addWidget(Text(SHORT, TextRole.LABEL, Colour.INK_SOFT))
        column.addWidget(self._short)
        column.addWidget(Text(WHY_SHORT, TextRole.NOTE, Colour.INK_SOFT))
        column.addSpacing(4)
        column.addWidget(self._lost, 0, Qt.AlignmentFlag.AlignLeft)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the whole width to the code when the words are large."""
        super().resizeEvent(event)
        self._promise.setVisible(not is_folded(self))

    def render_state(self, scene: Scene) -> None:
        """Show the people, the one chosen, and why the vault stays closed if it does."""
        desk = scene.desk
        self._desk = desk
        demonstration = desk.station.demonstration
        self._people.show_people(desk.accounts, desk.selected)
        self._promise.show_station(desk, scene.now)
        self._demonstration.setVisible(demonstration)
        self._demonstration.show_code(desk.demonstration_code)
        self._secret_name.say("Code personnel" if demonstration else "Phrase de passe")
        self._code.line.setAccessibleName(self._secret_name.text())
        self._hint.say(HINTS[demonstration])
        self._lost.setVisible(not demonstration)
        waiting = _waiting(scene)
        self._title.say(BLOCKED if desk.blocked else HELLO)
        self._blocked.say(desk.blocked)
        self._usual.setVisible(not desk.blocked)
        refused = f"{desk.notice} {waiting}".strip()
        self._refusal.say(refused)
        self._code.mark(Provenance.TYPED, refused)
        self._code.line.setAccessibleDescription(refused)
        self._open.forbid(_why_not(desk, waiting))
        if desk.notice and not desk.opening:
            self._code.line.selectAll()

    def _choose(self, login: str) -> None:
        self.send(PersonChosen(login))
        self.arrive()

    def step(self, by: int) -> None:
        """Choose the next person (1) or the one before (-1), as the arrows do."""
        beside = self._people.beside(self._desk.selected, by) if self._desk is not None else ""
        if beside:
            self.send(PersonChosen(beside))

    def main_action(self) -> None:
        """Open the vault; what was typed leaves the fields at once."""
        if self._desk is not None and self._open.isEnabled():
            secret, short = self._code.line.text(), self._short.line.text()
            self._forget()
            self.send(LoginAsked(self._desk.selected, secret, short))

    def _forget(self) -> None:
        self._code.line.clear()
        self._short.line.clear()

    def arrive(self) -> None:
        """Give the keys to the code."""
        self._forget()
        self._code.line.setFocus()


def _waiting(scene: Scene) -> str:
    left = scene.desk.wait_left(scene.now)
    return f"Nouvel essai dans {elapsed(int(left.total_seconds()) + 1)}." if left else ""


def _why_not(desk: Desk, waiting: str) -> str:
    if desk.opening:
        return "Le coffre s’ouvre."
    return desk.blocked or waiting


def _side_by_side(*pieces: tuple[Button | Picture | Text | TypingBox, int]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    for piece, share in pieces:
        row.addWidget(piece, share)
    return row
