"""The red-flag signs on one page, each with its own answer; one yes stops the questions."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from app.encounter.ask import Answered, Jumped, PutAside, WentBack, WentOn
from app.encounter.model import Encounter
from protocols.model import Question
from ui.format import aloud, counted
from ui.journey import STEPS, rail_face, signs, unanswered_signs
from ui.keys import Command
from ui.look import Tone
from ui.scene import Scene, Send
from ui.screen import Screen
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card, Rule, Tinted
from ui.widgets.key_cap import KeyCap
from ui.widgets.picture import Picture
from ui.widgets.sign_row import Sign, SignRow
from ui.widgets.text import Fit, Text
from ui.widgets.workspace import Workspace

TWO_LINES = 55
"""Letters of a name that the two lines of its row always hold."""
VALUES = {"1": "yes", "2": "no", "3": "unknown", "?": "unknown"}
LEGEND = (("1", "Oui"), ("2", "Non"), ("3", "Ne sait pas"), ("V", "À vérifier tout à l’heure"))


class SignsScreen(Screen):
    """The list of signs; the current row takes the keys 1, 2, 3 and V."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._frame = Workspace(STEPS)
        self._list = Card(margin=6, spacing=0)
        self._rows: list[SignRow] = []
        self._ids: tuple[str, ...] = ()
        self._current = ""
        self._place = Text("", TextRole.LABEL, Colour.INK_SOFT)
        self._name = Text("", TextRole.DETAIL, weight=600)
        self._say = Text("", TextRole.CARD_TITLE)
        self._look = Text("", TextRole.DETAIL)
        self._watch = _titled("eye", "À regarder")
        self._next = Button("Suivant", Kind.MAIN, Height.MAIN, key="Entrée")
        self._lay_out()

    def _lay_out(self) -> None:
        middle, side, foot = self._frame.middle, self._frame.side, self._frame.foot
        middle.setSpacing(8)
        middle.addWidget(Text("Un de ces signes est-il présent\u00a0?", TextRole.PAGE_TITLE))
        middle.addWidget(self._list)
        middle.addStretch(1)
        side.addWidget(self._spoken())
        side.addWidget(_one_is_enough())
        side.addLayout(_legend(LEGEND[:3]))
        side.addLayout(_legend(LEGEND[3:]))
        side.addStretch(1)
        back = Button("Retour", icon="arrow-left", key="Retour arrière").does(self.go_back)
        foot.add_left(back)
        overview = Button("Toutes les réponses", Kind.PLAIN, icon="list-check", key="F2")
        foot.add_left(overview.does(lambda: self.asked(Command.OVERVIEW)))
        foot.add_right(self._next.end_with("arrow-right").does(self.main_action))
        self.fill_with(self._frame)

    def _spoken(self) -> Card:
        card = Card(spacing=8)
        card.column.addWidget(self._place)
        card.column.addWidget(self._name)
        card.column.addWidget(self._say)
        card.column.addWidget(Rule())
        card.column.addLayout(self._watch)
        card.column.addWidget(self._look)
        return card

    def render_state(self, scene: Scene) -> None:
        """Show the signs and the one being asked."""
        visit = scene.visit
        if visit is None or visit.protocol is None:
            return
        asked = signs(visit)
        self._ids = tuple(one.id for one in asked)
        moved = visit.current != self._current
        self._current = visit.current
        while len(self._rows) < len(asked):
            self._add_row()
        self._show_rows(visit, asked)
        self._show_side(visit)
        self._frame.show_rail(rail_face(visit))
        left = unanswered_signs(visit)
        self._next.forbid(f"Encore {counted(left, 'signe', 'signes')}." if left else "")
        sentence = f"Encore {counted(left, 'signe', 'signes')}. Chaque signe a sa réponse."
        self._frame.foot.say(sentence if left else "")
        if moved and self.isVisible():
            self.arrive()

    def _add_row(self) -> None:
        place = len(self._rows)
        row = SignRow(partial(self._answer_row, place))
        self._rows.append(row)
        self._list.column.addWidget(row)

    def _show_rows(self, visit: Encounter, asked: tuple[Question, ...]) -> None:
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(asked))
            if place < len(asked):
                row.show_sign(_sign(place, asked[place], visit))

    def _show_side(self, visit: Encounter) -> None:
        question = visit.question
        if question is None:
            return
        place = self._ids.index(question.id) + 1 if question.id in self._ids else 0
        self._place.say(f"Signe {place} · à dire au patient")
        name = question.label or question.text
        self._name.say(name)
        self._name.setVisible(len(name) > TWO_LINES and name != question.text)
        self._say.say(aloud(question.text))
        self._look.say(question.help or "Regardez le patient, posez la question.")

    def _answer_row(self, place: int, value: str) -> None:
        if place < len(self._ids):
            self.send(Answered(self._ids[place], value))

    def press(self, key: str) -> None:
        """Answer the current sign, or put it aside with V."""
        if key == "V" and self._current:
            self.send(PutAside(self._current))
        elif key in VALUES and self._current in self._ids:
            self.send(Answered(self._current, VALUES[key]))

    def main_action(self) -> None:
        """Go on once every sign has its answer; the first one without is shown otherwise."""
        if self._next.isEnabled():
            self.send(WentOn())

    def go_back(self) -> None:
        """Show the sign before."""
        self.send(WentBack())

    def choose_row(self, step: int) -> None:
        """Show the next sign (1) or the one before (-1)."""
        if self._current in self._ids:
            place = self._ids.index(self._current) + step
            if 0 <= place < len(self._ids):
                self.send(Jumped(self._ids[place]))

    def arrive(self) -> None:
        """Give the keys to the current row and keep it in view."""
        if self._current in self._ids:
            row = self._rows[self._ids.index(self._current)]
            row.choices.parts[0].setFocus()
            self._frame.page.keep_in_view(row)


def _sign(place: int, question: Question, visit: Encounter) -> Sign:
    answer = visit.answers.get(question.id)
    return Sign(
        number=place + 1,
        name=question.label or question.text,
        value=answer if isinstance(answer, str) else "",
        is_current=question.id == visit.current,
        is_missing=answer is None and question.id in visit.put_aside,
    )


def _titled(icon: str, words: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(Picture(icon, 22, Colour.ACCENT_STRONG))
    row.addWidget(Text(words, TextRole.ACTION, Colour.ACCENT_STRONG), 1)
    return row


def _one_is_enough() -> Tinted:
    block = Tinted(Tone.RED, "carte")
    block.row.addWidget(Picture("alert-triangle", 24, Colour.RED), 0, Qt.AlignmentFlag.AlignTop)
    words = Text("", TextRole.DETAIL)
    words.say("Un seul oui suffit. Le questionnaire s’arrête et la conduite à tenir s’affiche.")
    block.row.addWidget(words, 1)
    return block


def _legend(keys: tuple[tuple[str, str], ...]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    for key, words in keys:
        row.addWidget(KeyCap(key))
        row.addWidget(Text(words, TextRole.NOTE, Colour.INK_SOFT, fit=Fit.WHOLE))
    row.addStretch(1)
    return row
