"""The record: a CDA R2 level 1 document, the PDF inside, written once.

Its bytes are the document: hash and size are those of these very bytes, so nothing serialises
it again. UTF-8, no byte order mark.

Source: dmp.md §2.4 (body of level 1) and §8 for each code.
"""

import base64

from lxml import etree

from app.encounter.sheet import OrientationSheet
from app.exchange.cda_header import Heading, finished, started, titled
from app.exchange.codes import CIM10, DOCUMENT_TYPE, N1_TEMPLATE, Coded, coded, known
from app.exchange.markup import add
from app.exchange.versions import version_of

UNCLASSIFIED = "Z71.9"


def build(sheet: OrientationSheet, pdf: bytes) -> bytes:
    """Return the bytes of the record of ``sheet`` holding ``pdf``.

    Raises:
        UnfitRecord: a field of the sheet cannot be written without guessing.
    """
    kind, system = DOCUMENT_TYPE
    heading = Heading(
        kind=coded(system, kind),
        templates=((N1_TEMPLATE, ""),),
        title=title_of(sheet),
        version=version_of(sheet),
        practice="AMBULATOIRE",
        event=case_code(sheet),
        from_time=sheet.act.started_at,
        to_time=sheet.act.ended_at,
    )
    document = started(heading, sheet)
    add_pdf(document, pdf)
    return finished(document)


def title_of(sheet: OrientationSheet) -> str:
    """Return the title of the record; a demonstration says so first."""
    return titled(f"Fiche d'orientation - {sheet.proposal.case or sheet.protocol.title}", sheet)


def closing_time(sheet: OrientationSheet) -> str:
    """Return when the sheet was closed, ISO 8601."""
    return sheet.closed_at


def case_code(sheet: OrientationSheet) -> Coded:
    """Return the CIM-10 code of the case: the first of the protocol that has a label.

    Z71.9 « Conseil, sans précision » otherwise: it is true of the act and says nothing more.
    """
    found = (known(CIM10, code) for code in sheet.protocol.cim10)
    return next((one for one in found if one is not None), coded(CIM10, UNCLASSIFIED))


def add_pdf(document: etree._Element, pdf: bytes) -> None:
    """Add the body of a level 1 record: ``pdf``, whole."""
    body = add(add(document, "component"), "nonXMLBody")
    content = base64.b64encode(pdf).decode("ascii")
    add(body, "text", content, mediaType="application/pdf", representation="B64")
