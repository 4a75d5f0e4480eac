"""Who is the patient, and what do they accept."""

# ruff: noqa: N802

from typing import TYPE_CHECKING

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.messages import HomeAsked
from app.encounter.identify import AlternativeSaid, ConsentAnswered, IdentityConfirmed, ScanAsked
from app.encounter.model import Consent, Encounter
from ui.format import counted
from ui.scene import Scene, Send
from ui.screen import Screen
from ui.widgets.button import Button, Height, Kind
from ui.widgets.columns import Columns
from ui.widgets.consent_card import ConsentCard
from ui.widgets.foot import Foot
from ui.widgets.identity_form import IdentityForm
from ui.widgets.late_card import LateCard
from ui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable

CONSENTS_PX = 530


class IdentifyScreen(Screen):
    """The form on the left, the consents on the right."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._visit: Encounter | None = None
        self._shown_for = ""
        self._consents = ConsentCard(
            lambda consent, given: send(ConsentAnswered(consent, given=given)),
            lambda alternative: send(AlternativeSaid(alternative)),
        )
        self._late = LateCard(send)
        self._form = IdentityForm(send, self._late)
        self._foot = Foot()
        self._confirm = Button("Confirmer l’identité", Kind.MAIN, Height.MAIN, key="Entrée")
        self.setAcceptDrops(True)
        self._lay_out()

    def _lay_out(self) -> None:
        page = Page()
        columns = Columns()
        columns.add(self._form)
        columns.add(self._consents, CONSENTS_PX)
        page.column.addWidget(columns, 1)
        self._foot.add_left(Button("Retour", icon="arrow-left", key="Échap").does(self.leave))
        company = Button("Accompagné", icon="users", key="A")
        self._foot.add_left(company.does(self._form.ask_company))
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

    def render_state(self, scene: Scene) -> None:
        """Show the form, the status it leads to, and the consents."""
        visit = scene.visit
        if visit is None:
            return
        self._visit = visit
        if visit.encounter_id != self._shown_for and self.isVisible():
            self.arrive()
        self._form.show_visit(visit)
        self._late.show_visit(visit)
        texts = scene.desk.station.texts.consents
        self._consents.show_consents(texts, visit.consents, visit.alternative)
        left = len(Consent) - len(visit.consents)
        waiting = f"Encore {counted(left, 'accord', 'accords')} à demander." if left else ""
        self._confirm.forbid(waiting)
        self._foot.say(waiting)

    def _ask_late(self) -> None:
        if self._visit is None or self._visit.late is not None:
            return
        if self._late.isVisible():
            self._late.reset()
        else:
            self._late.open(self._visit)

    def press(self, key: str) -> None:
        """Answer the keys of the page.

        F5 and F6 read a file or a code, F7 types, F8 dates a paper form, C pastes, A names who is
        with the patient, P notes the identity paper; the digits answer what is asked aloud.
        """
        actions: dict[str, Callable[[], None]] = {
            "F5": self._form.ask_path,
            "F6": self._form.scan,
            "F7": self._form.type_first,
            "F8": self._ask_late,
            "A": self._form.ask_company,
            "C": self._form.paste,
            "P": self._form.see_paper,
        }
        if key in actions:
            actions[key]()
        else:
            self._consents.press(key)

    def main_action(self) -> None:
        """Read the file whose path is typed, date the paper form being copied, else confirm."""
        if self._form.take_path():
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
        self._form.arrive()
        if self._visit.traits.family:
            self.setFocus()
        else:
            self._form.type_first()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept one file."""
        if len(event.mimeData().urls()) == 1:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the image of a code, or the file, that was dropped."""
        path = event.mimeData().urls()[0].toLocalFile()
        if path:
            self.send(ScanAsked(path))
