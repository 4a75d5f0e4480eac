"""The reason of the visit, when the consultation was opened without one."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.messages import HomeAsked
from ui.scene import Send
from ui.screen import Screen
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.foot import Foot
from ui.widgets.page import Page
from ui.widgets.text import Text


class ChooseScreen(Screen):
    """Says where the reason is chosen: the tiles of the home screen open a consultation each."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        page, foot = Page(), Foot()
        page.column.addWidget(Text("Pour quoi vient le patient\u00a0?", TextRole.PAGE_TITLE))
        words = "Le motif se choisit à l’accueil. Cette consultation reste en brouillon."
        page.column.addWidget(Text(words, TextRole.HELP, Colour.INK_SOFT))
        page.column.addStretch(1)
        home = Button("Choisir à l’accueil", Kind.MAIN, Height.MAIN, "home", "Entrée")
        foot.add_right(home.does(self.main_action))
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(page, 1)
        column.addWidget(foot)
        self.fill_with(holder)

    def main_action(self) -> None:
        """Go to the home screen."""
        self.send(HomeAsked())

    def arrive(self) -> None:
        """Leave the keys to the page."""
        self.setFocus()
