"""What the description of a document says, in an archive or in the answer of a registry.

Source: OASIS ebRIM 3.0 (Slot, Name, ExternalIdentifier); IHE ITI TF-3 §4.2.
"""

from lxml import etree

from app.exchange.incoming.source import short
from app.exchange.registry import RIM


def slot(parent: etree._Element, name: str) -> str:
    """Return a value of the object itself, its pieces put together (IHE cuts long addresses)."""
    for one in parent.iterchildren(f"{{{RIM}}}Slot"):
        if one.get("name") == name:
            return "".join((value.text or "").strip() for value in one.iter(f"{{{RIM}}}Value"))
    return ""


def identifier(parent: etree._Element, scheme: str) -> str:
    """Return the identifier of the object in ``scheme``, "" without one."""
    for one in parent.iterchildren(f"{{{RIM}}}ExternalIdentifier"):
        if one.get("identificationScheme") == scheme:
            return one.get("value") or ""
    return ""


def title(parent: etree._Element) -> str:
    """Return the title of the object, on one line and bounded."""
    found = parent.find(f"{{{RIM}}}Name/{{{RIM}}}LocalizedString")
    return "" if found is None else short(found.get("value") or "")
