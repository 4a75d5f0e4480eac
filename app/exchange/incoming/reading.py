"""One file from outside, whatever it is: a document, or an archive of documents."""

from app.exchange.incoming.archive import (
    LARGEST_ARCHIVE,
    TOO_LARGE,
    Delivery,
    is_archive,
    read_archive,
)
from app.exchange.incoming.document import read_document
from app.exchange.refusals import RefusedDocument


def read_file(data: bytes) -> Delivery:
    """Return what the file ``data`` brings, one document or those of an archive.

    Raises:
        RefusedDocument: it is too large, unsafe, incomplete or not a document of health.
    """
    if len(data) > LARGEST_ARCHIVE:
        raise RefusedDocument(TOO_LARGE)
    if is_archive(data):
        return read_archive(data)
    return Delivery((read_document(data),), ())
