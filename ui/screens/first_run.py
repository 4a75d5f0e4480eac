"""The first run: the station of the pharmacy in three pages."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.office.first_run import (
    FirstRun,
    FoundedOpened,
    FoundingLeft,
    PeopleTold,
    PharmacyTold,
    Step,
)
from ui.custody.founding_pages import FormPage, PeoplePage, PharmacyPage, SecretsPage
from ui.look import Tone, look
from ui.scene import Scene, Send
from ui.screen import Screen
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card
from ui.widgets.field import Refusal
from ui.widgets.line_list import Line, LineList
from ui.widgets.page import Page
from ui.widgets.text import Text

WIDE_PX = 1080
TITLES = {
    Step.PHARMACY: (
        "La pharmacie",
        "Étape 1 sur 3. Ces lignes vont sur chaque fiche. Comptez dix minutes en tout, de quoi "
        "écrire et une imprimante.",
    ),
    Step.PEOPLE: ("Les personnes", "Étape 2 sur 3. Les autres s’ajoutent ensuite, dans Équipe."),
    Step.SECRETS: ("Les phrases de passe", "Étape 3 sur 3. Elles seules ouvrent le coffre."),
    Step.MADE: ("Le poste est créé", "Il reste une chose à faire\u00a0: les parts de secours."),
}
MAIN = {
    Step.PHARMACY: "Continuer",
    Step.PEOPLE: "Continuer",
    Step.SECRETS: "Créer le poste",
    Step.MADE: "Ouvrir le poste",
}
NEXT = (
    "Ouvrez le poste avec la phrase du pharmacien\u00a0: la page des parts de secours s’ouvre.",
    "Trois feuilles sont écrites où vous le dites. Imprimez-les, puis recopiez quelques mots.",
    "Sans ces feuilles, une phrase oubliée par tous ferme les archives pour toujours.",
)


class FirstRunScreen(Screen):
    """One page a step; a foot with the way back and the way on."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._state, self._shown = FirstRun(), Step.MADE
        self._title, self._note = Text("", TextRole.SCREEN_TITLE), Text("", TextRole.BODY)
        self._refused, self._busy = Refusal(), Text("", TextRole.DETAIL, Colour.INK_SOFT)
        self._back = Button("Retour", Kind.FRAMED, icon="arrow-left", key="Échap")
        self._main = Button("", Kind.MAIN, Height.MAIN, key="Entrée")
        self._pharmacy, self._people = PharmacyPage(), PeoplePage()
        self._secrets, self._made = SecretsPage(send), LineList()
        self._forms: dict[Step, FormPage] = {
            Step.PHARMACY: self._pharmacy,
            Step.PEOPLE: self._people,
            Step.SECRETS: self._secrets,
        }
        self._holders: dict[Step, QWidget] = {**self._forms, Step.MADE: self._end()}
        self._page, self._above = Page(), QWidget()
        self._lay_out()

    def _lay_out(self) -> None:
        self._note.set_ink(Colour.INK_SOFT)
        column, foot, row = self._page.column, QHBoxLayout(), QHBoxLayout(self)
        self._page.setMaximumWidth(look().px(WIDE_PX))
        column.addWidget(self._above, 1)
        column.addWidget(self._title)
        column.addWidget(self._note)
        for holder in self._holders.values():
            column.addWidget(holder)
        column.addStretch(1)
        column.addWidget(self._refused)
        foot.setSpacing(12)
        foot.addWidget(self._back.does(self.leave))
        foot.addWidget(self._busy, 1)
        foot.addWidget(self._main.does(self.main_action), 0, Qt.AlignmentFlag.AlignRight)
        column.addLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self._page, 1000)
        row.addStretch(1)

    def _end(self) -> QWidget:
        card = Card(spacing=10)
        self._made.show_lines([Line("arrow-right", Tone.ACCENT, one) for one in NEXT])
        card.column.addWidget(self._made)
        return card

    def render_state(self, scene: Scene) -> None:
        """Show the step, and why it is not taken."""
        page = scene.desk.first_run
        self._state = page
        title, note = TITLES[page.step]
        self._title.say(title)
        self._note.say(note)
        self._main.say(MAIN[page.step])
        self._main.forbid(page.busy)
        self._busy.say(page.busy)
        self._refused.say(page.refused)
        self._back.setVisible(page.step in self._forms)
        for step, holder in self._holders.items():
            holder.setVisible(step is page.step)
        self._above.setVisible(page.step not in self._forms)
        form = self._forms.get(page.step)
        if page.step is not self._shown:
            self._turn(page, form)
        if form is not None:
            form.show_page(page, scene.desk.suggested)

    def _turn(self, page: FirstRun, form: FormPage | None) -> None:
        self._shown = page.step
        if page.step is not Step.SECRETS:
            self._secrets.forget()
        if form is not None:
            form.receive(page)
        else:
            self.setFocus()

    def press(self, key: str) -> None:
        """Answer with a digit."""
        if self._state.step is Step.PEOPLE and not self._state.busy:
            self._people.press(key)

    def main_action(self) -> None:
        """Go on with what is typed."""
        if self._state.busy:
            return
        match self._state.step:
            case Step.NOT_BEGUN:
                return
            case Step.PHARMACY:
                self.send(PharmacyTold(self._pharmacy.told()))
            case Step.PEOPLE:
                self.send(PeopleTold(self._people.told()))
            case Step.SECRETS:
                self.send(self._secrets.told())
            case Step.MADE:
                self.send(FoundedOpened())

    def leave(self) -> None:
        """Go one page back."""
        if self._state.step in self._forms and not self._state.busy:
            self.send(FoundingLeft())

    def step(self, by: int) -> None:
        """Read further down (1) or up (-1)."""
        self._page.read_on(by)

    def arrive(self) -> None:
        """Leave the keys to the form, or to the page."""
        form = self._forms.get(self._state.step)
        if form is not None:
            form.receive(self._state)
        else:
            self.setFocus()
