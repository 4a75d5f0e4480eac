"""Names, age and identity status of a patient, as the banner and the lists write them."""

from datetime import date
from itertools import pairwise

from app.identity import IdentityStatus, Patient, Sex, age_in_months, age_in_years, shown_name
from ui.format import NO_BREAK, long_date

MONTHS_SAID_UNDER_YEARS = 2
_STATUS = {
    IdentityStatus.PROVISIONAL: "Identité provisoire",
    IdentityStatus.RECOVERED: "INS récupérée",
    IdentityStatus.VALIDATED: "Identité validée",
    IdentityStatus.QUALIFIED: "INS qualifiée",
}
ADULT_YEARS = 18


def patient_name(patient: Patient) -> str:
    """Return the name in use and the first given name, as the lists write them."""
    return shown_name(patient.used_family or patient.birth_family, patient.first_given)


def initials(patient: Patient) -> str:
    """Return « CD »: given name, family name."""
    family = patient.used_family or patient.birth_family
    return f"{patient.first_given[:1]}{family[:1]}".upper()


def age(born: date, today: date) -> str:
    """Return « 38 ans », « 14 mois » under two years."""
    years = age_in_years(born, today)
    if years < MONTHS_SAID_UNDER_YEARS:
        return f"{age_in_months(born, today)}{NO_BREAK}mois"
    return f"{years}{NO_BREAK}ans"


def patient_line(patient: Patient, today: date) -> str:
    """Return « Femme, 38 ans · née le 12 avril 1988 »."""
    female = patient.sex is Sex.FEMALE
    adult = age_in_years(patient.birth_date, today) >= ADULT_YEARS
    word = ("Femme" if adult else "Fille") if female else ("Homme" if adult else "Garçon")
    born = "née" if female else "né"
    return f"{word}, {age(patient.birth_date, today)} · {born} le {long_date(patient.birth_date)}"


def status_words(status: IdentityStatus) -> str:
    """Return the RNIV status in words."""
    return _STATUS[status]


def matricule(text: str) -> str:
    """Return the 15 signs of an INS in the groups people read: « 2 88 04 35 238 014 66 »."""
    cuts = (0, 1, 3, 5, 7, 10, 13, 15)
    groups = [text[start:end] for start, end in pairwise(cuts)]
    return NO_BREAK.join(group for group in groups if group)
