"""The part of the sheet that says what was concluded, given, planned and left out."""

from datetime import date, timedelta

from app.encounter.decide import kept_orientation, treatments_kept
from app.encounter.known import act_date
from app.encounter.model import Consent, Encounter, Kept
from app.encounter.sheet import (
    SheetDecision,
    SheetExclusion,
    SheetProposal,
    SheetRecall,
    SheetRule,
    SheetScore,
    SheetTreatment,
)
from app.encounter.wording import DELAYS
from protocols.model import Decision, Excluded, FiredRule, Level, Protocol, ScoreResult, Treatment

RETENTION_YEARS = 10
"""Ten years from the sheet. Source: clinical.md §4.1, field 19."""

PHOTO = "photo"
"""The kind of contact that needs its own consent (clinical-texts.md §0.4)."""

SEEN_BY_DOCTOR_DAY = 2
"""Day of the call « avez-vous été vu ». Source: clinical.md §4.2, defaults."""


def proposal(decision: Decision, protocol: Protocol) -> SheetProposal:
    """Return what the protocol concluded, with the trace of its rules and their sources."""
    return SheetProposal(
        level=decision.level.name,
        route=decision.route.value,
        teleconsultation=decision.teleconsultation,
        flags=tuple(flag.value for flag in decision.flags),
        points_minimum=decision.points.minimum,
        points_maximum=decision.points.maximum,
        points_used=decision.points.used,
        case=decision.case,
        sentence=decision.sentence,
        scores=tuple(_score(one, protocol) for one in decision.scores),
        rules=tuple(_rule(one, protocol) for one in decision.rules),
    )


def _score(score: ScoreResult, protocol: Protocol) -> SheetScore:
    return SheetScore(
        id=score.id,
        label=score.label,
        minimum=score.minimum,
        maximum=score.maximum,
        range_minimum=score.range_minimum,
        range_maximum=score.range_maximum,
        source=protocol.sources.get(score.source, score.source),
        complete=score.complete,
    )


def _rule(rule: FiredRule, protocol: Protocol) -> SheetRule:
    return SheetRule(
        id=rule.id,
        severity=rule.severity.value,
        certain=rule.certain,
        points=rule.points,
        label=rule.label,
        sources=tuple(protocol.sources.get(tag, tag) for tag in rule.sources),
    )


def decision_part(encounter: Encounter, decision: Decision, kept: Kept) -> SheetDecision:
    """Return what the pharmacist kept, beside what was proposed."""
    return SheetDecision(
        level=kept.level.name,
        route=kept.route.value,
        delay=DELAYS[kept.level],
        reason=kept.reason,
        differs=kept.level is not decision.level,
        patient_refused=encounter.patient_refused,
    )


def treatments(encounter: Encounter) -> tuple[SheetTreatment, ...]:
    """Return the products given at the level that was kept, with their last day."""
    return tuple(_treatment(one, encounter) for one in treatments_kept(encounter))


def _treatment(treatment: Treatment, encounter: Encounter) -> SheetTreatment:
    days = treatment.max_days
    last = act_date(encounter) + timedelta(days=days - 1) if days else None
    return SheetTreatment(
        substance=treatment.substance,
        label=treatment.label,
        form=treatment.form,
        dose=treatment.dose,
        times=treatment.times,
        max_per_day=treatment.max_per_day,
        max_days=days,
        until=last.isoformat() if last else "",
        quantity=treatment.quantity,
        lot=encounter.lots.get(treatment.substance, ""),
        limits=(treatment.limits,) if treatment.limits else (),
    )


def exclusions(decision: Decision) -> tuple[SheetExclusion, ...]:
    """Return the products put aside, each with its reason in words."""
    return tuple(_exclusion(one) for one in decision.excluded)


def _exclusion(excluded: Excluded) -> SheetExclusion:
    return SheetExclusion(excluded.substance, excluded.label, excluded.reason_label)


def recalls(encounter: Encounter, protocol: Protocol) -> tuple[SheetRecall, ...]:
    """Return the contacts planned after the visit; none without the patient's agreement.

    A photo is planned only for a patient who agreed to photos too.
    """
    kept = kept_orientation(encounter)
    if kept is None or not encounter.consents.get(Consent.RECALL, False):
        return ()
    today = act_date(encounter)
    if kept.level >= Level.DOCTOR_48H:
        due = today + timedelta(days=SEEN_BY_DOCTOR_DAY)
        reason = "Avez-vous été vu par un médecin\u00a0?"
        return (SheetRecall(SEEN_BY_DOCTOR_DAY, "call", due.isoformat(), reason),)
    return tuple(
        SheetRecall(one.day, one.kind, _due(today, one.day), protocol.short_title)
        for one in protocol.follow_up
        if one.kind != PHOTO or encounter.consents.get(Consent.PHOTO, False)
    )


def _due(today: date, days: int) -> str:
    return (today + timedelta(days=days)).isoformat()


def archive_until(encounter: Encounter) -> str:
    """Return the last day of the archive, ISO."""
    today = act_date(encounter)
    day = 28 if (today.month, today.day) == (2, 29) else today.day
    return today.replace(year=today.year + RETENTION_YEARS, day=day).isoformat()
