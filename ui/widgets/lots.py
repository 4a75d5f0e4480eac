"""The lot of each product and each test, typed or scanned."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.field import Field, Provenance


class Lots(QWidget):
    """One field a product; fields are kept as long as the products are the same."""

    def __init__(self, typed: Callable[[str, str], None]) -> None:
        super().__init__()
        self._typed = typed
        self._fields: dict[str, Field] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_lots(self, products: tuple[tuple[str, str], ...], lots: Mapping[str, str]) -> None:
        """Show a field for each key, under its title, with what was noted."""
        for substance, label in products:
            if substance not in self._fields:
                field = Field(label, partial(self._typed, substance))
                self._fields[substance] = field
                self._column.addWidget(field)
        shown = {substance for substance, _ in products}
        for substance, field in self._fields.items():
            field.setVisible(substance in shown)
            field.show_value(lots.get(substance, ""), Provenance.TYPED, "")
