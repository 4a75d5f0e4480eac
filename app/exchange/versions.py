"""The identifiers of a record: a new one for each version of the sheet, one series for all.

Each note written on a sealed sheet made one version of it: the sheet alone says which version
it is, and which record it replaces.

Source: HL7 CDA R2, §4.2.3.1 (setId, versionNumber, relatedDocument RPLC); dmp.md §2.2.
"""

from dataclasses import dataclass

from app.encounter.sheet import OrientationSheet
from app.exchange.oids import derived_oid, document_oid, series_oid

SHEET, TROD, LETTER, STRUCTURED = "fiche", "trod", "lettre", "structurée"
"""The documents a sheet gives."""


@dataclass(frozen=True, slots=True)
class RecordVersion:
    """One version of one document; ``replaces`` is the OID of the one before, "" for the first."""

    oid: str
    series: str
    number: int
    replaces: str


def version_of(sheet: OrientationSheet, document: str = SHEET) -> RecordVersion:
    """Return the version of ``document`` that ``sheet`` gives.

    Raises:
        UnfitRecord: the identifier of the sheet is damaged.
    """
    number = 1 + len(sheet.notes)
    oid, before = (_oid(sheet.sheet_id, document, one) for one in (number, number - 1))
    series = series_oid(sheet.sheet_id)
    if document != SHEET:
        series = derived_oid(f"serie {document}", sheet.sheet_id)
    return RecordVersion(oid, series, number, before if number > 1 else "")


def _oid(sheet_id: str, document: str, number: int) -> str:
    first = document_oid(sheet_id)
    is_first_sheet = document == SHEET and number == 1
    return first if is_first_sheet else derived_oid(f"{document} {number}", sheet_id)
