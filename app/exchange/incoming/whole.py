"""A document received as it is read on the screen: its sections flat, its files after them."""

from collections.abc import Iterator

from app.encounter.incoming_text import Heading, Paragraph, Sheet, Shown, ShownDocument
from app.exchange.incoming.document import PDF, PDF_MAGIC, Attachment, read_document
from app.exchange.incoming.narrative import Section

JPEG = "image/jpeg"
NOT_SHOWN = (
    "Le fichier «\u00a0{0}\u00a0» de ce document ({1}) ne se montre pas ici\u00a0: lisez-le dans "
    "le document d’origine."
)


def whole(capture_id: str, content: bytes) -> ShownDocument:
    """Return everything that ``content`` says, in order; its PDF are still to be read.

    Raises:
        RefusedDocument: the bytes are not those of a document the station takes.
    """
    if content.startswith(PDF_MAGIC):
        return ShownDocument(capture_id, (), (content,))
    document = read_document(content)
    parts = [part for one in document.sections for part in _parts(one, 1)]
    parts += [part for one in document.attachments for part in _picture(one)]
    papers = tuple(one.content for one in document.attachments if one.media_type == PDF)
    return ShownDocument(capture_id, tuple(parts), papers)


def _parts(section: Section, depth: int) -> Iterator[Shown]:
    if section.title:
        yield Heading(section.title, depth)
    yield from section.blocks
    for one in section.sections:
        yield from _parts(one, depth + 1)


def _picture(one: Attachment) -> Iterator[Shown]:
    if one.media_type == JPEG:
        yield Sheet(0, (one.name,) if one.name else (), (one.content,))
    elif one.media_type != PDF:
        yield Paragraph(NOT_SHOWN.format(one.name or "corps", one.media_type))
