"""The identity form read as a patient, or refused field by field."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from app.encounter.known import act_date
from app.encounter.model import Encounter, Traits
from app.errors import RefusedIdentity
from app.identity import (
    INS_NIR,
    INS_TEST,
    MAJORITY_YEARS,
    NAME_THE_ADULT,
    CompanionLink,
    IdentitySource,
    Ins,
    Patient,
    Sex,
    age_in_years,
    is_minor,
    read_birth_date,
    read_companion,
    read_ins,
    read_language,
    read_link,
    read_mail,
    read_name,
    read_phone,
    read_place,
    read_words,
    status_after_check,
)

Value = TypeVar("Value")
VISITOR_WITHOUT_INS = (
    "Visiteur sans INS\u00a0: effacez ce matricule, ou décochez «\u00a0Visiteur sans INS\u00a0»."
)


def accept(encounter: Encounter) -> tuple[dict[str, str], Patient | None]:
    """Return the errors by field, or the patient they allow to build."""
    errors: dict[str, str] = {}
    traits = encounter.traits
    family = _field(errors, "family", lambda: read_name(traits.family, "Nom de naissance"))
    givens = _field(errors, "givens", lambda: _read_givens(traits.givens))
    born = _field(errors, "birth_date", lambda: _read_born(traits, encounter.started_at))
    sex = _field(errors, "sex", lambda: _read_sex(traits.sex))
    place = _field(errors, "place", lambda: read_place(traits.place))
    used = _field(errors, "used_family", lambda: _read_used(traits.used_family))
    phone = _field(errors, "phone", lambda: read_phone(traits.phone))
    mail = _field(errors, "doctor_mail", lambda: _read_mail(encounter))
    ins = _field(errors, "matricule", lambda: _read_matricule(encounter))
    people = _read_people(errors, traits, age_in_years(born, act_date(encounter)) if born else None)
    if errors or family is None or givens is None or born is None or sex is None:
        return errors, None
    patient = Patient(
        birth_family=family,
        birth_givens=givens,
        sex=sex,
        birth_date=born,
        birth_place=place or "",
        used_family=used or "",
        ins=ins,
        source=encounter.source,
        phone=phone or "",
        doctor=read_words(traits.doctor),
        doctor_mail=mail or "",
        companion=people.companion,
        link=people.link,
        interpreter=people.interpreter,
        language=people.language,
        is_visitor=bool(traits.visitor),
    )
    return errors, replace(
        patient, status=status_after_check(patient, paper_seen=encounter.paper_seen)
    )


@dataclass(frozen=True, slots=True)
class _People:
    """Who is with the patient."""

    companion: str
    link: CompanionLink
    interpreter: str
    language: str


def _read_people(errors: dict[str, str], traits: Traits, years: int | None) -> _People:
    """Return who is with the patient; ``years`` is None while the age is not known."""
    age = MAJORITY_YEARS if years is None else years
    companion, interpreter = read_words(traits.companion), read_words(traits.interpreter)
    spoken = read_words(traits.language)
    _field(errors, "companion", lambda: read_companion(companion, age))
    link = _field(errors, "link", lambda: read_link(traits.link, companion, age))
    language = _field(errors, "language", lambda: read_language(spoken, interpreter))
    return _People(companion, link or CompanionLink.UNSAID, interpreter, language or "")


def adult_awaited(encounter: Encounter) -> str:
    """Return why no consent is asked yet: the patient is a minor and no adult is named, else ""."""
    if read_words(encounter.traits.companion):
        return ""
    try:
        born = _read_born(encounter.traits, encounter.started_at)
    except RefusedIdentity:
        return ""
    return NAME_THE_ADULT if is_minor(born, act_date(encounter)) else ""


def _field(errors: dict[str, str], name: str, read: Callable[[], Value]) -> Value | None:
    try:
        return read()
    except RefusedIdentity as refused:
        errors[name] = refused.sentence
        return None


def _read_givens(text: str) -> tuple[str, ...]:
    names = tuple(part for part in text.replace(",", " ").split() if part)
    if not names:
        raise RefusedIdentity("Prénoms de naissance\u00a0: complétez ce champ.")
    return tuple(read_name(name, "Prénoms de naissance") for name in names)


def _read_born(traits: Traits, started_at: datetime) -> date:
    return read_birth_date(traits.birth_date, started_at.date())


def _read_sex(text: str) -> Sex:
    if text not in {sex.value for sex in Sex}:
        raise RefusedIdentity("Sexe\u00a0: choisissez féminin ou masculin.")
    return Sex(text)


def _read_used(text: str) -> str:
    return read_name(text, "Nom utilisé") if text.strip() else ""


def _read_mail(encounter: Encounter) -> str:
    return read_mail(encounter.traits.doctor_mail, demonstration=encounter.station.demonstration)


def _read_matricule(encounter: Encounter) -> Ins | None:
    """Return the INS of the form; its authority is the one this station may use."""
    if not encounter.traits.matricule.strip():
        return None
    if encounter.traits.visitor:
        raise RefusedIdentity(VISITOR_WITHOUT_INS)
    usual = INS_TEST if encounter.station.demonstration else INS_NIR
    given = "" if encounter.source is IdentitySource.TYPED else encounter.traits.root
    root = given or usual
    return read_ins(encounter.traits.matricule, root)
