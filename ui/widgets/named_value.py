"""A name on the left, its value on the right, a thin line under."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.tokens import Colour, TextRole
from ui.widgets.card import Rule
from ui.widgets.text import Fit, Text


class NamedValue(QWidget):
    """One fact of a panel."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._value = Text("", TextRole.DETAIL, weight=600)
        self._value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(12)
        self._name = Text(name, TextRole.DETAIL, Colour.INK_SOFT, fit=Fit.WHOLE)
        row.addWidget(self._name)
        row.addWidget(self._value, 1)
        column.addLayout(row)
        column.addWidget(Rule())

    def show_name(self, name: str) -> None:
        """Say ``name`` on the left from now on."""
        self._name.say(name)

    def show_value(self, value: str) -> None:
        """Show ``value``."""
        self._value.say(value)
