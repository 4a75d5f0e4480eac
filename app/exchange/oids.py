"""Object identifiers made from the sheet's own random identifier, without registration.

Source: ITU-T X.667 (arc 2.25 followed by the UUID as an integer); RFC 9562 §5.8 for the
derived identifiers, which carry version 8 (application-specific).
"""

import hashlib
import re
import uuid

from app.exchange.refusals import UnfitRecord

_OID = re.compile(r"[0-2](?:\.(?:0|[1-9][0-9]*))+")
OID_LENGTH = 64


def is_oid(text: str) -> bool:
    """Return whether ``text`` is an OID that XDS accepts: digits and points, 64 at most."""
    return len(text) <= OID_LENGTH and _OID.fullmatch(text) is not None


def document_oid(sheet_id: str) -> str:
    """Return the OID of the document made from the sheet.

    Raises:
        UnfitRecord: ``sheet_id`` is not 32 hexadecimal characters.
    """
    if not re.fullmatch(r"[0-9a-fA-F]{32}", sheet_id):
        raise UnfitRecord("L’identifiant de la fiche est abîmé. Signalez-le à l’éditeur.")
    return f"2.25.{int(sheet_id, 16)}"


def series_oid(sheet_id: str) -> str:
    """Return the OID of the series of versions that starts with this sheet."""
    return derived_oid("serie", sheet_id)


def derived_oid(part: str, name: str) -> str:
    """Return the OID of ``part`` of what ``name`` identifies, the same at each call."""
    return f"2.25.{_derived(part, name).int}"


def entry_urn(submission_id: str, part: str) -> str:
    """Return the ``urn:uuid:`` of one object of a submission, the same at each call."""
    return f"urn:uuid:{_derived(part, submission_id)}"


def _derived(part: str, name: str) -> uuid.UUID:
    value = hashlib.sha256(f"osys:{part}:{name}".encode()).digest()[:16]
    plain = int.from_bytes(value, "big")
    plain = plain & ~(0xF << 76) | (8 << 76)
    return uuid.UUID(int=plain & ~(0x3 << 62) | (0x2 << 62))
