"""Where an entry stands in its document: whose it is, in which section, written by whom."""

from dataclasses import replace

from lxml import etree

from app.encounter.incoming import FactSource
from app.exchange.header import Node
from app.exchange.incoming.source import author_words
from app.exchange.markup import CDA

PCC = "1.3.6.1.4.1.19376.1.5.3.1.4"
FAMILY = f"{PCC}.15"
ALLERGY = f"{PCC}.6"
FAMILY_SECTIONS = frozenset({"10157-6", "8670-2"})
"""LOINC: history of family member diseases; and social or family history written together."""
VACCINES = frozenset({"11369-6"})
_SECTION, _AUTHOR = f"{{{CDA}}}section", f"{{{CDA}}}author"
_ENTRIES = frozenset({"substanceAdministration", "supply", "procedure"})
_REASONS = frozenset({"RSON", "MFST", "CAUS"})


def templates(element: etree._Element) -> frozenset[str]:
    """Return the templates an entry conforms to."""
    return frozenset(one.get("root") or "" for one in element.iterchildren(f"{{{CDA}}}templateId"))


def section_code(element: etree._Element | None) -> str:
    """Return the LOINC code of the nearest section around an entry, "" when it has none."""
    if element is None:
        return ""
    section = next(element.iterancestors(f"{{{CDA}}}section"), None)
    return Node(section).child("code").code.code


def is_about_patient(element: etree._Element) -> bool:
    """True for an entry that states a fact of the patient himself.

    A reaction, a reason, a part of another treatment, a relative’s disease or a vaccine is not.
    """
    for above in element.iterancestors(etree.Element):
        name = above.tag.rpartition("}")[2]
        if name == "section":
            code = Node(above).child("code").code.code
            return code not in FAMILY_SECTIONS | VACCINES
        if name in _ENTRIES or (name == "entryRelationship" and above.get("typeCode") in _REASONS):
            return False
        if name in {"observation", "organizer"} and _is_of_another(above):
            return False
    return False


def _is_of_another(above: etree._Element) -> bool:
    marks = templates(above)
    return bool(marks & {FAMILY, ALLERGY}) or above.find(f"{{{CDA}}}subject") is not None


def author_of_entry(element: etree._Element, source: FactSource) -> FactSource:
    """Return the source with the author of the entry itself, when it names one."""
    for place in (element, *element.iterancestors(etree.Element)):
        if place.tag == _SECTION:
            break
        if place.find(_AUTHOR) is not None and (
            named := author_words(Node(place).child("author/assignedAuthor"))
        ):
            return replace(source, author=named)
    return source
