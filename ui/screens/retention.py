"""What is held back, and what is destroyed once its date has come: shown first, by two people."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.desk.model import Account
from app.office.erasure import Erasure, ErasureAsked, ErasureConfirmed, ErasurePut
from app.office.retention import (
    HoldAsked,
    PlanAsked,
    PlanPut,
    PurgeAsked,
    Retention,
)
from ui.custody.keeping_words import hold_line, purge_line
from ui.custody.purge_card import PurgeCard, of_erasure, of_plan
from ui.custody.second_person import Presence, others
from ui.custody.task_bar import TaskBar
from ui.look import Tone
from ui.scene import Scene, Send
from ui.screen import Screen
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card
from ui.widgets.columns import Columns
from ui.widgets.field import Field, Provenance, Refusal
from ui.widgets.flow_row import FlowRow
from ui.widgets.line_list import LineList
from ui.widgets.page import Page
from ui.widgets.said import Said
from ui.widgets.stack import stacked
from ui.widgets.text import Text

SIDE_PX = 420
PLAN_WORDS = (
    "Une fiche se garde dix ans après le mois de sa clôture, un fait d’activité aussi, un accès "
    "douze mois. Rien ne se détruit tout seul\u00a0: le plan est montré d’abord, puis deux "
    "personnes confirment."
)
NO_HOLD = "Aucune conservation forcée."
OTHER_ACCOUNT = (
    "La destruction se lance depuis le compte d’un pharmacien, puis se confirme ici par le mot "
    "de passe du titulaire."
)


class RetentionScreen(Screen):
    """Holds on the left, the purge on the right."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._page_state = Retention()
        self._done = Said(Tone.GREEN, "circle-check")
        self._refused = Refusal()
        self._work = TaskBar(lambda: None)
        self._holds, self._past = LineList(), LineList()
        self._no_hold = Text(NO_HOLD, TextRole.BODY, Colour.INK_SOFT)
        self._number = Field("Numéro imprimé sur la fiche", lambda _: None)
        self._reason = Field("Motif, sans nom de patient", lambda _: None)
        self._hold = Button("Forcer la conservation", Kind.SOFT, Height.SMALL, "lock", "G")
        self._release = Button("Lever", Kind.FRAMED, Height.SMALL, "lock-open", "L")
        self._plan = Button("Préparer le plan", Kind.SOFT, Height.SMALL, "list-check", "P")
        self._other = Text(OTHER_ACCOUNT, TextRole.DETAIL)
        self._erase = Button("Effacer la fiche", Kind.FRAMED, Height.SMALL, "ban", "E")
        self._purge = PurgeCard(self._destroy, lambda: send(PlanPut()))
        self._erasing = PurgeCard(self._erase_now, lambda: send(ErasurePut()))
        self._erasure = Erasure()
        self._page = Page()
        self._lay_out()

    def _lay_out(self) -> None:
        page, columns = self._page, Columns()
        for piece in (self._done, self._work):
            page.column.addWidget(piece)
        columns.add(self._left())
        columns.add(self._right(), SIDE_PX)
        page.column.addWidget(columns, 1)
        self.fill_with(page)

    def _left(self) -> QWidget:
        card = Card(margin=18, spacing=10)
        card.column.addWidget(Text("Conservations forcées", TextRole.CARD_TITLE))
        card.column.addWidget(self._no_hold)
        card.column.addWidget(self._holds)
        card.column.addWidget(self._number)
        card.column.addWidget(self._reason)
        card.column.addWidget(self._refused)
        row = FlowRow()
        row.add(self._hold.does(self._place))
        row.add(self._release.does(self._let_go))
        row.add(self._erase.does(self._ask_erasure))
        card.column.addWidget(row)
        return stacked(card)

    def _right(self) -> QWidget:
        due, past = Card(margin=18, spacing=10), Card(margin=18, spacing=8)
        due.column.addWidget(Text("Ce qui arrive à sa date", TextRole.CARD_TITLE))
        due.column.addWidget(Text(PLAN_WORDS, TextRole.DETAIL, Colour.INK_SOFT))
        due.column.addWidget(self._other)
        left = Qt.AlignmentFlag.AlignLeft
        due.column.addWidget(self._plan.does(self._ask_plan), 0, left)
        past.column.addWidget(Text("Destructions passées", TextRole.CARD_TITLE))
        past.column.addWidget(self._past)
        self._past_card = past
        self._due_card = due
        return stacked(self._erasing, self._purge, due, past)

    def render_state(self, scene: Scene) -> None:
        """Show the holds, the plan that is shown, the purges of the past."""
        page = scene.desk.office.retention
        erasure = scene.desk.office.erasure
        self._page_state, self._erasure = page, erasure
        self._done.say(erasure.done or page.done)
        confirming = page.plan is not None or erasure.plan is not None
        self._refused.say("" if confirming else erasure.refused or page.refused)
        busy = page.busy or erasure.busy
        self._work.show_work(busy, page.progress, can_stop=False)
        self._no_hold.setVisible(not page.holds)
        self._holds.show_lines(tuple(map(hold_line, page.holds)))
        for button in (self._hold, self._release, self._erase, self._plan):
            button.forbid(busy)
        self._erase.setVisible(page.may_purge)
        self._plan.setVisible(page.may_purge)
        self._other.setVisible(not page.may_purge)
        self._show_destructions(page, erasure, others(scene.desk))
        self._due_card.setVisible(not confirming)
        self._past.show_lines(tuple(purge_line(one, scene.now) for one in page.purges))
        self._past_card.setVisible(bool(page.purges))
        if page.done or erasure.done:
            self._empty()

    def _show_destructions(
        self, page: Retention, erasure: Erasure, people: Sequence[Account]
    ) -> None:
        planned = of_plan(page.plan, page.refused, page.busy) if page.plan else None
        self._purge.show_destruction(planned, people)
        one = of_erasure(erasure.plan, erasure.refused, erasure.busy) if erasure.plan else None
        self._erasing.show_destruction(one, people)

    def _empty(self) -> None:
        """Forget what was typed once it is done."""
        if not self._number.line.hasFocus() and not self._reason.line.hasFocus():
            self._number.show_value("", Provenance.TYPED, "")
            self._reason.show_value("", Provenance.TYPED, "")

    def _place(self) -> None:
        self.setFocus()
        self.send(HoldAsked(self._number.line.text(), self._reason.line.text()))

    def _let_go(self) -> None:
        self.setFocus()
        self.send(HoldAsked(self._number.line.text(), self._reason.line.text(), release=True))

    def _ask_erasure(self) -> None:
        self.setFocus()
        self.send(ErasureAsked(self._number.line.text(), self._reason.line.text()))

    def _erase_now(self, second: Presence, typed: str) -> None:
        self.send(ErasureConfirmed(second.login, second.secret, typed))

    def _ask_plan(self) -> None:
        self.send(PlanAsked())

    def _destroy(self, second: Presence, typed: str) -> None:
        self.send(PurgeAsked(second.login, second.secret, typed))

    def press(self, key: str) -> None:
        """G holds, L releases, E erases, P shows the plan."""
        if self._page_state.busy or self._erasure.busy:
            return
        if key == "G":
            self._place()
        elif key == "L":
            self._let_go()
        elif key in {"P", "E"} and self._page_state.may_purge:
            (self._ask_plan if key == "P" else self._ask_erasure)()

    def strong_action(self) -> None:
        """Destroy what is shown."""
        (self._purge if self._erasure.plan is None else self._erasing).confirm()

    def leave(self) -> None:
        """Put the plan away."""
        if self._erasure.plan is not None:
            self.send(ErasurePut())
        elif self._page_state.plan is not None:
            self.send(PlanPut())

    def step(self, by: int) -> None:
        """Read further down (1) or up (-1)."""
        self._page.read_on(by)

    def arrive(self) -> None:
        """Give the keys to the number of a sheet."""
        self._number.line.setFocus()
