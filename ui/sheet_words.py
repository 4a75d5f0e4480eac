"""A sheet as a page shows it: sections of named lines, what is absent said absent."""

from dataclasses import dataclass
from datetime import date, datetime

from app.encounter.sheet import (
    OrientationSheet,
    SheetAnswer,
    SheetDocument,
    SheetFact,
    SheetNote,
    SheetReading,
    SheetScore,
    SheetTreatment,
)
from app.encounter.wording import LEVELS, ROUTES, points_words
from app.identity import shown_name
from protocols.model import Route
from ui.call_sheet_words import call_lines
from ui.capture_words import sheet_lines
from ui.format import NO_BREAK, interval, long_date, long_day_and_time, time_of
from ui.format_patient import matricule
from ui.levels import level_named

GIVEN = {"yes": "oui", "no": "non", "not_asked": "non demandé"}
BY_HAND, SIMULATED = "manual", "simulated"


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the sheet: a title and its lines, each a name and its value."""

    title: str
    lines: tuple[tuple[str, str], ...]


def sections(sheet: OrientationSheet) -> tuple[Section, ...]:
    """Return the parts of the sheet that hold something, in the order of reading."""
    parts = (
        Section("Corrections et compléments", tuple(_note(one) for one in sheet.notes)),
        Section("Orientation", _orientation(sheet)),
        Section("Patient", _patient(sheet)),
        Section("Règles qui ont conclu", _rules(sheet)),
        Section("Réponses, dans l’ordre", tuple(_answer(one) for one in sheet.answers)),
        Section("Constantes", tuple(_reading(one) for one in sheet.readings)),
        Section("Téléconsultation", call_lines(sheet.teleconsultation)),
        Section("Images et sons", sheet_lines(sheet.captures) + _removed(sheet)),
        Section("Documents reçus", tuple(_received(one) for one in sheet.documents)),
        Section("Ce que disent les documents reçus", tuple(map(_said, sheet.document_facts))),
        Section("Traitement", tuple(_treatment(one) for one in sheet.treatments)),
        Section("Écartés, avec la raison", tuple((e.label, e.reason) for e in sheet.exclusions)),
        Section("Conseils", tuple(("", one) for one in sheet.actions + sheet.advice)),
        Section("Reconsulter si", tuple(("", one) for one in sheet.return_if)),
        Section("Accords", tuple((c.label, GIVEN.get(c.given, c.given)) for c in sheet.consents)),
        Section("Acte", _act(sheet)),
        Section("Absent de cette fiche", tuple(("", one) for one in sheet.absent)),
    )
    return tuple(part for part in parts if part.lines)


def _note(one: SheetNote) -> tuple[str, str]:
    when = long_day_and_time(datetime.fromisoformat(one.written_at))
    told = f"{one.text} (motif\u00a0: {one.reason})"
    return f"{one.kind.capitalize()}, {when}, {one.author}", told


def _received(one: SheetDocument) -> tuple[str, str]:
    day = "/".join(reversed(one.written_on.split("-")))
    attached = f"rattaché par le pharmacien\u00a0: {one.attached}" if one.attached else ""
    parts = (one.author, day, one.kind, attached)
    return one.title, ", ".join(dict.fromkeys(part for part in parts if part))


def _said(one: SheetFact) -> tuple[str, str]:
    reason = f" (motif\u00a0: {one.reason})" if one.reason else ""
    return one.question, f"{one.words}. {one.source}. {one.effect_words.capitalize()}{reason}."


def level_words(name: str) -> str:
    """Return the level a sheet names, in words."""
    level = level_named(name)
    return LEVELS[level] if level is not None else name


def route_words(name: str) -> str:
    """Return the route a sheet names, in words."""
    return ROUTES[Route(name)] if name in set(Route) else name


def _orientation(sheet: OrientationSheet) -> tuple[tuple[str, str], ...]:
    kept, proposed = sheet.decision, sheet.proposal
    lines = [
        ("Retenue", f"{level_words(kept.level)}, {route_words(kept.route)}"),
        ("Délai", kept.delay),
        ("Points", points_words(proposed.points_minimum, proposed.points_maximum)),
    ]
    if kept.differs:
        lines.insert(1, ("Proposée", level_words(proposed.level)))
        lines.insert(2, ("Motif de l’écart", kept.reason or "relevée par le pharmacien"))
    if kept.patient_refused:
        lines.append(("Patient", "refuse l’orientation"))
    return tuple(lines) + tuple((one.label, _score(one)) for one in proposed.scores)


def _score(score: SheetScore) -> str:
    value = interval(score.minimum, score.maximum)
    if score.complete:
        return value
    return f"{value} (partiel)" if score.minimum < score.maximum else f"{value} ou plus (partiel)"


def _patient(sheet: OrientationSheet) -> tuple[tuple[str, str], ...]:
    patient = sheet.patient
    name = shown_name(patient.used_family or patient.birth_family, patient.birth_givens[0])
    lines = [
        ("Nom", name),
        ("Né(e) le", long_date(date.fromisoformat(patient.birth_date))),
        ("Âge", f"{patient.age_years}{NO_BREAK}ans"),
        ("Matricule INS", matricule(patient.matricule) or "absent"),
    ]
    if patient.doctor:
        lines.append(("Médecin traitant", patient.doctor))
    return tuple(lines)


def _rules(sheet: OrientationSheet) -> tuple[tuple[str, str], ...]:
    return tuple(
        (f"{one.id} · {one.severity}", one.label + ("" if one.certain else " (possible)"))
        for one in sheet.proposal.rules
    )


def _answer(answer: SheetAnswer) -> tuple[str, str]:
    return answer.label or answer.wording, answer.answer_label


def _reading(reading: SheetReading) -> tuple[str, str]:
    value = reading.value.replace(".", ",")
    origin = {BY_HAND: ", saisie", SIMULATED: ", simulée"}.get(reading.origin, "")
    at = time_of(datetime.fromisoformat(reading.taken_at))
    return reading.label, f"{value}{NO_BREAK}{reading.unit_label}, {at}{origin}"


def _removed(sheet: OrientationSheet) -> tuple[tuple[str, str], ...]:
    """Return what was taken away before sealing, with the reasons."""
    return tuple(
        (f"{one.kind_label}, {one.place}", f"retiré\u00a0: {one.reason}")
        for one in sheet.removed_captures
    )


def _treatment(one: SheetTreatment) -> tuple[str, str]:
    return one.label, ", ".join(part for part in (one.dose, one.times, one.quantity) if part)


def _act(sheet: OrientationSheet) -> tuple[tuple[str, str], ...]:
    act, protocol = sheet.act, sheet.protocol
    lines = [
        ("Pharmacien", f"{sheet.pharmacist.given} {sheet.pharmacist.family}"),
        ("Commencé le", long_day_and_time(datetime.fromisoformat(act.started_at))),
        ("Protocole", f"{protocol.title}, version {protocol.version}"),
    ]
    if sheet.late:
        lines[0] = ("Acte fait par", f"{sheet.performer.given} {sheet.performer.family}")
        entered = long_day_and_time(datetime.fromisoformat(sheet.late.entered_at))
        signer = f"{sheet.pharmacist.given} {sheet.pharmacist.family}"
        lines.append(("Saisie différée", f"le {entered}, par {signer}"))
    if act.emergency_call_at:
        called = time_of(datetime.fromisoformat(act.emergency_call_at))
        lines.append(("Appel au 15", f"noté à {called}"))
    return tuple(lines)
