"""The plan of a destruction, and what two people give before it begins."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desk.model import Account
from app.office.retention import PurgePlan
from ui.custody.keeping_words import plan_lines
from ui.custody.second_person import Presence, SecondPerson
from ui.format import counted
from ui.tokens import Colour, TextRole
from ui.typeset import Strong
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card, live_frame
from ui.widgets.field import Field, Refusal
from ui.widgets.line_list import LineList
from ui.widgets.text import Text

NOTHING = "Aucun mois n’a atteint sa date\u00a0: il n’y a rien à détruire."
FOREVER = "Ce qui est détruit ne revient pas, ni d’ici ni d’une ancienne sauvegarde des données."


@dataclass(frozen=True, slots=True)
class PurgeWords:
    """What the card says: what to change before asking again, what is being done."""

    refused: str = ""
    busy: str = ""


class PurgeCard(Card):
    """Shows a plan; ``confirmed`` is called with who confirms and the phrase typed again."""

    def __init__(
        self, confirmed: Callable[[Presence, str], None], left: Callable[[], None]
    ) -> None:
        super().__init__(margin=18, spacing=10)
        self._confirmed = confirmed
        self._plan: PurgePlan | None = None
        self._title = Text("", TextRole.CARD_TITLE)
        self._lines = LineList()
        self._doubt, self._refused = Refusal(), Refusal()
        self._form, self._second = QWidget(), SecondPerson()
        self._phrase = Text("", TextRole.DETAIL)
        self._typed = Field("La phrase, retapée", lambda _: None)
        self._go = Button("Détruire", Kind.RED, Height.USUAL, "alert-triangle", "Ctrl Entrée")
        self.set_frame(live_frame())
        self._lay_out(left)
        self.hide()

    def _lay_out(self, left: Callable[[], None]) -> None:
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(10)
        form.addWidget(Text(FOREVER, TextRole.DETAIL, Colour.RED))
        for piece in (self._second, self._phrase, self._typed, self._refused):
            form.addWidget(piece)
        form.addWidget(self._go.does(self.confirm))
        for part in (self._title, self._lines, self._doubt, self._form):
            self.column.addWidget(part)
        row = QHBoxLayout()
        row.addWidget(Button("Ranger le plan", Kind.FRAMED, Height.SMALL, "x", "Échap").does(left))
        row.addStretch(1)
        self.column.addLayout(row)

    def show_plan(
        self, plan: PurgePlan | None, others: Sequence[Account], words: PurgeWords
    ) -> None:
        """Show ``plan`` and who may confirm it; none hides the card."""
        self.setVisible(plan is not None)
        if plan != self._plan:
            self._second.forget()
            self._typed.line.clear()
        self._plan = plan
        if plan is None:
            return
        rows = counted(plan.destroyed, "ligne", "lignes")
        kept = ""
        if plan.kept:
            kept = f", {counted(plan.kept, 'fiche conservée', 'fiches conservées')}"
        self._title.say(f"Le plan\u00a0: {rows} à détruire{kept}" if plan.months else NOTHING)
        self._lines.show_lines(plan_lines(plan))
        self._doubt.say(plan.doubt)
        self._form.setVisible(bool(plan.months) and not plan.doubt)
        self._second.show_people(others)
        self._phrase.say("Retapez\u00a0: ", Strong(plan.phrase))
        self._refused.say(words.refused)
        self._go.forbid(words.busy)

    def confirm(self) -> None:
        """Give what the second person and the keyboard say."""
        if self._plan is not None and self._go.isEnabled() and not self._form.isHidden():
            self._confirmed(self._second.take(), self._typed.line.text())
