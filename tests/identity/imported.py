"""The invented patient as the software of a pharmacy would export her."""

from datetime import date

from app.identity.imports import Asked

MATRICULE = "288043523801466"
HERE = Asked(date(2026, 11, 23), is_demonstration=True)
COUNTER = Asked(date(2026, 11, 23), is_demonstration=False)
LINES = """Nom de naissance : Dorval
Prénoms de naissance : Camille Jeanne
Né(e) le : 12/04/1988
Sexe : F
Code Insee de naissance : 35238
Matricule INS : 2 88 04 35 238 014 66
Téléphone : 06 00 00 12 34
Médecin traitant : Dre Le Dantec
Adresse : 3, rue du Port : bâtiment B
"""
HEAD = "Nom de naissance;Prénoms;Date de naissance;Sexe;COG;INS;Portable;Ville"
ROW = "DORVAL;Camille Jeanne;1988-04-12;Féminin;35238;288043523801466;0600001234;Kerlanec"
TABLE = f"{HEAD}\r\n{ROW}\r\n"

FR = "https://hl7.fr/ig/fhir/core/StructureDefinition/"
STATUS = "https://hl7.fr/ig/fhir/core/CodeSystem/fr-core-cs-identity-status"


def a_fhir_patient(status: str = "", **changes: object) -> dict[str, object]:
    """Return a FR Core patient; ``status`` is the reliability of the identity, "" for none said."""
    place = {"url": f"{FR}fr-core-address-insee-code", "valueCoding": {"code": "35238"}}
    extensions: list[object] = [
        {
            "url": "http://hl7.org/fhir/StructureDefinition/patient-birthPlace",
            "valueAddress": {"extension": [place], "city": "Rennes"},
        }
    ]
    if status:
        coding = {"system": STATUS, "code": status}
        inner = [{"url": "identityStatus", "valueCoding": coding}]
        extensions.append({"url": f"{FR}fr-core-identity-reliability", "extension": inner})
    listed = {
        "url": f"{FR}fr-core-patient-birth-list-given-name",
        "valueString": "Camille Jeanne",
    }
    official = {"use": "official", "family": "Dorval", "given": ["Camille"], "extension": [listed]}
    return {
        "resourceType": "Patient",
        "active": True,
        "identifier": [
            {"system": "urn:oid:1.2.250.1.213.1.4.10", "value": MATRICULE, "use": "official"},
            {"system": "urn:oid:1.2.250.1.213.1.4.2", "value": "0000000000000000000000"},
        ],
        "name": [official, {"use": "usual", "family": "Dorval"}],
        "gender": "female",
        "birthDate": "1988-04-12",
        "telecom": [
            {"system": "phone", "value": "02 99 00 00 01", "use": "home"},
            {"system": "phone", "value": "06 00 00 12 34", "use": "mobile"},
        ],
        "extension": extensions,
        **changes,
    }
