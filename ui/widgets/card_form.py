"""The form that signs a sheet with a card: the card found, its code, and what the card says."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout

from app.office.card import TOLD, CardForm, CardLine
from ui.format import long_date
from ui.look import Tone
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card, live_frame
from ui.widgets.field import Field, Provenance
from ui.widgets.line_list import Line, LineList
from ui.widgets.text import Text

EFFECT = (
    "Votre signature s’ajoute à la fiche, qui ne change pas. "
    "Le code part à la carte une seule fois et n’est gardé nulle part."
)
WHICH = "Plusieurs certificats signent\u00a0: choisissez le vôtre."


@dataclass(frozen=True, slots=True)
class Doing:
    """What the form asks for: look for the card, choose one, sign with a code, go away."""

    look: Callable[[], None]
    choose: Callable[[CardLine], None]
    sign: Callable[[str], None]
    leave: Callable[[], None]


class SignByCard(Card):
    """Shows one state of the card; the code leaves the field as soon as it is given."""

    def __init__(self, doing: Doing) -> None:
        super().__init__(spacing=10)
        self._doing = doing
        self._form = CardForm()
        self._found = LineList()
        self._offered: tuple[CardLine, ...] = ()
        self._choices: list[Button] = []
        self._column = QVBoxLayout()
        self._which = Text(WHICH, TextRole.DETAIL)
        self._code = Field("Code de la carte", lambda _: None)
        self._code.line.setEchoMode(QLineEdit.EchoMode.Password)
        self._refused = Text("", TextRole.DETAIL, Colour.RED)
        self._busy = Text("", TextRole.NOTE, Colour.INK_SOFT)
        self._sign = Button("Signer", Kind.MAIN, Height.USUAL, "signature", "Ctrl Entrée")
        self._again = Button("Chercher la carte", Kind.SOFT, Height.USUAL, "refresh")
        self.set_frame(live_frame())
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        self.column.addWidget(Text("Signer avec la carte", TextRole.CARD_TITLE))
        self.column.addWidget(Text(EFFECT, TextRole.DETAIL, Colour.INK_SOFT))
        self._column.setSpacing(8)
        self.column.addWidget(self._found)
        self.column.addWidget(self._which)
        self.column.addLayout(self._column)
        for piece in (self._code, self._refused, self._busy):
            self.column.addWidget(piece)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addWidget(self._sign.does(self.ask))
        buttons.addWidget(self._again.does(self._doing.look))
        away = Button("Renoncer", Kind.FRAMED, Height.USUAL, "x", "Échap")
        buttons.addWidget(away.does(self._doing.leave))
        buttons.addStretch(1)
        self.column.addLayout(buttons)

    def show_form(self, form: CardForm, sheet_id: str) -> None:
        """Show ``form`` if it is about the sheet that is open; it hides otherwise."""
        shown, was_waiting = bool(sheet_id) and form.sheet_id == sheet_id, self.waits_for_code
        if form != self._form and not form.waits_for_code:
            self._forget()
        self._form = form if shown else CardForm()
        self.setVisible(shown)
        if not shown:
            self._forget()
            return
        self._show_cards(form)
        self._code.setVisible(form.waits_for_code)
        self._code.show_value(self._code.line.text(), Provenance.TYPED, form.refused)
        self._refused.say("" if form.waits_for_code else form.refused)
        self._refused.setVisible(bool(form.refused) and not form.waits_for_code)
        self._busy.say(form.busy)
        self._busy.setVisible(bool(form.busy))
        self._sign.setVisible(form.waits_for_code)
        self._again.setVisible(not form.busy and not form.waits_for_code)
        if form.waits_for_code and not was_waiting:
            self.arrive()

    @property
    def is_open(self) -> bool:
        """True while the form is about the sheet shown."""
        return bool(self._form.sheet_id)

    @property
    def waits_for_code(self) -> bool:
        """True when only the code is missing."""
        return self._form.waits_for_code

    def arrive(self) -> None:
        """Give the keys to the code, when it is asked for."""
        if self.waits_for_code:
            self._code.line.setFocus()

    def ask(self) -> None:
        """Sign with the code that is typed; it does not stay in the field."""
        if self.waits_for_code:
            code = self._code.line.text()
            self._forget()
            self._doing.sign(code)

    def _show_cards(self, form: CardForm) -> None:
        self._found.show_lines(tuple(_told(form.chosen)) if form.chosen else ())
        asks = form.chosen is None and len(form.cards) > 1
        self._which.setVisible(asks)
        self._offer(form.cards if asks else ())

    def _offer(self, cards: tuple[CardLine, ...]) -> None:
        """Show one button a card; buttons are kept from one scene to the next."""
        self._offered = cards
        while len(self._choices) < len(cards):
            button = Button("", Kind.SOFT, Height.USUAL, "id-badge-2")
            button.does(partial(self._choose, len(self._choices)))
            self._choices.append(button)
            self._column.addWidget(button)
        for place, button in enumerate(self._choices):
            button.setVisible(place < len(cards))
            if place < len(cards):
                button.say(f"{cards[place].holder}, {cards[place].label}, {cards[place].serial}")

    def _choose(self, place: int) -> None:
        if place < len(self._offered):
            self._doing.choose(self._offered[place])

    def _forget(self) -> None:
        self._code.line.clear()


def _told(card: CardLine) -> list[Line]:
    """Return whose card it is, and what it says of its code."""
    number = f"RPPS {card.rpps}" if card.rpps else "sans numéro RPPS"
    note = f"{number}, certificat valable jusqu’au {long_date(card.until.date())}"
    lines = [Line("id-badge-2", Tone.NEUTRAL, f"Carte de {card.holder}", note)]
    if TOLD[card.tries]:
        lines.append(Line("alert-triangle", Tone.RED, TOLD[card.tries]))
    return lines
