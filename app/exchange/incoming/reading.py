"""One file from outside, whatever it is: a document, an archive of documents, a PDF alone."""

import hashlib

from app.exchange.incoming.archive import (
    LARGEST_ARCHIVE,
    TOO_LARGE,
    Delivery,
    GoesOn,
    LoneFile,
    is_archive,
    read_archive,
    untold,
)
from app.exchange.incoming.document import PDF, PDF_MAGIC, read_document
from app.exchange.incoming.opening import LARGEST_DOCUMENT, TOO_LONG
from app.exchange.refusals import RefusedDocument


def read_file(data: bytes, goes_on: GoesOn = untold) -> Delivery:
    """Return what the file ``data`` brings, one document or those of an archive.

    ``goes_on`` is told how far it is, in percent; what it raises ends the reading.

    Raises:
        RefusedDocument: it is too large, unsafe, incomplete or not a document of health.
    """
    if len(data) > LARGEST_ARCHIVE:
        raise RefusedDocument(TOO_LARGE)
    if is_archive(data):
        return read_archive(data, goes_on)
    if data.startswith(PDF_MAGIC):
        return Delivery((), (_lone(data),))
    return Delivery((read_document(data),), ())


def _lone(data: bytes) -> LoneFile:
    """Return a PDF that came alone: its only name is what it holds."""
    if len(data) > LARGEST_DOCUMENT:
        raise RefusedDocument(TOO_LONG)
    return LoneFile(f"sha256:{hashlib.sha256(data).hexdigest()}", "", PDF, data)
