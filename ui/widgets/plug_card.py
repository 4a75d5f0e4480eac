"""A camera or the stethoscope before the patient comes: what it sees or hears, and its choice."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.live import LiveBoard
from app.office.devices import SOUND_TRIAL
from hardware.bindings import CameraRole
from ui.look import Tone
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card, absent_frame, live_frame, plain_frame
from ui.widgets.chip import Chip
from ui.widgets.flow_row import FlowRow
from ui.widgets.picture import Picture
from ui.widgets.preview import Preview, PreviewFace
from ui.widgets.sound_trace import Heard, SoundTrace
from ui.widgets.text import Fit, Text

HEARD_FROM = 0.02
"""The level above which something is heard; below it, the input may be the wrong one."""


@dataclass(frozen=True, slots=True)
class PlugFace:
    """What the card shows; ``name`` is "" when nothing is bound."""

    title: str
    icon: str
    name: str
    is_tried: bool


@dataclass(frozen=True, slots=True)
class PlugActions:
    """What the buttons of the card do."""

    begin: Callable[[], None]
    choose: Callable[[], None]
    remove: Callable[[], None]


class PlugCard(Card):
    """One plugged device; ``shown`` is the widget of what it sees or hears."""

    def __init__(self, begin: str, shown: QWidget, actions: PlugActions) -> None:
        super().__init__(margin=12, spacing=6)
        self._words, self._shown = begin, shown
        self._icon = Picture("", 24)
        self._title = Text("", TextRole.CARD_TITLE, fit=Fit.ELIDE)
        self._chip = Chip()
        self._note = Text("", TextRole.NOTE, Colour.INK_SOFT)
        self._said = Text("", TextRole.DETAIL)
        self._begin = Button(begin, Kind.SOFT, Height.SMALL)
        self._choose = Button("Choisir", Kind.FRAMED, Height.SMALL)
        self._remove = Button("Retirer", Kind.PLAIN, Height.SMALL, "x")
        self._begin.does(actions.begin)
        self._choose.does(actions.choose)
        self._remove.does(actions.remove)
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(10)
        for piece in (self._icon, self._title, self._chip):
            row.addWidget(piece)
        self.column.addLayout(row)
        self.column.addWidget(self._note)
        self.column.addWidget(self._shown)
        self.column.addWidget(self._said)
        self.column.addStretch(1)
        buttons = FlowRow()
        for button in (self._begin, self._choose, self._remove):
            buttons.add(button)
        self.column.addWidget(buttons)

    def show_face(self, face: PlugFace) -> None:
        """Show ``face``."""
        self._icon.show_icon(face.icon, Colour.ACCENT)
        self._title.say(face.title)
        bound = bool(face.name)
        words, icon = ("Choisi", "check") if bound else ("Non choisi", "")
        self._chip.show_fact(words, icon, Tone.GREEN if bound else Tone.NEUTRAL)
        self._note.say(face.name or "Aucun appareil n’a ce rôle.")
        self._shown.setVisible(face.is_tried)
        self._said.setVisible(face.is_tried)
        self._begin.setVisible(bound)
        self._begin.say("Arrêter" if face.is_tried else self._words)
        self._choose.say("Changer" if bound else "Choisir")
        self._remove.setVisible(bound)
        frame = live_frame if face.is_tried else plain_frame if bound else absent_frame
        self.set_frame(frame())
        for button in (self._begin, self._choose, self._remove):
            button.setAccessibleName(f"{button.text()}, {face.title}")

    def tell(self, words: str) -> None:
        """Say what is seen or heard."""
        self._said.say(words)


class CameraCard(PlugCard):
    """The camera of one role and its live picture."""

    def __init__(self, role: CameraRole, actions: PlugActions) -> None:
        self._preview = Preview(self._judge)
        super().__init__("Voir", self._preview, actions)
        self._role = role

    def look_at(self, board: LiveBoard | None) -> None:
        """Show what this camera puts on ``board``."""
        self._preview.look_at(board, self._role)

    def _judge(self, face: PreviewFace) -> None:
        self.tell(face.sentence)


class SoundCard(PlugCard):
    """The input of the stethoscope, its wave and its level."""

    def __init__(self, actions: PlugActions) -> None:
        self._trace = SoundTrace(self._hear)
        super().__init__("Écouter", self._trace, actions)

    def listen_to(self, board: LiveBoard | None) -> None:
        """Draw what is heard on ``board``."""
        self._trace.listen_to(board, SOUND_TRIAL)

    def _hear(self, heard: Heard) -> None:
        silent = "Rien n’est entendu. Tapotez la membrane\u00a0: la barre doit bouger."
        self.tell("Le son arrive." if heard.level >= HEARD_FROM else silent)
