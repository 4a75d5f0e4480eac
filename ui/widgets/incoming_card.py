"""What documents received say of the question shown, and how one is joined or set aside."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout

from app.encounter.incoming_caution import Applied, Effect
from app.encounter.incoming_messages import IncomingMessage, IncomingOpened, IncomingSetAside
from app.encounter.incoming_sources import source_words
from app.encounter.known import careful_answers
from app.encounter.model import Encounter
from app.encounter.sheet_incoming import EFFECT_WORDS
from ui.look import Tone
from ui.tokens import TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Tinted
from ui.widgets.field import Field, Provenance
from ui.widgets.text import Text

TITLE = "Documents reçus\u00a0: à confirmer à voix haute"
MOST_LINES = 3


class IncomingCard(Tinted):
    """Hidden until a document speaks of the question, or a file is asked for."""

    def __init__(self, send: Callable[[IncomingMessage], None]) -> None:
        super().__init__(Tone.OCHRE)
        self._send = send
        self._question = ""
        self._is_joining = False
        self._title = Text(TITLE, TextRole.LABEL)
        self._said = Text("", TextRole.DETAIL)
        self._path = Field("Chemin du document (CDA ou IHE_XDM.ZIP)", lambda _: None)
        self._reason = Field("Motif pour écarter le document", lambda _: None)
        self._aside = Button("Écarter avec ce motif", Kind.FRAMED, Height.SMALL)
        column = QVBoxLayout()
        column.setSpacing(8)
        for widget in (self._title, self._said, self._path, self._reason):
            column.addWidget(widget)
        column.addWidget(self._aside.does(self.set_aside))
        self.row.addLayout(column)
        self._path.hide()
        self.hide()

    def show_visit(self, visit: Encounter, question_id: str) -> None:
        """Show the facts that concern ``question_id``; a contradiction can be set aside."""
        if question_id != self._question:
            self._reason.show_value("", Provenance.TYPED, "")
            self._is_joining = False
        self._question = question_id
        documents = visit.incoming.documents
        applied = careful_answers(visit).applied if documents else ()
        found = [one for one in applied if one.caution.question_id == question_id]
        lines = dict.fromkeys(_line(one) for one in found)
        self._said.say("\n".join(list(lines)[:MOST_LINES]))
        self._said.setVisible(bool(found))
        is_held = any(one.effect is Effect.HELD for one in found)
        self._reason.setVisible(is_held)
        self._aside.setVisible(is_held)
        self._path.setVisible(self._is_joining)
        self.setVisible(bool(found) or self._is_joining)

    def ask_path(self) -> None:
        """Let the path of a document be typed or pasted."""
        self._is_joining = True
        self._path.show()
        self.show()
        self._path.line.setFocus()

    def has_keys(self) -> bool:
        """True while a path or a reason is being typed."""
        return self._path.line.hasFocus() or self._reason.line.hasFocus()

    def give(self) -> None:
        """Send what is being typed: the document to join, or the reason to set it aside."""
        if self._reason.line.hasFocus():
            self.set_aside()
        elif path := self._path.line.text().strip():
            self.join(path)

    def join(self, path: str) -> None:
        """Send the document at ``path``."""
        self._path.show_value("", Provenance.TYPED, "")
        self._is_joining = False
        self._path.hide()
        self._send(IncomingOpened(path))

    def set_aside(self) -> None:
        """Send the reason for which the documents do not count for this question."""
        self._send(IncomingSetAside(self._question, self._reason.line.text()))


def _line(one: Applied) -> str:
    """Return one fact as it is read aloud, with its source, its day and what it does."""
    fact = one.caution.fact
    effect = EFFECT_WORDS[one.effect]
    return f"{fact.words}. {source_words(fact.source)}. {effect.capitalize()}."
