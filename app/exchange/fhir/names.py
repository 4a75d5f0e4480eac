"""The names FHIR gives to what the record already codes: systems, profiles, identifiers.

Source: HL7 FHIR R4 (4.0.1), « Known Identifier Systems »; Interop'Santé, FR Core 2.2.0; ANS, PDSm
3.1.1 (addresses of the terminologies in its published examples). A system without a published
address is named by its OID.
"""

from collections.abc import Mapping
from types import MappingProxyType

from app.encounter.sheet import OrientationSheet
from app.exchange.codes import (
    CIM10,
    CLASS,
    CONFIDENTIALITY,
    FACILITY,
    FORMAT,
    LOINC,
    MASKING,
    PRACTICE,
    SNOMED,
    Coded,
)
from app.exchange.oids import entry_urn
from app.exchange.versions import version_of
from protocols.fhir import ICD10
from protocols.fhir_json import NAMES, Json, Resource, coding, extension, identifier

FR_CORE = "https://hl7.fr/ig/fhir/core/StructureDefinition"
"""Profiles of Interop'Santé, FR Core 2.2.0."""
PDSM = "https://interop.esante.gouv.fr/ig/fhir/pdsm/StructureDefinition"
"""Profiles of the ANS, « Partage de documents de santé en mobilité » 3.1.1."""
FR_IDENTIFIERS = "https://hl7.fr/ig/fhir/core/CodeSystem/fr-core-cs-v2-0203"
HL7 = "http://terminology.hl7.org/CodeSystem"
HL7_IDENTIFIERS = f"{HL7}/v2-0203"
URI = "urn:ietf:rfc:3986"
ORIGIN = f"{NAMES}:origin"
LEVEL = f"{NAMES}:level"

_NOS = "https://mos.esante.gouv.fr/NOS"
SYSTEMS: Mapping[str, str] = MappingProxyType(
    {
        LOINC: "http://loinc.org",
        SNOMED: "http://snomed.info/sct",
        CIM10: ICD10,
        CONFIDENTIALITY: f"{HL7}/v3-Confidentiality",
        CLASS: f"{_NOS}/TRE_A03-ClasseDocument/FHIR/TRE-A03-ClasseDocument",
        MASKING: f"{_NOS}/TRE_A07-StatusVisibiliteDocument/FHIR/TRE-A07-StatusVisibiliteDocument",
        FORMAT: f"{_NOS}/TRE_A11-IheFormatCode/FHIR/TRE-A11-IheFormatCode",
        FACILITY: f"{_NOS}/TRE_R02-SecteurActivite/FHIR/TRE-R02-SecteurActivite",
        PRACTICE: f"{_NOS}/TRE_A01-CadreExercice/FHIR/TRE-A01-CadreExercice",
    }
)
TOWNS = f"{_NOS}/TRE_R13-CommuneOM/FHIR/TRE-R13-CommuneOM"
TEST_DATA: Resource = {"security": [coding(f"{HL7}/v3-ActReason", "HTEST", "test health data")]}
"""What marks a resource that describes nobody. Source: HL7 v3-ActReason."""


def system_of(oid: str) -> str:
    """Return the address of a code system, its OID as a URN when none was published."""
    return SYSTEMS.get(oid, f"urn:oid:{oid}")


def concept(*codes: Coded, text: str = "") -> Resource:
    """Return a CodeableConcept with the official label of each code."""
    told: Resource = {"text": text} if text else {}
    codings = [coding(system_of(one.system), one.code, one.label) for one in codes]
    return {**({"coding": codings} if codings else {}), **told}


def typed_identifier(system: str, value: str, kind: tuple[str, str], use: str = "") -> Resource:
    """Return an identifier; ``kind`` is the system and the code of its type."""
    used: Resource = {"use": use} if use else {}
    return {**used, "type": {"coding": [coding(*kind)]}, **identifier(system, value)}


def unique_identifier(oid: str) -> Resource:
    """Return the identifier of a document known by its OID."""
    return identifier(URI, f"urn:oid:{oid}")


def profiled(*addresses: str, marks: Resource | None = None) -> Resource:
    """Return the ``meta`` of a resource: its profiles, and ``marks`` when it bears any."""
    claimed: Resource = {"profile": list(addresses)} if addresses else {}
    return {**claimed, **(marks or {})}


def address_of(sheet: OrientationSheet, part: str) -> str:
    """Return the ``urn:uuid:`` of one resource of this version of the sheet, always the same."""
    return entry_urn(version_of(sheet).oid, f"fhir {part}")


def reference(address: str) -> Resource:
    """Return a reference to an entry of the bundle, or to ``#name`` inside the resource."""
    return {"reference": address}


def telephone(number: str) -> Json:
    """Return the telephone numbers of somebody, none for "" ."""
    return [{"system": "phone", "value": number}] if number else []


def kept(resource: Resource) -> Resource:
    """Return the resource without the elements left empty, which FHIR forbids."""
    return {name: value for name, value in resource.items() if value not in ("", [], {})}


def french_extension(name: str, kind: str, value: Json) -> Resource:
    """Return an extension of FR Core."""
    return extension(f"{FR_CORE}/{name}", kind, value)
