"""Why a capture is taken away: one line, written on the sheet."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout

from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card, live_frame
from ui.widgets.field import Field, Provenance


class RemoveForm(Card):
    """The reason and the button; ``given`` is called with the reason."""

    def __init__(self, given: Callable[[str], None], left: Callable[[], None]) -> None:
        super().__init__(margin=14, spacing=8)
        self._given = given
        self._field = Field("Pourquoi la retirer\u00a0? La raison reste sur la fiche.", self._typed)
        self.set_frame(live_frame())
        self.column.addWidget(self._field)
        row = QHBoxLayout()
        row.setSpacing(8)
        remove = Button("Retirer de la fiche", Kind.SOFT, Height.SMALL, "x", "Entrée")
        row.addWidget(remove.does(self.give))
        keep = Button("Garder", Kind.PLAIN, Height.SMALL, key="Échap")
        row.addWidget(keep.does(left))
        row.addStretch(1)
        self.column.addLayout(row)
        self.hide()

    def _typed(self, _: str) -> None:
        """Leave what is typed in the field: it is read when given."""

    def open(self) -> None:
        """Show the form, empty, with the keys."""
        self._field.show_value("", Provenance.TYPED, "")
        self.show()
        self._field.line.setFocus()

    def give(self) -> None:
        """Give the reason that is typed."""
        self._given(self._field.line.text())

    def has_keys(self) -> bool:
        """True while the reason is being typed."""
        return self._field.line.hasFocus()
