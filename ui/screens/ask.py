"""One question, read aloud to the patient; the answer chosen goes on by itself."""

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout

from app.encounter.ask import Answered, PutAside, WentBack, WentOn
from app.encounter.model import Encounter
from protocols.model import Answer as Given
from protocols.model import Decision, Kind, Question
from ui.format import aloud, interval
from ui.journey import STEPS, questions, rail_face
from ui.keys import Command
from ui.look import look
from ui.question import answers_of, score_lines, source_words, values_of
from ui.scene import Scene, Send
from ui.screen import Screen
from ui.tokens import Colour, TextRole, tokens
from ui.widgets.answer_card import AnswerCard
from ui.widgets.button import Button, Height
from ui.widgets.button import Kind as Place
from ui.widgets.incoming_card import IncomingCard
from ui.widgets.number_answer import NumberAnswer
from ui.widgets.progress import WHOLE, Progress
from ui.widgets.score_card import ScoreCard
from ui.widgets.text import Fit, Text
from ui.widgets.why_card import WhyCard
from ui.widgets.workspace import Workspace

CARDS = 9
PROGRESS_PX = 260


class AskScreen(Screen):
    """One question, its answers, why it is asked, what it changes."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._frame = Workspace(STEPS)
        self._place = Text("", TextRole.ACTION, fit=Fit.WHOLE)
        self._bar = Progress()
        self._left = Text("", TextRole.DETAIL, Colour.INK_SOFT, fit=Fit.WHOLE)
        self._words = Text("", TextRole.QUESTION)
        self._help = Text("", TextRole.HELP, Colour.INK_SOFT)
        self._cards = tuple(AnswerCard() for _ in range(CARDS))
        self._number = NumberAnswer(self._answer)
        self._why = WhyCard()
        self._scores = ScoreCard()
        self._incoming = IncomingCard(send)
        self._question: Question | None = None
        self._hold = QTimer(self)
        self._hold.setSingleShot(True)
        self._held = ""
        self._hold.timeout.connect(self._advance)
        self._lay_out()

    def _lay_out(self) -> None:
        middle, foot = self._frame.middle, self._frame.foot
        self._bar.setFixedWidth(look().px(PROGRESS_PX))
        place = QHBoxLayout()
        place.setSpacing(14)
        for widget in (self._place, self._bar, self._left):
            place.addWidget(widget)
        place.addStretch(1)
        middle.addLayout(place)
        for text in (self._words, self._help):
            middle.addWidget(text)
        middle.addSpacing(8)
        middle.addWidget(self._number)
        for number, card in enumerate(self._cards):
            card.clicked.connect(partial(self._press_card, number))
            middle.addWidget(card)
        middle.addLayout(self._tools())
        middle.addStretch(1)
        self._frame.side.addWidget(self._incoming)
        self._frame.side.addWidget(self._why)
        self._frame.side.addWidget(self._scores)
        self._frame.side.addStretch(1)
        back = Button("Retour", icon="arrow-left", key="Retour arrière").does(self.go_back)
        foot.add_left(back)
        overview = Button("Toutes les réponses", Place.PLAIN, icon="list-check", key="F2")
        foot.add_left(overview.does(lambda: self.asked(Command.OVERVIEW)))
        self._next = Button("Suivant", Place.MAIN, Height.MAIN, key="Entrée")
        foot.add_right(self._next.end_with("arrow-right").does(self.main_action))
        self.fill_with(self._frame)

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        aside = Button("Vérifier plus tard", Place.PLAIN, Height.SMALL, "flag", "V")
        row.addWidget(aside.does(self._put_aside))
        row.addStretch(1)
        return row

    def render_state(self, scene: Scene) -> None:
        """Show the question of the consultation."""
        visit = scene.visit
        if visit is None or visit.question is None or visit.protocol is None:
            return
        question = visit.question
        new = self._question is None or self._question.id != question.id
        self._question = question
        if new:
            self._hold.stop()
            self._held = ""
        self._show_place(visit, question)
        self._words.say(aloud(question.text))
        self._help.say(question.help)
        self._help.setVisible(bool(question.help))
        self._show_answers(question, visit.answers.get(question.id))
        self._why.show_reason(question.why, source_words(question, visit.protocol))
        self._show_scores(visit.decision)
        self._incoming.show_visit(visit, question.id)
        self._frame.show_rail(rail_face(visit))
        self._show_foot(question, visit)
        if new and self.isVisible():
            self.arrive()

    def _show_place(self, visit: Encounter, question: Question) -> None:
        asked = questions(visit)
        ids = [one.id for one in asked]
        place = ids.index(question.id) + 1 if question.id in ids else len(ids)
        self._place.say(f"Question {place} sur {len(ids)}")
        self._bar.show_percent(place * WHOLE // max(len(ids), 1))
        left = sum(one.id not in visit.answers for one in asked) - (
            question.id not in visit.answers
        )
        self._left.say(f"encore {left} au plus" if left > 0 else "la dernière")

    def _show_answers(self, question: Question, given: Given | None) -> None:
        shown = answers_of(question)
        for place, card in enumerate(self._cards):
            card.setVisible(place < len(shown))
            if place < len(shown):
                card.show_answer(shown[place])
                chosen = self._held or given
                card.setChecked(chosen == values_of(question)[place])
        self._number.setVisible(question.kind is Kind.NUMBER)
        self._number.show_question(question, given)

    def _show_scores(self, decision: Decision | None) -> None:
        self._scores.setVisible(decision is not None)
        if decision is not None:
            points = decision.points
            words = interval(points.minimum, points.maximum)
            lines = score_lines(decision)
            self._scores.show_scores(lines, words, points.minimum, points.maximum)

    def _show_foot(self, question: Question, visit: Encounter) -> None:
        answered = question.id in visit.answers
        number = question.kind is Kind.NUMBER
        self._next.forbid("" if answered or number else "Choisissez une réponse.")
        usual = "La réponse choisie avance seule"
        self._frame.foot.say("" if number else usual)

    def _press_card(self, place: int, *_: object) -> None:
        if self._question is not None and place < len(values_of(self._question)):
            self._answer(values_of(self._question)[place])

    def _answer(self, value: str) -> None:
        """Show the answer chosen for a moment, then send it; a second press meanwhile is lost."""
        if self._hold.isActive() or self._question is None:
            return
        self._held = value
        if look().reduced_motion or self._question.kind is Kind.NUMBER:
            self._advance()
            return
        for place, card in enumerate(self._cards[: len(values_of(self._question))]):
            card.setChecked(value == values_of(self._question)[place])
        self._hold.start(tokens().hold_ms)

    def _advance(self) -> None:
        held, question = self._held, self._question
        self._held = ""
        if question is not None and held:
            self.send(Answered(question.id, held))

    def press(self, key: str) -> None:
        """Answer with a digit, put the question aside with V, join a document with F5."""
        if key == "F5":
            self._incoming.ask_path()
        elif key == "V":
            self._put_aside()
        elif key == "?" and self._question is not None:
            self._answer("unknown")
        elif key.isdigit() and self._question is not None:
            self._press_card(int(key) - 1)

    def _put_aside(self) -> None:
        if self._question is not None and not self._hold.isActive():
            self.send(PutAside(self._question.id))

    def main_action(self) -> None:
        """Keep the number typed, else show the next question."""
        if self._incoming.has_keys():
            self._incoming.give()
            self.setFocus()
            return
        if self._hold.isActive():
            return
        if self._question is not None and self._question.kind is Kind.NUMBER:
            typed = self._number.typed
            self.send(Answered(self._question.id, typed) if typed else WentOn())
        else:
            self.send(WentOn())

    def go_back(self) -> None:
        """Show the question before."""
        if not self._hold.isActive():
            self.send(WentBack())

    def arrive(self) -> None:
        """Give the keys to the answer chosen, else to the first one, or to the number."""
        question = self._question
        if question is None:
            return
        if question.kind is Kind.NUMBER:
            self._number.arrive()
            return
        shown = self._cards[: len(values_of(question))]
        chosen = next((card for card in shown if card.isChecked()), shown[0])
        chosen.setFocus()
