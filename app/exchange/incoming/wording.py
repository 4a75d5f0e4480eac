"""The codes and the words of one entry, as the document writes them."""

from collections.abc import Iterable, Iterator

from lxml import etree

from app.encounter.incoming import FactCode
from app.exchange.incoming.narrative import flat
from app.exchange.incoming.source import short

MOST_CODES = 24
"""Codes kept of one entry: an agent or a product has a few, with their translations."""

_CODED = frozenset({"code", "translation", "value"})
_NOT_AN_AGENT = frozenset({"formCode", "capacityQuantity"})


def codes_in(element: etree._Element | None) -> tuple[FactCode, ...]:
    """Return the codes of an agent, a product or a value, translations and substances included."""
    if element is None:
        return ()
    found = (
        FactCode(
            short(one.get("code") or ""),
            short(one.get("displayName") or ""),
            short(one.get("codeSystem") or ""),
        )
        for one in element.iter(etree.Element)
        if one.tag.rpartition("}")[2] in _CODED and one.get("code")
    )
    return tuple(dict.fromkeys(found))[:MOST_CODES]


def entry_words(elements: Iterable[etree._Element | None], names: dict[str, etree._Element]) -> str:
    """Return what the document shows for an entry: its text in the narrative, else its labels."""
    present = [one for one in elements if one is not None]
    shown = [text for one in present for text in _referenced(one, names)]
    labels = [text for one in present for text in _labels(one)]
    kept = dict.fromkeys(text for text in (shown or labels) if text)
    return short(", ".join(kept))


def _referenced(element: etree._Element, names: dict[str, etree._Element]) -> Iterator[str]:
    for one in element.iter(etree.Element):
        if one.tag.rpartition("}")[2] == "reference":
            target = names.get((one.get("value") or "").removeprefix("#"))
            if target is not None:
                yield flat(target)


def _labels(element: etree._Element) -> Iterator[str]:
    for one in element.iter(etree.Element):
        name = one.tag.rpartition("}")[2]
        if name in _CODED and one.get("displayName"):
            yield one.get("displayName") or ""
        elif name in {"name", "originalText"}:
            yield flat(one)
