"""Pieces one under the other, gathered at the top."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

SPACING = 14


def stacked(*pieces: QWidget) -> QWidget:
    """Return one piece that holds ``pieces``, the first at the top."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(SPACING)
    for piece in pieces:
        column.addWidget(piece)
    column.addStretch(1)
    return holder


def held(layout: QVBoxLayout) -> QWidget:
    """Return one piece laid out by ``layout``, its contents gathered at the top."""
    holder = QWidget()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addStretch(1)
    holder.setLayout(layout)
    return holder
