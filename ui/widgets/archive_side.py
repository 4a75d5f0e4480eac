"""The sheet chosen in the archive: whose, what level, what was checked, what can be done."""

# ruff: noqa: N802

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desk.model import SheetDetail
from ui.format import fingerprint, long_date, number
from ui.levels import ICONS, TONES, WORDS, level_named
from ui.look import Tone, full
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card, Rule, Tinted
from ui.widgets.chip import Chip
from ui.widgets.picture import Picture
from ui.widgets.text import Fit, Text

SAME = "Même résultat"
LINES = ("Signée par", "Protocole", "Rejouée", "Empreinte", "Gardée jusqu’au")


class ArchiveSide(Card):
    """The panel on the right of the list."""

    def __init__(self, read: Callable[[], None], export: Callable[[], None]) -> None:
        super().__init__(margin=18, spacing=8)
        self._empty = Text("Choisissez une fiche dans la liste.", TextRole.BODY, Colour.INK_SOFT)
        self._number = Text("", TextRole.DETAIL, Colour.INK_SOFT)
        self._name = Text("", TextRole.ANSWER, weight=700)
        self._level = Chip()
        self._proof = _Proof()
        self._lines = tuple(_Line(name) for name in LINES)
        self._refused = _Refused()
        self._read = Button("Ouvrir", Kind.SOFT, Height.SMALL, "file-text", "O").does(read)
        self._export = Button("Exporter", Kind.FRAMED, Height.SMALL, "download", "E").does(export)
        self._lay_out()

    def _lay_out(self) -> None:
        self.column.addWidget(self._empty)
        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(5)
        body.addWidget(self._number)
        body.addWidget(self._name)
        body.addWidget(self._level, 0, Qt.AlignmentFlag.AlignLeft)
        body.addWidget(self._proof)
        for line in self._lines:
            body.addWidget(line)
        body.addWidget(self._refused)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._read)
        buttons.addWidget(self._export)
        buttons.addStretch(1)
        body.addSpacing(4)
        body.addLayout(buttons)
        self.column.addWidget(self._body)

    def show_detail(self, detail: SheetDetail | None) -> None:
        """Show ``detail``, or what to do when no sheet is chosen."""
        self._empty.setVisible(detail is None)
        self._body.setVisible(detail is not None)
        if detail is None:
            return
        line, sheet = detail.line, detail.sheet
        self._number.say(f"Fiche {number(line.number)}")
        self._name.say(line.patient)
        self._show_level(line.level)
        self._proof.show_proof(intact=line.intact, same=detail.replayed == SAME)
        values = (
            detail.signed_by,
            f"{sheet.protocol.short_title} {sheet.protocol.version}",
            detail.replayed,
            fingerprint(detail.fingerprint),
            _until(sheet.archive_until),
        )
        for row, value in zip(self._lines, values, strict=True):
            row.show_value(value)
        self._refused.show_reasons(detail.refusals)
        self._keep_whole()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the height of the words: a page that scrolls would squeeze them first."""
        super().resizeEvent(event)
        self._keep_whole()

    def _keep_whole(self) -> None:
        layout = self._body.layout()
        if layout is not None:
            layout.invalidate()
            self._body.setMinimumHeight(layout.heightForWidth(self._body.width()))

    def _show_level(self, name: str) -> None:
        level = level_named(name)
        self._level.setVisible(level is not None)
        if level is not None:
            self._level.show_fact(WORDS[level], ICONS[level], TONES[level])


def _until(day: str) -> str:
    return long_date(date.fromisoformat(day[:10])) if day else "non fixé"


class _Proof(Tinted):
    """« Intègre », or what is broken."""

    def __init__(self) -> None:
        super().__init__(Tone.GREEN)
        self._icon = Picture("shield-check", 30, Colour.GREEN)
        self._title = Text("", TextRole.CARD_TITLE)
        self._why = Text("", TextRole.NOTE)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._why)
        self.row.addWidget(self._icon)
        self.row.addLayout(words, 1)

    def show_proof(self, *, intact: bool, same: bool) -> None:
        """Show whether the content is that which was sealed and decides the same."""
        tone = Tone.GREEN if intact and same else Tone.RED
        title = "Intègre" if intact else "Rompue"
        why = "Contenu et chaîne vérifiés." if intact else "Le contenu n’est pas celui scellé."
        if intact and not same:
            title, why = "À examiner", "Le protocole rejoué donne un autre résultat."
        self.set_tone(tone)
        self._icon.show_icon("shield-check" if tone is Tone.GREEN else "alert-triangle", full(tone))
        self._title.say(title)
        self._title.set_ink(full(tone))
        self._why.say(why)


class _Line(QWidget):
    """A name and its value."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._value = Text("", TextRole.DETAIL, weight=600)
        self._value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Text(name, TextRole.DETAIL, Colour.INK_SOFT, fit=Fit.WHOLE))
        row.addWidget(self._value, 1)
        column.addLayout(row)
        column.addWidget(Rule())

    def show_value(self, value: str) -> None:
        """Show ``value``."""
        self._value.say(value)


class _Refused(Tinted):
    """Why the record does not leave for the DMP, when it does not."""

    def __init__(self) -> None:
        super().__init__(Tone.NEUTRAL)
        self._words = Text("", TextRole.NOTE)
        self.row.addWidget(self._words, 1)

    def show_reasons(self, reasons: tuple[str, ...]) -> None:
        """Show the reasons, or nothing."""
        self.setVisible(bool(reasons))
        self._words.say("Reste sur ce poste\u00a0: " + " ".join(reasons))
