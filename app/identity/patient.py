"""The patient as the station knows them: traits, INS, status, who is with them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.identity.companions import MAJORITY_YEARS, CompanionLink
from app.identity.ins import Ins
from app.identity.status import IdentitySource, IdentityStatus, Use, allows, status_of


class Sex(StrEnum):
    """Sex at birth, as the civil register writes it."""

    FEMALE = "F"
    MALE = "M"


@dataclass(frozen=True, slots=True)
class Patient:
    """One patient with the five strict traits, the INS when known, and who is with them.

    ``companion`` is the adult named, ``link`` who it is; an interpreter is there when ``language``
    is given. A visitor comes from abroad and has no INS.
    """

    birth_family: str
    birth_givens: tuple[str, ...]
    sex: Sex
    birth_date: date
    birth_place: str = ""
    used_family: str = ""
    ins: Ins | None = None
    status: IdentityStatus = IdentityStatus.PROVISIONAL
    source: IdentitySource = IdentitySource.TYPED
    phone: str = ""
    doctor: str = ""
    doctor_mail: str = ""
    companion: str = ""
    link: CompanionLink = CompanionLink.UNSAID
    interpreter: str = ""
    language: str = ""
    is_visitor: bool = False

    @property
    def first_given(self) -> str:
        """The first of the given names of birth."""
        return self.birth_givens[0]

    @property
    def companion_here(self) -> str:
        """The adult in the room, "" for nobody or a parent reached by telephone."""
        return "" if self.link is CompanionLink.PARENT_CALLED else self.companion

    @property
    def is_qualified(self) -> bool:
        """True when the INS may leave the station (RNIV: qualified only)."""
        return allows(self.status, Use.RECORD) and self.ins is not None


def age_in_years(born: date, today: date) -> int:
    """Return the completed years of age."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def age_in_months(born: date, today: date) -> int:
    """Return the completed months of age."""
    return (today.year - born.year) * 12 + today.month - born.month - (today.day < born.day)


def is_minor(born: date, today: date) -> bool:
    """Return whether the person is under 18."""
    return age_in_years(born, today) < MAJORITY_YEARS


def status_after_check(patient: Patient, *, paper_seen: bool) -> IdentityStatus:
    """Return the RNIV status once the pharmacist has seen, or not, an identity paper."""
    return status_of(patient.source, has_ins=patient.ins is not None, paper_seen=paper_seen)


def shown_name(family: str, given: str) -> str:
    """Return the name as lists and banners write it: « DORVAL Camille »."""
    return f"{family} {given.title()}"


def initials(family: str, given: str) -> str:
    """Return the initials that stand for a patient on the home screen: « C. D. »."""
    return f"{given[:1]}. {family[:1]}." if family and given else "Sans nom"
