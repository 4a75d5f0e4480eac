"""The call with a doctor on the professional page: who, when, with what, what was concluded."""

from collections.abc import Iterator

from app.encounter.sheet import (
    OrientationSheet,
    SheetBilling,
    SheetConclusion,
    SheetTeleconsultation,
)
from app.exchange.call_words import pieces
from app.exchange.french import NBSP, grouped, hour, long_date, short_date
from app.exchange.paper.tables import Column
from app.exchange.professional_letters import INSIDE
from app.exchange.professional_tables import Titled, table

TITLE = "Téléconsultation"
COLUMNS = (Column("Ce qui est noté", 128.0), Column("Comment", INSIDE - 128.0))
GIVEN = {"yes": "oui", "no": "non", "not_asked": "non demandé"}
NO_SUPPLEMENT = "aucun supplément demandé au patient"
Row = tuple[str, str]


def call(sheet: OrientationSheet) -> tuple[Titled, ...]:
    """Return the table of the call; nothing when no call was proposed."""
    held = sheet.teleconsultation
    if held is None:
        return ()
    rows = [row for row in (*_how(held), *_said(held), *_kept(held)) if row[1]]
    return (table(TITLE, COLUMNS, rows),)


def _how(held: SheetTeleconsultation) -> Iterator[Row]:
    asked = f", donné à {hour(held.consent_at)}" if held.consent_at else ""
    yield "Accord du patient", f"{GIVEN[held.consent]}{asked}"
    yield "Déroulement", held.outcome
    yield "Horaires", _times(held)
    yield "Présents", ", ".join(held.participants)
    yield "Appareils utilisés", ", ".join(held.devices)
    yield "Synthèse lue par le médecin", GIVEN[held.summary_shared] if held.joined_at else ""


def _times(held: SheetTeleconsultation) -> str:
    if not held.opened_at:
        return ""
    joined = f"médecin en ligne à {hour(held.joined_at)}" if held.joined_at else "sans médecin"
    ended = f", fin à {hour(held.ended_at)}" if held.ended_at else ""
    return f"{long_date(held.opened_at)}, ouverte à {hour(held.opened_at)}, {joined}{ended}"


def _said(held: SheetTeleconsultation) -> Iterator[Row]:
    said = held.conclusion
    if said is None:
        return
    yield "Médecin", _doctor(said)
    yield f"Conclusion, reçue à {hour(said.received_at)}", said.outcome_label
    yield from _long("Diagnostic", said.diagnosis)
    yield from _long("Conseils du médecin", said.advice)
    yield from _long("Suite prévue", said.follow_up)


def _doctor(said: SheetConclusion) -> str:
    number = f"RPPS {grouped(said.rpps, 3)}" if said.rpps else "numéro RPPS non donné"
    return f"{said.doctor}, {number}, tels que déclarés par le médecin"


def _long(title: str, text: str) -> Iterator[Row]:
    for rank, piece in enumerate(pieces(text)):
        yield title if rank == 0 else f"{title}, suite", piece


def _kept(held: SheetTeleconsultation) -> Iterator[Row]:
    for rank, one in enumerate(held.papers, start=1):
        size = f"{-(-one.size // 1024)}{NBSP}Kio"
        yield f"Document {rank}", f"{one.name}, {size}, SHA-256 {one.sha256}"
    if held.billing is not None:
        yield "À facturer", _billing(held.billing)


def _billing(billing: SheetBilling) -> str:
    who = f"prescripteur {billing.prescriber}" if billing.prescriber else _no_prescriber()
    return f"code {billing.code}, {who}, date {short_date(billing.date)}, {NO_SUPPLEMENT}"


def _no_prescriber() -> str:
    return "identifiant du téléconsultant absent, à compléter avant de facturer"
