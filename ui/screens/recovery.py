"""The recovery shares: where they stand, three new sheets, and the test of two of them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.office.recovery import (
    Recovery,
    ShareAct,
    ShareActLeft,
    ShareActOpened,
    SharesAsked,
    SharesTold,
    WordsTold,
)
from ui.custody.recovery_words import (
    HOW,
    MAKE_WORDS,
    ONLY_PHARMACIST,
    TEST_WORDS,
    standing_lines,
    written_lines,
)
from ui.look import Tone
from ui.scene import Scene, Send
from ui.screen import Screen
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card
from ui.widgets.columns import Columns
from ui.widgets.field import Field, Provenance, Refusal
from ui.widgets.line_list import LineList
from ui.widgets.page import Page
from ui.widgets.said import Said
from ui.widgets.stack import stacked
from ui.widgets.text import Text
from ui.widgets.text_area import TextArea

SIDE_PX = 560
QUESTIONS = 2


class RecoveryScreen(Screen):
    """Where the shares stand on the left; on the right what is being done with them."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._state, self._page = Recovery(), Page()
        self._done, self._refused = Said(Tone.GREEN, "circle-check"), Refusal()
        self._standing, self._written = LineList(), LineList()
        self._make = Button("Faire trois parts neuves", Kind.MAIN, Height.MAIN, "printer", "N")
        self._test = Button("Essayer deux parts", Kind.SOFT, Height.SMALL, "refresh", "E")
        self._why = Text("", TextRole.NOTE, Colour.INK_SOFT)
        self._folder = Field("Dossier où écrire les trois feuilles", lambda _: None)
        self._words = tuple(Field("", lambda _: None) for _ in range(QUESTIONS))
        self._shares = tuple(TextArea(f"Feuille {rank}, ses 33 mots") for rank in (1, 2))
        self._give = Button("", Kind.MAIN, Height.MAIN, key="Entrée").does(self.main_action)
        self._leave = Button("Abandonner", Kind.FRAMED, key="Échap").does(self.leave)
        self._cards = {stage: _Stage() for stage in ("make", "words", "test")}
        self._side = Card(margin=18, spacing=12)
        self._busy = Text("", TextRole.DETAIL, Colour.INK_SOFT)
        self._stage = ""
        self._lay_out()

    def _lay_out(self) -> None:
        self._make.does(lambda: self.send(ShareActOpened(ShareAct.MAKE)))
        self._test.does(lambda: self.send(ShareActOpened(ShareAct.TEST)))
        columns = Columns()
        columns.add(stacked(self._standing_card()))
        self._fill_cards()
        columns.add(stacked(self._side), SIDE_PX)
        self._page.column.addWidget(self._done)
        self._page.column.addWidget(columns, 1)
        self.fill_with(self._page)

    def _standing_card(self) -> Card:
        card = Card(margin=18, spacing=12)
        card.column.addWidget(Text("Deux feuilles sur trois rendent l’accès", TextRole.CARD_TITLE))
        card.column.addWidget(Text(HOW, TextRole.DETAIL, Colour.INK_SOFT))
        card.column.addWidget(self._standing)
        for button in (self._make, self._test):
            card.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        card.column.addWidget(self._why)
        return card

    def _fill_cards(self) -> None:
        make, words, test = self._cards.values()
        make.put("Trois parts neuves", Text(MAKE_WORDS, TextRole.DETAIL), self._folder)
        words.put("Les feuilles sont-elles lisibles\u00a0?", self._written, *self._words)
        test.put("Essayer deux parts", Text(TEST_WORDS, TextRole.DETAIL), *self._shares)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._give)
        row.addWidget(self._leave)
        row.addStretch(1)
        for piece in (*self._cards.values(), self._refused, self._busy):
            self._side.column.addWidget(piece)
        self._side.column.addLayout(row)

    def render_state(self, scene: Scene) -> None:
        """Show where the shares stand and what is being done."""
        page = scene.desk.office.recovery
        self._state = page
        self._done.say(page.done)
        self._standing.show_lines(standing_lines(page.standing))
        stage = _stage(page)
        self._make.set_kind(Kind.SOFT if page.standing.are_checked or stage else Kind.MAIN)
        self._make.forbid("" if page.may_make else ONLY_PHARMACIST)
        self._why.say("" if page.may_make else ONLY_PHARMACIST)
        self._why.setVisible(not page.may_make)
        self._test.forbid("" if page.standing.made_at else "Ce poste n’a pas encore de parts.")
        for name, card in self._cards.items():
            card.setVisible(name == stage)
        self._side.setVisible(bool(stage))
        self._refused.say(page.refused)
        self._busy.say(page.busy)
        self._busy.setVisible(bool(page.busy))
        self._give.forbid(page.busy)
        self._give.say(_verb(stage))
        self._leave.setVisible(stage != "words")
        self._show_questions(page)
        self._turn_to(stage)

    def _show_questions(self, page: Recovery) -> None:
        if page.written is None:
            return
        self._written.show_lines(written_lines(page.written))
        for field, question in zip(self._words, page.written.questions, strict=True):
            field.name(question)

    def _turn_to(self, stage: str) -> None:
        """Give the keys to the first field of what begins; nothing typed stays behind."""
        if stage == self._stage:
            return
        self._stage = stage
        for field in (self._folder, *self._words):
            field.show_value("", Provenance.TYPED, "")
        for area in self._shares:
            area.clear()
        self.arrive()

    def press(self, key: str) -> None:
        """Make shares with N, test two with E."""
        if self._stage or key not in {"N", "E"}:
            return
        button = self._make if key == "N" else self._test
        if button.isEnabled():
            button.click()

    def main_action(self) -> None:
        """Do what the card on the right asks; with none, make the shares that are missing."""
        if self._state.busy:
            return
        match self._stage:
            case "make":
                self.send(SharesAsked(self._folder.line.text()))
            case "words":
                self.send(WordsTold(tuple(field.line.text() for field in self._words)))
            case "test":
                self.send(SharesTold(tuple(area.words for area in self._shares)))
            case _ if self._make.isEnabled() and not self._state.standing.are_checked:
                self.send(ShareActOpened(ShareAct.MAKE))

    def strong_action(self) -> None:
        """Do the same from a place where Enter begins a new line."""
        self.main_action()

    def leave(self) -> None:
        """Give it up; sheets already written still wait for their words."""
        if self._stage in {"make", "test"}:
            self.send(ShareActLeft())

    def step(self, by: int) -> None:
        """Read further down (1) or up (-1)."""
        self._page.read_on(by)

    def arrive(self) -> None:
        """Leave the keys to the page, or to the first field of what was begun."""
        firsts: dict[str, QWidget] = {
            "make": self._folder.line,
            "words": self._words[0].line,
            "test": self._shares[0].area,
        }
        firsts.get(self._stage, self).setFocus()


def _stage(page: Recovery) -> str:
    if page.act is ShareAct.TEST:
        return "test"
    if page.written is not None:
        return "words"
    return "make" if page.act is ShareAct.MAKE else ""


def _verb(stage: str) -> str:
    verbs = {"make": "Écrire les feuilles", "words": "Comparer", "test": "Essayer"}
    return verbs.get(stage, "")


class _Stage(QWidget):
    """What one act asks, under its title."""

    def put(self, title: str, *pieces: QWidget) -> None:
        """Fill the stage."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(Text(title, TextRole.CARD_TITLE))
        for piece in pieces:
            column.addWidget(piece)
