"""Who is the patient, and what do they accept."""

# ruff: noqa: N802

from collections.abc import Callable
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.messages import HomeAsked
from app.encounter.identify import (
    AlternativeSaid,
    ConsentAnswered,
    IdentityConfirmed,
    PaperSeen,
    ScanAsked,
    TraitsTyped,
)
from app.encounter.model import Consent, Encounter
from app.identity import Sex
from ui.format import counted
from ui.identity_words import FIELDS, SEX_PLACE, needs_companion, provenance, status_block, typed
from ui.look import Tone, full
from ui.scene import Scene, Send
from ui.screen import Screen
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card, Tinted
from ui.widgets.choices import Choice, Choices
from ui.widgets.columns import Columns
from ui.widgets.consent_card import ConsentCard
from ui.widgets.field import Field, Provenance, Refusal
from ui.widgets.foot import Foot
from ui.widgets.late_card import LateCard
from ui.widgets.page import Page
from ui.widgets.picture import Picture
from ui.widgets.text import Fit, Text

FEMALE = Choice(
    Sex.FEMALE.value, "Féminin", "Féminin", Colour.ACCENT, Colour.ON_ACCENT, Colour.ACCENT
)
MALE = Choice(
    Sex.MALE.value, "Masculin", "Masculin", Colour.ACCENT, Colour.ON_ACCENT, Colour.ACCENT
)
CONSENTS_PX = 530


class IdentifyScreen(Screen):
    """The form on the left, the consents on the right."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._visit: Encounter | None = None
        self._shown_for = ""
        self._fields = {one.name: Field(one.label, partial(self._type, one.name)) for one in FIELDS}
        self._sex = Choices((FEMALE, MALE), "Sexe", partial(self._type, "sex"))
        self._sex_refusal = Refusal()
        self._path = Field("Chemin de l’image du code INS", lambda _: None)
        self._status = _Status(self._see_paper)
        self._consents = ConsentCard(
            lambda consent, given: send(ConsentAnswered(consent, given=given)),
            lambda alternative: send(AlternativeSaid(alternative)),
        )
        self._late = LateCard(send)
        self._foot = Foot()
        self._confirm = Button("Confirmer l’identité", Kind.MAIN, Height.MAIN, key="Entrée")
        self.setAcceptDrops(True)
        self._lay_out()
        self._order_keys()

    def _lay_out(self) -> None:
        page = Page()
        columns = Columns()
        columns.add(self._identity())
        columns.add(self._consents, CONSENTS_PX)
        page.column.addWidget(columns, 1)
        self._foot.add_left(Button("Retour", icon="arrow-left", key="Échap").does(self.leave))
        late = Button("Saisie différée", icon="file-text", key="F8")
        self._foot.add_left(late.does(self._ask_late))
        self._foot.add_right(self._confirm.end_with("arrow-right").does(self._confirm_identity))
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(page, 1)
        column.addWidget(self._foot)
        self.fill_with(holder)

    def _order_keys(self) -> None:
        """Let Tab follow the form, the sex between the date and the place of birth."""
        stops: list[QWidget] = []
        for one in FIELDS:
            stops.append(self._fields[one.name].line)
            if one.name == "birth_date":
                stops += self._sex.parts
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _identity(self) -> Card:
        card = Card(margin=22, spacing=10)
        card.column.addLayout(self._sources())
        card.column.addWidget(self._late)
        card.column.addWidget(self._path)
        self._path.hide()
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        for one in FIELDS:
            field = self._fields[one.name]
            grid.addWidget(field, one.row, one.column, 1, one.span, Qt.AlignmentFlag.AlignTop)
        row, column, span = SEX_PLACE
        grid.addWidget(self._sex_field(), row, column, 1, span, Qt.AlignmentFlag.AlignTop)
        for column in range(6):
            grid.setColumnStretch(column, 1)
        card.column.addLayout(grid)
        card.column.addStretch(1)
        card.column.addWidget(self._status)
        return card

    def _sources(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(7)
        row.addWidget(Text("Identité", TextRole.CARD_TITLE, fit=Fit.WHOLE))
        row.addStretch(1)
        image = Button("Image", Kind.FRAMED, Height.LINE, "file-text", "F5")
        row.addWidget(image.does(self._ask_path))
        camera = Button("Code INS", Kind.FRAMED, Height.LINE, "qrcode", "F6")
        row.addWidget(camera.does(lambda: self.send(ScanAsked())))
        hand = Button("Saisir", Kind.FRAMED, Height.LINE, "keyboard", "F7")
        row.addWidget(hand.does(self._type_first))
        return row

    def _sex_field(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Text("Sexe", TextRole.LABEL, Colour.INK_SOFT))
        column.addWidget(self._sex)
        column.addWidget(self._sex_refusal)
        return holder

    def render_state(self, scene: Scene) -> None:
        """Show the form, the status it leads to, and the consents."""
        visit = scene.visit
        if visit is None:
            return
        self._visit = visit
        for name, field in self._fields.items():
            refused = visit.field_errors.get(name, "")
            field.show_value(getattr(visit.traits, name), provenance(visit, name), refused)
        self._fields["companion"].setVisible(needs_companion(visit))
        self._sex.show_value(visit.traits.sex)
        self._sex_refusal.say(visit.field_errors.get("sex", ""))
        self._status.show_status(visit)
        self._late.show_visit(visit)
        if visit.scanned:
            self._path.hide()
        texts = scene.desk.station.texts.consents
        self._consents.show_consents(texts, visit.consents, visit.alternative)
        left = len(Consent) - len(visit.consents)
        waiting = f"Encore {counted(left, 'accord', 'accords')} à demander." if left else ""
        self._confirm.forbid(waiting)
        self._foot.say(waiting)
        if visit.encounter_id != self._shown_for and self.isVisible():
            self.arrive()

    def _type(self, name: str, text: str) -> None:
        if self._visit is not None:
            self.send(TraitsTyped(typed(self._visit.traits, name, text)))

    def _see_paper(self) -> None:
        if self._visit is not None:
            self.send(PaperSeen(seen=not self._visit.paper_seen))

    def _ask_path(self) -> None:
        """Ask for the image of the code; it can also be dropped on the page."""
        self._path.show()
        self._path.show_value("", Provenance.TYPED, "")
        self._path.line.setFocus()

    def _ask_late(self) -> None:
        if self._visit is None or self._visit.late is not None:
            return
        if self._late.isVisible():
            self._late.reset()
        else:
            self._late.open(self._visit)

    def _type_first(self) -> None:
        self._path.hide()
        self._fields["family"].line.setFocus()

    def press(self, key: str) -> None:
        """Answer the keys of the page.

        F5 and F6 read a code, F7 types, F8 dates a paper form, P notes the identity paper; the
        digits answer what is asked aloud.
        """
        actions: dict[str, Callable[[], None]] = {
            "F5": self._ask_path,
            "F6": lambda: self.send(ScanAsked()),
            "F7": self._type_first,
            "F8": self._ask_late,
            "P": self._see_paper,
        }
        if key in actions:
            actions[key]()
        else:
            self._consents.press(key)

    def main_action(self) -> None:
        """Read the image whose path is typed, date the paper form being copied, else confirm."""
        path = self._path.line.text().strip()
        if self._path.line.hasFocus() and path:
            self.send(ScanAsked(path))
            self.setFocus()
        else:
            self._confirm_identity()

    def _confirm_identity(self) -> None:
        if self._late.is_asking():
            self._late.date()  # never confirmed as an act of today while its form is open
        elif self._confirm.isEnabled():
            self.send(IdentityConfirmed())

    def leave(self) -> None:
        """Go back to the home screen; the consultation stays as a draft."""
        self.send(HomeAsked())

    def arrive(self) -> None:
        """Give the keys to the first field when nothing is known, else to the digits."""
        if self._visit is None:
            return
        self._shown_for = self._visit.encounter_id
        if self._visit.late is None:
            self._late.reset()
        self._path.hide()
        if self._visit.traits.family:
            self.setFocus()
        else:
            self._fields["family"].line.setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept one image file."""
        if len(event.mimeData().urls()) == 1:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the code of the image dropped."""
        path = event.mimeData().urls()[0].toLocalFile()
        if path:
            self.send(ScanAsked(path))


class _Status(Tinted):
    """The status of the identity in words, and the paper that was seen or not."""

    def __init__(self, changed: Callable[[], None]) -> None:
        super().__init__(Tone.OCHRE)
        self._icon = Picture("shield-check", 28, Colour.OCHRE)
        self._title = Text("", TextRole.ACTION)
        self._why = Text("", TextRole.NOTE)
        self._paper = Button("", Kind.FRAMED, Height.SMALL, "id-badge-2", "P")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._why)
        self.row.addWidget(self._icon)
        self.row.addLayout(words, 1)
        self.row.addWidget(self._paper.does(changed))

    def show_status(self, visit: Encounter) -> None:
        """Show the status of ``visit``."""
        title, why, tone = status_block(visit)
        self.set_tone(tone)
        self._icon.show_icon("shield-check", full(tone))
        self._title.say(title)
        self._title.set_ink(full(tone))
        self._why.say(why)
        self._paper.say("Pièce non vue" if visit.paper_seen else "Pièce vue")
