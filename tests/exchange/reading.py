"""Reading a drawn paper back: the words of a page, the sizes of its letters, its fonts.

Only what our own papers hold is understood: simple fonts with a ToUnicode table of single signs.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import pikepdf


@dataclass(frozen=True)
class Shown:
    """One piece of text as it is drawn, in the ``mark``-th marked part of its page."""

    text: str
    size: float
    font: str
    mark: int


def page_count(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def words(pdf: bytes) -> str:
    """Return everything the paper says, white space made single."""
    return plain(" ".join(page_words(pdf, page) for page in range(page_count(pdf))))


def page_words(pdf: bytes, page: int) -> str:
    marks = groupby(shown(pdf)[page], key=lambda piece: piece.mark)
    return plain(" ".join("".join(piece.text for piece in pieces) for _, pieces in marks))


def plain(text: str) -> str:
    """Return ``text`` as it can be compared with what was drawn."""
    return re.sub(r"[\s\u00a0\u202f]+", " ", text).strip()


def shown(pdf: bytes) -> list[list[Shown]]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [list(_pieces(page)) for page in opened.pages]


def _pieces(page: pikepdf.Page) -> Iterator[Shown]:
    fonts = dict(page.resources.get("/Font", {}).items())
    tables = {name: _unicode(font) for name, font in fonts.items()}
    name, size, mark = "", 0.0, 0
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator == "BDC":
            mark += 1
        elif operator == "Tf":
            name, size = str(instruction.operands[0]), float(instruction.operands[1])
        elif operator == "Tj":
            text = "".join(tables[name][code] for code in bytes(instruction.operands[0]))
            yield Shown(text, size, str(fonts[name].BaseFont), mark)


def _unicode(font: pikepdf.Object) -> dict[int, str]:
    table = font.ToUnicode.read_bytes().decode("latin-1")
    pairs = re.findall(r"<(\w+)> <(\w+)>\s", table.partition("beginbfchar")[2])
    return {int(code, 16): bytes.fromhex(value).decode("utf-16-be") for code, value in pairs}
