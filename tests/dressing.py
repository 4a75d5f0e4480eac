"""The application dressed with its own fonts, for every test of the screens."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from ui import style
from ui.look import Look

WORN = "worn_look"
Dresser = Callable[[Look], None]


@pytest.fixture(scope="session")
def fonts(qapp: QApplication) -> None:
    qapp.setStyle("Fusion")
    qapp.setCursorFlashTime(0)
    style.register_fonts()


@pytest.fixture
def dress(qapp: QApplication, fonts: None) -> Dresser:
    """Give the application a look: without motion until the test asks for another.

    Dressing takes longer than many tests: the look that is worn is not put on again.
    """

    def wear(look: Look) -> None:
        if qapp.property(WORN) != repr(look):
            style.dress(qapp, look)
            qapp.setProperty(WORN, repr(look))

    wear(Look(reduced_motion=True))
    return wear
