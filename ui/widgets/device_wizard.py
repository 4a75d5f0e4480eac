"""Binding a device, a step at a time: the list, the pairing, the name."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from app.office.devices_wizard import Wizard, WizardStep
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card, live_frame
from ui.widgets.field import Field, Provenance, Refusal
from ui.widgets.flow_row import FlowRow
from ui.widgets.row import Cell, TableRow
from ui.widgets.text import Text

COLUMNS = (0.3, 0.45, 0.25)
TITLES = {
    WizardStep.SEARCH: "Choisissez l’appareil à relier",
    WizardStep.PAIR: "Le poste relie l’appareil",
    WizardStep.NAME: "Donnez-lui un nom",
    WizardStep.CAMERA: "Choisissez la caméra",
    WizardStep.SOUND: "Choisissez l’entrée du stéthoscope",
}
SEARCHING = "Recherche en cours. Allumez l’appareil et approchez-le du poste."
NOTHING = "Aucun appareil trouvé. Allumez-le, changez sa pile, puis cherchez de nouveau."
CHOOSE = "Un chiffre choisit. Le nom est celui que l’appareil se donne."
PAIR = "S’il affiche une demande ou fait clignoter un bouton, acceptez sur l’appareil."
NAME = "Un nom que l’équipe reconnaît\u00a0: la pièce, la couleur, le meuble."
PLUG = "Un chiffre choisit."


@dataclass(frozen=True, slots=True)
class WizardActions:
    """What the buttons of the wizard do."""

    choose: Callable[[int], None]
    name: Callable[[str], None]
    again: Callable[[], None]
    leave: Callable[[], None]


class DeviceWizard(Card):
    """The card of what is being bound."""

    def __init__(self, actions: WizardActions) -> None:
        super().__init__(margin=20, spacing=10)
        self._actions = actions
        self._step: WizardStep | None = None
        self._rows: list[TableRow] = []
        self._title = Text("", TextRole.CARD_TITLE)
        self._help = Text("", TextRole.DETAIL, Colour.INK_SOFT)
        self._said = Text("", TextRole.BODY)
        self._list = Card(margin=6, spacing=0)
        self._field = Field("Nom de l’appareil", lambda _: None)
        self._refused = Refusal()
        self._keep = Button("Garder ce nom", Kind.MAIN, Height.USUAL, "check", "Entrée")
        self._again = Button("Chercher de nouveau", Kind.SOFT, Height.SMALL, "search", "R")
        self._leave = Button("Abandonner", Kind.FRAMED, Height.SMALL, "x", "Échap")
        self._lay_out()

    def _lay_out(self) -> None:
        self.set_frame(live_frame())
        for piece in (
            self._title,
            self._help,
            self._said,
            self._list,
            self._field,
            self._refused,
        ):
            self.column.addWidget(piece)
        buttons = FlowRow()
        buttons.add(self._keep.does(self.keep))
        buttons.add(self._again.does(self._actions.again))
        buttons.add(self._leave.does(self._actions.leave))
        self.column.addWidget(buttons)

    def show_wizard(self, wizard: Wizard, rows: tuple[tuple[Cell, ...], ...]) -> None:
        """Show where the binding stands, and the ``rows`` among which one is chosen."""
        begun, self._step = wizard.step is not self._step, wizard.step
        self._title.say(TITLES[wizard.step])
        self._help.say(_help(wizard))
        self._said.say(wizard.said)
        self._said.setVisible(bool(wizard.said))
        self._refused.say(wizard.refused)
        self._show_rows(rows)
        naming = wizard.step is WizardStep.NAME
        self._field.setVisible(naming)
        self._keep.setVisible(naming)
        over = wizard.is_over and wizard.step is not WizardStep.PAIR and not naming
        self._again.setVisible(over)
        if naming and begun and wizard.bound is not None:
            self._field.show_value(wizard.bound.name, Provenance.TYPED, "")
            self.receive()

    def _show_rows(self, rows: tuple[tuple[Cell, ...], ...]) -> None:
        self._list.setVisible(bool(rows))
        while len(self._rows) < len(rows):
            row = TableRow(COLUMNS)
            row.clicked.connect(partial(self._choose, len(self._rows)))
            self._rows.append(row)
            self._list.column.addWidget(row)
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(rows))
            if place < len(rows):
                row.show_cells(rows[place], chosen=False)

    def _choose(self, place: int, *_: object) -> None:
        self._actions.choose(place)

    def keep(self) -> None:
        """Give the name that is typed."""
        if self._step is WizardStep.NAME:
            self._actions.name(self._field.line.text())

    def receive(self) -> None:
        """Take the keys where a name is typed."""
        if self._step is WizardStep.NAME:
            self._field.line.setFocus()
            self._field.line.selectAll()

    def hide_away(self) -> None:
        """Show nothing, and begin afresh the next time."""
        self._step = None
        self.setVisible(False)


def _help(wizard: Wizard) -> str:
    if wizard.step is WizardStep.SEARCH:
        if not wizard.candidates:
            return NOTHING if wizard.is_over else SEARCHING
        return CHOOSE if wizard.is_over else SEARCHING
    plugged = PLUG if wizard.is_over else SEARCHING
    helps = {WizardStep.PAIR: PAIR, WizardStep.NAME: NAME}
    return helps.get(wizard.step, plugged)
