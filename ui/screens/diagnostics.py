"""The diagnostics: versions, room, ages; what a person reads aloud to whoever helps them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.office.diagnostics import DiagnosticsAsked, Fact, Health
from ui.look import Tone
from ui.scene import Scene, Send
from ui.screen import Screen
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card
from ui.widgets.columns import Columns
from ui.widgets.line_list import Line, LineList
from ui.widgets.page import Page
from ui.widgets.text import Text

SIDE_PX = 420
LOOKS = {
    Health.GOOD: ("circle-check", Tone.GREEN),
    Health.TOLD: ("info-circle", Tone.NEUTRAL),
    Health.LATE: ("alert-triangle", Tone.OCHRE),
    Health.BAD: ("alert-triangle", Tone.RED),
}
READ_ALOUD = (
    "À lire au téléphone à qui vous aide. Rien ici ne nomme un patient, un collègue ou un dossier. "
    "Sans la fenêtre\u00a0: «\u00a0osys diagnostics\u00a0»."
)


class DiagnosticsScreen(Screen):
    """How the station is doing on the left, what it is made of on the right."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._state, self._parts = LineList(), LineList()
        self._again = Button("Regarder de nouveau", Kind.FRAMED, Height.SMALL, "refresh", "Entrée")
        self._page = Page()
        self._lay_out()

    def _lay_out(self) -> None:
        columns = Columns()
        state = _card("État du poste", self._state)
        state.column.addWidget(Text(READ_ALOUD, TextRole.DETAIL, Colour.INK_SOFT))
        self._again.does(self.main_action)
        state.column.addWidget(self._again, 0, Qt.AlignmentFlag.AlignLeft)
        columns.add(_holding(state))
        columns.add(_holding(_card("Versions", self._parts)), SIDE_PX)
        self._page.column.addWidget(columns, 1)
        self.fill_with(self._page)

    def render_state(self, scene: Scene) -> None:
        """Show the facts, those that ask for something first."""
        page = scene.desk.office.diagnostics
        self._again.forbid(page.busy)
        order = list(Health)[::-1]
        state = [one for one in page.facts if one.health is not Health.TOLD]
        state.sort(key=lambda one: order.index(one.health))
        self._state.show_lines(tuple(map(_line, state)))
        told = (one for one in page.facts if one.health is Health.TOLD)
        self._parts.show_lines(tuple(map(_line, told)))

    def main_action(self) -> None:
        """Look at the station again."""
        self.send(DiagnosticsAsked())

    def step(self, by: int) -> None:
        """Read further down (1) or up (-1)."""
        self._page.read_on(by)

    def arrive(self) -> None:
        """Leave the keys to the page."""
        self.setFocus()


def _line(fact: Fact) -> Line:
    icon, tone = LOOKS[fact.health]
    return Line(icon, tone, f"{fact.name}\u00a0: {fact.value}", fact.advice)


def _card(title: str, lines: LineList) -> Card:
    card = Card(margin=18, spacing=10)
    card.column.addWidget(Text(title, TextRole.CARD_TITLE))
    card.column.addWidget(lines)
    return card


def _holding(piece: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(piece)
    column.addStretch(1)
    return holder
