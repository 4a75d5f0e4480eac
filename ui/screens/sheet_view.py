"""One sealed sheet, whole: what it says, its proofs, its versions, and what may be done to it."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from app.desk.archive import Act, SheetDetail
from app.desk.archive_captures import CapturePutAway, CaptureWanted, PlayAsked, ShownCapture
from app.desk.archive_messages import ActAsked, ActOpened, SheetLeft
from app.desk.messages import ExportAsked
from app.office.card import CardAsked, CardChosen, CardLeft, CardSignAsked
from ui.custody.act_form import ActForm
from ui.custody.act_words import WORDS, keeping_lines, offered, version_lines
from ui.custody.card_words import may_sign, signature_lines
from ui.exam_words import opened_face, samples_of, sealed_faces
from ui.format import fingerprint, number
from ui.look import Tone
from ui.scene import Scene, Send
from ui.screen import Screen
from ui.sheet_words import Section, sections
from ui.tokens import TextRole
from ui.widgets.archive_side import show_proof
from ui.widgets.button import Button, Height, Kind
from ui.widgets.capture_shelf import CaptureShelf, ShelfDoing
from ui.widgets.card import Card
from ui.widgets.card_form import Doing, SignByCard
from ui.widgets.columns import Columns
from ui.widgets.flow_row import FlowRow
from ui.widgets.line_list import Line, LineList
from ui.widgets.page import Page
from ui.widgets.proof_block import ProofBlock
from ui.widgets.sheet_view import SheetView
from ui.widgets.stack import held
from ui.widgets.text import Text

SIDE_PX = 392
SIGN = "S"
PATIENT = (Act.HAND_OVER, Act.RECTIFY, Act.OPPOSE)


class SheetViewScreen(Screen):
    """The sheet on the left; on the right its proofs, its versions, its keeping."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._detail: SheetDetail | None = None
        self._act: Act | None = None
        self._form = ActForm(self._ask, self._close_form)
        self._card = SignByCard(
            Doing(
                look=self._look_for_card,
                choose=lambda card: self.send(CardChosen(card)),
                sign=lambda code: self.send(CardSignAsked(code)),
                leave=lambda: self.send(CardLeft()),
            )
        )
        self._signatures = LineList()
        self._sign = Button("Signer avec la carte", Kind.FRAMED, Height.SMALL, "signature", SIGN)
        self._whose = Text("", TextRole.ANSWER, weight=700)
        self._sheet = SheetView()
        self._capture: ShownCapture | None = None
        self._shelf = CaptureShelf(
            ShelfDoing(self._open_capture, self._play, self._put_capture_away)
        )
        self._proof = ProofBlock()
        self._proofs, self._versions = LineList(), LineList()
        self._keeping, self._documents = LineList(), LineList()
        self._buttons = {act: _button(act).does(partial(self._open, act)) for act in Act}
        self._page = Page()
        self._lay_out()

    def _lay_out(self) -> None:
        columns, main, side = Columns(), QVBoxLayout(), QVBoxLayout()
        back = Button("Revenir à la liste", Kind.FRAMED, Height.SMALL, "arrow-left", "Échap")
        main.setSpacing(14)
        main.addWidget(back.does(self.leave), 0, Qt.AlignmentFlag.AlignLeft)
        main.addWidget(self._whose)
        main.addWidget(self._form)
        main.addWidget(self._card)
        main.addWidget(self._shelf)
        main.addWidget(self._sheet)
        side.setSpacing(12)
        side.addWidget(self._proof)
        side.addWidget(_card("Preuves", self._proofs))
        export = Button("Exporter", Kind.FRAMED, Height.SMALL, "download", "E").does(self._export)
        own = (self._buttons[Act.ADDENDUM], self._buttons[Act.CORRECTION])
        side.addWidget(_card("Versions", self._versions, *own))
        sign = self._sign.does(self._look_for_card)
        side.addWidget(_card("Signature par carte", self._signatures, sign))
        side.addWidget(_card("Documents scellés", self._documents, export))
        holds = (self._buttons[Act.HOLD], self._buttons[Act.RELEASE])
        side.addWidget(_card("Conservation", self._keeping, *holds))
        rights = tuple(self._buttons[act] for act in PATIENT)
        side.addWidget(_card("Droits du patient", LineList(), *rights))
        columns.add(held(main))
        columns.add(held(side), SIDE_PX)
        self._page.column.addWidget(columns, 1)
        self.fill_with(self._page)

    def render_state(self, scene: Scene) -> None:
        """Show the sheet that is open and the form that is, if any."""
        archive = scene.desk.archive
        self._detail, opened = archive.detail, archive.act is not self._act
        self._capture = archive.capture
        if opened and archive.act is None:
            self.setFocus()  # the form takes the keys away with it
        self._act = archive.act
        self._form.show_act(archive.act, archive.refused, archive.acting)
        read = archive.detail.line.sheet_id if archive.detail and archive.act is None else ""
        self._card.show_form(scene.desk.office.card, read)
        if archive.detail is not None:
            self._show_detail(archive.detail)
        if opened and archive.act is not None:
            self._page.verticalScrollBar().setValue(0)

    def _show_detail(self, detail: SheetDetail) -> None:
        line = detail.line
        self._whose.say(f"{line.patient}, fiche {number(line.number)}")
        show_proof(self._proof, detail)
        self._show_captures(detail)
        told = (Section("Importée, non vérifiée", detail.told),)
        self._sheet.show_sections(sections(detail.sheet) if detail.sheet else told)
        self._proofs.show_lines(
            (
                Line("signature", Tone.NEUTRAL, " ".join(detail.author)),
                Line("history", Tone.NEUTRAL, f"Rejouée\u00a0: {detail.replayed.lower()}"),
                Line(
                    "shield-lock",
                    Tone.NEUTRAL,
                    f"Fiche {number(line.number)}",
                    f"Empreinte {fingerprint(detail.fingerprint)}",
                ),
            )
        )
        self._versions.show_lines(version_lines(detail))
        self._documents.show_lines(
            tuple(Line("file-text", Tone.NEUTRAL, one) for one in detail.documents)
        )
        self._keeping.show_lines(keeping_lines(detail))
        self._signatures.show_lines(signature_lines(detail))
        self._sign.setVisible(may_sign(detail))
        allowed = offered(detail)
        for act, button in self._buttons.items():
            button.setVisible(act in allowed)

    def _look_for_card(self) -> None:
        if self._detail is not None and may_sign(self._detail):
            self.send(CardAsked(self._detail.line.sheet_id))
            self._page.verticalScrollBar().setValue(0)

    def _show_captures(self, detail: SheetDetail) -> None:
        captures = detail.sheet.captures if detail.sheet is not None else ()
        chosen = self._capture.capture_id if self._capture is not None else ""
        self._shelf.show_faces(sealed_faces(captures), chosen)
        self._shelf.show_opened(opened_face(captures, self._capture))

    def _open_capture(self, capture_id: str) -> None:
        """Open a capture, or the one after that which is open."""
        sheet = self._detail.sheet if self._detail is not None else None
        names = [one.id for one in sheet.captures] if sheet is not None else []
        if not names:
            return
        here = self._capture.capture_id if self._capture is not None else ""
        following = names[(names.index(here) + 1) % len(names)] if here in names else names[0]
        self.send(CaptureWanted(capture_id or following))

    def _play(self) -> None:
        """Let the sound that is open be heard."""
        if self._capture is not None and samples_of(self._capture.content):
            self.send(PlayAsked(self._capture.content))

    def _put_capture_away(self) -> None:
        self.send(CapturePutAway())

    def _open(self, act: Act) -> None:
        self.send(ActOpened(act))

    def _close_form(self) -> None:
        self.setFocus()
        self.send(ActOpened(None))

    def _ask(self, act: Act, text: str, reason: str) -> None:
        self.send(ActAsked(act, text, reason))

    def _export(self) -> None:
        if self._detail is not None:
            self.send(ExportAsked(self._detail.line.sheet_id))

    def press(self, key: str) -> None:
        """Open the form of the act of this letter; E writes the documents, S signs."""
        if key == "E":
            self._export()
        elif key == "I":
            self._open_capture("")
        elif key == "L":
            self._play()
        elif key == SIGN:
            self._look_for_card()
        elif self._detail is not None:
            for act in offered(self._detail):
                if WORDS[act].key == key:
                    self._open(act)

    def strong_action(self) -> None:
        """Do the act of the form that is open."""
        if self._card.is_open:
            self._card.ask()
        else:
            self._form.ask()

    def main_action(self) -> None:
        """Do nothing: an act is written by Ctrl Enter only."""

    def go_back(self) -> None:
        """Go back to the list."""
        self.leave()

    def step(self, by: int) -> None:
        """Read further down (1) or up (-1)."""
        self._page.read_on(by)

    def leave(self) -> None:
        """Put the form away, else go back to the list."""
        if self._act is not None:
            self._close_form()
        elif self._card.is_open:
            self.setFocus()
            self.send(CardLeft())
        elif self._capture is not None:
            self._put_capture_away()
        else:
            self.send(SheetLeft())

    def arrive(self) -> None:
        """Give the keys to the form that is open, else leave them to the page."""
        if self._act is not None:
            self._form.arrive()
        elif self._card.waits_for_code:
            self._card.arrive()
        else:
            self.setFocus()


def _button(act: Act) -> Button:
    words = WORDS[act]
    return Button(words.button, Kind.FRAMED, Height.SMALL, words.icon, words.key)


def _card(title: str, lines: LineList, *buttons: Button) -> Card:
    card = Card(margin=18, spacing=8)
    card.column.addWidget(Text(title, TextRole.CARD_TITLE))
    card.column.addWidget(lines)
    row = FlowRow()
    for button in buttons:
        row.add(button)
    card.column.addWidget(row)
    return card
