"""The letter to the doctor: to whom, what it asks, and the record that holds it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.encounter.sheet import OrientationSheet
from app.exchange.checks import embedded_pdf, paper_findings, record_findings
from app.exchange.letter import build_letter, draw_letter, has_letter
from app.exchange.metadata import derive
from app.exchange.paper.archival import is_archivable
from app.exchange.refusals import UnfitRecord
from tests.exchange.facts import CONSENTS
from tests.exchange.official import OfficialRules
from tests.exchange.reading import page_count, words
from tests.exchange.sheets import PROOF, throat_sheet, tick_sheet
from tests.exchange.trods import corrected, cystitis, throat

ASKS = {
    "PHARMACY": "Aucune consultation n’est demandée",
    "DOCTOR_48H": "recevoir cette personne dans les 48 heures",
    "DOCTOR_SAME_DAY": "recevoir cette personne aujourd’hui",
}


def refusing_doctor(sheet: OrientationSheet) -> OrientationSheet:
    consents = tuple(
        replace(one, given="no") if one.id == "g_cons_medecin" else one for one in CONSENTS
    )
    return replace(sheet, consents=consents)


@pytest.mark.parametrize("level", ASKS)
@pytest.mark.parametrize("make", [throat_sheet, tick_sheet])
def test_it_says_what_was_found_and_asks_what_the_level_asks(
    make: Callable[[str], OrientationSheet], level: str
) -> None:
    sheet = make(level)
    pdf = draw_letter(sheet, PROOF)
    told = words(pdf)
    assert is_archivable(pdf)
    assert ASKS[level] in told
    assert sheet.proposal.case in told
    assert "Camille Dorval, née le 12 avril 1988 (38 ans)" in told
    for one in sheet.proposal.rules:
        assert " ".join(one.label.split()) in told
    for drug in sheet.treatments:
        assert f"{drug.label} :" in told
    assert page_count(pdf) <= 2


def test_what_was_not_certain_is_said_possible() -> None:
    told = words(draw_letter(tick_sheet("DOCTOR_SAME_DAY"), PROOF))
    assert "ne sait pas (possible, sans réponse certaine)." in told


def test_it_is_addressed_to_the_doctor_the_patient_accepts() -> None:
    told = words(draw_letter(throat_sheet("DOCTOR_48H"), PROOF))
    assert "Dre Le Dantec" in told
    assert "main propre" not in told


def test_a_patient_who_refuses_hands_it_over_to_whom_they_choose() -> None:
    sheet = refusing_doctor(throat_sheet("DOCTOR_48H"))
    told = words(draw_letter(sheet, PROOF))
    assert "Dre Le Dantec" not in told
    assert "(remis en main propre)" in told
    assert b"Le Dantec" not in build_letter(sheet, b"%PDF-1.4 ")


@pytest.mark.parametrize("level", ["EMERGENCY", "SAMU_15"])
def test_nobody_writes_a_letter_when_the_patient_leaves_at_once(level: str) -> None:
    assert not has_letter(throat_sheet(level))
    with pytest.raises(UnfitRecord) as refused:
        draw_letter(throat_sheet(level), PROOF)
    assert "page professionnelle" in refused.value.sentence


def test_a_test_is_told_with_its_device() -> None:
    told = words(draw_letter(cystitis(), PROOF))
    assert "Bandelette urinaire, leucocytes : négatif." in told
    assert "lot B987654, à utiliser avant le 31/12/2027" in told


def test_its_record_holds_it_under_its_own_type() -> None:
    sheet = corrected(throat())
    pdf = draw_letter(sheet, PROOF)
    record = build_letter(sheet, pdf)
    assert (record_findings(record), paper_findings(record)) == ((), ())
    assert embedded_pdf(record) == pdf
    entry = derive(record)
    assert (entry.kind.code, entry.kind.label) == ("96349-6", "Lettre d'adressage")
    assert entry.replaces == derive(build_letter(throat(), pdf)).unique_id


@pytest.mark.cda_rules
def test_its_record_passes_the_official_rules(official: OfficialRules) -> None:
    for sheet in (throat(), corrected(refusing_doctor(throat_sheet("DOCTOR_48H")))):
        assert official.errors(build_letter(sheet, b"%PDF-1.4 ")) == []
