"""The documents that a repository gives back, each compared with what the registry said of it.

Source: IHE ITI TF-2 ITI-43 (RetrieveDocumentSetRequest, DocumentResponse); XOP §4.
"""

import base64
import binascii
import hashlib
from collections.abc import Mapping, Sequence

from lxml import etree

from app.exchange.incoming.opening import LARGEST_DOCUMENT
from app.transport.dmp.envelope import NotAnAnswer
from app.transport.dmp.found import FoundDocument
from app.transport.dmp.mtom import named
from app.transport.dmp.parcel import XDS, XOP

RESPONSE = f"{{{XDS}}}RetrieveDocumentSetResponse"


def retrieve_documents(wanted: Sequence[FoundDocument]) -> bytes:
    """Return the question: the bytes of these documents."""
    root = etree.Element(f"{{{XDS}}}RetrieveDocumentSetRequest", nsmap={"xds": XDS})
    for one in wanted:
        request = etree.SubElement(root, f"{{{XDS}}}DocumentRequest")
        etree.SubElement(request, f"{{{XDS}}}RepositoryUniqueId").text = one.repository
        etree.SubElement(request, f"{{{XDS}}}DocumentUniqueId").text = one.unique_id
    return etree.tostring(root, encoding="UTF-8", xml_declaration=False)


def contents_of(
    answer: etree._Element, attached: Mapping[str, bytes], wanted: Sequence[FoundDocument]
) -> dict[str, bytes]:
    """Return the exact bytes of the documents given back, by their unique ids.

    Raises:
        NotAnAnswer: one was not asked for, is given twice, or is not what the registry announced.
    """
    announced = {one.unique_id: one for one in wanted}
    given: dict[str, bytes] = {}
    for one in answer.iterfind(f"{{{XDS}}}DocumentResponse"):
        unique_id = (one.findtext(f"{{{XDS}}}DocumentUniqueId") or "").strip()
        content = _content(one, attached)
        if unique_id in given or not _is_announced(announced.get(unique_id), content):
            raise NotAnAnswer
        given[unique_id] = content
    return given


def _is_announced(found: FoundDocument | None, content: bytes) -> bool:
    if found is None or found.size not in {0, len(content)} or len(content) > LARGEST_DOCUMENT:
        return False
    # SHA-1 is what XDS gives: it finds an accident, not a fraud; the link is what is trusted
    return found.sha1 == hashlib.sha1(content, usedforsecurity=False).hexdigest()


def _content(response: etree._Element, attached: Mapping[str, bytes]) -> bytes:
    """Return the bytes of a response, attached or in base 64."""
    document = response.find(f"{{{XDS}}}Document")
    if document is None:
        raise NotAnAnswer
    include = document.find(f"{{{XOP}}}Include")
    if include is not None:
        content = attached.get(named(include.get("href") or ""))
        if content is None:
            raise NotAnAnswer
        return content
    try:
        return base64.b64decode("".join((document.text or "").split()), validate=True)
    except (binascii.Error, ValueError) as broken:
        raise NotAnAnswer from broken
