"""An invented call with a doctor, as the consultation writes it on the sheet."""

from dataclasses import replace

from app.encounter.sheet import (
    OrientationSheet,
    SheetBilling,
    SheetConclusion,
    SheetPaper,
    SheetTeleconsultation,
)
from tests.exchange.sheets import throat_sheet

PAPER = SheetPaper(
    "5" * 32, "ordonnance.pdf", 81234, "9f3a71c05d2e8b46" * 4, "2026-11-23T12:06:10+01:00"
)
CONCLUSION = SheetConclusion(
    doctor="Dr Léa Essai",
    rpps="10000123454",
    diagnosis="Angine à streptocoque A",
    advice="Buvez souvent.\nReposez-vous deux jours.",
    follow_up="Revoir si la fièvre dure plus de trois jours",
    outcome="prescription",
    outcome_label="Prescription",
    received_at="2026-11-23T12:06:12+01:00",
    paper_digests=(PAPER.sha256,),
)
CALL = SheetTeleconsultation(
    consent="yes",
    consent_at="2026-11-23T11:52:00+01:00",
    opened_at="2026-11-23T11:53:00+01:00",
    joined_at="2026-11-23T11:55:00+01:00",
    ended_at="2026-11-23T12:07:00+01:00",
    participants=("patient", "pharmacien\u00a0: Hélène Marchetti", "médecin\u00a0: Dr Léa Essai"),
    summary_shared="yes",
    devices=("otoscope", "stéthoscope"),
    outcome="Réalisée, avec la conclusion du médecin",
    conclusion=CONCLUSION,
    papers=(PAPER,),
    billing=SheetBilling("TLM", "10000123454", "2026-11-23"),
)


def called_sheet(
    call: SheetTeleconsultation = CALL, level: str = "DOCTOR_SAME_DAY"
) -> OrientationSheet:
    return replace(throat_sheet(level), teleconsultation=call)


def with_conclusion(**changes: str) -> SheetTeleconsultation:
    return replace(CALL, conclusion=replace(CONCLUSION, **changes))
