"""The proposal is accepted, raised, or lowered with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from app.encounter.model import Encounter, Kept, Step
from app.identity import printable
from hardware.codecs.udi import as_printed
from protocols.model import Decision, Level, Route, Severity, Treatment

ROUTES: Mapping[Level, Route] = MappingProxyType(
    {
        Level.PHARMACY: Route.PHARMACY,
        Level.DOCTOR_48H: Route.TREATING_DOCTOR,
        Level.DOCTOR_SAME_DAY: Route.TREATING_DOCTOR,
        Level.EMERGENCY: Route.EMERGENCY_DEPARTMENT,
        Level.SAMU_15: Route.SAMU_15,
    }
)

REASON_LENGTH = 500
LOT_LENGTH = 100
"""A whole UDI with its lot and its serial number holds in it. Source: GS1, §3."""
NEVER_LOWER = "Un signe d’alerte est présent\u00a0: le niveau ne baisse pas."


@dataclass(frozen=True, slots=True)
class ProposalKept:
    """The pharmacist keeps the proposal."""


@dataclass(frozen=True, slots=True)
class OutcomeChanged:
    """The pharmacist orients otherwise; lowering needs a reason."""

    level: Level
    reason: str


@dataclass(frozen=True, slots=True)
class LotTyped:
    """The lot of a product or of a test, "" to remove it."""

    product: str
    lot: str


@dataclass(frozen=True, slots=True)
class RefusalSaid:
    """The patient refuses, or no longer refuses, the orientation."""

    refused: bool


DecideMessage = ProposalKept | OutcomeChanged | LotTyped | RefusalSaid


def has_red_flag(decision: Decision) -> bool:
    """True when a red sign is certain: nothing may be lowered."""
    return any(r.certain and r.severity in {Severity.R, Severity.R15} for r in decision.rules)


def kept_orientation(encounter: Encounter) -> Kept | None:
    """Return what is kept: the pharmacist's choice, else the proposal.

    A choice below a red flag never counts, wherever it comes from.
    """
    decision, kept = encounter.decision, encounter.kept
    if decision is None:
        return None
    if kept is None or (kept.level < decision.level and has_red_flag(decision)):
        return Kept(decision.level, decision.route)
    return kept


def change(encounter: Encounter, message: OutcomeChanged) -> Encounter:
    """Return the orientation changed, or the reason why it cannot be."""
    decision = encounter.decision
    if decision is None or encounter.step is not Step.DECIDE:
        return encounter
    if message.level == decision.level:
        return replace(encounter, kept=None, notice="")
    reason = printable(message.reason).strip()[:REASON_LENGTH]
    if message.level < decision.level:
        if has_red_flag(decision):
            return replace(encounter, notice=NEVER_LOWER)
        if not reason:
            return replace(encounter, notice="Pour orienter moins haut, écrivez votre motif.")
    kept = Kept(message.level, ROUTES[message.level], reason)
    return replace(encounter, kept=kept, notice="")


def treatments_kept(encounter: Encounter) -> tuple[Treatment, ...]:
    """Return the products given at the level that is kept (clinical.md §3.0, Treatments).

    At a doctor's level only those that may wait for him, at an emergency level none.
    """
    decision, kept = encounter.decision, kept_orientation(encounter)
    if decision is None or kept is None or kept.level >= Level.EMERGENCY:
        return ()
    if kept.level is Level.PHARMACY or kept.level <= decision.level:
        return decision.treatments
    return tuple(one for one in decision.treatments if one.waiting)


def type_lot(encounter: Encounter, message: LotTyped) -> Encounter:
    """Return the lot noted for one product."""
    others = {name: lot for name, lot in encounter.lots.items() if name != message.product}
    lot = printable(as_printed(message.lot)).strip()[:LOT_LENGTH]
    lots = {**others, message.product: lot} if lot else others
    return replace(encounter, lots=MappingProxyType(lots))


def keep_proposal(encounter: Encounter) -> Encounter:
    """Return the proposal kept as it is."""
    return replace(encounter, kept=None, notice="")


def say_refusal(encounter: Encounter, message: RefusalSaid) -> Encounter:
    """Return the patient's refusal recorded; the level stays."""
    return replace(encounter, patient_refused=message.refused)
