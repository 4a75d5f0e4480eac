"""The picture of a protocol: it stands alone, nothing is cut, and Qt draws it."""

import re
import xml.etree.ElementTree as ET

import pytest

from protocols.load import shipped_library
from protocols.model import Level
from protocols.picture import LEVELS, WIDTH, draw
from protocols.picture_ladder import ladder
from protocols.picture_letters import Letters
from protocols.picture_look import contrast, file_style, shipped_style
from protocols.picture_style import PLAIN, STRONG
from resources.files import text
from tests.protocols.interoperability.forms import ids

SVG = "{http://www.w3.org/2000/svg}"
THEMES = ("clair", "sombre", "contraste")


@pytest.fixture(scope="module")
def pictures():
    style = shipped_style()
    return {name: ET.fromstring(draw(shipped_library()[name], style)) for name in ids()}  # noqa: S314 - ours


def texts(picture):
    return list(picture.iter(f"{SVG}text"))


def plain(words):
    return re.sub(r"\s+", " ", words)


def said(picture):
    return plain(" ".join(one.text for one in texts(picture)))


@pytest.mark.parametrize("name", ids())
def test_the_file_stands_alone(name):
    drawn = draw(shipped_library()[name], file_style())
    assert not re.search(r"href|url\(|@import|<image|<script|<style|<!ENTITY", drawn)
    assert drawn.count("http") == 1, "the name of the format, and no other address"
    assert 'font-family="Inter, Arial, sans-serif"' in drawn


@pytest.mark.parametrize("name", ids())
def test_every_reason_is_written_whole(name, pictures):
    written = said(pictures[name])
    for rung in ladder(shipped_library()[name]):
        for part in rung.parts:
            assert plain(part.title) in written
            for cause in part.causes:
                # a sentence may stand over two columns, never cut by another
                assert plain(cause.sentence) in written
        for sentence in rung.sentences:
            assert plain(sentence) in written


@pytest.mark.parametrize("name", ids())
def test_the_15_is_at_the_top_and_the_pharmacy_at_the_bottom(name, pictures):
    heights = {one.text: float(one.get("y")) for one in texts(pictures[name])}
    order = [heights[LEVELS[level]] for level in sorted(Level, reverse=True)]
    assert order == sorted(order) and len(set(order)) == len(order)


@pytest.mark.parametrize("name", ids())
def test_no_word_leaves_the_picture_and_no_line_covers_another(name, pictures):
    style, picture = shipped_style(), pictures[name]
    height = float(picture.get("height"))
    boxes = []
    for one in texts(picture):
        size = float(one.get("font-size", 14.5))
        weight = STRONG if one.get("font-weight") == str(STRONG) else PLAIN
        left, foot = float(one.get("x")), float(one.get("y"))
        right = left + style.letters[weight].width(one.text, size)
        assert left >= 0 and right <= WIDTH - 20 and size < foot < height
        boxes.append((left, right, foot))
    for rank, (left, right, foot) in enumerate(boxes):
        for other_left, other_right, other_foot in boxes[rank + 1 :]:
            apart = right <= other_left or other_right <= left or abs(foot - other_foot) >= 14
            assert apart


@pytest.mark.parametrize("theme", THEMES)
def test_the_colours_are_those_of_the_station_and_can_be_read(theme):
    style = shipped_style(theme)
    drawn = draw(shipped_library()["piqure_tique"], style)
    used = set(re.findall(r"#[0-9A-Fa-f]{6}", drawn))
    assert used <= {
        one.upper() for one in re.findall(r"#[0-9A-Fa-f]{6}", text("style/tokens.json"))
    }
    for level in Level:
        assert contrast(style.fills[level], style.inks[level]) >= 4.5
        assert style.icons[level]
    for ink in ("encre", "encre2"):
        assert contrast(style.colours[ink], style.colours["surface"]) >= 4.5


def test_a_theme_that_does_not_exist_is_not_guessed():
    with pytest.raises(KeyError):
        shipped_style("fluo")


def test_words_wrap_at_spaces_and_never_at_a_no_break_space():
    letters = Letters(dict.fromkeys("abc \u00a0", 0.5))
    assert letters.lines("aaa bbb ccc", 10, 40) == ("aaa bbb", "ccc")
    assert letters.lines("aaa\u00a0bbb ccc", 10, 40) == ("aaa\u00a0bbb", "ccc")
    assert letters.lines("aaaaaaaaaa", 10, 25) == ("aaaaa", "aaaaa")
    assert letters.width("ab?", 10) == 20, "a letter that is not known is taken as wide"


def test_the_widths_are_those_of_the_font():
    from reportlab.pdfbase import pdfmetrics

    from app.exchange.paper.typeface import Face, load_faces

    load_faces()
    for weight, face in ((PLAIN, Face.TEXT), (STRONG, Face.TEXT_BOLD)):
        words = "Où est-ce : « 38,5 °C » et 12 œufs"
        expected = pdfmetrics.stringWidth(words, face.value, 20)
        assert shipped_style().letters[weight].width(words, 20) == pytest.approx(expected, abs=0.2)


@pytest.mark.parametrize("name", ids())
def test_qt_draws_it(name, qapp):
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    renderer = QSvgRenderer(draw(shipped_library()[name], shipped_style()).encode())
    assert renderer.isValid()
    image = QImage(renderer.defaultSize(), QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    fill = shipped_style().fills[Level.SAMU_15]
    colours = {image.pixelColor(30, y).name() for y in range(0, image.height(), 5)}
    assert fill.lower() in colours
