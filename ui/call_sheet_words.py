"""What an opened sheet tells of its call with a doctor: who, when, what was concluded."""

from collections.abc import Iterator
from datetime import datetime

from app.encounter.sheet import SheetConclusion, SheetTeleconsultation
from ui.format import NO_BREAK, time_of

GIVEN = {"yes": "oui", "no": "non", "not_asked": "non demandé"}
KIBIBYTE = 1024
Line = tuple[str, str]


def call_lines(held: SheetTeleconsultation | None) -> tuple[Line, ...]:
    """Return the lines of the call, none when no call was proposed."""
    if held is None:
        return ()
    lines = (*_how(held), *_said(held.conclusion), *_papers(held))
    return tuple(line for line in lines if line[1])


def _how(held: SheetTeleconsultation) -> Iterator[Line]:
    at = f", à {_time(held.consent_at)}" if held.consent_at else ""
    yield "Accord du patient", f"{GIVEN.get(held.consent, held.consent)}{at}"
    yield "Déroulement", held.outcome
    times = (("ouverte", held.opened_at), ("médecin", held.joined_at), ("fin", held.ended_at))
    yield "Horaires", ", ".join(f"{name} {_time(at)}" for name, at in times if at)
    yield "Présents", ", ".join(held.participants)
    yield "Appareils utilisés", ", ".join(held.devices)


def _said(said: SheetConclusion | None) -> Iterator[Line]:
    if said is None:
        return
    number = f"RPPS {said.rpps}" if said.rpps else "RPPS non donné"
    yield "Médecin", f"{said.doctor}, {number}, déclarés par le médecin"
    yield "Conclusion", f"{said.outcome_label}, reçue à {_time(said.received_at)}"
    yield "Diagnostic", said.diagnosis
    yield "Conseils du médecin", said.advice
    yield "Suite prévue", said.follow_up


def _papers(held: SheetTeleconsultation) -> Iterator[Line]:
    for rank, one in enumerate(held.papers, start=1):
        size = f"{-(-one.size // KIBIBYTE)}{NO_BREAK}Kio"
        yield f"Document {rank}", f"{one.name}, {size}, SHA-256 {one.sha256}"
    if held.billing is not None:
        prescriber = held.billing.prescriber or "identifiant du médecin absent"
        yield (
            "À facturer",
            f"{held.billing.code}, {prescriber}, {held.billing.date}, sans supplément",
        )


def _time(at: str) -> str:
    return time_of(datetime.fromisoformat(at))
