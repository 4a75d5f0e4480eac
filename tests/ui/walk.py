"""What can be measured on any page: labels that fit, targets, names read aloud."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from ui.widgets.text import Fit, Text

TARGET = 44
FOCUSABLE = {
    QAccessible.Role.RadioButton,
    QAccessible.Role.Button,
    QAccessible.Role.CheckBox,
    QAccessible.Role.EditableText,
    QAccessible.Role.PushButton,
}


def shown(page: QWidget, kind: type) -> list[QWidget]:
    return [one for one in page.findChildren(kind) if one.isVisibleTo(page)]


def cut_labels(page: QWidget) -> list[str]:
    """Return the texts of the labels that do not have the place of their words."""
    cut = []
    for label in shown(page, Text):
        assert isinstance(label, Text)
        needed = label.heightForWidth(label.width()) if label.hasHeightForWidth() else 0
        whole = label.fit is Fit.WHOLE and label.width() < label.sizeHint().width()
        if label.height() < needed or whole:
            cut.append(label.text())
    return cut


def squeezed_buttons(page: QWidget) -> list[str]:
    """Return the buttons narrower or lower than what they need."""
    return [
        one.text()
        for one in shown(page, QAbstractButton)
        if one.width() < one.minimumSizeHint().width()
        or one.height() < one.minimumSizeHint().height()
    ]


def rich_labels(page: QWidget) -> list[str]:
    return [one.text() for one in page.findChildren(QLabel) if not isinstance(one, Text)]


def small_targets(page: QWidget) -> list[str]:
    return [
        f"{one.text()} {one.width()}x{one.height()}"
        for one in shown(page, QAbstractButton)
        if one.width() < TARGET or one.height() < TARGET
    ]


def overlaps(page: QWidget) -> list[tuple[str, str]]:
    """Return the pairs of buttons that cover one another."""
    buttons = shown(page, QAbstractButton)
    areas = [(one, seen(one, page)) for one in buttons]
    return [
        (one.text(), other.text())
        for place, (one, area) in enumerate(areas)
        for other, other_area in areas[place + 1 :]
        if area.intersects(other_area)
    ]


def seen(widget: QWidget, page: QWidget) -> QRect:
    """Return the part of ``widget`` that is not scrolled away, in the page."""
    region = widget.visibleRegion().boundingRect()
    return region.translated(widget.mapTo(page, QPoint(0, 0)))


def accessible(widget: QWidget) -> Iterator[QAccessibleInterface]:
    """Yield what a screen reader meets in ``widget``: nothing below what is hidden is shown."""
    root = QAccessible.queryAccessibleInterface(widget)
    assert root is not None
    yield from _below(root)


def _below(node: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    yield node
    for place in range(node.childCount()):
        child = node.child(place)
        if child is not None and not child.state().invisible:
            yield from _below(child)


def unnamed(page: QWidget) -> list[str]:
    """Return the controls a screen reader could not name."""
    return [
        str(node.role())
        for node in accessible(page)
        if node.role() in FOCUSABLE and not node.text(QAccessible.Text.Name).strip()
    ]


def same_names(page: QWidget) -> list[str]:
    """Return the names that two controls beside one another share: a reader could not choose."""
    doubled = []
    for node in accessible(page):
        beside = [node.child(place) for place in range(node.childCount())]
        named = [
            (str(one.role()), one.text(QAccessible.Text.Name))
            for one in beside
            if one is not None and one.role() in FOCUSABLE and not one.state().invisible
        ]
        doubled += [name for role, name in set(named) if named.count((role, name)) > 1]
    return doubled
