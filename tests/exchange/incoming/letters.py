"""Invented documents of invented doctors, with the official templates, written by hand."""

from dataclasses import dataclass

from tests.builders import MATRICULE

INS_DEMO = "1.2.250.1.213.1.4.11"
ATC = "2.16.840.1.113883.6.73"
CIM10 = "2.16.840.1.113883.6.3"
SNOMED = "2.16.840.1.113883.6.96"
ABSENT = "2.16.840.1.113883.5.1150.1"
PCC = "1.3.6.1.4.1.19376.1.5.3.1.4"


@dataclass(frozen=True)
class Whose:
    """The traits a document writes; an empty one is left out."""

    matricule: str = MATRICULE
    root: str = INS_DEMO
    family: str = "DORVAL"
    givens: str = "Camille Jeanne"
    birth: str = "19880412"
    sex: str = "F"


def patient(whose: Whose) -> str:
    ids = f'<id extension="{whose.matricule}" root="{whose.root}"/>' if whose.matricule else ""
    family = f'<family qualifier="BR">{whose.family}</family>' if whose.family else ""
    given = f"<given>{whose.givens}</given>" if whose.givens else ""
    sex = f'<administrativeGenderCode code="{whose.sex}"/>' if whose.sex else ""
    birth = f'<birthTime value="{whose.birth}"/>' if whose.birth else ""
    return (
        f'<recordTarget><patientRole>{ids}<id extension="12" root="1.2.3"/><patient>'
        f"<name>{family}{given}</name>{sex}{birth}</patient></patientRole></recordTarget>"
    )


def document(body: str, whose: Whose = Whose(), doc_id: str = "2.25.77") -> bytes:
    """A « volet médical de synthèse » of an invented doctor."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<ClinicalDocument xmlns="urn:hl7-org:v3" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f'<id root="{doc_id}"/>'
        '<code code="60591-5" displayName="Synthèse" codeSystem="2.16.840.1.113883.6.1"/>'
        '<title>Synthèse médicale</title><effectiveTime value="20260312111700+0100"/>'
        f'<versionNumber value="1"/>{patient(whose)}'
        "<author><assignedAuthor><assignedPerson><name><family>LE DANTEC</family>"
        "<given>Maud</given></name></assignedPerson></assignedAuthor></author>"
        f"<component>{body}</component></ClinicalDocument>"
    ).encode()


def structured(*sections: str) -> str:
    made = "".join(f"<component>{one}</component>" for one in sections)
    return f"<structuredBody>{made}</structuredBody>"


def section(code: str, title: str, text: str, *entries: str) -> str:
    made = "".join(f"<entry>{one}</entry>" for one in entries)
    return (
        f'<section><code code="{code}" codeSystem="2.16.840.1.113883.6.1"/>'
        f"<title>{title}</title><text>{text}</text>{made}</section>"
    )


def coded(name: str, code: str, label: str, system: str) -> str:
    return f'<{name} code="{code}" displayName="{label}" codeSystem="{system}"/>'


def allergy(agent: str, *, value: str = "<value/>", negated: bool = False, more: str = "") -> str:
    """The entry of one allergy; ``agent`` is the coded element of the substance."""
    negation = "true" if negated else "false"
    return (
        '<act classCode="ACT" moodCode="EVN"><entryRelationship typeCode="SUBJ">'
        f'<observation classCode="OBS" moodCode="EVN" negationInd="{negation}">'
        f'<templateId root="{PCC}.5"/><templateId root="{PCC}.6"/>'
        f'<code code="416098002" codeSystem="{SNOMED}"/>'
        f'<effectiveTime><low value="20190603"/></effectiveTime>{value}'
        f'<participant typeCode="CSM"><participantRole><playingEntity>{agent}'
        f"</playingEntity></participantRole></participant>{more}</observation>"
        "</entryRelationship></act>"
    )


def reaction(code: str, label: str) -> str:
    """A reaction nested in an allergy: a problem, but not one of the patient’s conditions."""
    return f'<entryRelationship typeCode="MFST">{_problem(code, label)}</entryRelationship>'


def severity(code: str) -> str:
    return (
        '<entryRelationship typeCode="SUBJ"><observation classCode="OBS" moodCode="EVN">'
        f'<templateId root="{PCC}.1"/>{coded("value", code, "", SNOMED)}</observation>'
        "</entryRelationship>"
    )


def _problem(code: str, label: str, *, negated: bool = False) -> str:
    negation = "true" if negated else "false"
    return (
        f'<observation classCode="OBS" moodCode="EVN" negationInd="{negation}">'
        f'<templateId root="{PCC}.5"/>{coded("value", code, label, CIM10)}</observation>'
    )


def condition(code: str, label: str, *, negated: bool = False) -> str:
    return f"<act><entryRelationship>{_problem(code, label, negated=negated)}</entryRelationship></act>"


def relative(code: str, label: str) -> str:
    """What the mother of the patient has."""
    return (
        f'<organizer><templateId root="{PCC}.15"/><subject/><component>{_problem(code, label)}'
        "</component></organizer>"
    )


def treatment(product: str, *, until: str = "", negated: bool = False) -> str:
    high = f'<high value="{until}"/>' if until else ""
    negation = "true" if negated else "false"
    return (
        f'<substanceAdministration moodCode="EVN" negationInd="{negation}">'
        f'<templateId root="{PCC}.7"/><effectiveTime><low value="20250102"/>{high}</effectiveTime>'
        f"<consumable><manufacturedProduct><manufacturedMaterial>{product}"
        "</manufacturedMaterial></manufacturedProduct></consumable></substanceAdministration>"
    )


def pregnancy(code: str) -> str:
    return (
        f'<observation><templateId root="{PCC}.13.5"/>'
        '<code code="11449-6" codeSystem="2.16.840.1.113883.6.1"/>'
        f"{coded('value', code, 'enceinte', SNOMED)}</observation>"
    )


AMOXICILLIN = coded("code", "J01CA04", "amoxicilline", ATC)


def a_summary(*entries: str, whose: Whose = Whose(), doc_id: str = "2.25.77") -> bytes:
    """A document with one section of entries, all in the same place."""
    body = structured(section("48765-2", "Allergies", "Voir la liste.", *entries))
    return document(body, whose, doc_id)
