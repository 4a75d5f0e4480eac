"""Who is the patient, and what do they accept."""

from dataclasses import dataclass, fields, replace
from types import MappingProxyType

from app.encounter.accept import accept
from app.encounter.effects import Effect, ReadCode
from app.encounter.model import NO_TEXT, Alternative, Consent, Encounter, Step, Traits
from app.encounter.way import go_on, refresh
from app.errors import RefusedIdentity
from app.identity import Ins, check_root, printable
from hardware.codecs.ins_datamatrix import InsFields, parse_ins
from hardware.readings import DeviceError

Next = tuple[Encounter, tuple[Effect, ...]]


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
        traits=_storable(message.traits),
        scanned=kept,
        identity_confirmed=False,
        field_errors=NO_TEXT,
        notice="",
    )


def _storable(traits: Traits) -> Traits:
    """Return the form with nothing that the draft could not keep."""
    return Traits(**{one.name: printable(getattr(traits, one.name)) for one in fields(Traits)})


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
    answered = replace(
        encounter,
        consents=MappingProxyType(consents),
        identity_confirmed=confirmed,
        notice="",
    )
    return answered if encounter.decision is None else refresh(answered)


def say_alternative(encounter: Encounter, message: AlternativeSaid) -> Encounter:
    """Return the consultation with the declared alternative."""
    return replace(encounter, alternative=message.alternative)


def confirm_identity(encounter: Encounter) -> Encounter:
    """Return the next step, or the fields and consents that are still missing."""
    errors, patient = accept(encounter)
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
