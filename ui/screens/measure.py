"""The measures of this patient, now: a card for each device, and typing beside."""

# ruff: noqa: N802

from functools import partial

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout

from app.encounter.ask import Answered, WentBack
from app.encounter.exam_messages import ExamOpened
from app.encounter.exam_state import ExamPage
from app.encounter.known import act_date
from app.encounter.measure import (
    DoubtLifted,
    MeasureAdded,
    MeasureAsked,
    MeasuresPassed,
    MeasureStopped,
    ReadingTyped,
    kinds,
    slot,
)
from app.encounter.model import Encounter, SlotState
from app.identity import age_in_years
from hardware.physiology import discordant_pulses, repeat_pulses
from hardware.readings import Kind
from protocols.model import Decision
from ui.journey import STEPS, rail_face
from ui.look import Tone
from ui.measure_left import left_words, needed
from ui.measure_words import ADULT_YEARS, heading, measure_face
from ui.observed import Observed, observed, pressed
from ui.question import news_words
from ui.scene import Scene, Send
from ui.screen import Screen
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height
from ui.widgets.button import Kind as Place
from ui.widgets.chip import Chip
from ui.widgets.columns import is_folded
from ui.widgets.measure_card import MeasureActions, MeasureCard
from ui.widgets.observation_card import ObservationCard
from ui.widgets.text import Text
from ui.widgets.workspace import Workspace

ADD = "F7"
EXAM_KEYS = {"F5": ExamPage.PICTURE, "F6": ExamPage.LISTEN}
EXAM_WORDS = {ExamPage.PICTURE: ("Images", "camera"), ExamPage.LISTEN: ("Écoute", "stethoscope")}


MOST_COLUMNS = 2


class MeasureScreen(Screen):
    """The cards, two by two."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._frame = Workspace(STEPS, has_side=False)
        self._grid = QGridLayout()
        self._grid.setSpacing(8)
        self._cards: dict[Kind, MeasureCard] = {}
        self._kinds: tuple[Kind, ...] = ()
        self._columns = MOST_COLUMNS
        self._visit: Encounter | None = None
        self._news = Chip()
        self._pulses = Text("", TextRole.ACTION, Colour.INK)
        self._next = Button("Suivant", Place.MAIN, Height.MAIN, key="Entrée")
        self._facts: tuple[Observed, ...] = ()
        self._observed = ObservationCard(self._observe)
        self._more = Button("Glycémie", Place.PLAIN, Height.SMALL, "plus", ADD)
        self._frame.middle.setSpacing(8)
        self._frame.middle.addWidget(self._news)
        self._frame.middle.addWidget(self._pulses)
        self._frame.middle.addLayout(self._grid)
        self._frame.middle.addWidget(self._observed)
        self._frame.middle.addStretch(1)
        self._frame.add_under_rail(self._more.does(self._add))
        foot = self._frame.foot
        foot.add_left(Button("Retour", icon="arrow-left", key="Retour arrière").does(self.go_back))
        for key, page in EXAM_KEYS.items():
            words, icon = EXAM_WORDS[page]
            foot.add_left(Button(words, icon=icon, key=key).does(partial(self._examine, page)))
        foot.add_right(self._next.end_with("arrow-right").does(self._pass))
        self.fill_with(self._frame)

    def render_state(self, scene: Scene) -> None:
        """Show each measure and what the protocol still waits for."""
        visit = scene.visit
        if visit is None:
            return
        self._visit = visit
        shown = kinds(visit)
        if shown != self._kinds:
            self._place_cards(shown)
        self._more.setVisible(Kind.GLUCOSE not in shown)
        years = _years(visit)
        for kind in shown:
            device = scene.desk.devices.get(kind)
            self._cards[kind].show_face(measure_face(slot(visit, kind), device, years))
        self._frame.show_rail(rail_face(visit))
        self._show_news(visit.decision)
        self._facts = observed(visit)
        self._observed.show_observations([one.line for one in self._facts])
        self._pulses.say(_pulses(visit))
        self._pulses.setVisible(bool(_pulses(visit)))
        self._frame.foot.say(left_words(visit))
        self._next.say("Continuer sans" if needed(visit) else "Suivant")

    def _place_cards(self, shown: tuple[Kind, ...]) -> None:
        self._kinds = shown
        for card in self._cards.values():
            card.hide()
        self._columns = columns = self._fitting()
        for column in range(MOST_COLUMNS):
            self._grid.setColumnStretch(column, int(column < columns))
        for place, kind in enumerate(shown):
            if kind not in self._cards:
                self._cards[kind] = MeasureCard(heading(kind, place + 1), self._actions(kind))
            self._grid.addWidget(self._cards[kind], place // columns, place % columns)
            self._cards[kind].show()

    def _fitting(self) -> int:
        return 1 if is_folded(self) else MOST_COLUMNS

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards in one column or two, as the window allows."""
        super().resizeEvent(event)
        if self._kinds and self._columns != self._fitting():
            self._place_cards(self._kinds)

    def _actions(self, kind: Kind) -> MeasureActions:
        return MeasureActions(
            start=partial(self.send, MeasureAsked(kind)),
            stop=partial(self.send, MeasureStopped(kind)),
            keep=partial(self.send, DoubtLifted(kind)),
            typed=lambda texts: self.send(ReadingTyped(kind, texts)),
        )

    def _show_news(self, decision: Decision | None) -> None:
        words = news_words(decision)
        self._news.setVisible(bool(words))
        if words:
            self._news.show_fact(words, "heartbeat", Tone.NEUTRAL)

    def _observe(self, fact: int, answer: int) -> None:
        self.send(Answered(self._facts[fact].question.id, self._facts[fact].values[answer]))

    def _add(self) -> None:
        self.send(MeasureAdded(Kind.GLUCOSE))

    def _examine(self, page: ExamPage) -> None:
        self.send(ExamOpened(page))

    def press(self, key: str) -> None:
        """Start the device of the digit, typed when counted by hand; observe with a letter.

        F5 and F6 open the pages of pictures and of sounds, F7 adds the glucose.
        """
        if key in EXAM_KEYS:
            self._examine(EXAM_KEYS[key])
        if key == ADD:
            self._add()
        said = pressed(self._facts, key)
        if said is not None:
            self.send(Answered(*said))
        if not key.isdigit() or not 0 < int(key) <= len(self._kinds):
            return
        kind = self._kinds[int(key) - 1]
        card = self._cards[kind]
        if card.is_typed:
            card.enter()
        else:
            self.send(MeasureAsked(kind))

    def main_action(self) -> None:
        """Keep the value being typed, else go on."""
        typing = next((one for one in self._cards.values() if one.entry.has_keys()), None)
        if typing is not None:
            typing.entry.keep()
            self.setFocus()
        else:
            self._pass()

    def strong_action(self) -> None:
        """Say that the first doubtful reading was just taken on this patient."""
        visit = self._visit
        for kind in self._kinds:
            if visit is not None and slot(visit, kind).state is SlotState.CONFIRM:
                self.send(DoubtLifted(kind))
                return

    def _pass(self) -> None:
        self.send(MeasuresPassed())

    def leave(self) -> None:
        """Stop every device that is running."""
        measures = self._visit.measures if self._visit is not None else {}
        for kind, one in measures.items():
            if one.state is SlotState.RUNNING:
                self.send(MeasureStopped(kind))

    def go_back(self) -> None:
        """Show the question before."""
        self.send(WentBack())

    def arrive(self) -> None:
        """Leave the keys to the digits."""
        self.setFocus()


def _pulses(visit: Encounter) -> str:
    """Return what asks to take two pulses that disagree again, ``""`` when they agree."""
    kept = [one.reading for one in visit.measures.values() if one.reading is not None]
    pair = discordant_pulses(kept)
    return repeat_pulses(*pair) if pair is not None else ""


def _years(visit: Encounter) -> int:
    if visit.patient is None:
        return ADULT_YEARS
    return age_in_years(visit.patient.birth_date, act_date(visit))
