"""Who is the patient, and what do they accept."""

from dataclasses import dataclass, fields, replace
from types import MappingProxyType

from app.encounter.accept import accept, adult_awaited
from app.encounter.effects import Effect, ReadCode
from app.encounter.identity_import import IdentityImported, IdentityPasted, asked_at, take_text
from app.encounter.model import NO_TEXT, Alternative, Consent, Encounter, Step, Traits
from app.encounter.same_person import SameFound
from app.encounter.way import go_on, refresh
from app.errors import RefusedIdentity
from app.identity import IdentitySource, Ins, check_root, printable
from hardware.codecs.ins_datamatrix import HEADER, InsFields, parse_ins
from hardware.readings import DeviceError

Next = tuple[Encounter, tuple[Effect, ...]]
ADULT_FIRST = "Les accords d’un mineur se demandent une fois l’adulte nommé."


@dataclass(frozen=True, slots=True)
class TraitsTyped:
    """The identity form changed; text exactly as typed."""

    traits: Traits


@dataclass(frozen=True, slots=True)
class ScanAsked:
    """Read the INS code from an image, or from the camera when ``path`` is empty.

    ``path`` may also be a file of the pharmacy's software, whose identity is imported.
    """

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
    | IdentityPasted
    | IdentityImported
    | SameFound
)


def type_traits(encounter: Encounter, message: TraitsTyped) -> Encounter:
    """Return the consultation with the form as typed; errors are said on confirmation.

    What was read on a code, or in a file, is no longer read once a strict trait is retyped.
    """
    kept = _strict(message.traits) == _strict(encounter.traits)
    return renewed(
        encounter,
        replace(
            encounter,
            traits=_storable(message.traits),
            source=encounter.source if kept else IdentitySource.TYPED,
            identity_confirmed=False,
            field_errors=NO_TEXT,
            notice="",
        ),
    )


def renewed(before: Encounter, after: Encounter) -> Encounter:
    """Return ``after`` with its consents to ask again when a minor's adult is now to be named."""
    if adult_awaited(before) or not adult_awaited(after) or not after.consents:
        return after
    return replace(after, consents=MappingProxyType({}), notice=ADULT_FIRST)


def _storable(traits: Traits) -> Traits:
    """Return the form with nothing that the draft could not keep."""
    return Traits(**{one.name: printable(getattr(traits, one.name)) for one in fields(Traits)})


def _strict(traits: Traits) -> tuple[str, ...]:
    return (traits.family, traits.givens, traits.birth_date, traits.sex, traits.matricule)


def ask_scan(encounter: Encounter, message: ScanAsked) -> Next:
    """Return the effect that reads the code."""
    effect = ReadCode(encounter.encounter_id, message.path, asked_at(encounter))
    return replace(encounter, notice=""), (effect,)


def read_code(encounter: Encounter, message: CodeRead) -> Encounter:
    """Return the form filled from the INS code, or the sentence that refuses it."""
    try:
        fields = parse_ins(message.payload)
        check_root(Ins(fields.matricule, fields.root), demonstration=_is_demonstration(encounter))
    except (DeviceError, RefusedIdentity) as refused:
        return replace(encounter, notice=refused.sentence)
    return renewed(
        encounter,
        replace(
            encounter,
            traits=_traits_of(fields, encounter.traits),
            source=IdentitySource.DATAMATRIX,
            identity_confirmed=False,
            field_errors=NO_TEXT,
            notice="",
        ),
    )


def paste(encounter: Encounter, message: IdentityPasted) -> Encounter:
    """Return the form filled from a pasted text: that of an INS code, or an identity."""
    text = message.text.strip()
    if text.startswith(HEADER):
        return read_code(encounter, CodeRead(encounter.encounter_id, text))
    return renewed(encounter, take_text(encounter, text))


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
        visitor="",
    )


def _is_demonstration(encounter: Encounter) -> bool:
    return encounter.station.demonstration


def see_paper(encounter: Encounter, message: PaperSeen) -> Encounter:
    """Return the consultation with the identity paper seen, or not; the status follows."""
    return replace(encounter, paper_seen=message.seen, identity_confirmed=False)


def answer_consent(encounter: Encounter, message: ConsentAnswered) -> Encounter:
    """Return the consultation with one consent answered; without the interview's, it stops.

    Nobody consents for a minor before the adult who does is named.
    """
    if awaited := adult_awaited(encounter):
        errors = MappingProxyType({"companion": awaited})
        return replace(encounter, field_errors=errors, notice=ADULT_FIRST)
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
