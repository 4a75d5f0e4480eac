"""The patient, the professional and the pharmacy of a sheet, as FR Core describes them.

Source: Interop'Santé, FR Core 2.2.0 (fr-core-patient, fr-core-patient-ins, fr-core-practitioner,
fr-core-organization); ANS, « Référentiel identifiant national de santé »: the matricule leaves
only when the identity is qualified.
"""

from collections.abc import Mapping
from types import MappingProxyType

from app.encounter.sheet import OrientationSheet, SheetPatient, SheetPharmacist, SheetPharmacy
from app.exchange.cda_parties import CIVILITY, has_doctor_copy, is_qualified
from app.exchange.codes import FACILITY, FINESS_ROOT, RPPS_ROOT, SPECIALTY, coded
from app.exchange.fhir.names import (
    FR_CORE,
    FR_IDENTIFIERS,
    HL7_IDENTIFIERS,
    TOWNS,
    concept,
    french_extension,
    kept,
    profiled,
    reference,
    telephone,
    typed_identifier,
)
from app.exchange.professional_text import COMPANIONS
from app.identity import (
    INS_DEMONSTRATION,
    INS_NIA,
    INS_NIR,
    INS_TEST,
    CompanionLink,
    IdentityStatus,
)
from protocols.fhir_json import CORE, Json, Resource, coding, extension

INS_KINDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        INS_NIR: ("INS-NIR", "official"),
        INS_NIA: ("INS-NIA", "temp"),
        INS_TEST: ("INS-NIR-TEST", "official"),
        INS_DEMONSTRATION: ("INS-NIR-DEMO", "official"),
    }
)
"""Type and use of a matricule by its authority. Source: fr-core-patient-ins, identifier."""
_STATUS: Mapping[IdentityStatus, str] = MappingProxyType(
    {
        IdentityStatus.PROVISIONAL: "PROV",
        IdentityStatus.RECOVERED: "RECUP",
        IdentityStatus.VALIDATED: "VALI",
        IdentityStatus.QUALIFIED: "QUAL",
    }
)
_STATUS_SYSTEM = "https://hl7.fr/ig/fhir/core/CodeSystem/fr-core-cs-identity-status"
_GENDER = {"F": "female", "M": "male"}


def patient_resource(sheet: OrientationSheet) -> Resource:
    """Return the patient: the matricule when qualified, else the pharmacy's own number.

    The doctor is named, as the patient said it, only when the patient accepts to write to him.
    """
    patient = sheet.patient
    profiles = ["fr-core-patient-ins"] if is_qualified(patient) else ["fr-core-patient"]
    doctor = [{"display": patient.doctor}] if has_doctor_copy(sheet) else []
    return kept(
        {
            "resourceType": "Patient",
            "meta": profiled(*(f"{FR_CORE}/{one}" for one in profiles)),
            "extension": [*_extensions(patient), *_interpreter(sheet)],
            "identifier": [_patient_identifier(sheet)],
            "active": True,
            "name": _patient_names(patient),
            "telecom": telephone(patient.phone),
            "gender": _GENDER[patient.sex],
            "birthDate": patient.birth_date,
            "contact": _companion(sheet),
            "communication": _language(sheet),
            "generalPractitioner": doctor,
        }
    )


def _extensions(patient: SheetPatient) -> list[Json]:
    status = coding(_STATUS_SYSTEM, _STATUS[IdentityStatus(patient.status)])
    told: Resource = {
        "extension": [extension("identityStatus", "valueCoding", status)],
        "url": f"{FR_CORE}/fr-core-identity-reliability",
    }
    if not patient.birth_place:
        return [told]
    town = french_extension(
        "fr-core-address-insee-code", "valueCoding", coding(TOWNS, patient.birth_place)
    )
    return [told, extension(f"{CORE}/patient-birthPlace", "valueAddress", {"extension": [town]})]


def _interpreter(sheet: OrientationSheet) -> list[Json]:
    if not sheet.beside.language:
        return []
    return [extension(f"{CORE}/patient-interpreterRequired", "valueBoolean", value=True)]


def _language(sheet: OrientationSheet) -> list[Json]:
    """Return the language the interpreter spoke, in the words of the sheet: it has no code."""
    language = sheet.beside.language
    return [{"language": {"text": language}}] if language else []


def _companion(sheet: OrientationSheet) -> list[Json]:
    """Return who was with the patient, and by what right, in the words of the papers."""
    companion = sheet.patient.companion
    link = COMPANIONS[CompanionLink(sheet.beside.link)]
    return [{"relationship": [{"text": link}], "name": {"text": companion}}] if companion else []


def _patient_identifier(sheet: OrientationSheet) -> Resource:
    patient = sheet.patient
    if not is_qualified(patient):
        own = f"urn:oid:{sheet.pharmacy.oid}"
        return typed_identifier(own, sheet.sheet_id, (HL7_IDENTIFIERS, "PI"), "usual")
    kind, use = INS_KINDS[patient.ins_root]
    root = f"urn:oid:{patient.ins_root}"
    return typed_identifier(root, patient.matricule, (FR_IDENTIFIERS, kind), use)


def _patient_names(patient: SheetPatient) -> list[Json]:
    listed = french_extension(
        "fr-core-patient-birth-list-given-name", "valueString", " ".join(patient.birth_givens)
    )
    first = patient.birth_givens[0]
    official: Resource = {
        "extension": [listed],
        "use": "official",
        "family": patient.birth_family,
        "given": [first],
    }
    if not patient.used_family:
        return [official]
    return [official, {"use": "usual", "family": patient.used_family, "given": [first]}]


def practitioner_resource(pharmacist: SheetPharmacist) -> Resource:
    """Return a pharmacist under both national identifiers."""
    national = typed_identifier(
        f"urn:oid:{RPPS_ROOT}", f"8{pharmacist.rpps}", (FR_IDENTIFIERS, "IDNPS")
    )
    rpps = typed_identifier(
        "https://rpps.esante.gouv.fr", pharmacist.rpps, (FR_IDENTIFIERS, "RPPS")
    )
    civility = CIVILITY.get(pharmacist.title.upper(), "")
    name: Resource = {"family": pharmacist.family.upper(), "given": [pharmacist.given]}
    return {
        "resourceType": "Practitioner",
        "meta": profiled(f"{FR_CORE}/fr-core-practitioner"),
        "identifier": [national, rpps],
        "name": [{**name, "prefix": [civility]} if civility else name],
    }


def role_resource(pharmacist: SheetPharmacist, person: str, organization: str) -> Resource:
    """Return the function of ``person`` in ``organization``, two addresses."""
    return {
        "resourceType": "PractitionerRole",
        "practitioner": reference(person),
        "organization": reference(organization),
        "code": [concept(coded(SPECIALTY, pharmacist.specialty))],
    }


def organization_resource(pharmacy: SheetPharmacy) -> Resource:
    """Return the pharmacy under both national identifiers."""
    national = typed_identifier(
        f"urn:oid:{FINESS_ROOT}", f"1{pharmacy.finess}", (FR_IDENTIFIERS, "IDNST"), "official"
    )
    finess = typed_identifier(
        "https://finess.esante.gouv.fr", pharmacy.finess, (FR_IDENTIFIERS, "FINEG")
    )
    place = kept(
        {
            "line": [pharmacy.street] if pharmacy.street else [],
            "city": pharmacy.city,
            "postalCode": pharmacy.postcode,
        }
    )
    return kept(
        {
            "resourceType": "Organization",
            "meta": profiled(f"{FR_CORE}/fr-core-organization"),
            "identifier": [national, finess],
            "active": True,
            "type": [concept(coded(FACILITY, "SA33"))],
            "name": pharmacy.name,
            "telecom": telephone(pharmacy.phone),
            "address": [place] if place else [],
        }
    )
