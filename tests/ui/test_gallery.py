"""Every component, in every theme and size of text, holds its words and its targets."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.dressing import Dresser
from tests.ui import walk
from tests.ui.gallery import PAGES
from ui.look import Look
from ui.tokens import BASE_CHOICES, Theme

USUAL = [Look(), Look(Theme.CONTRAST), Look(base=BASE_CHOICES[-1])]
LOOKS = [Look(theme) for theme in Theme] + [Look(base=base) for base in BASE_CHOICES[1:]]


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_cut_or_covered(
    qtbot: QtBot, dress: Dresser, tmp_path: Path, name: str, look: Look
) -> None:
    dress(look)
    page = PAGES[name]()
    qtbot.addWidget(page)
    page.resize(1192, 800)
    page.show()
    qtbot.waitExposed(page)
    page.resize(1192, max(page.sizeHint().height(), page.heightForWidth(1192), 800))
    page.grab().save(str(tmp_path / f"{name}-{look.theme}-{look.base}.png"))
    assert walk.cut_labels(page) == []
    assert walk.squeezed_buttons(page) == []
    assert walk.overlaps(page) == []
    assert walk.small_targets(page) == []
    assert walk.unnamed(page) == []
    assert walk.rich_labels(page) == []


def test_a_change_of_theme_repaints_the_same_widgets(qtbot: QtBot, dress: Dresser) -> None:
    page = PAGES["answers"]()
    qtbot.addWidget(page)
    page.show()
    light = page.grab().toImage()
    dress(Look(Theme.DARK))
    dark = page.grab().toImage()
    assert light.pixelColor(3, 3) != dark.pixelColor(3, 3)
    dress(Look())
    assert page.grab().toImage().pixelColor(3, 3) == light.pixelColor(3, 3)
