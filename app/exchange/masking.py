"""Who must not see a document in the patient's record, as XDS says it beside « Normal ».

Masking is asked by the patient, or is the care of the professional: it is said in the metadata
only, never in the document (dmp.md §3).

Source: ANS, JDV_J08 (XdsConfidentialityCode); CSP, R. 1111-38 to R. 1111-43 (DMP).
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from app.encounter.sheet import OrientationSheet
from app.exchange.codes import MASKING, Coded, coded
from app.exchange.refusals import UnfitRecord

OF_AGE = 18
"""Years from which nobody is a legal representative. Source: Code civil, article 414."""


class Masking(StrEnum):
    """Who the document is hidden from."""

    PROFESSIONALS = "professionnels"
    PATIENT = "patient"
    GUARDIANS = "representants"


_CODES: Mapping[Masking, str] = MappingProxyType(
    {
        Masking.PROFESSIONALS: "MASQUE_PS",
        Masking.PATIENT: "INVISIBLE_PATIENT",
        Masking.GUARDIANS: "INVISIBLE_REPRESENTANTS_LEGAUX",
    }
)


def masking_codes(sheet: OrientationSheet, masked: frozenset[Masking]) -> tuple[Coded, ...]:
    """Return the codes that hide the record of ``sheet`` from ``masked``, in a fixed order.

    Raises:
        UnfitRecord: nobody could read it, or the patient has no legal representative.
    """
    if {Masking.PROFESSIONALS, Masking.PATIENT} <= masked:
        raise UnfitRecord(
            "Masqué au patient et aux professionnels, le document ne serait lu de personne. "
            "Choisissez l’un des deux."
        )
    if Masking.GUARDIANS in masked and sheet.patient.age_years >= OF_AGE:
        raise UnfitRecord(
            "Le patient est majeur\u00a0: il n’y a pas de représentant légal à qui masquer le "
            "document."
        )
    return tuple(coded(MASKING, _CODES[one]) for one in Masking if one in masked)
