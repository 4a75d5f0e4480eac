"""Writing the elements of a CDA, one call an element."""

from lxml import etree

from app.exchange.codes import Coded

CDA = "urn:hl7-org:v3"
XSI = "http://www.w3.org/2001/XMLSchema-instance"


def add(parent: etree._Element, name: str, text: str = "", /, **attributes: str) -> etree._Element:
    """Return the CDA element ``name`` added at the end of ``parent``."""
    element = etree.SubElement(parent, f"{{{CDA}}}{name}", attributes)
    if text:
        element.text = text
    return element


def add_absent(parent: etree._Element, name: str, flavor: str) -> etree._Element:
    """Return the element ``name`` added and said absent, for the HL7 reason ``flavor``."""
    return add(parent, name, nullFlavor=flavor)


def add_code(parent: etree._Element, name: str, code: Coded) -> etree._Element:
    """Return the element ``name`` holding ``code`` with its official label."""
    return add(parent, name, code=code.code, displayName=code.label, codeSystem=code.system)
