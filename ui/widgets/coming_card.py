"""The file that is being taken in, and the one that does not say whose it is."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout

from app.encounter.incoming_messages import (
    AttachLeft,
    IncomingAttached,
    IncomingStopped,
    ViewMessage,
)
from app.encounter.viewer import Unproven, Viewer
from ui.look import Tone
from ui.tokens import TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Tinted
from ui.widgets.field import Field, Provenance
from ui.widgets.progress import Progress
from ui.widgets.text import Text

WHOSE = "Cette pièce ne dit pas de qui elle est"
ATTACH = "Elle n’entre dans le dossier que si vous la reconnaissez."


class ComingCard(Tinted):
    """How far a file is, and how to stop it; hidden when none comes."""

    def __init__(self, send: Callable[[ViewMessage], None]) -> None:
        super().__init__(Tone.ACCENT)
        self._words = Text("", TextRole.DETAIL, weight=600)
        self._bar = Progress()
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self._words)
        column.addWidget(self._bar)
        stop = Button("Arrêter", Kind.FRAMED, Height.SMALL, "x")
        column.addWidget(stop.does(lambda: send(IncomingStopped())))
        self.row.addLayout(column)
        self.hide()

    def show_viewer(self, viewer: Viewer) -> None:
        """Show how far the file is."""
        self.setVisible(bool(viewer.coming))
        self._bar.show_percent(viewer.percent)
        self._words.say(f"Lecture du fichier\u00a0: {viewer.percent}\u00a0%")


class AttachCard(Tinted):
    """Asks by what the patient is recognised; hidden when every piece names its patient."""

    def __init__(self, send: Callable[[IncomingAttached | AttachLeft], None]) -> None:
        super().__init__(Tone.OCHRE)
        self._send = send
        self._waiting: Unproven | None = None
        self._title = Text(WHOSE, TextRole.LABEL)
        self._words, self._why = Text("", TextRole.DETAIL, weight=600), Text("", TextRole.NOTE)
        self._reason = Field("À quoi reconnaissez-vous le patient\u00a0?", lambda _: None)
        column = QVBoxLayout()
        column.setSpacing(8)
        for widget in (self._title, self._words, self._why, self._reason):
            column.addWidget(widget)
        attach = Button("Rattacher à ce patient", Kind.SOFT, Height.SMALL, "user", "Entrée")
        column.addWidget(attach.does(self.attach))
        leave = Button("Ne pas garder", Kind.PLAIN, Height.SMALL, "x", "N")
        column.addWidget(leave.does(self.leave))
        self.row.addLayout(column)
        self.hide()

    def show_viewer(self, viewer: Viewer) -> None:
        """Show the piece that waits."""
        if viewer.unproven != self._waiting:
            self._reason.show_value("", Provenance.TYPED, "")
        self._waiting = viewer.unproven
        self.setVisible(viewer.unproven is not None)
        if viewer.unproven is not None:
            self._words.say(viewer.unproven.words)
            self._why.say(f"{viewer.unproven.why} {ATTACH}")

    def has_keys(self) -> bool:
        """True while the reason is being typed."""
        return self._reason.line.hasFocus()

    def arrive(self) -> None:
        """Give the keys to the reason."""
        self._reason.line.setFocus()

    def attach(self) -> None:
        """Send by what the patient is recognised."""
        self._send(IncomingAttached(self._reason.line.text()))

    def leave(self) -> None:
        """Send that the piece is not kept."""
        self._send(AttachLeft())
