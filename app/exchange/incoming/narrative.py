"""The human-readable text of a document as headings, paragraphs, lists and tables.

Nothing of the look, the links or the scripts of the sender comes through: only words, in order.

Source: HL7 CDA R2 §4.3.5 (narrative block): paragraph, list, table, content, br, linkHtml,
renderMultiMedia.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from app.encounter.incoming_text import Block, Bullets, Grid, Paragraph, Picture
from app.exchange.codes import Coded
from app.exchange.header import Node
from app.exchange.incoming.source import one_line
from app.exchange.markup import CDA

WIDEST_SPAN = 20
"""Columns one cell may take: a bound for what a sender writes in ``colspan``."""

_BLOCKS = frozenset({"paragraph", "list", "table"})
_ROWS = frozenset({"thead", "tbody", "tfoot"})


@dataclass(frozen=True, slots=True)
class Section:
    """One heading with what it holds, and the sections under it."""

    code: Coded
    title: str
    blocks: tuple[Block, ...]
    sections: "tuple[Section, ...]"


def sections_of(parent: Node) -> tuple[Section, ...]:
    """Return the sections directly under a structured body or a section."""
    return tuple(_section(one) for one in parent.children("component/section"))


def _section(node: Node) -> Section:
    text = node.child("text").element
    title = node.child("title").element
    return Section(
        code=node.child("code").code,
        title="" if title is None else flat(title),
        blocks=() if text is None else tuple(blocks_of(text)),
        sections=sections_of(node),
    )


def flat(element: etree._Element) -> str:
    """Return all the words inside, white space made single, nothing unprintable."""
    if not len(element):
        # most cells and items hold words only
        return one_line(element.text or "")
    return one_line("".join(_words(element)))


def _words(element: etree._Element) -> Iterator[str]:
    """Yield the text inside; a comment or an instruction says nothing, its tail does."""
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            if _name(child) == "br":
                yield " "
            yield from _words(child)
        yield child.tail or ""


def _name(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2]


def blocks_of(text: etree._Element) -> Iterator[Block]:
    """Yield the blocks of a narrative, loose words between them as paragraphs."""
    loose: list[str] = [text.text or ""]
    for child in text:
        name = _name(child) if isinstance(child.tag, str) else ""
        made = list(_block(child, name))
        if made or name == "br":
            yield from _paragraph(loose)
            loose = []
            yield from made
        elif name:
            loose.extend(_words(child))
        loose.append(child.tail or "")
    yield from _paragraph(loose)


def _paragraph(loose: list[str]) -> Iterator[Block]:
    text = one_line("".join(loose))
    if text:
        yield Paragraph(text)


def _block(element: etree._Element, name: str) -> Iterator[Block]:
    match name:
        case "paragraph" | "caption":
            yield from _paragraph([flat(element)])
        case "list":
            yield from _list(element)
        case "table":
            yield from _table(element)
        case "renderMultiMedia":
            yield Picture(element.get("referencedObject") or "", _caption(element))
        case "content" if any(_is_block(child) for child in element):
            yield from blocks_of(element)


def _is_block(child: etree._Element) -> bool:
    return isinstance(child.tag, str) and _name(child) in _BLOCKS | {"renderMultiMedia", "br"}


def _list(element: etree._Element) -> Iterator[Block]:
    mark = "ordered" if element.get("listType") == "ordered" else "unordered"
    items = (flat(one) for one in element.iterchildren(f"{{{CDA}}}item"))
    kept = tuple(item for item in items if item)
    if kept:
        yield Bullets(mark, kept)
    yield from _pictures(element)


def _table(element: etree._Element) -> Iterator[Block]:
    heads: list[tuple[str, ...]] = []
    rows: list[tuple[str, ...]] = []
    for part in element.iterchildren(etree.Element):
        if _name(part) == "tr":
            rows.append(_row(part))
        elif _name(part) in _ROWS:
            found = [_row(one) for one in part.iterchildren(f"{{{CDA}}}tr")]
            (heads if _name(part) == "thead" else rows).extend(found)
    width = max((len(one) for one in (*heads, *rows)), default=0)
    if width:
        yield Grid(_caption(element), _padded(heads, width), _padded(rows, width))
    yield from _pictures(element)


def _pictures(element: etree._Element) -> Iterator[Block]:
    for one in element.iter(f"{{{CDA}}}renderMultiMedia"):
        yield Picture(one.get("referencedObject") or "", _caption(one))


def _caption(element: etree._Element) -> str:
    found = element.find(f"{{{CDA}}}caption")
    return "" if found is None else flat(found)


def _padded(rows: list[tuple[str, ...]], width: int) -> tuple[tuple[str, ...], ...]:
    return tuple((*one, *[""] * (width - len(one))) for one in rows)


def _row(element: etree._Element) -> tuple[str, ...]:
    cells: list[str] = []
    for cell in element.iterchildren(etree.Element):
        cells += [flat(cell), *[""] * (_span(cell) - 1)]
    return tuple(cells)


def _span(cell: etree._Element) -> int:
    raw = cell.get("colspan")
    if raw is None:
        return 1
    is_number = raw.isascii() and raw.isdigit() and len(raw) <= len("999")
    return min(max(int(raw), 1), WIDEST_SPAN) if is_number else 1
