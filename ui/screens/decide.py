"""The proposal, why, what to give, what is left; then the signature."""

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.encounter.ask import WentBack
from app.encounter.build import build_sheet
from app.encounter.call import why_not as why_no_call
from app.encounter.call_messages import CallPageOpened
from app.encounter.decide import LotTyped, OutcomeChanged, RefusalSaid, kept_orientation
from app.encounter.model import Encounter
from app.encounter.seal import SealAsked, why_not
from protocols.model import Decision
from ui.format import interval
from ui.outcome_words import (
    excluded_lines,
    level_face,
    products_with_lot,
    route_words,
    rule_lines,
    treatment_lines,
)
from ui.question import score_lines
from ui.scene import Scene, Send
from ui.screen import Screen
from ui.sheet_words import sections
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card
from ui.widgets.columns import Columns
from ui.widgets.foot import Foot
from ui.widgets.level_banner import LevelBanner
from ui.widgets.line_list import LineList
from ui.widgets.lots import Lots
from ui.widgets.otherwise import Otherwise
from ui.widgets.page import Page
from ui.widgets.score_strip import ScoreStrip
from ui.widgets.sheet_view import SheetView
from ui.widgets.text import Text

SIDE_PX = 312
ORIENTATION, PREVIEW = 0, 1


class DecideScreen(Screen):
    """The orientation and, one key away, the sheet as it will be sealed."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._visit: Encounter | None = None
        self._banner = LevelBanner()
        self._otherwise = Otherwise(lambda level, why: send(OutcomeChanged(level, why)))
        self._route = Text("", TextRole.BODY)
        self._scores, self._rules = ScoreStrip(), LineList()
        self._given, self._excluded = LineList(), LineList()
        self._no_product = Text("", TextRole.BODY, Colour.INK_SOFT)
        self._excluded_title = Text("Écartés, avec la raison", TextRole.LABEL, Colour.INK_SOFT)
        self._return_if = Text("", TextRole.BODY)
        self._lots = Lots(lambda product, lot: send(LotTyped(product, lot)))
        self._refuse = Button("Le patient refuse", Kind.FRAMED, Height.SMALL, "hand-stop")
        self._preview = Button("Aperçu de la fiche", Kind.FRAMED, Height.SMALL, "file-text", "P")
        self._sheet, self._pages, self._foot = SheetView(), QStackedWidget(), Foot()
        self._call = Button("Téléconsultation", icon="video", key="T")
        self._finish = Button("Terminer", Kind.MAIN, Height.MAIN, "signature", "Ctrl Entrée")
        self._lay_out()

    def _lay_out(self) -> None:
        self._pages.addWidget(self._orientation_page())
        preview = Page()
        preview.column.addWidget(self._sheet)
        preview.column.addStretch(1)
        self._pages.addWidget(preview)
        self._foot.add_left(Button("Retour", icon="arrow-left", key="Retour arrière")).does(
            self.go_back
        )
        otherwise = Button("Orienter autrement", icon="arrows-split-2", key="A")
        self._foot.add_left(otherwise.does(self._open_otherwise))
        self._foot.add_left(self._call.does(self._open_call))
        self._foot.add_right(self._finish.does(self.strong_action))
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._pages, 1)
        column.addWidget(self._foot)
        self.fill_with(holder)

    def _orientation_page(self) -> Page:
        page = Page()
        page.column.addWidget(self._banner)
        page.column.addWidget(self._otherwise)
        columns = Columns(spacing=14)
        columns.add(self._why())
        columns.add(self._treatment())
        columns.add(self._side(), SIDE_PX)
        page.column.addWidget(columns, 1)
        return page

    def _why(self) -> Card:
        card = Card(spacing=8)
        card.column.addWidget(Text("Pourquoi cette orientation", TextRole.CARD_TITLE))
        card.column.addWidget(self._route)
        card.column.addWidget(self._scores)
        card.column.addWidget(self._rules)
        card.column.addStretch(1)
        return card

    def _treatment(self) -> Card:
        card = Card(spacing=8)
        card.column.addWidget(Text("Traitement", TextRole.CARD_TITLE))
        for widget in (self._no_product, self._given, self._excluded_title, self._excluded):
            card.column.addWidget(widget)
        card.column.addStretch(1)
        card.column.addWidget(Text("Reconsulter si", TextRole.LABEL, Colour.OCHRE))
        card.column.addWidget(self._return_if)
        return card

    def _side(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        card = Card(spacing=10)
        card.column.addWidget(Text("Fiche", TextRole.CARD_TITLE))
        card.column.addWidget(self._preview.does(self._toggle_preview))
        card.column.addWidget(self._lots)
        card.column.addWidget(self._refuse.does(self._say_refusal))
        column.addWidget(card)
        column.addStretch(1)
        return holder

    def render_state(self, scene: Scene) -> None:
        """Show the orientation and what it rests on."""
        visit = scene.visit
        if visit is None or visit.decision is None:
            return
        self._visit = visit
        self._show_decision(visit, visit.decision)
        self._lots.show_lots(products_with_lot(visit), visit.lots)
        refused = visit.patient_refused
        self._refuse.say("Refus noté, annuler" if refused else "Le patient refuse")
        self._refuse.set_kind(Kind.SOFT if refused else Kind.FRAMED)
        missing = why_not(visit)
        self._finish.forbid(missing)
        self._foot.say(missing or "Signe, scelle, prépare les envois")
        self._call.say("Appel en cours" if visit.call.is_live else "Téléconsultation")
        self._call.forbid("" if visit.call.is_live else why_no_call(visit))
        if self._pages.currentIndex() == PREVIEW:
            self._sheet.show_sections(sections(build_sheet(visit, scene.now)))

    def _show_decision(self, visit: Encounter, decision: Decision) -> None:
        self._banner.show_level(level_face(visit, decision))
        self._route.say(route_words(visit, decision))
        points = decision.points
        words = interval(points.minimum, points.maximum)
        lines = score_lines(decision)
        self._scores.show_scores(lines, words, points.minimum, points.maximum)
        self._rules.show_lines(rule_lines(decision))
        given, excluded = treatment_lines(visit), excluded_lines(decision)
        self._given.show_lines(given)
        self._no_product.setVisible(not given)
        self._no_product.say("Aucun produit avec cette orientation.")
        self._excluded.show_lines(excluded)
        self._excluded_title.setVisible(bool(excluded))
        protocol = visit.protocol
        signs = ", ".join(protocol.return_if) if protocol is not None else ""
        self._return_if.say(f"{signs[:1].upper()}{signs[1:]}.")

    def _open_otherwise(self) -> None:
        kept = kept_orientation(self._visit) if self._visit is not None else None
        if not self._otherwise.isHidden():
            self._otherwise.hide()
        elif kept is not None:
            self._show_page(ORIENTATION)
            self._otherwise.open_at(kept.level)

    def _open_call(self) -> None:
        """Show the page of the call with a doctor."""
        self.send(CallPageOpened())

    def _toggle_preview(self) -> None:
        showing = self._pages.currentIndex() == PREVIEW
        self._show_page(ORIENTATION if showing else PREVIEW)

    def _show_page(self, page: int) -> None:
        self._pages.setCurrentIndex(page)
        self._preview.say("Aperçu de la fiche")
        if page == PREVIEW and self._visit is not None:
            now = self._visit.started_at
            at = max((event.at for event in self._visit.events), default=now)
            self._sheet.show_sections(sections(build_sheet(self._visit, at)))

    def _say_refusal(self) -> None:
        if self._visit is not None:
            self.send(RefusalSaid(refused=not self._visit.patient_refused))

    def press(self, key: str) -> None:
        """Show the sheet with P, the levels with A, the call with T; digits point at a level."""
        actions = {
            "P": self._toggle_preview,
            "A": self._open_otherwise,
            "T": self._open_call,
        }
        if key in actions:
            actions[key]()
        elif not self._otherwise.isHidden():
            self._otherwise.press(key)

    def main_action(self) -> None:
        """Keep the level being chosen; sealing asks for Ctrl Enter."""
        if not self._otherwise.isHidden():
            self._otherwise.keep()
            self._otherwise.hide()
            self.setFocus()

    def strong_action(self) -> None:
        """Sign and seal, once."""
        if self._finish.isEnabled():
            self.send(SealAsked())

    def go_back(self) -> None:
        """Leave the preview, else show the stop before."""
        if self._pages.currentIndex() == PREVIEW:
            self._show_page(ORIENTATION)
        else:
            self.send(WentBack())

    def leave(self) -> None:
        """Put away the levels and the preview."""
        self._otherwise.hide()
        self._show_page(ORIENTATION)

    def arrive(self) -> None:
        """Begin with the orientation."""
        self._otherwise.hide()
        self._show_page(ORIENTATION)
        self.setFocus()
