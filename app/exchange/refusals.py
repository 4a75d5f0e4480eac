"""What this folder refuses, each with the sentence that says what to do."""

from app.errors import StationError


class RefusedDocument(StationError):
    """The bytes given are not a document this station can read."""


class UnwritablePaper(StationError):
    """The paper cannot be drawn so that it is complete, legible and archivable."""


class UnfitRecord(StationError):
    """The record would not be accepted by its receivers: it is not made."""
