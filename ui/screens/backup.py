"""The copies of the station: their ages, a backup now, a proof that they open, a return."""

from functools import partial

from PySide6.QtCore import Qt

from app.office.backup import OTHER_ACCOUNT, Backup
from app.office.copies import (
    BackupAsked,
    DrillAsked,
    Places,
    RestoreAsked,
    ScheduleChosen,
    TaskEnded,
    TaskStopAsked,
)
from ui.custody.keeping_words import EVERY, age_line, task_words
from ui.custody.restore_card import RestoreCard, Restoring
from ui.custody.second_person import others
from ui.custody.task_bar import TaskBar
from ui.format import long_day_and_time
from ui.look import Tone
from ui.scene import Scene, Send
from ui.screen import Screen
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card
from ui.widgets.chip import FilterChip
from ui.widgets.columns import Columns
from ui.widgets.field import Field, Provenance, Refusal
from ui.widgets.flow_row import FlowRow
from ui.widgets.line_list import Line, LineList
from ui.widgets.page import Page
from ui.widgets.stack import stacked
from ui.widgets.text import Text

SIDE_PX = 420
APART = (
    "Les données et les clés vont à deux endroits\u00a0: une copie seule n’ouvre rien, et une clé "
    "détruite ne survit pas dans une copie des données."
)
DRILL = (
    "L’essai ramène les deux copies dans un dossier provisoire, vérifie chaque empreinte, puis "
    "efface ce dossier. Le poste n’est pas touché."
)
NEVER_DRILLED = "Jamais essayée."


class BackupScreen(Screen):
    """Ages and places on the left; the proof and the return on the right."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._state = Backup()
        self._filled_for = ""
        self._refused = Refusal()
        self._why = Text("", TextRole.DETAIL)
        self._work = TaskBar(lambda: send(TaskStopAsked()))
        self._ages, self._ended, self._drilled = LineList(), LineList(), LineList()
        self._data = Field("Dossier des données", lambda _: None)
        self._keys = Field("Dossier des clés", lambda _: None)
        self._every = {hours: FilterChip(words) for hours, words in EVERY.items()}
        self._now = Button("Sauvegarder maintenant", Kind.MAIN, Height.MAIN, "database", "Entrée")
        self._drill = Button("Essayer la restauration", Kind.SOFT, Height.SMALL, "refresh", "E")
        self._restore = RestoreCard(self._ask_restore)
        self._ended_card = Card(margin=18, spacing=8)
        self._page = Page()
        self._lay_out()

    def _lay_out(self) -> None:
        page, columns = self._page, Columns()
        self._ended_card.column.addWidget(self._ended)
        for piece in (self._refused, self._work, self._ended_card):
            page.column.addWidget(piece)
        columns.add(stacked(self._ages_card(), self._places_card()))
        columns.add(stacked(self._drill_card(), self._restore), SIDE_PX)
        page.column.addWidget(columns, 1)
        self.fill_with(page)

    def _ages_card(self) -> Card:
        card = Card(margin=18, spacing=12)
        card.column.addWidget(Text("Dernière sauvegarde", TextRole.CARD_TITLE))
        card.column.addWidget(self._ages)
        card.column.addWidget(self._why)
        self._now.does(self._back_up)
        card.column.addWidget(self._now, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _places_card(self) -> Card:
        card, chips = Card(margin=18, spacing=10), FlowRow()
        card.column.addWidget(Text("Où vont les copies", TextRole.CARD_TITLE))
        card.column.addWidget(Text(APART, TextRole.DETAIL, Colour.INK_SOFT))
        card.column.addWidget(self._data)
        card.column.addWidget(self._keys)
        card.column.addWidget(Text("Sauvegarde automatique", TextRole.LABEL, Colour.INK_SOFT))
        for place, (hours, chip) in enumerate(self._every.items(), start=1):
            chip.setText(f"{place}\u00a0· {EVERY[hours]}")
            chip.clicked.connect(partial(self._schedule, hours))
            chips.add(chip)
        card.column.addWidget(chips)
        return card

    def _drill_card(self) -> Card:
        card = Card(margin=18, spacing=10)
        card.column.addWidget(Text("La preuve que la copie s’ouvre", TextRole.CARD_TITLE))
        card.column.addWidget(Text(DRILL, TextRole.DETAIL, Colour.INK_SOFT))
        card.column.addWidget(self._drilled)
        self._drill.does(self._ask_drill)
        card.column.addWidget(self._drill, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def render_state(self, scene: Scene) -> None:
        """Show the ages, the places, what runs and what ended."""
        page = scene.desk.office.backup
        self._state = page
        self._fill(page)
        self._refused.say(page.refused)
        self._work.show_work(task_words(page), page.progress, can_stop=not page.stopping)
        self._show_ended(page.ended)
        known = page.state
        self._ages.show_lines(
            (
                age_line("Données", known.data_at, scene.now),
                age_line("Clés", known.keys_at, scene.now),
            )
        )
        drilled = known.drilled_at
        words = f"Réussie le {long_day_and_time(drilled)}" if drilled else NEVER_DRILLED
        tone, icon = (Tone.GREEN, "circle-check") if drilled else (Tone.OCHRE, "alert-triangle")
        self._drilled.show_lines((Line(icon, tone, words),))
        for hours, chip in self._every.items():
            chip.setChecked(hours == known.every_h)
        closed = task_words(page) or ("" if page.may_copy else OTHER_ACCOUNT)
        self._now.forbid(closed)
        self._why.say("" if page.may_copy else OTHER_ACCOUNT)
        self._why.setVisible(not page.may_copy)
        self._drill.forbid(task_words(page))
        self._restore.show_people(others(scene.desk), closed)

    def _fill(self, page: Backup) -> None:
        """Write the places known in the fields, once a session: what is typed later stays."""
        if page.is_known and self._filled_for != (page.login or "?"):
            self._filled_for = page.login or "?"
            self._data.show_value(page.state.places.data, Provenance.TYPED, "")
            self._keys.show_value(page.state.places.keys, Provenance.TYPED, "")

    def _show_ended(self, ended: TaskEnded | None) -> None:
        self._ended_card.setVisible(ended is not None)
        if ended is None:
            return
        tone, icon = (Tone.GREEN, "circle-check") if ended.good else (Tone.RED, "alert-triangle")
        first, *rest = ended.lines
        lines = [Line(icon, tone, first)]
        lines += [Line("arrow-right", Tone.NEUTRAL, one) for one in rest]
        self._ended.show_lines(lines)

    @property
    def _places(self) -> Places:
        return Places(self._data.line.text().strip(), self._keys.line.text().strip())

    def _back_up(self) -> None:
        self.send(BackupAsked(self._places))

    def _ask_drill(self) -> None:
        self.send(DrillAsked(self._places))

    def _ask_restore(self, asked: Restoring) -> None:
        self.send(
            RestoreAsked(
                places=self._places,
                into=asked.into,
                secret=asked.secret,
                second=asked.second.login,
                second_secret=asked.second.secret,
                footer=asked.footer,
                takes_damage=asked.takes_damage,
            )
        )

    def _schedule(self, hours: int, *_: object) -> None:
        self.send(ScheduleChosen(self._places, hours))

    def press(self, key: str) -> None:
        """Choose how often with a digit; E proves the copies, R brings them back."""
        rhythms = tuple(EVERY)
        if key.isdigit() and 0 < int(key) <= len(rhythms):
            self._schedule(rhythms[int(key) - 1])
        elif self._state.task is None and key == "E":
            self._ask_drill()
        elif self._state.task is None and key == "R":
            self._restore.ask()

    def main_action(self) -> None:
        """Back up now, unless a long work runs."""
        if self._state.task is None and self._state.may_copy:
            self._back_up()

    def leave(self) -> None:
        """Stop the long work."""
        if self._state.task is not None:
            self.send(TaskStopAsked())

    def step(self, by: int) -> None:
        """Read further down (1) or up (-1)."""
        self._page.read_on(by)

    def arrive(self) -> None:
        """Leave the keys to the page: Enter backs up."""
        self.setFocus()
