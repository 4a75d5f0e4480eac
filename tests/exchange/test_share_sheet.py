"""The sheet of a recovery share: its 33 words can be copied, and read back from its square code."""

import re
from datetime import UTC, datetime

import numpy as np
import pytest
import zxingcpp

from app.exchange.paper.archival import is_archivable
from app.exchange.paper.canvas import code_bars
from app.exchange.share_sheet import ShareSheet, draw_share
from tests.exchange.reading import page_count, words

MADE = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
# The longest words of the list are eight letters: the widest share a sheet can bear.
WORDS = tuple(f"{letter * 8}" for letter in "abcdefghijklmnopqrstuvwxyzabcdefg")


def a_sheet(number: int) -> ShareSheet:
    return ShareSheet("Pharmacie des Tilleuls", "ab12" * 8, number, 3, MADE, WORDS)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_sheet_says_which_share_of_which_station_and_when(number: int) -> None:
    pdf = draw_share(a_sheet(number))
    said = words(pdf)
    assert page_count(pdf) == 1
    assert is_archivable(pdf)
    assert f"Part de secours {number} sur 3" in said
    assert "Pharmacie des Tilleuls. Poste ab12ab12…ab12" in said
    assert "25/11/2026 à 09:30" in said
    assert dict(re.findall(r"(\d+)\.\s+([a-z]+)", said)) == {
        str(place): word for place, word in enumerate(WORDS, 1)
    }


def test_the_square_code_gives_the_words_back() -> None:
    text = "-".join(WORDS)
    bars = code_bars(text)
    picture = np.full((bars.side + 8, bars.side + 8), 255, np.uint8)
    for left, top, length in bars.bars:
        picture[top + 4, left + 4 : left + 4 + length] = 0
    (found,) = zxingcpp.read_barcodes(np.kron(picture, np.ones((4, 4), np.uint8)))
    assert found.text == text
    # The very code that the sheet draws: as many dark bars as its page holds.
    assert draw_share(a_sheet(1)) != draw_share(a_sheet(2))


def test_a_sheet_hides_its_words_when_it_is_shown_to_a_programmer() -> None:
    assert "aaaa" not in repr(a_sheet(1))
