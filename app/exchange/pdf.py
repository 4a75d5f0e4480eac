"""The paper of a sheet: the patient page, then the professional pages, one archivable file.

A pure function of the sheet, of its thumbnails and of the ledger before it: the same inputs give
the same bytes.
It is drawn once, at sealing, and stored; printing later reads the stored bytes.

Source: clinical.md §4.1; docs/adr/0011-pdfa.md.
"""

import io

import pikepdf

from app.encounter.sheet import OrientationSheet
from app.exchange import patient_page, professional_page
from app.exchange.cda import closing_time
from app.exchange.paper.archival import Imprint, archivable
from app.exchange.paper.canvas import Pages
from app.exchange.paper.structure import Element, pages_of
from app.exchange.proof import SealProof
from app.exchange.thumbnails import NONE_MADE, Thumbnails
from app.exchange.times import read_iso

NOT_SEALED = SealProof(0, 0, bytes(32))


def draw(sheet: OrientationSheet, proof: SealProof, small: Thumbnails = NONE_MADE) -> bytes:
    """Return the PDF/A-1b of ``sheet``: one patient page, then the professional pages.

    ``small`` are the thumbnails of its pictures.

    Raises:
        UnwritablePaper: a text is longer than a page, or the file is not archivable.
    """
    drawn, document = drawn_pages(sheet, proof, small)
    made_at = read_iso(closing_time(sheet))
    return archivable(drawn, document, Imprint(_title(proof), made_at, sheet.software))


def draw_only(sheet: OrientationSheet) -> bytes:
    """Return the pages alone, before a number is reserved: for a preview, never kept."""
    return drawn_pages(sheet, NOT_SEALED)[0]


def drawn_pages(
    sheet: OrientationSheet, proof: SealProof, small: Thumbnails = NONE_MADE
) -> tuple[bytes, Element]:
    """Return the pages as the drawing library writes them, and their reading order."""
    patient = patient_page.lay_out(sheet)
    professional = professional_page.lay_out(sheet, proof, patient.moved, small)
    count = 1 + len(professional.pages)
    pages = Pages(_title(proof))
    patient_page.draw(pages, patient, sheet, proof, f"page 1 sur {count}")
    professional_page.draw(pages, professional, proof, (2, count))
    return pages.finish(), pages.document


def patient_page_count(pdf: bytes) -> int:
    """Return on how many pages of ``pdf`` the patient page stands: always one."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return pages_of(opened, patient_page.PART)


def _title(proof: SealProof) -> str:
    return f"Fiche d’orientation N° {proof.number}"
