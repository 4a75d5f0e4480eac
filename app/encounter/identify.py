"""Who is the patient, and what do they accept."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import TypeVar

from app.encounter.effects import Effect, ReadCode
from app.encounter.model import NO_TEXT, Alternative, Consent, Encounter, Step, Traits
from app.encounter.way import go_on
from app.errors import RefusedIdentity
from app.identity import (
    INS_NIR,
    INS_TEST,
    IdentitySource,
    Ins,
    Patient,
    Sex,
    check_root,
    read_birth_date,
    read_ins,
    read_name,
    read_phone,
    read_place,
    status_after_check,
)
from hardware.codecs.ins_datamatrix import InsFields, parse_ins
from hardware.readings import DeviceError

Next = tuple[Encounter, tuple[Effect, ...]]
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class TraitsTyped:
    """The identity form changed; text exactly as typed."""

    traits: Traits


@dataclass(frozen=True, slots=True)
class ScanAsked:
    """Read the INS code from an image file, or from the camera when ``path`` is empty."""

    path: str = ""


@dataclass(frozen=True, slots=True)
class CodeRead:
    """The code was read; ``payload`` is its text with its separators."""

    encounter_id: str
    payload: str


@dataclass(frozen=True, slots=True)
class CodeRefused:
    """No code could be read; ``sentence`` says what to do."""

    encounter_id: str
    sentence: str


@dataclass(frozen=True, slots=True)
class PaperSeen:
    """The pharmacist says whether an identity paper was looked at."""

    seen: bool


@dataclass(frozen=True, slots=True)
class ConsentAnswered:
    """One of the five consents was answered aloud by the patient."""

    consent: Consent
    given: bool


@dataclass(frozen=True, slots=True)
class AlternativeSaid:
    """What the patient would have done without the service."""

    alternative: Alternative


@dataclass(frozen=True, slots=True)
class IdentityConfirmed:
    """The pharmacist confirms the identity and the consents."""


QuietMessage = (
    TraitsTyped
    | CodeRead
    | CodeRefused
    | PaperSeen
    | ConsentAnswered
    | AlternativeSaid
    | IdentityConfirmed
)


def type_traits(encounter: Encounter, message: TraitsTyped) -> Encounter:
    """Return the consultation with the form as typed; errors are said on confirmation.

    What was read on a code is no longer read once a strict trait is retyped.
    """
    kept = encounter.scanned and _strict(message.traits) == _strict(encounter.traits)
    return replace(
        encounter,
        traits=message.traits,
        scanned=kept,
        identity_confirmed=False,
        field_errors=NO_TEXT,
        notice="",
    )


def _strict(traits: Traits) -> tuple[str, ...]:
    return (traits.family, traits.givens, traits.birth_date, traits.sex, traits.matricule)


def ask_scan(encounter: Encounter, message: ScanAsked) -> Next:
    """Return the effect that reads the code."""
    return replace(encounter, notice=""), (ReadCode(encounter.encounter_id, message.path),)


def read_code(encounter: Encounter, message: CodeRead) -> Encounter:
    """Return the form filled from the INS code, or the sentence that refuses it."""
    try:
        fields = parse_ins(message.payload)
        check_root(Ins(fields.matricule, fields.root), demonstration=_is_demonstration(encounter))
    except (DeviceError, RefusedIdentity) as refused:
        return replace(encounter, notice=refused.sentence)
    traits = _traits_of(fields, encounter.traits)
    return replace(
        encounter,
        traits=traits,
        scanned=True,
        identity_confirmed=False,
        field_errors=NO_TEXT,
        notice="",
    )


def _traits_of(fields: InsFields, typed: Traits) -> Traits:
    return replace(
        typed,
        family=fields.family,
        givens=" ".join(fields.givens),
        birth_date=fields.birth_date.strftime("%d/%m/%Y"),
        sex=fields.sex,
        place=fields.place,
        matricule=fields.matricule,
        root=fields.root,
    )


def _is_demonstration(encounter: Encounter) -> bool:
    return encounter.station.demonstration


def see_paper(encounter: Encounter, message: PaperSeen) -> Encounter:
    """Return the consultation with the identity paper seen, or not; the status follows."""
    return replace(encounter, paper_seen=message.seen, identity_confirmed=False)


def answer_consent(encounter: Encounter, message: ConsentAnswered) -> Encounter:
    """Return the consultation with one consent answered; without the interview's, it stops."""
    consents = {**encounter.consents, message.consent: message.given}
    confirmed = encounter.identity_confirmed and consents.get(Consent.INTERVIEW, False)
    return replace(
        encounter,
        consents=MappingProxyType(consents),
        identity_confirmed=confirmed,
        notice="",
    )


def say_alternative(encounter: Encounter, message: AlternativeSaid) -> Encounter:
    """Return the consultation with the declared alternative."""
    return replace(encounter, alternative=message.alternative)


def confirm_identity(encounter: Encounter) -> Encounter:
    """Return the next step, or the fields and consents that are still missing."""
    errors, patient = _accept(encounter)
    if errors or patient is None:
        return replace(
            encounter,
            field_errors=MappingProxyType(errors),
            notice="Complétez les champs signalés, puis confirmez.",
        )
    missing = len(Consent) - len(encounter.consents)
    if missing:
        return replace(encounter, field_errors=NO_TEXT, notice=_consents_left(missing))
    if not encounter.consents[Consent.INTERVIEW]:
        return replace(encounter, notice=_no_interview())
    confirmed = replace(
        encounter,
        patient=patient,
        identity_confirmed=True,
        field_errors=NO_TEXT,
        notice="",
        step=Step.CHOOSE,
    )
    return go_on(confirmed) if confirmed.protocol is not None else confirmed


def _consents_left(missing: int) -> str:
    word = "accord attend" if missing == 1 else "accords attendent"
    return f"Encore {missing} {word} une réponse\u00a0: oui ou non."


def _no_interview() -> str:
    return (
        "Sans accord pour l’entretien, le questionnaire ne peut pas commencer. "
        "Proposez un médecin, ou appelez le 15 si un signe grave est présent."
    )


def _accept(encounter: Encounter) -> tuple[dict[str, str], Patient | None]:
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
    ins = _field(errors, "matricule", lambda: _read_matricule(encounter))
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
        source=IdentitySource.DATAMATRIX if encounter.scanned else IdentitySource.TYPED,
        phone=phone or "",
        doctor=traits.doctor.strip()[:100],
        doctor_mail=traits.doctor_mail.strip()[:100],
        companion=traits.companion.strip()[:100],
    )
    return errors, replace(
        patient, status=status_after_check(patient, paper_seen=encounter.paper_seen)
    )


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


def _read_matricule(encounter: Encounter) -> Ins | None:
    """Return the INS of the form; its authority is the one this station may use."""
    if not encounter.traits.matricule.strip():
        return None
    usual = INS_TEST if encounter.station.demonstration else INS_NIR
    root = encounter.traits.root if encounter.scanned else usual
    return read_ins(encounter.traits.matricule, root)
