"""What brings the doctor: a code to photograph, a code to read aloud, a secure message."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from ui.call_words import code_groups, code_spoken
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card, Rule
from ui.widgets.square_view import SquareView
from ui.widgets.text import Text

NOBODY_IN_IT = "Le lien sert une fois. Il ne porte ni nom ni motif."


class LinkCard(Card):
    """The three ways to give the link."""

    def __init__(self, mailed: Callable[[], None]) -> None:
        super().__init__(margin=16, spacing=8)
        self._square = SquareView("Code carré du lien, à photographier")
        self._page = Text("", TextRole.DETAIL)
        self._code = Text("", TextRole.CARD_TITLE)
        self._code.align_digits()
        self._told = Text("", TextRole.NOTE, Colour.GREEN)
        middle = Qt.AlignmentFlag.AlignHCenter
        self.column.addWidget(Text("Faire venir le médecin", TextRole.CARD_TITLE))
        self.column.addWidget(Text(NOBODY_IN_IT, TextRole.NOTE, Colour.INK_SOFT))
        self.column.addWidget(self._square, 0, middle)
        self.column.addWidget(Rule())
        self.column.addWidget(Text("Ou par téléphone", TextRole.LABEL))
        self.column.addWidget(self._page)
        self.column.addWidget(self._code)
        self.column.addWidget(Rule())
        mail = Button("Messagerie sécurisée", Kind.FRAMED, Height.SMALL, "send", "V")
        mail.setAccessibleName("Envoyer par messagerie sécurisée")
        self.column.addWidget(mail.does(mailed))
        self.column.addWidget(self._told)

    def show_link(self, address: str, code: str, told: str) -> None:
        """Show the link and its code; ``told`` says where the message was written."""
        self._square.show_text(address)
        page = address.partition("#")[0].removeprefix("https://").removesuffix("/")
        self._page.say(f"Page\u00a0: {page}")
        self._code.say(code_groups(code))
        self._code.setAccessibleName(f"Code à dire\u00a0: {code_spoken(code)}")
        self._told.say(told)
        self._told.setVisible(bool(told))
