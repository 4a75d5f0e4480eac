"""The reason of an access: asked once, in one line, then written in the access log."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.tokens import TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.field import Field, Provenance
from ui.widgets.text import Text


class ReasonForm(QWidget):
    """Why it is asked, the field, the button; ``given`` is called with the reason."""

    def __init__(self, given: Callable[[str], None]) -> None:
        super().__init__()
        self._given = given
        self._why = Text("", TextRole.BODY)
        self._field = Field("Motif de l’ouverture", lambda _: None)
        self._open = Button("Ouvrir avec ce motif", Kind.SOFT, Height.SMALL, "lock-open", "Entrée")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._why)
        column.addWidget(self._field)
        column.addWidget(self._open.does(self.give))

    def ask(self, why: str, refused: str) -> None:
        """Show why a reason is asked, and what to change."""
        self._why.say(why)
        self._field.show_value(self._field.line.text(), Provenance.TYPED, refused)

    def give(self) -> None:
        """Give the reason that is typed."""
        self._given(self._field.line.text())

    def has_keys(self) -> bool:
        """True while the reason is being typed."""
        return self._field.line.hasFocus()

    def arrive(self) -> None:
        """Give the keys to the field, empty."""
        self._field.line.clear()
        self._field.line.setFocus()
