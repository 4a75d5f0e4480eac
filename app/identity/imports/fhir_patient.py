"""The Patient of a FHIR R4 file, alone or the only one of a bundle.

Source: HL7 FHIR R4, Patient; Interop’Santé, FR Core 2.1.0 and 2.2.0-ballot, profile
fr-core-patient-ins: INS under the OID of its authority, ``official`` name of birth with its list of
given names, INSEE code of the place of birth, reliability of the identity (RNIV, EXI SI 07).
"""

import json
from collections.abc import Iterator, Mapping

from app.identity.imports.found import Asked, ImportedIdentity, RefusedImport, checked
from app.identity.ins import DEMONSTRATION_ROOTS, REAL_ROOTS
from app.identity.status import IdentitySource

Json = Mapping[str, object]

FR = "https://hl7.fr/ig/fhir/core/StructureDefinition/"
RELIABILITY = f"{FR}fr-core-identity-reliability"
GIVEN_LIST = f"{FR}fr-core-patient-birth-list-given-name"
INSEE = f"{FR}fr-core-address-insee-code"
BIRTH_PLACE = "http://hl7.org/fhir/StructureDefinition/patient-birthPlace"
STATUS, COMMENT = "identityStatus", "comment"
CODES = "https://hl7.fr/ig/fhir/core/CodeSystem/"
STATUS_SYSTEMS = frozenset({f"{CODES}fr-core-cs-v2-0445", f"{CODES}fr-core-cs-identity-status"})
LOOKED_UP, NOT_LOOKED_UP = frozenset({"RECUP", "QUAL"}), frozenset({"VIDE", "PROV", "VALI"})
HARMLESS = frozenset({"HOMD", "HOMA", "IDVER", "RECD", "FILI"})
"""Comments on an identity that leave it usable: namesakes, checked by the patient, received."""
SEXES = {"female": "F", "male": "M"}

NOT_JSON = "Ce fichier n’est pas un fichier FHIR lisible. Exportez-le à nouveau, ou saisissez."
NOT_ONE = "Ce fichier FHIR ne contient pas un seul patient. Exportez ce patient seul."
TWO_INS = (
    "Ce fichier FHIR donne plusieurs INS à un patient\u00a0: il est refusé. Saisissez l’identité."
)
DOUBTFUL = (
    "Votre logiciel signale cette identité comme douteuse, en double ou désactivée. "
    "Vérifiez-la avant de l’importer."
)
DEAD = "Ce fichier FHIR est celui d’une personne décédée. Vérifiez le patient dans votre logiciel."
PARTIAL_DATE = (
    "Ce fichier FHIR ne donne pas le jour de naissance. Saisissez l’identité, pièce en main."
)
TWO_NAMES = (
    "Ce fichier FHIR donne plusieurs noms de naissance\u00a0: il est refusé. Saisissez l’identité."
)
OTHER_GIVENS = (
    "Dans ce fichier FHIR, le premier prénom n’est pas dans la liste des prénoms de naissance. "
    "Vérifiez-les dans votre logiciel."
)


def read_fhir(text: str, asked: Asked) -> ImportedIdentity:
    """Return the identity of a FHIR file; its INS is recovered only if the file says so.

    Raises:
        RefusedIdentity: not one patient, no longer in use, contradictory, a trait out of form.
    """
    patient = _only_patient(_parsed(text))
    if patient.get("active") is False:
        raise RefusedImport(DOUBTFUL)
    if patient.get("deceasedBoolean") is True or patient.get("deceasedDateTime"):
        raise RefusedImport(DEAD)
    said = {**_names(patient), **_ins(patient), **_others(patient)}
    return checked(said, asked, _source(patient))


def _parsed(text: str) -> Json:
    try:
        value = json.loads(text, object_pairs_hook=_without_twins)
    except (ValueError, RecursionError) as error:
        raise RefusedImport(NOT_JSON) from error
    if not isinstance(value, dict):
        raise RefusedImport(NOT_JSON)
    return value


def _without_twins(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return one object; a member written twice would be chosen by chance."""
    made = dict(pairs)
    if len(made) != len(pairs):
        raise RefusedImport(NOT_JSON)
    return made


def _only_patient(value: Json) -> Json:
    found = [value, *(_object(one.get("resource")) for one in _objects(value, "entry"))]
    patients = [one for one in found if one.get("resourceType") == "Patient"]
    if len(patients) != 1:
        raise RefusedImport(NOT_ONE)
    return patients[0]


def _ins(patient: Json) -> dict[str, str]:
    """Return the matricule and its authority; an identifier of before is no longer one."""
    known = {f"urn:oid:{root}" for root in REAL_ROOTS | DEMONSTRATION_ROOTS}
    found = {
        (_text(one, "value"), _text(one, "system"))
        for one in _objects(patient, "identifier")
        if _text(one, "system") in known and _text(one, "use") != "old"
    }
    if len(found) > 1:
        raise RefusedImport(TWO_INS)
    return next(({"matricule": value, "root": system} for value, system in found), {})


def _names(patient: Json) -> dict[str, str]:
    """Return the name of birth from the official one; any other is a name in use."""
    names = [one for one in _objects(patient, "name") if _text(one, "use") != "old"]
    official = [one for one in names if _text(one, "use") == "official"]
    if len(official) > 1:
        raise RefusedImport(TWO_NAMES)
    used = {_text(one, "family") for one in names if _text(one, "use") == "usual"} - {""}
    said = {"used_family": used.pop()} if len(used) == 1 else {}
    if official:
        said |= {"family": _text(official[0], "family"), "givens": _givens(official[0])}
    if said.get("used_family", "").upper() == said.get("family", "").upper():
        said.pop("used_family", None)
    return said


def _givens(name: Json) -> str:
    given = name.get("given")
    first = [one for one in given if isinstance(one, str)] if isinstance(given, list) else []
    listed = next((_text(one, "valueString") for one in _extensions(name, GIVEN_LIST)), "")
    if listed and first and first[0].upper() not in listed.upper().replace(",", " ").split():
        raise RefusedImport(OTHER_GIVENS)
    return listed or " ".join(first)


def _others(patient: Json) -> dict[str, str]:
    born = _text(patient, "birthDate")
    if born and len(born) != len("2026-01-01"):
        raise RefusedImport(PARTIAL_DATE)
    doctors = {_text(one, "display") for one in _objects(patient, "generalPractitioner")}
    return {
        "birth_date": born,
        "sex": SEXES.get(_text(patient, "gender"), ""),
        "place": _place(patient),
        "phone": _phone(patient),
        "doctor": doctors.pop() if len(doctors) == 1 else "",
    }


def _place(patient: Json) -> str:
    for place in _extensions(patient, BIRTH_PLACE):
        for code in _extensions(_object(place.get("valueAddress")), INSEE):
            return _text(_object(code.get("valueCoding")), "code")
    return ""


def _phone(patient: Json) -> str:
    """Return the only telephone, else the only mobile one, else nothing."""
    phones = [one for one in _objects(patient, "telecom") if _text(one, "system") == "phone"]
    mobile = [one for one in phones if _text(one, "use") == "mobile"]
    kept = phones if len(phones) == 1 else mobile
    return _text(kept[0], "value") if len(kept) == 1 else ""


def _source(patient: Json) -> IdentitySource:
    """Return what the reliability says of the INS; without one, nobody looked it up.

    Raises:
        RefusedImport: a doubtful, double or invalidated identity, or a status that is none.
    """
    statuses, comments = set(), set()
    for reliability in _extensions(patient, RELIABILITY):
        statuses |= {_code(one) for one in _extensions(reliability, STATUS)}
        comments |= {_code(one) for one in _extensions(reliability, COMMENT)}
    if comments - HARMLESS or statuses - LOOKED_UP - NOT_LOOKED_UP or len(statuses) > 1:
        raise RefusedImport(DOUBTFUL)
    return IdentitySource.SOFTWARE if statuses & LOOKED_UP else IdentitySource.IMPORTED


def _code(extension: Json) -> str:
    """Return the code of an extension; a status of an unknown system is no status."""
    concept = _object(extension.get("valueCodeableConcept"))
    coding = _object(extension.get("valueCoding")) or next(_objects(concept, "coding"), {})
    known = extension.get("url") == COMMENT or _text(coding, "system") in STATUS_SYSTEMS
    return _text(coding, "code") if known else ""


def _extensions(parent: Json, url: str) -> Iterator[Json]:
    return (one for one in _objects(parent, "extension") if one.get("url") == url)


def _objects(parent: Json, name: str) -> Iterator[Json]:
    found = parent.get(name)
    listed = found if isinstance(found, list) else []
    return (one for one in listed if isinstance(one, dict))


def _object(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _text(parent: Json, name: str) -> str:
    value = parent.get(name)
    return value if isinstance(value, str) else ""
