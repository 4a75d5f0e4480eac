"""The sheet chosen in the archive: whose, what level, what was checked, what can be done."""

# ruff: noqa: N802

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desk.archive import Archive, SheetDetail
from ui.format import counted, fingerprint, long_date, number
from ui.levels import ICONS, TONES, WORDS, level_named
from ui.look import Tone
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card, Tinted
from ui.widgets.chip import Chip
from ui.widgets.named_value import NamedValue
from ui.widgets.proof_block import ProofBlock
from ui.widgets.reason_form import ReasonForm
from ui.widgets.text import Text

SAME = "Même résultat"
LINES = (
    "Signée par",
    "Protocole",
    "Rejouée",
    "Empreinte",
    "Versions",
    "Gardée jusqu’au",
    "Ouverte",
)
CHOOSE = "Choisissez une fiche dans la liste."
ELSEWHERE = "Faite ailleurs : seul ce qui en a été reçu est garanti intact."
READING = "La fiche se relit, se compare au journal et se rejoue."


@dataclass(frozen=True, slots=True)
class Doing:
    """What the buttons of the panel do."""

    read: Callable[[], None]
    export: Callable[[], None]
    inquire: Callable[[], None]
    give_reason: Callable[[str], None]


class ArchiveSide(Card):
    """The panel on the right of the list."""

    def __init__(self, doing: Doing) -> None:
        super().__init__(margin=18, spacing=8)
        self._empty = Text(CHOOSE, TextRole.BODY, Colour.INK_SOFT)
        self._number = Text("", TextRole.DETAIL, Colour.INK_SOFT)
        self._name = Text("", TextRole.ANSWER, weight=700)
        self._level = Chip()
        self._proof = ProofBlock()
        self._lines = tuple(NamedValue(name) for name in LINES)
        self._refused = _Refused()
        self._read = Button("Ouvrir", Kind.SOFT, Height.SMALL, "file-text", "O").does(doing.read)
        self._export = Button("Exporter", Kind.FRAMED, Height.SMALL, "download", "E")
        self._export.does(doing.export)
        self._broken = _Broken(doing.inquire)
        self.reason = ReasonForm(doing.give_reason)
        self._lay_out()

    def _lay_out(self) -> None:
        self.column.addWidget(self._empty)
        self.column.addWidget(self._broken)
        self.column.addWidget(self.reason)
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

    def show_archive(self, archive: Archive) -> None:
        """Show the sheet that is open, why it is not, or what to do when none is chosen."""
        detail, asks = archive.detail, bool(archive.reason_for)
        broken = archive.refused if detail is None and not asks else ""
        self._broken.show_sentence(broken)
        self.reason.setVisible(asks)
        if asks:
            self.reason.ask(archive.reason_why, archive.refused)
        self._empty.setVisible(detail is None and not asks and not broken)
        self._empty.say(READING if archive.selected and archive.busy else CHOOSE)
        self._body.setVisible(detail is not None)
        if detail is not None:
            self._show_detail(detail)

    def _show_detail(self, detail: SheetDetail) -> None:
        line = detail.line
        self._number.say(f"Fiche {number(line.number)}")
        self._name.say(line.patient)
        self._show_level(line.level)
        show_proof(self._proof, detail)
        did, name = detail.author
        self._lines[0].show_name(did)
        values = (
            name,
            _protocol(detail),
            detail.replayed,
            fingerprint(detail.fingerprint),
            counted(max(len(detail.versions), 1), "version", "versions"),
            kept_words(detail),
            _openings(detail),
        )
        for row, value in zip(self._lines, values, strict=True):
            row.show_value(value)
        self._lines[-1].setVisible(detail.openings > 0)
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


def kept_words(detail: SheetDetail) -> str:
    """Return until when the sheet is kept, or that it is held back."""
    if detail.keeping.held:
        return "Conservation forcée"
    day = detail.keeping.until
    return long_date(date.fromisoformat(day[:10])) if day else "non fixé"


def show_proof(block: ProofBlock, detail: SheetDetail) -> None:
    """Show in ``block`` what is proven of the sheet; one made elsewhere is never green."""
    if detail.sheet is None and detail.line.intact:
        block.show_fact(Tone.OCHRE, "Importée, non vérifiée", ELSEWHERE)
    else:
        block.show_proof(intact=detail.line.intact, same=detail.replayed == SAME)


def _protocol(detail: SheetDetail) -> str:
    protocol = detail.sheet.protocol if detail.sheet is not None else None
    return f"{protocol.short_title} {protocol.version}" if protocol else "d’un autre outil"


def _openings(detail: SheetDetail) -> str:
    """Return « 2 fois, par vous », « 3 fois, dont 1 par vous »."""
    times = counted(detail.openings, "fois", "fois")
    if detail.own_openings == detail.openings:
        return f"{times}, par vous" if detail.openings else times
    return f"{times}, dont {detail.own_openings} par vous"


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


class _Broken(QWidget):
    """A sheet that does not open, and what is left to do with it."""

    def __init__(self, inquire: Callable[[], None]) -> None:
        super().__init__()
        self._proof = ProofBlock()
        self._button = Button("Exporter pour enquête", Kind.FRAMED, Height.SMALL, "download", "X")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._proof)
        column.addWidget(self._button.does(inquire), 0, Qt.AlignmentFlag.AlignLeft)

    def show_sentence(self, sentence: str) -> None:
        """Show why the sheet does not open, or nothing."""
        self.setVisible(bool(sentence))
        self._proof.show_fact(Tone.RED, "Cette fiche ne s’ouvre pas", sentence)
