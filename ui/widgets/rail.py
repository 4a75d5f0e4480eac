"""The steps of the protocol, on the side: done, current, to come, each with a count in words."""

# ruff: noqa: N802

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.look import look
from ui.paint import Frame, draw_frame
from ui.tokens import Colour, TextRole
from ui.widgets.picture import Disc
from ui.widgets.text import Fit, Text

DISC_PX = 32


class RailState(StrEnum):
    """Where one step stands."""

    DONE = "done"
    CURRENT = "current"
    TO_COME = "to_come"


@dataclass(frozen=True, slots=True)
class RailStep:
    """One step of the rail."""

    name: str
    note: str
    state: RailState


@dataclass(frozen=True, slots=True)
class RailFace:
    """What the rail shows."""

    title: str
    version: str
    steps: tuple[RailStep, ...]


class Rail(QWidget):
    """The rail; beside large text it becomes one line, « Étape 2 sur 5 »."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._title = Text("", TextRole.CARD_TITLE)
        self._version = Text("", TextRole.NOTE, Colour.INK_SOFT)
        self._steps = tuple(_RailRow() for _ in range(count))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._title)
        column.addWidget(self._version)
        column.addSpacing(10)
        for step in self._steps:
            column.addWidget(step)
        column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def show_face(self, face: RailFace) -> None:
        """Show ``face``."""
        self._title.say(face.title)
        self._version.say(face.version)
        for place, (widget, step) in enumerate(zip(self._steps, face.steps, strict=True), 1):
            widget.show_step(place, step)


def step_line(face: RailFace) -> str:
    """Return the rail in one line: « Étape 2 sur 5 : Symptômes »."""
    for place, step in enumerate(face.steps, 1):
        if step.state is RailState.CURRENT:
            return f"Étape {place} sur {len(face.steps)}\u00a0: {step.name}"
    return ""


class _RailRow(QWidget):
    """One step: its disc, its name, its count."""

    def __init__(self) -> None:
        super().__init__()
        self._disc = Disc(Colour.SURFACE, Colour.INK, DISC_PX)
        self._name = Text("", TextRole.BODY, weight=600, fit=Fit.ELIDE)
        self._note = Text("", TextRole.NOTE, Colour.INK_SOFT, fit=Fit.ELIDE)
        self._step: RailStep | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 8, 8, 8)
        row.setSpacing(11)
        row.addWidget(self._disc, 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._note)
        row.addLayout(words, 1)

    def show_step(self, place: int, step: RailStep) -> None:
        """Show ``step``, the ``place``-th of the rail."""
        if step == self._step:
            return
        self._step = step
        self._name.say(step.name)
        self._note.say(step.note)
        self._note.setVisible(bool(step.note))
        current, done = step.state is RailState.CURRENT, step.state is RailState.DONE
        self._name.set_ink(Colour.ACCENT_STRONG if current else Colour.INK)
        if done:
            self._disc.show_icon("check")
            self._disc.paint_with(Colour.GREEN_SOFT, Colour.GREEN, Colour.GREEN)
        else:
            self._disc.show_words(str(place))
            fill, ink, edge = _to_come()
            if current:
                fill, ink, edge = Colour.ACCENT, Colour.ON_ACCENT, Colour.ACCENT
            self._disc.paint_with(fill, ink, edge)
        self.setAccessibleName(f"Étape {place}, {step.name}, {step.note}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame the current step."""
        if self._step is not None and self._step.state is RailState.CURRENT:
            edge = Colour.ACCENT if look().is_contrast else Colour.LINE
            width = look().stroke("contraste_carte") if look().is_contrast else 1.0
            frame = Frame(Colour.SURFACE, edge, width, look().radius("bouton"))
            draw_frame(QPainter(self), QRectF(self.rect()), frame)


def _to_come() -> tuple[Colour, Colour, Colour]:
    return Colour.SURFACE, Colour.INK, Colour.BORDER
