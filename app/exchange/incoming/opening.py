"""From bytes to an XML tree, or one sentence: nothing is fetched, expanded or executed.

The bytes are bounded before anything reads them, decoded by us in the encoding they declare, and
refused with a DTD: the parser then has no entity to expand and no file to fetch. A document
of 22 levels and 6,300 nodes is the largest of the agency’s 94 examples: the bounds leave room.
"""

import codecs
import re

from lxml import etree

from app.exchange.header import Node
from app.exchange.markup import CDA
from app.exchange.refusals import RefusedDocument

LARGEST_DOCUMENT = 10_000_000
"""Bytes of one document, as long as libxml2 lets one text be; the DMP takes 5 MB (dmp.md §2.4)."""
MOST_MARKS = 400_000
"""Opening signs « < » in one document: an upper bound of its nodes, counted before parsing."""
DEEPEST = 100

TOO_LONG = "Ce document dépasse 10\u00a0Mo\u00a0: il n’a pas été ouvert. Demandez-le en plus petit."
TOO_MANY = "Ce document a trop d’éléments ou de niveaux pour être un document de santé."
WITH_DTD = "Ce document contient une définition DTD, que la station refuse. Il n’a pas été ouvert."
NOT_XML = "Ce fichier n’est pas un document XML lisible. Choisissez le fichier du document CDA."
NOT_CDA = "Ce fichier ne contient pas de document CDA. Choisissez le fichier du document CDA."
TWO_CDA = "Ce fichier contient plusieurs documents CDA. Importez-les un par un."
WRONG_ENCODING = (
    "L’encodage déclaré par ce document n’est pas celui de ses caractères\u00a0: des lettres "
    "seraient fausses. Demandez le document à nouveau."
)
UNKNOWN_ENCODING = "L’encodage de ce document n’est pas accepté. Demandez-le en UTF-8."

_ENCODINGS = frozenset({"utf-8", "ascii", "iso8859-1", "iso8859-15", "cp1252", "utf-16"})
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE = frozenset({"utf-16"})
_DECLARATION = re.compile(
    rb"<\?xml\s+version\s*=\s*[\"']1\.[01][\"'](?:\s+encoding\s*=\s*[\"']([A-Za-z0-9._\-]{1,40})[\"'])?"
)
_DECLARED = re.compile(r"<\?xml\s[^>]{0,200}\?>")
_DEEPER = "boolean(" + "/*" * (DEEPEST + 1) + ")"


def open_document(data: bytes) -> Node:
    """Return the CDA document inside ``data``, plain or wrapped in its own stylesheet.

    Raises:
        RefusedDocument: too long, too deep, not XML, badly encoded, with a DTD, or not one CDA.
    """
    root = open_xml(data)
    found = list(root.iter(f"{{{CDA}}}ClinicalDocument"))
    if not found:
        raise RefusedDocument(NOT_CDA)
    if len(found) > 1:
        raise RefusedDocument(TWO_CDA)
    return Node(found[0])


def open_xml(data: bytes) -> etree._Element:
    """Return the root of the XML ``data``, read with no entity, no DTD and no network.

    Raises:
        RefusedDocument: too long, too deep, not XML, badly encoded, or with a DTD.
    """
    if len(data) > LARGEST_DOCUMENT:
        raise RefusedDocument(TOO_LONG)
    text = _decoded(data)
    if text.count("<") > MOST_MARKS:
        raise RefusedDocument(TOO_MANY)
    if _has_doctype(text):
        raise RefusedDocument(WITH_DTD)
    root = _parsed(text)
    if root.xpath(_DEEPER):
        raise RefusedDocument(TOO_MANY)
    return root


def _parsed(text: str) -> etree._Element:
    # the limits of libxml2 stay on (no huge_tree): depth 256, 10 MB for one text
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False
    )
    try:
        return etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        raise RefusedDocument(NOT_XML) from error


def _decoded(data: bytes) -> str:
    """Return the text in the encoding declared, without its declaration."""
    marked = next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), None)
    if marked is None:
        encoding, body = _declared_encoding(data), data
    else:
        encoding, body = _agreed(data, *marked)
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        raise RefusedDocument(WRONG_ENCODING) from error
    if "\x00" in text or (encoding != "utf-8" and _is_utf8_in_disguise(body, encoding)):
        raise RefusedDocument(WRONG_ENCODING)
    text = text.removeprefix("\ufeff")
    declared = _DECLARED.match(text)
    return text[declared.end() :] if declared else text


def _declared_encoding(data: bytes) -> str:
    found = _DECLARATION.match(data)
    if found is None and data.startswith(b"<?xml"):
        raise RefusedDocument(NOT_XML)
    name = found[1].decode("ascii") if found and found[1] else "utf-8"
    encoding = _known(name)
    if encoding in _WIDE:  # without its mark, nobody says which half comes first
        raise RefusedDocument(WRONG_ENCODING)
    return encoding


def _known(name: str) -> str:
    try:
        encoding = codecs.lookup(name).name
    except LookupError as error:
        raise RefusedDocument(UNKNOWN_ENCODING) from error
    if encoding not in _ENCODINGS:
        raise RefusedDocument(UNKNOWN_ENCODING)
    return encoding


def _agreed(data: bytes, mark: bytes, marked: str) -> tuple[str, bytes]:
    """Return the encoding of the mark and what to decode, when the declaration does not differ."""
    body = data if marked in _WIDE else data[len(mark) :]
    try:
        head = body[:400].decode(marked, "ignore").removeprefix("\ufeff").encode("ascii", "replace")
    except UnicodeError as error:
        raise RefusedDocument(WRONG_ENCODING) from error
    found = _DECLARATION.match(head)
    if found and found[1] and _known(found[1].decode("ascii")) != marked:
        raise RefusedDocument(WRONG_ENCODING)
    return marked, body


def _is_utf8_in_disguise(body: bytes, encoding: str) -> bool:
    """True for letters written in UTF-8 under the name of a one-byte encoding."""
    if encoding in _WIDE or body.isascii():
        return False
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _has_doctype(text: str) -> bool:
    """True when a DTD stands before the root; comments and instructions are stepped over."""
    place = 0
    while True:
        while place < len(text) and text[place].isspace():
            place += 1
        if text.startswith("<!--", place):
            end = text.find("-->", place)
        elif text.startswith("<?", place):
            end = text.find("?>", place)
        else:
            return text.startswith("<!", place)
        if end < 0:
            return False
        place = end + 2
        if text.startswith(">", place):
            place += 1
