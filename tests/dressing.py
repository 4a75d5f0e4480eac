"""The application dressed with its own fonts, for every test of the screens."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication

from ui import style
from ui.look import Look

Dresser = Callable[[Look], None]


@pytest.fixture(scope="session")
def fonts(qapp: QApplication) -> None:
    qapp.setStyle("Fusion")
    qapp.setCursorFlashTime(0)
    style.register_fonts()


@pytest.fixture
def dress(qapp: QApplication, fonts: None) -> Iterator[Dresser]:
    """Give the application a look, and the usual one after the test."""

    def wear(look: Look) -> None:
        style.dress(qapp, look)

    wear(Look(reduced_motion=True))
    yield wear
    style.dress(qapp, Look())
