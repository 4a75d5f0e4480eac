"""Sections of a structured record: coded, titled, with a text that reads alone."""

from collections.abc import Sequence

from lxml import etree

from app.exchange.codes import LOINC, coded
from app.exchange.markup import add, add_code

Row = Sequence[tuple[str, str]]
"""Cells of a table: the name of the words in the narrative ("" for none), and the words."""


def add_section(
    body: etree._Element, code: str, templates: Sequence[str], title: str
) -> etree._Element:
    """Return the section added, with its templates, its code and its title."""
    section = add(add(body, "component"), "section")
    add_templates(section, templates)
    add_code(section, "code", coded(LOINC, code))
    add(section, "title", title)
    return section


def add_templates(parent: etree._Element, roots: Sequence[str]) -> None:
    """Add what the element conforms to, in the order given."""
    for root in roots:
        add(parent, "templateId", root=root)


def add_table(text: etree._Element, heads: Sequence[str], rows: Sequence[Row]) -> None:
    """Add a table to the narrative ``text``."""
    table = add(text, "table", border="0")
    head = add(add(table, "thead"), "tr")
    for one in heads:
        add(head, "th", one)
    body = add(table, "tbody")
    for row in rows:
        line = add(body, "tr")
        for name, words in row:
            cell = add(line, "td")
            if name:
                add(cell, "content", words, ID=name)
            else:
                cell.text = words


def add_lines(text: etree._Element, title: str, lines: Sequence[str]) -> None:
    """Add a titled list to the narrative ``text``, nothing for no line."""
    if not lines:
        return
    listed = add(text, "list")
    add(listed, "caption", title)
    for line in lines:
        add(listed, "item", line)
