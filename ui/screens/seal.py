"""The sheet is being sealed, or it is: what was made, its number, what to do next."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desk.messages import ArchiveAsked, ExportAsked, HomeAsked
from app.encounter.model import Encounter, Receipt, Stage
from ui.format import fingerprint, number
from ui.look import Tone
from ui.scene import Scene, Send
from ui.screen import Screen
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card
from ui.widgets.foot import Foot
from ui.widgets.line_list import Line, LineList
from ui.widgets.page import Page
from ui.widgets.picture import Picture
from ui.widgets.text import Text

WAITING = (
    Line("hourglass", Tone.NEUTRAL, "Page patient et page professionnelle"),
    Line("hourglass", Tone.NEUTRAL, "Document pour le dossier médical"),
    Line("hourglass", Tone.NEUTRAL, "Sceau, journal et coffre"),
)


class SealScreen(Screen):
    """The last page of a consultation."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._visit: Encounter | None = None
        self._icon = Picture("hourglass", 34, Colour.ACCENT)
        self._title = Text("", TextRole.SCREEN_TITLE)
        self._sentence = Text("", TextRole.HELP, Colour.INK_SOFT)
        self._lines = LineList()
        self._export = Button("Exporter les documents", icon="download", key="E")
        self._archive = Button("Voir l’archive", icon="archive", key="A")
        self._next = Button("Patient suivant", Kind.MAIN, Height.MAIN, key="Entrée")
        self._lay_out()

    def _lay_out(self) -> None:
        page, foot, card = Page(), Foot(), Card(margin=28, spacing=12)
        title = QHBoxLayout()
        title.setSpacing(14)
        title.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        title.addWidget(self._title, 1)
        card.column.addLayout(title)
        card.column.addWidget(self._sentence)
        card.column.addWidget(self._lines)
        page.column.addWidget(card)
        page.column.addStretch(1)
        foot.add_left(self._export.does(self._write))
        foot.add_left(self._archive.does(lambda: self.send(ArchiveAsked())))
        foot.add_right(self._next.end_with("arrow-right").does(self.main_action))
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(page, 1)
        column.addWidget(foot)
        self.fill_with(holder)

    def render_state(self, scene: Scene) -> None:
        """Show the sealing, then the receipt of the vault."""
        visit = scene.visit
        if visit is None:
            return
        self._visit = visit
        sealed = visit.stage is Stage.SEALED and visit.receipt is not None
        for button in (self._export, self._archive, self._next):
            button.forbid("" if sealed else "La fiche se scelle.")
        if visit.receipt is not None and sealed:
            self._show_receipt(visit.receipt)
        else:
            self._show_sealing()

    def _show_sealing(self) -> None:
        self._icon.show_icon("hourglass", Colour.ACCENT)
        self._title.say("La fiche se scelle")
        self._sentence.say("Tout se fait en une fois. Rien à faire, rien n’est perdu.")
        self._lines.show_lines(WAITING)

    def _show_receipt(self, receipt: Receipt) -> None:
        self._icon.show_icon("shield-check", Colour.GREEN)
        self._title.say(f"Fiche {number(receipt.number)} scellée")
        self._sentence.say("Elle ne change plus. Une correction s’ajoute à côté d’elle.")
        done = Tone.GREEN
        root = fingerprint(receipt.root)
        self._lines.show_lines(
            (
                Line("circle-check", done, "Page patient et page professionnelle", "Gardées"),
                Line("circle-check", done, "Document pour le dossier médical", "Gardé"),
                Line(
                    "circle-check",
                    done,
                    f"Maillon {number(receipt.number)} du journal",
                    f"Tête du journal\u00a0: {root}",
                ),
            )
        )

    def _write(self) -> None:
        if self._visit is not None and self._export.isEnabled():
            self.send(ExportAsked(self._visit.encounter_id))

    def press(self, key: str) -> None:
        """Write the documents with E, open the archive with A."""
        if key == "E":
            self._write()
        elif key == "A" and self._archive.isEnabled():
            self.send(ArchiveAsked())

    def main_action(self) -> None:
        """Begin the next patient."""
        if self._next.isEnabled():
            self.send(HomeAsked())

    def arrive(self) -> None:
        """Leave the keys to the page."""
        self.setFocus()
