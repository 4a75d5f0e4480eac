"""What would be destroyed, and what two people give before it begins."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desk.model import Account
from app.office.erasure import ErasurePlan
from app.office.retention import PurgePlan
from ui.custody.keeping_words import plan_lines
from ui.custody.second_person import Presence, SecondPerson
from ui.format import counted, number
from ui.look import Tone
from ui.tokens import Colour, TextRole
from ui.typeset import Strong
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card, live_frame
from ui.widgets.field import Field, Refusal
from ui.widgets.line_list import Line, LineList
from ui.widgets.text import Text

NOTHING = "Aucun mois n’a atteint sa date\u00a0: il n’y a rien à détruire."
ERASED = (
    "L’effacement est définitif sur ce poste. Une ancienne sauvegarde garde la fiche jusqu’à la "
    "destruction de son mois\u00a0; la restaurer l’efface de nouveau."
)
FOREVER = "Ce qui est détruit ne revient pas, ni d’ici ni d’une ancienne sauvegarde des données."


@dataclass(frozen=True, slots=True)
class Destruction:
    """What the card shows: a title, lines, the phrase to type, "" when nothing may be destroyed.

    ``warning`` says what does not come back; ``doubt`` why not today; ``refused`` what to change
    before asking again; ``busy`` what is being done.
    """

    title: str
    lines: tuple[Line, ...]
    phrase: str
    warning: str
    doubt: str = ""
    refused: str = ""
    busy: str = ""


def of_plan(plan: PurgePlan, refused: str, busy: str) -> Destruction:
    """Return what the plan of a purge destroys."""
    rows = counted(plan.destroyed, "ligne", "lignes")
    kept = ""
    if plan.kept:
        kept = f", {counted(plan.kept, 'fiche conservée', 'fiches conservées')}"
    title = f"Le plan\u00a0: {rows} à détruire{kept}" if plan.months else NOTHING
    lines = plan_lines(plan)
    return Destruction(title, lines, plan.phrase, FOREVER, plan.doubt, refused, busy)


def of_erasure(plan: ErasurePlan, refused: str, busy: str) -> Destruction:
    """Return what the erasure of one sheet destroys."""
    title = f"Effacer la fiche {number(plan.number)} avant sa date"
    lines = (
        Line("files", Tone.NEUTRAL, "Toutes ses versions et ses documents"),
        Line("pencil", Tone.NEUTRAL, "Motif", plan.reason),
        Line("list-check", Tone.NEUTRAL, "Le journal garde la trace de l’effacement"),
    )
    return Destruction(title, lines, plan.phrase, ERASED, "", refused, busy)


class PurgeCard(Card):
    """Shows a destruction; ``confirmed`` is called with who confirms and the phrase typed again."""

    def __init__(
        self, confirmed: Callable[[Presence, str], None], left: Callable[[], None]
    ) -> None:
        super().__init__(margin=18, spacing=10)
        self._confirmed = confirmed
        self._asked = ""
        self._title = Text("", TextRole.CARD_TITLE)
        self._lines = LineList()
        self._doubt, self._refused = Refusal(), Refusal()
        self._form, self._second = QWidget(), SecondPerson()
        self._warning = Text("", TextRole.DETAIL, Colour.RED)
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
        form.addWidget(self._warning)
        for piece in (self._second, self._phrase, self._typed, self._refused):
            form.addWidget(piece)
        form.addWidget(self._go.does(self.confirm))
        for part in (self._title, self._lines, self._doubt, self._form):
            self.column.addWidget(part)
        row = QHBoxLayout()
        row.addWidget(Button("Ranger le plan", Kind.FRAMED, Height.SMALL, "x", "Échap").does(left))
        row.addStretch(1)
        self.column.addLayout(row)

    def show_destruction(self, shown: Destruction | None, others: Sequence[Account]) -> None:
        """Show what would be destroyed and who may confirm it; none hides the card."""
        self.setVisible(shown is not None)
        phrase = shown.phrase if shown is not None else ""
        if phrase != self._asked:
            self._second.forget()
            self._typed.line.clear()
        self._asked = phrase
        if shown is None:
            return
        self._title.say(shown.title)
        self._lines.show_lines(shown.lines)
        self._warning.say(shown.warning)
        self._doubt.say(shown.doubt)
        self._form.setVisible(bool(phrase) and not shown.doubt)
        self._second.show_people(others)
        self._phrase.say("Retapez\u00a0: ", Strong(phrase))
        self._refused.say(shown.refused)
        self._go.forbid(shown.busy)

    def confirm(self) -> None:
        """Give what the second person and the keyboard say."""
        if self._asked and self._go.isEnabled() and not self._form.isHidden():
            self._confirmed(self._second.take(), self._typed.line.text())
