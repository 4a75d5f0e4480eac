"""Reading the French header of any CDA: one question, one answer, "" when it is not there."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from lxml import etree

from app.exchange.codes import Coded
from app.exchange.hl7 import Identifier
from app.exchange.markup import CDA
from app.exchange.refusals import RefusedDocument

LARGEST_DOCUMENT = 64 * 1024 * 1024


@cache
def _place(path: str) -> str:
    """Return ``path`` in the names lxml looks for; the paths are those our modules write."""
    return "/".join(f"{{{CDA}}}{step}" for step in path.split("/"))


@dataclass(frozen=True, slots=True)
class Node:
    """One element of the header, or its absence: every question has an answer."""

    element: etree._Element | None

    def child(self, path: str) -> "Node":
        """Return the first element at ``path`` (names separated by /)."""
        return Node(next(self._at(path), None))

    def children(self, path: str) -> "tuple[Node, ...]":
        """Return every element at ``path``."""
        return tuple(map(Node, self._at(path)))

    def _at(self, path: str) -> Iterator[etree._Element]:
        if self.element is None:
            return iter(())
        place = _place(path)
        if "/" in path:
            return self.element.iterfind(place)
        return self.element.iterchildren(place)

    def attribute(self, name: str) -> str:
        """Return the attribute ``name``."""
        return "" if self.element is None else (self.element.get(name) or "").strip()

    @property
    def text(self) -> str:
        """The text directly inside, exactly: metadata must equal the header."""
        return "" if self.element is None else (self.element.text or "")

    @property
    def code(self) -> Coded:
        """The coded value this element holds, its label as the document writes it."""
        names = ("code", "displayName", "codeSystem")
        return Coded(*(self.attribute(name) for name in names))

    @property
    def identifier(self) -> Identifier:
        """The identifier this element holds."""
        return Identifier(self.attribute("extension"), self.attribute("root"))


def read_header(cda: bytes) -> Node:
    """Return the document inside ``cda``, a plain CDA or one wrapped in a stylesheet.

    Raises:
        RefusedDocument: too long, not XML, or no CDA inside.
    """
    if len(cda) > LARGEST_DOCUMENT:
        raise RefusedDocument("Ce fichier dépasse 64 Mo. Vérifiez que c’est bien un document CDA.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
    )
    try:
        root = etree.fromstring(cda, parser)
    except etree.XMLSyntaxError as error:
        raise RefusedDocument(
            "Ce fichier n’est pas un document XML lisible. Choisissez le fichier du document CDA."
        ) from error
    found = next(root.iter(f"{{{CDA}}}ClinicalDocument"), None)
    if found is None:
        raise RefusedDocument(
            "Ce fichier ne contient pas de document CDA. Choisissez le fichier du document CDA."
        )
    return Node(found)
