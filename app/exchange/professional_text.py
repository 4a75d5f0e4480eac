"""What the professional page says of people, decision and values, in short French."""

from decimal import Decimal
from itertools import pairwise

from app.encounter.sheet import (
    OrientationSheet,
    SheetReading,
    SheetRule,
    SheetScore,
    SheetTreatment,
)
from app.encounter.wording import FLAGS, LEVELS, ROUTES, points_words
from app.exchange.cda_parties import ins_serves
from app.exchange.french import (
    NBSP,
    born,
    decimal,
    grouped,
    hour,
    long_date,
    phone_words,
    raised,
    short_date,
)
from app.exchange.words import professional_words
from app.identity import DEMONSTRATION_ROOTS, CompanionLink, Use
from hardware.units import SPOKEN, spoken, spoken_unit
from protocols.model import Flag, Level, ProtocolStatus, Route

STATUSES = {
    ProtocolStatus.DRAFT: "brouillon",
    ProtocolStatus.REVIEW: "en relecture",
    ProtocolStatus.VALID: "validé",
    ProtocolStatus.WITHDRAWN: "retiré",
    ProtocolStatus.DEMONSTRATION: "démonstration",
}
IDENTITIES = {
    "provisional": "provisoire",
    "recovered": "récupérée",
    "validated": "validée",
    "qualified": "qualifiée",
}
ORIGINS = {
    "live": "mesurée",
    "stored": "lue dans la mémoire de l’appareil",
    "demo": "démonstration",
    "manual": "saisie à la main",
}
COMPANIONS = {
    CompanionLink.UNSAID: "accompagnant",
    CompanionLink.COMPANION: "accompagnant",
    CompanionLink.PARENT: "autorité parentale, présent",
    CompanionLink.PARENT_CALLED: "autorité parentale, joint par téléphone",
}
ABSENT = "absent"


def protocol_line(sheet: OrientationSheet) -> str:
    """Return the head of the sheet (clinical-texts.md §0.5): protocol, version, status, rules."""
    protocol = sheet.protocol
    status = STATUSES[ProtocolStatus(protocol.status)]
    count = protocol.unvalidated_rules
    plural = "s" if count > 1 else ""
    return (
        f"Protocole «{NBSP}{protocol.title}{NBSP}» version {protocol.version}, statut {status}. "
        f"{count}{NBSP}règle{plural} à valider."
    )


def late_line(sheet: OrientationSheet) -> str:
    """Return the sentence that says who did the act on paper and when it was typed, "" if not."""
    if sheet.late is None:
        return ""
    done, typed = sheet.late.performer, sheet.pharmacist
    at = sheet.late.entered_at
    return (
        f"Saisie différée{NBSP}: acte fait sur formulaire papier par {done.given} "
        f"{done.family.upper()}, saisi le {long_date(at)} à {hour(at)} par {typed.given} "
        f"{typed.family.upper()}."
    )


def patient_lines(sheet: OrientationSheet) -> tuple[str, ...]:
    """Return the lines under the name: birth, identity, doctor, weight, who is beside."""
    patient = sheet.patient
    doctor, phone = patient.doctor or ABSENT, phone_words(patient.phone) or ABSENT
    weight = f"{weight_words(patient.weight_kg)}{NBSP}kg" if patient.weight_kg else ABSENT
    return (
        f"{raised(born(patient))} le {short_date(patient.birth_date)}, "
        f"lieu{NBSP}: {patient.birth_place or ABSENT}",
        _identity_line(sheet),
        f"Médecin{NBSP}: {doctor} · téléphone{NBSP}: {phone}",
        " · ".join((f"Poids{NBSP}: {weight}", *people_beside(sheet))),
    )


def people_beside(sheet: OrientationSheet) -> tuple[str, ...]:
    """Return who was with the patient: the adult and by what right, the interpreter."""
    beside, companion = sheet.beside, sheet.patient.companion
    link = COMPANIONS[CompanionLink(beside.link)]
    named = f" {beside.interpreter}" if beside.interpreter else ""
    said = (
        f"{link}{NBSP}: {companion}" if companion else "",
        f"interprète{named} ({beside.language})" if beside.language else "",
    )
    return tuple(filter(None, said))


def _identity_line(sheet: OrientationSheet) -> str:
    patient = sheet.patient
    if sheet.beside.is_visitor:
        return f"Identité {IDENTITIES[patient.status]}, visiteur sans INS"
    if not ins_serves(patient, Use.PRINT_INS):
        return f"Identité {IDENTITIES[patient.status]}, INS non qualifiée{NBSP}: non imprimée"
    test = ", numéro d’essai" if patient.ins_root in DEMONSTRATION_ROOTS else ""
    return f"INS qualifiée{test}{NBSP}: {spaced_ins(patient.matricule)}"


def age_words(sheet: OrientationSheet) -> str:
    """Return the age: months under three years, years after."""
    patient = sheet.patient
    if patient.age_months < 36:  # noqa: PLR2004 - three years
        return f"{patient.age_months}{NBSP}mois"
    return f"{patient.age_years}{NBSP}ans"


def pharmacist_lines(sheet: OrientationSheet) -> tuple[str, ...]:
    """Return the lines under the name: pharmacy, FINESS, training."""
    pharmacy, trained = sheet.pharmacy, sheet.pharmacist.trained_on
    training = f"du {long_date(trained)}" if trained else "absente"
    phone = phone_words(pharmacy.phone) or "téléphone absent"
    return (
        f"{pharmacy.name}, {pharmacy.city}",
        f"FINESS {grouped(pharmacy.finess, 3)} · {phone}",
        f"Attestation de formation {training}",
        f"Poste {pharmacy.station}",
    )


def spaced_ins(matricule: str) -> str:
    """Return a matricule as on a card: 2 88 04 35 238 014 66."""
    cuts = (0, 1, 3, 5, 7, 10, 13, 15)
    parts = [matricule[a:b] for a, b in pairwise(cuts)]
    return NBSP.join(parts)


def weight_words(kilograms: str) -> str:
    """Return a weight without useless zeros: « 65 », « 25,5 »."""
    return decimal(kilograms.rstrip("0").rstrip(".") if "." in kilograms else kilograms)


def decision_lines(sheet: OrientationSheet) -> tuple[str, str]:
    """Return whether the proposal was kept, with the route and the delay; then the codes."""
    decision, protocol = sheet.decision, sheet.protocol
    proposed = LEVELS[Level[sheet.proposal.level]]
    kept = f"Proposé{NBSP}: {proposed.lower()}" if decision.differs else "Proposé et retenu"
    route = f"{ROUTES[Route(decision.route)]}, {decision.delay}"
    codes = f"CISP-2 {', '.join(protocol.icpc2)} · CIM-10 {', '.join(protocol.cim10)}"
    return f"{kept} · {route}", codes


def decision_notes(sheet: OrientationSheet) -> tuple[str, ...]:
    """Return what must be known of the decision beside its level."""
    decision, proposal = sheet.decision, sheet.proposal
    call = sheet.act.emergency_call_at
    remote = "proposée" if proposal.teleconsultation else "non proposée"
    called = f"noté à {hour(call)}" if call else "non"
    flags = ", ".join(FLAGS[Flag(name)] for name in proposal.flags)
    notes = (
        f"Cas{NBSP}: {proposal.case or sheet.protocol.title}. Téléconsultation{NBSP}: {remote}. "
        f"Appel au 15{NBSP}: {called}.",
        f"À savoir{NBSP}: {flags}." if flags else "",
        f"Motif du pharmacien{NBSP}: {decision.reason}" if decision.reason else "",
        "Le patient refuse l’orientation." if decision.patient_refused else "",
    )
    return tuple(note for note in notes if note)


def score_figures(sheet: OrientationSheet) -> tuple[tuple[str, str], ...]:
    """Return each figure and its caption: local points, published scores, NEWS2 or its absence."""
    proposal = sheet.proposal
    points = points_words(proposal.points_minimum, proposal.points_maximum)
    figures = [(points, professional_words()["local_points"])]
    for score in proposal.scores:
        partial = "" if score.complete else ", partiel"
        figures.append((_score_value(score), f"{score.label} sur {score.range_maximum}{partial}"))
    if not any("news" in score.id for score in proposal.scores):
        figures.append(("–", "NEWS2 absent"))
    return tuple(figures)


def _score_value(score: SheetScore) -> str:
    """Return « 3 », or « 2 ou plus » when measures that could add to it are missing."""
    value = points_words(score.minimum, score.maximum)
    is_open = not score.complete and score.minimum == score.maximum
    return f"{value} ou plus" if is_open else value


def rule_points(rule: SheetRule) -> str:
    """Return the class of a rule and what it weighed."""
    certain = "" if rule.certain else " possible"
    return f"{rule.severity}{certain}, {rule.points}"


def reading_value(reading: SheetReading) -> str:
    """Return a value with its unit: « 38,4 °C », « 1,05 g/L (105 mg/dL) »."""
    kept = f"{decimal(reading.value)}{NBSP}{reading.unit_label}"
    if reading.quantity not in SPOKEN:
        return kept
    said = str(spoken(reading.quantity, Decimal(reading.value)))
    return f"{decimal(said)}{NBSP}{spoken_unit(reading.quantity)} ({kept})"


def reading_origin(reading: SheetReading) -> str:
    """Return where a value comes from; a simulated one says so first."""
    simulated = professional_words()["simulated"]
    origin = ORIGINS.get(reading.origin, simulated)
    device = " ".join(part for part in (reading.device, reading.serial) if part)
    return ", ".join(part for part in (origin, device, f"par {reading.operator}") if part)


def treatment_dose(treatment: SheetTreatment) -> str:
    """Return dose, times, most a day, and the last day."""
    until = f"jusqu’au {short_date(treatment.until)}" if treatment.until else ""
    days = f"{treatment.max_days}{NBSP}j" if treatment.max_days else ""
    parts = (treatment.dose, treatment.times, treatment.max_per_day, days, until)
    return ", ".join(part for part in parts if part)


def treatment_lot(treatment: SheetTreatment) -> str:
    """Return quantity, lot and limits, each said absent when it is."""
    lot = f"lot {treatment.lot}" if treatment.lot else "lot absent"
    quantity = treatment.quantity or "quantité absente"
    return f"{quantity}, {lot}. {' '.join(treatment.limits)}".strip()
