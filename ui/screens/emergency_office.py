"""A lost key, a stolen computer, a suspicion of attack: one page, one button, what to do."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.messages import LockAsked
from app.office.emergency import AlarmAsked, AlarmRaised, Danger, DangerChosen, Emergency
from ui.custody.keeping_words import DANGERS
from ui.scene import Scene, Send
from ui.screen import Screen
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card
from ui.widgets.columns import Columns
from ui.widgets.field import Field, Refusal
from ui.widgets.page import Page
from ui.widgets.said_list import SaidList
from ui.widgets.text import Text

SIDE_PX = 420
WHAT = "Qu’arrive-t-il\u00a0?"
DOES = (
    ("Retire les clés de la mémoire\u00a0: plus rien ne s’ouvre sur ce poste.",),
    ("Écrit les preuves\u00a0: journal, empreintes des fichiers, accès scellés. Aucun nom.",),
    ("Dit quoi faire, dans l’ordre, avec qui prévenir.",),
)
CLOSED = "Le poste est fermé"
WRITTEN = "Les preuves sont dans {}. Gardez ce dossier hors de l’officine."


class EmergencyOfficeScreen(Screen):
    """What happened on the left, what the button does on the right; then only what to do."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._state = Emergency()
        self._dangers = {
            danger: Button(words, Kind.FRAMED, Height.USUAL, icon, str(place))
            for place, (danger, (words, icon)) in enumerate(DANGERS.items(), start=1)
        }
        self._folder = Field("Dossier où écrire les preuves, une clé USB de préférence", _ignore)
        self._refused = Refusal()
        self._go = Button(
            "Fermer et écrire les preuves", Kind.RED, Height.MAIN, "shield-lock", "Ctrl Entrée"
        )
        self._before, self._after = QWidget(), Card(margin=24, spacing=12)
        self._title = Text(CLOSED, TextRole.PAGE_TITLE)
        self._written = Text("", TextRole.BODY)
        self._unwritten = Refusal()
        self._steps = SaidList()
        self._leave_button = Button(
            "Quitter cette page", Kind.MAIN, Height.USUAL, "door-exit", "Entrée"
        )
        self._page = Page()
        self._lay_out()

    def _lay_out(self) -> None:
        page, columns = self._page, Columns()
        ask, does = Card(margin=20, spacing=10), Card(margin=20, spacing=10)
        ask.column.addWidget(Text(WHAT, TextRole.CARD_TITLE))
        for danger, button in self._dangers.items():
            ask.column.addWidget(button.does(partial(self._choose, danger)))
        ask.column.addWidget(self._folder)
        ask.column.addWidget(self._refused)
        ask.column.addWidget(self._go.does(self._raise))
        does.column.addWidget(Text("Ce que fait ce bouton", TextRole.CARD_TITLE))
        said = SaidList()
        said.show_sentences(DOES)
        does.column.addWidget(said)
        columns.add(_holding(ask))
        columns.add(_holding(does), SIDE_PX)
        before = QVBoxLayout(self._before)
        before.setContentsMargins(0, 0, 0, 0)
        before.addWidget(columns)
        for piece in (self._title, self._written, self._unwritten):
            self._after.column.addWidget(piece)
        self._after.column.addWidget(Text("À faire maintenant", TextRole.LABEL, Colour.INK_SOFT))
        self._after.column.addWidget(self._steps)
        self._leave_button.does(self._lock)
        self._after.column.addWidget(self._leave_button, 0, Qt.AlignmentFlag.AlignLeft)
        page.column.addWidget(self._before)
        page.column.addWidget(self._after)
        page.column.addStretch(1)
        self.fill_with(page)

    def render_state(self, scene: Scene) -> None:
        """Show what may be chosen, or what to do once the keys are dropped."""
        page = scene.desk.office.emergency
        if page.raised is not None and self._state.raised is None:
            self.setFocus()  # what had the keys is gone
        self._state = page
        self._before.setVisible(page.raised is None)
        self._after.setVisible(page.raised is not None)
        for danger, button in self._dangers.items():
            chosen = danger is page.danger
            button.set_kind(Kind.SOFT if chosen else Kind.FRAMED)
            button.setAccessibleDescription("choisi" if chosen else "")
        self._refused.say(page.refused)
        self._go.forbid(page.busy)
        if page.raised is not None:
            self._show_after(page.raised)

    def _show_after(self, raised: AlarmRaised) -> None:
        self._written.say(WRITTEN.format(raised.written))
        self._written.setVisible(bool(raised.written))
        self._unwritten.say(raised.refused)
        self._steps.show_sentences(tuple((one,) for one in raised.steps))

    def _choose(self, danger: Danger) -> None:
        self.send(DangerChosen(danger))

    def _raise(self) -> None:
        self.send(AlarmAsked(self._folder.line.text()))

    def _lock(self) -> None:
        self.send(LockAsked())

    def press(self, key: str) -> None:
        """Choose what happened with a digit."""
        dangers = tuple(Danger)
        if key.isdigit() and 0 < int(key) <= len(dangers) and self._state.raised is None:
            self._choose(dangers[int(key) - 1])
            self._folder.line.setFocus()

    def strong_action(self) -> None:
        """Drop the keys and write the evidence."""
        if self._state.raised is None:
            self._raise()

    def main_action(self) -> None:
        """Go to the login once the keys are dropped."""
        if self._state.raised is not None:
            self._lock()

    def step(self, by: int) -> None:
        """Read further down (1) or up (-1)."""
        self._page.read_on(by)

    def arrive(self) -> None:
        """Leave the keys to the page: a digit says what happened."""
        self.setFocus()


def _ignore(_: str) -> None:
    """Keep what is typed in the field until it is asked for."""


def _holding(*pieces: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    for piece in pieces:
        column.addWidget(piece)
    column.addStretch(1)
    return holder
