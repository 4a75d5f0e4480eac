"""Identities given by the pharmacy’s software: a text, a table, a FHIR file; nothing is guessed."""

from app.identity.imports.found import Asked, ImportedIdentity, RefusedImport
from app.identity.imports.reading import LARGEST, read_bytes, read_text

__all__ = ["LARGEST", "Asked", "ImportedIdentity", "RefusedImport", "read_bytes", "read_text"]
