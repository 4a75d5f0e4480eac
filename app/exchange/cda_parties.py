"""The people and the pharmacy as the French header of a CDA names them.

Source: dmp.md §3; ANS, « Référentiel identifiant national de santé » (matricule and OID leave
only when the identity is qualified); RPPS is written 8 + 11 digits, FINESS 1 + 9 digits.
"""

from dataclasses import dataclass

from lxml import etree

from app.encounter.sheet import (
    OrientationSheet,
    SheetPatient,
    SheetPharmacist,
    SheetPharmacy,
)
from app.exchange.codes import (
    FINESS_ROOT,
    GENDER,
    PRACTICE,
    RPPS_ROOT,
    SPECIALTY,
    coded,
)
from app.exchange.consents import doctor_accepted
from app.exchange.markup import add, add_absent, add_code
from app.identity import PARENTS, CompanionLink, IdentityStatus, Use, allows

CIVILITY = {"M": "M", "M.": "M", "MME": "MME"}


def ins_serves(patient: SheetPatient, use: Use) -> bool:
    """Return whether there is an INS whose status allows ``use``."""
    return allows(IdentityStatus(patient.status), use) and bool(patient.matricule)


def is_qualified(patient: SheetPatient) -> bool:
    """Return whether the INS may leave the station (RNIV: a qualified identity only)."""
    return ins_serves(patient, Use.RECORD)


def has_doctor_copy(sheet: OrientationSheet) -> bool:
    """Return whether a doctor is named and the patient accepts that he reads the sheet."""
    return bool(sheet.patient.doctor) and doctor_accepted(sheet)


def add_patient(document: etree._Element, sheet: OrientationSheet) -> None:
    """Add the patient, under the INS when qualified, else under the pharmacy's own number."""
    patient = sheet.patient
    role = add(add(document, "recordTarget"), "patientRole")
    if is_qualified(patient):
        add(role, "id", root=patient.ins_root, extension=patient.matricule)
    else:
        add(role, "id", root=sheet.pharmacy.oid, extension=sheet.sheet_id)
    add_absent(role, "addr", "NASK")
    _add_phone(role, patient.phone)
    person = add(role, "patient", classCode="PSN")
    _add_patient_name(person, patient)
    add_code(person, "administrativeGenderCode", coded(GENDER, patient.sex))
    add(person, "birthTime", value=patient.birth_date.replace("-", ""))
    _add_guardian(person, sheet)
    if patient.birth_place:
        place = add(add(person, "birthplace"), "place")
        add(add(place, "addr"), "county", patient.birth_place)


def _add_guardian(person: etree._Element, sheet: OrientationSheet) -> None:
    """Add the holder of parental authority, with the name as he gave it; nobody else is one."""
    if CompanionLink(sheet.beside.link) not in PARENTS:
        return
    guardian = add(add(person, "guardian"), "guardianPerson")
    add(add(guardian, "name"), "family", sheet.patient.companion)


def _add_patient_name(person: etree._Element, patient: SheetPatient) -> None:
    name = add(person, "name")
    add(name, "family", patient.birth_family, qualifier="BR")
    add(name, "given", " ".join(patient.birth_givens))
    add(name, "given", patient.birth_givens[0], qualifier="BR")
    if patient.used_family:
        add(name, "family", patient.used_family, qualifier="CL")


@dataclass(frozen=True, slots=True)
class Place:
    """The element that names a person, and the frame of practice (JDV_J04) of the act."""

    element: str
    practice: str = "AMBULATOIRE"


def add_signer(parent: etree._Element, place: Place, sheet: OrientationSheet) -> None:
    """Add who signs, and the pharmacy, under ``parent``."""
    _add_pharmacist(parent, place, sheet.pharmacist, sheet.pharmacy)


def add_performer(parent: etree._Element, place: Place, sheet: OrientationSheet) -> None:
    """Add who did the act, and the pharmacy; another person than who signs in a late entry."""
    _add_pharmacist(parent, place, sheet.performer, sheet.pharmacy)


def _add_pharmacist(
    parent: etree._Element, place: Place, pharmacist: SheetPharmacist, pharmacy: SheetPharmacy
) -> None:
    entity = add(parent, place.element)
    add(entity, "id", root=RPPS_ROOT, extension=f"8{pharmacist.rpps}")
    add_code(entity, "code", coded(SPECIALTY, pharmacist.specialty))
    _add_address(entity, pharmacy)
    _add_phone(entity, pharmacy.phone)
    _add_professional_name(add(entity, "assignedPerson"), pharmacist)
    organization = add_pharmacy(entity, "representedOrganization", pharmacy)
    add_code(organization, "standardIndustryClassCode", coded(PRACTICE, place.practice))


def _add_professional_name(person: etree._Element, pharmacist: SheetPharmacist) -> None:
    name = add(person, "name")
    civility = CIVILITY.get(pharmacist.title.upper())
    if civility:
        add(name, "prefix", civility)
    add(name, "given", pharmacist.given)
    add(name, "family", pharmacist.family.upper())


def add_pharmacy(parent: etree._Element, name: str, pharmacy: SheetPharmacy) -> etree._Element:
    """Return the pharmacy added under ``parent`` as the element ``name``."""
    organization = add(parent, name)
    add(organization, "id", root=FINESS_ROOT, extension=f"1{pharmacy.finess}")
    add(organization, "name", pharmacy.name)
    _add_phone(organization, pharmacy.phone)
    _add_address(organization, pharmacy)
    return organization


def add_doctor(document: etree._Element, patient: SheetPatient) -> None:
    """Add the patient's doctor as a recipient, with the name as the patient gave it."""
    recipient = add(add(document, "informationRecipient"), "intendedRecipient")
    add_absent(recipient, "id", "UNK")
    add_absent(recipient, "addr", "UNK")
    if patient.doctor_mail:
        add(recipient, "telecom", value=f"mailto:{patient.doctor_mail}")
    else:
        add_absent(recipient, "telecom", "UNK")
    name = add(add(recipient, "informationRecipient"), "name")
    add(name, "family", patient.doctor)


def _add_address(parent: etree._Element, pharmacy: SheetPharmacy) -> None:
    address = add(parent, "addr")
    lines = (pharmacy.street, f"{pharmacy.postcode} {pharmacy.city}".strip())
    for line in filter(None, lines):
        add(address, "streetAddressLine", line)


def _add_phone(parent: etree._Element, phone: str) -> None:
    digits = "".join(sign for sign in phone if sign.isdigit() or sign == "+")
    if digits:
        add(parent, "telecom", value=f"tel:{digits}")
    else:
        add_absent(parent, "telecom", "UNK")
