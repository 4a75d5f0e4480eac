"""Which of the five consents of the sheet allow what (clinical-texts.md §0.4)."""

from app.encounter.model import Consent
from app.encounter.sheet import OrientationSheet


def accepted(sheet: OrientationSheet, consent: Consent) -> bool:
    """Return whether the patient said yes; not asked is not yes."""
    return any(one.id == consent and one.given == "yes" for one in sheet.consents)


def doctor_accepted(sheet: OrientationSheet) -> bool:
    """Return whether the treating doctor may receive the record."""
    return accepted(sheet, Consent.DOCTOR)


def record_accepted(sheet: OrientationSheet) -> bool:
    """Return whether the document may enter the patient's health record (DMP)."""
    return accepted(sheet, Consent.RECORD)
