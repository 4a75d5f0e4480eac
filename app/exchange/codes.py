"""The codes a record may carry, with their official labels.

The tables are in ``resources/codes``, each with its origin and version. A code that is not in
them has no label here, so it cannot be written.
"""

import json
from dataclasses import dataclass
from functools import cache

from app.exchange.refusals import UnfitRecord
from resources.files import text

LOINC = "2.16.840.1.113883.6.1"
CIM10 = "2.16.840.1.113883.6.3"
CLASS = "1.2.250.1.213.1.1.4.1"
CONFIDENTIALITY = "2.16.840.1.113883.5.25"
FORMAT = "1.3.6.1.4.1.19376.1.2.3"
GENDER = "2.16.840.1.113883.5.1"
SPECIALTY = "1.2.250.1.213.1.1.4.5"
FACILITY = "1.2.250.1.71.4.2.4"
PRACTICE = "1.2.250.1.213.1.1.4.9"
ENCOUNTER = "2.16.840.1.113883.5.4"
FUNCTION = "2.16.840.1.113883.5.88"

SNOMED = "2.16.840.1.113883.6.96"
OTHER_FORMAT = "1.2.250.1.213.1.1.4.328"
STRUCTURED_FORMAT = "1.2.250.1.213.1.1.4.2.282"
MASKING = "1.2.250.1.213.1.1.4.13"

RPPS_ROOT = "1.2.250.1.71.4.2.1"
FINESS_ROOT = "1.2.250.1.71.4.2.2"

_TABLES = ("header.json", "cim10.json", "trod.json", "structured.json", "vihf.json")


@dataclass(frozen=True, slots=True)
class Coded:
    """A code, its label and the OID of the system it belongs to."""

    code: str
    label: str
    system: str


@cache
def _labels() -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for name in _TABLES:
        systems = json.loads(text(f"codes/{name}"))["systems"]
        for system, codes in systems.items():
            found |= {(system, code): label for code, label in codes.items()}
    return found


def known(system: str, code: str) -> Coded | None:
    """Return the code with its official label, or None when the tables do not hold it."""
    label = _labels().get((system, code))
    return None if label is None else Coded(code, label, system)


def coded(system: str, code: str) -> Coded:
    """Return the code with its official label.

    Raises:
        UnfitRecord: the tables do not hold it, so its label would be a guess.
    """
    found = known(system, code)
    if found is None:
        raise UnfitRecord(
            f"Le code {code} n’a pas de libellé officiel dans cette version. "
            "Signalez-le à l’éditeur\u00a0: le document ne peut pas être produit."
        )
    return found


DOCUMENT_TYPE = ("93024-8", LOINC)
"""« CR de consultation pharmaceutique »: dmp.md §2.1, JDV_J07."""

LETTER_TYPE = ("96349-6", LOINC)
"""« Lettre d'adressage »: dmp.md §2.1, JDV_J07."""

TROD_TYPE = ("96173-0", LOINC)
"""« Test rapide d'orientation diagnostique »: volet BIO-TROD 2024.01, JDV_J07."""

REQUEST_TYPE = ("75496-0", LOINC)
"""« Demande d'acte de télémédecine »: JDV_J07."""

PDF_FORMAT = "urn:ihe:iti:xds-sd:pdf:2008"
N1_TEMPLATE = "1.3.6.1.4.1.19376.1.2.20"
IHE_TEMPLATE = "1.3.6.1.4.1.19376.1.5.3.1.1.1"
TROD_TEMPLATE = "1.2.250.1.213.1.1.1.59"
FORMAT_OF_TEMPLATE = {
    TROD_TEMPLATE: ("urn:ans:ci-sis:trod:2024", OTHER_FORMAT),
    N1_TEMPLATE: (PDF_FORMAT, FORMAT),
    IHE_TEMPLATE: ("urn:asipSante:modelesHorsProfils:2011", STRUCTURED_FORMAT),
}
"""Format codes by what the document says it conforms to, the most precise first: archive of
« BIO-TROD Angine »; dmp.md §0.2 for a structured document of no volet."""

CLASS_OF_TYPE = {"93024-8": "10", "96173-0": "52", "96349-6": "10", "75496-0": "10"}
"""ANS, ASS_X04-CorrespondanceType-Classe-CISIS (1.2.250.1.213.1.1.4.249) of 23 February 2024; the
published archives of BIO-TROD and TLM-DA say the same of their own types."""
