"""The only page that blocks: what to do now, what to say, what to do meanwhile."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.encounter.ask import AlarmActed, Answered, CallNoted, SignWithdrawn, WentBack
from app.encounter.model import Encounter
from protocols.model import Level
from ui.call_script import chosen_sign, sign_question
from ui.emergency_words import (
    call_sentences,
    known_since,
    needs_sign,
    red_signs,
    sign_answers,
    sign_words,
    waiting_advice,
)
from ui.format import elapsed, time_of
from ui.scene import Scene, Send
from ui.screen import Screen
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card
from ui.widgets.columns import Columns, is_folded
from ui.widgets.field import Field, Provenance
from ui.widgets.foot import Foot
from ui.widgets.keyed_choices import KeyedChoices
from ui.widgets.page import Page
from ui.widgets.picture import Picture
from ui.widgets.red_block import RedBlock, RedFace
from ui.widgets.said_list import SaidList
from ui.widgets.text import Text

ADVICE = 8
SIDE_PX = 356
HOSPITAL_ADVICE = (
    "Ne pas conduire soi-même",
    "Prévenir le service des urgences",
    "Donner la fiche au patient",
)


class EmergencyScreen(Screen):
    """The emergency page."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._block = RedBlock()
        self._said = SaidList()
        self._signs = KeyedChoices(self._choose_sign)
        self._sign_card = _listed(Text("Quel signe voyez-vous\u00a0?", TextRole.CARD_TITLE))
        self._advice = tuple(_Advice() for _ in range(ADVICE))
        self._title = Text("", TextRole.CARD_TITLE)
        self._foot = Foot()
        self._reason = Field("Pourquoi ce signe était-il noté à tort\u00a0?", lambda _: None)
        self._withdraw = Button("Ce signe était noté à tort", Kind.PLAIN, icon="pencil")
        self._back = Button("Retour", icon="arrow-left", key="Retour arrière")
        self._go_on = Button("Continuer", Kind.FRAMED, key="C").end_with("arrow-right")
        self._main = Button("", Kind.RED, Height.MAIN, "phone-call", "Entrée")
        self._above, self._beside = QVBoxLayout(), QVBoxLayout()
        self._other = Button("Un autre signe", Kind.PLAIN, Height.SMALL, "pencil")
        self._corrects = False
        self._visit: Encounter | None = None
        self._order = ""
        self._lay_out()

    def _lay_out(self) -> None:
        page = Page(spacing=14)
        page.column.addWidget(self._block)
        self._sign_card.column.insertWidget(1, self._signs)
        page.column.addLayout(self._above)
        columns, side = Columns(spacing=16), QWidget()
        columns.add(_listed(self._title, self._said, _brackets()))
        beside = QVBoxLayout(side)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addLayout(self._beside)
        waiting = Text("En attendant", TextRole.CARD_TITLE)
        beside.addWidget(_listed(waiting, *self._advice, self._other), 1)
        columns.add(side, SIDE_PX)
        page.column.addWidget(self._reason)
        page.column.addWidget(columns, 1)
        self._reason.hide()
        self._foot.add_left(self._back.does(self.go_back))
        self._foot.add_left(self._withdraw.does(self._ask_reason))
        self._other.does(self._correct_sign)
        self._foot.add_right(self._go_on.does(self._act))
        self._foot.add_right(self._main.does(self.main_action))
        holder = QWidget()
        column = QBoxLayout(QBoxLayout.Direction.TopToBottom, holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(page, 1)
        column.addWidget(self._foot)
        self.fill_with(holder)

    def render_state(self, scene: Scene) -> None:
        """Show the order, filled with what is known."""
        visit = scene.visit
        if visit is None:
            return
        self._visit = visit
        face = _face(visit)
        self._block.show_order(face)
        self._show_timer(visit, scene)
        said_to = "dites" if _calls(visit) else "dites au service des urgences"
        self._title.say(f"Ce que vous {said_to}, dans cet ordre")
        self._said.show_sentences(call_sentences(visit))
        self._show_signs(visit)
        advice = waiting_advice(visit) if _calls(visit) else HOSPITAL_ADVICE + waiting_advice(visit)
        for place, line in enumerate(self._advice):
            line.show_advice(advice[place] if place < len(advice) else "")
        self._show_foot(visit, scene)
        if face.order != self._order and self.isVisible():
            said_aloud = f"{face.order}. {face.reason}"
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said_aloud))
        self._order = face.order

    def _show_signs(self, visit: Encounter) -> None:
        """Ask which sign it is, above everything when the columns are folded."""
        asked = needs_sign(visit) or (self._corrects and chosen_sign(visit) is not None)
        place = self._above if is_folded(self) else self._beside
        if place.indexOf(self._sign_card) < 0:
            place.addWidget(self._sign_card)
        self._signs.show_answers(sign_answers(visit), _place_of_sign(visit))
        self._sign_card.setVisible(asked)
        self._other.setVisible(chosen_sign(visit) is not None and not asked)

    def _choose_sign(self, place: int) -> None:
        question = sign_question(self._visit) if self._visit is not None else None
        if question is not None and place < len(question.choices):
            self._corrects = False
            self.send(Answered(question.id, question.choices[place].value))

    def _correct_sign(self) -> None:
        """Show the signs again: the one chosen was not the right one."""
        self._corrects = True
        if self._visit is not None:
            self._show_signs(self._visit)

    def _show_timer(self, visit: Encounter, scene: Scene) -> None:
        since = known_since(visit)
        if since is None:
            self._block.show_timer("", "")
            return
        self._block.show_timer("depuis le signe", elapsed(int((scene.now - since).total_seconds())))

    def _show_foot(self, visit: Encounter, scene: Scene) -> None:
        signs, calls = red_signs(visit), _calls(visit)
        self._withdraw.setVisible(bool(signs))
        self._back.setVisible(visit.call_asked)
        called = visit.called_at
        if calls and called is None:
            self._main.say(f"J’ai le 15 en ligne\u00a0: noter {time_of(scene.now)}")
            self._foot.say("")
        elif called is not None:
            self._main.say("Continuer")
            self._foot.say(f"Appel noté à {time_of(called)}")
        else:
            self._main.say("C’est dit, continuer")
            self._foot.say("")
        self._go_on.setVisible(calls and called is None and not visit.call_asked)
        if not signs:
            self._reason.hide()

    def _ask_reason(self) -> None:
        """Ask why the sign is taken back; the words are kept in the record."""
        self._reason.setVisible(self._reason.isHidden())
        if not self._reason.isHidden():
            self._reason.show_value("", Provenance.TYPED, "")
            self._reason.line.setFocus()

    def main_action(self) -> None:
        """Take the sign back when the reason is being typed, else note the call, else go on."""
        visit = self._visit
        if visit is None:
            return
        if not self._reason.isHidden():
            self._take_back(visit)
        elif _calls(visit) and visit.called_at is None:
            self.send(CallNoted())
        else:
            self._act()

    def _take_back(self, visit: Encounter) -> None:
        signs = red_signs(visit)
        if signs:
            self.send(SignWithdrawn(signs[-1].id, self._reason.line.text()))

    def _act(self) -> None:
        self.send(AlarmActed())

    def press(self, key: str) -> None:
        """Choose the sign with its digit; go on with C, the call being noted later."""
        if key.isdigit() and not self._sign_card.isHidden():
            self._choose_sign(int(key) - 1)
        if key == "C" and not self._go_on.isHidden():
            self._act()

    def go_back(self) -> None:
        """Leave the page when it was opened without a sign."""
        self.send(WentBack())

    def leave(self) -> None:
        """Put the reason away, and the signs once one is chosen."""
        self._reason.hide()
        self._corrects = False
        if self._visit is not None:
            self._show_signs(self._visit)

    def arrive(self) -> None:
        """Give the keys to the main action."""
        self._corrects = False
        self._reason.hide()
        self._main.setFocus()


def _calls(visit: Encounter) -> bool:
    """True when the order is to call the 15; a call asked by hand always is."""
    decision = visit.decision
    if visit.call_asked or decision is None:
        return True
    return decision.level is Level.SAMU_15


def _face(visit: Encounter) -> RedFace:
    found = sign_words(visit)
    reason = f"Signe présent\u00a0: {found}." if found else "Appel demandé par vous."
    if needs_sign(visit):
        reason = "Un signe grave est présent. Choisissez lequel d’un chiffre."
    if _calls(visit):
        return RedFace("Appelez le 15 maintenant", reason, number="15")
    return RedFace("Allez aux urgences maintenant", reason, icon="building-hospital")


def _place_of_sign(visit: Encounter) -> int:
    question, chosen = sign_question(visit), chosen_sign(visit)
    return question.choices.index(chosen) if question and chosen else -1


def _listed(*lines: QWidget) -> Card:
    card = Card(margin=18, spacing=6)
    for line in lines:
        card.column.addWidget(line)
    card.column.addStretch(1)
    return card


def _brackets() -> Text:
    return Text("Entre crochets\u00a0: à dire ou à mesurer.", TextRole.NOTE, Colour.INK_SOFT)


class _Advice(QWidget):
    """One thing to do while waiting."""

    def __init__(self) -> None:
        super().__init__()
        self._words = Text("", TextRole.ACTION)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(12)
        row.addWidget(Picture("alert-triangle", 24, Colour.RED), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)

    def show_advice(self, advice: str) -> None:
        """Show ``advice``, or nothing."""
        self._words.say(advice)
        self.setVisible(bool(advice))
