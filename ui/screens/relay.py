"""The relay of teleconsultation: its address, its key, the authority that signs it, a trial."""

from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from app.office.relay import Relay, RelayTold, RelayTrialAsked
from ui.call_words import PROVIDE
from ui.look import Tone
from ui.scene import Scene, Send
from ui.screen import Screen
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card
from ui.widgets.columns import Columns
from ui.widgets.field import Field, Provenance, Refusal
from ui.widgets.line_list import Line, LineList
from ui.widgets.page import Page
from ui.widgets.said import Said
from ui.widgets.stack import stacked
from ui.widgets.text import Text

SIDE_PX = 420
KEY_KEPT = "Clé du relais, déjà donnée\u00a0: laissez vide pour la garder"
KEY_WANTED = "Clé du relais, donnée par «\u00a0osys relay key\u00a0»"
EMPTY = "Une adresse vide retire le relais de ce poste."
DEMONSTRATION = "Une démonstration ouvre son propre relais, sur cet ordinateur seulement."
TOLD = (
    Line("video", Tone.ACCENT, "Il met le médecin et ce poste en relation", "Rien d’autre."),
    Line(
        "shield-lock",
        Tone.ACCENT,
        "Il ne voit ni l’image, ni le son, ni les mesures",
        "Chiffrés de bout en bout, vérifiés par quatre mots.",
    ),
    Line("user-shield", Tone.ACCENT, "Il ne connaît ni le patient ni le motif"),
    Line("file-text", Tone.ACCENT, "Vous l’installez ou le faites installer", "docs/relais.md"),
)


class RelayScreen(Screen):
    """The form on the left, what a relay is on the right."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._shown: Relay | None = None
        self._lacks = Said(Tone.OCHRE, "alert-triangle")
        self._done, self._refused = Said(Tone.GREEN, "circle-check"), Refusal()
        self._address = Field("Adresse, https:// au début et / à la fin", _typed)
        self._key = Field(KEY_WANTED, _typed)
        self._key.line.setEchoMode(QLineEdit.EchoMode.Password)
        self._authority = Field("Fichier de l’autorité (PEM), vide pour celles du système", _typed)
        self._note = Text("", TextRole.NOTE, Colour.INK_SOFT)
        self._keep = Button("Enregistrer", Kind.MAIN, Height.USUAL, "check", "Entrée")
        self._try = Button("Essayer", Kind.FRAMED, Height.USUAL, "refresh", "E")
        self._page = Page()
        self._lay_out()

    def _lay_out(self) -> None:
        card = Card(margin=18, spacing=10)
        card.column.addWidget(Text("Relais de téléconsultation", TextRole.CARD_TITLE))
        for piece in (self._lacks, self._address, self._key, self._authority, self._note):
            card.column.addWidget(piece)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._keep.does(self.main_action))
        row.addWidget(self._try.does(self._ask_trial))
        row.addStretch(1)
        card.column.addLayout(row)
        card.column.addWidget(self._done)
        card.column.addWidget(self._refused)
        side, lines = Card(margin=18, spacing=10), LineList()
        lines.show_lines(TOLD)
        side.column.addWidget(Text("Ce que fait un relais", TextRole.CARD_TITLE))
        side.column.addWidget(lines)
        columns = Columns()
        columns.add(stacked(card))
        columns.add(stacked(side), SIDE_PX)
        self._page.column.addWidget(columns, 1)
        self.fill_with(self._page)

    def render_state(self, scene: Scene) -> None:
        """Show the relay of the settings; what is being typed stays."""
        page = scene.desk.office.relay
        is_demonstration = scene.desk.station.demonstration
        is_read = self._shown is not None and not self._shown.busy
        if not is_read or (self._shown is not None and self._shown.address != page.address):
            self._address.show_value(page.address, Provenance.TYPED, "")
            self._authority.show_value(page.authority, Provenance.TYPED, "")
        if self._shown is not None and page.done != self._shown.done and page.done:
            self._key.show_value("", Provenance.TYPED, "")
        self._shown = page
        self._key.name(KEY_KEPT if page.has_key else KEY_WANTED)
        lacks = not page.address and not page.busy and not is_demonstration
        self._lacks.say(PROVIDE if lacks else "")
        self._note.say(DEMONSTRATION if is_demonstration else EMPTY)
        self._keep.forbid(page.busy)
        self._try.forbid(page.busy or ("" if page.address else "Enregistrez d’abord une adresse."))
        self._done.say(page.done)
        self._refused.say(page.refused)

    def main_action(self) -> None:
        """Keep what is typed."""
        if self._keep.isEnabled():
            texts = (one.line.text() for one in (self._address, self._key, self._authority))
            self.send(RelayTold(*texts))

    def _ask_trial(self) -> None:
        if self._try.isEnabled():
            self.send(RelayTrialAsked())

    def press(self, key: str) -> None:
        """Try the relay with E."""
        if key == "E":
            self._ask_trial()

    def step(self, by: int) -> None:
        """Read further down (1) or up (-1)."""
        self._page.read_on(by)

    def arrive(self) -> None:
        """Give the keys to the address where there is none, else leave them to the page."""
        if self._address.line.text():
            self.setFocus()
        else:
            self._address.line.setFocus()


def _typed(_: str) -> None:
    """Leave what is typed in the field: it is read when kept."""
