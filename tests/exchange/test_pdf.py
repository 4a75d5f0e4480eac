"""The two papers: archivable, tagged, whole, legible, and never an identity where none belongs."""

import io
from dataclasses import replace

import cv2
import numpy as np
import pikepdf
import pytest
import zxingcpp

from app.encounter.sheet import OrientationSheet
from app.exchange.paper.archival import is_archivable
from app.exchange.paper.canvas import code_bars
from app.exchange.pdf import draw, draw_only, patient_page_count
from tests.exchange.reading import page_count, page_words, plain, shown, words
from tests.exchange.sheets import (
    LEVELS,
    PROOF,
    real,
    throat_sheet,
    tick_sheet,
)

SHEETS = {
    **{f"throat {level}": throat_sheet(level) for level in LEVELS},
    **{f"tick {level}": tick_sheet(level) for level in LEVELS},
}


@pytest.fixture(scope="module")
def papers() -> dict[str, bytes]:
    return {name: draw(sheet, PROOF) for name, sheet in SHEETS.items()}


def said_by(sheet: OrientationSheet) -> list[str]:
    """Return every line of the sheet that the papers owe to their readers."""
    return [
        *sheet.advice,
        *sheet.return_if,
        *sheet.limits,
        *sheet.mentions,
        *sheet.actions,
        *(one.wording for one in sheet.answers),
        *(one.label for one in sheet.proposal.rules),
        *(limit for one in sheet.treatments for limit in one.limits),
    ]


@pytest.mark.parametrize("name", SHEETS)
def test_a_paper_is_archivable_tagged_and_passes_qpdf(name: str, papers: dict[str, bytes]) -> None:
    assert is_archivable(papers[name])
    with pikepdf.open(io.BytesIO(papers[name])) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "fr-FR"
        assert all("/Trans" not in page.obj for page in pdf.pages)
        fonts = [font for page in pdf.pages for font in page.resources.Font.values()]
        assert fonts
        assert all("/FontFile2" in font.FontDescriptor for font in fonts)
        assert all(str(font.BaseFont)[7:8] == "+" for font in fonts)


@pytest.mark.parametrize("name", SHEETS)
def test_every_line_of_the_sheet_is_printed(name: str, papers: dict[str, bytes]) -> None:
    text = words(papers[name])
    assert [line for line in said_by(SHEETS[name]) if plain(line) not in text] == []


@pytest.mark.parametrize("name", SHEETS)
def test_there_is_one_patient_page_and_it_is_the_first(name: str, papers: dict[str, bytes]) -> None:
    assert patient_page_count(papers[name]) == 1
    assert page_words(papers[name], 0).count("Votre fiche") == 1
    assert f"page 1 sur {page_count(papers[name])}" in page_words(papers[name], 0)


@pytest.mark.parametrize(
    ("level", "patient", "professional"),
    [
        ("PHARMACY", "Nous nous occupons de vous ici", "Traitement et conseil en pharmacie"),
        (
            "DOCTOR_48H",
            "Un médecin doit vous voir dans les 48 heures",
            "Médecin dans les 48 heures",
        ),
        ("DOCTOR_SAME_DAY", "Un médecin doit vous voir aujourd’hui", "Médecin ce jour"),
        ("EMERGENCY", "Allez aux urgences maintenant", "Urgences maintenant"),
        ("SAMU_15", "Le 15 est appelé depuis 11 h 52", "Appel au 15"),
    ],
)
def test_a_level_is_said_in_words_on_both_papers(
    level: str, patient: str, professional: str, papers: dict[str, bytes]
) -> None:
    for protocol in ("throat", "tick"):
        paper = papers[f"{protocol} {level}"]
        assert patient in page_words(paper, 0)
        assert professional in page_words(paper, 1)


def test_someone_sent_to_a_doctor_reads_no_advice_meant_for_those_who_stay(
    papers: dict[str, bytes],
) -> None:
    page = page_words(papers["tick DOCTOR_SAME_DAY"], 0)
    assert "Une petite rougeur" not in page
    assert "Médecin traitant : Dre Le Dantec" in page


def test_letters_are_large_enough_on_each_paper(papers: dict[str, bytes]) -> None:
    for paper in papers.values():
        first, *others = shown(paper)
        sizes = {piece.size for piece in first}
        assert min(sizes) == 10.5
        assert {size for size in sizes if size < 14} <= {10.5, 13.0}
        assert all("Atkinson" in piece.font for piece in first)
        assert min(piece.size for page in others for piece in page) >= 8.5


def test_small_letters_are_the_letterhead_and_the_legal_lines_only(
    papers: dict[str, bytes],
) -> None:
    first = shown(papers["throat PHARMACY"])[0]
    small = plain(" ".join(piece.text for piece in first if piece.size < 14))
    assert small == plain(
        "Démonstration : patient inventé, protocole non validé. Ne pas utiliser pour soigner. "
        "Pharmacie des Tilleuls 12, place du Halage, Kerlanec 02 99 00 00 15 "
        "lundi 23 novembre 2026 Hélène Marchetti, pharmacienne. N° 418 · 417 · 9fa0a1a2a3a4a5a6, "
        "page 1 sur 3. Ni un diagnostic, ni une ordonnance. En cas d’aggravation : 15, 112, ou "
        "114 par SMS."
    )


def test_a_demonstration_says_so_on_both_papers_and_a_real_sheet_does_not(
    papers: dict[str, bytes],
) -> None:
    for page in (0, 1):
        assert "Démonstration" in page_words(papers["tick PHARMACY"], page)
    assert "émonstration" not in words(draw(real(tick_sheet()), PROOF))


def test_the_professional_page_names_the_protocol_and_its_rules_to_validate(
    papers: dict[str, bytes],
) -> None:
    head = "version 1.0.0, statut démonstration. 4 règles à valider."
    assert head in page_words(papers["tick PHARMACY"], 1)
    valid = page_words(draw(real(tick_sheet()), PROOF), 1)
    assert "version 1.0.0, statut validé. 4 règles à valider." in valid


def test_points_are_printed_as_a_number_or_as_an_interval(papers: dict[str, bytes]) -> None:
    assert "0 points (barème local)" in page_words(papers["throat PHARMACY"], 1)
    assert "0 à 30 points (barème local)" in page_words(papers["tick PHARMACY"], 1)


def test_a_simulated_value_is_marked_and_a_measured_one_is_not(papers: dict[str, bytes]) -> None:
    assert "36,9 °C 11:47, SIMULÉE" in page_words(papers["tick PHARMACY"], 1)
    assert "SIMULÉE" not in words(papers["throat PHARMACY"])


def test_what_is_missing_is_said_absent() -> None:
    sheet = throat_sheet("DOCTOR_48H")
    patient = replace(sheet.patient, doctor="", phone="", birth_place="", matricule="")
    bare = replace(
        sheet,
        patient=replace(patient, status="provisional"),
        readings=(),
        treatments=(),
        exclusions=(),
        recalls=(),
        alternative="",
        absent=("médecin traitant", "constantes"),
        pharmacist=replace(sheet.pharmacist, trained_on=""),
    )
    page = page_words(draw(bare, PROOF), 1)
    for line in (
        "lieu : absent",
        "Identité provisoire, INS non qualifiée : non imprimée",
        "Médecin : absent · téléphone : absent",
        "Attestation de formation absente",
        "NEWS2 absent",
        "Aucune constante prise",
        "Aucun médicament conseillé",
        "Aucun suivi prévu",
        "Absent de cette fiche : médecin traitant, constantes.",
    ):
        assert line in page


def test_an_ins_that_is_not_qualified_is_not_printed() -> None:
    sheet = throat_sheet()
    recovered = replace(sheet, patient=replace(sheet.patient, status="recovered"))
    assert "2 88 04 35" not in words(draw(recovered, PROOF))
    assert "2 88 04 35 238 014 66" in words(draw(sheet, PROOF))


def test_a_different_decision_prints_the_proposal_and_the_reason() -> None:
    sheet = throat_sheet("DOCTOR_48H")
    kept = replace(sheet.decision, differs=True, reason="Patient très inquiet, vit seul.")
    proposed = replace(sheet.proposal, level="PHARMACY")
    page = page_words(draw(replace(sheet, decision=kept, proposal=proposed), PROOF), 1)
    assert "Proposé : traitement et conseil en pharmacie" in page
    assert "Motif du pharmacien : Patient très inquiet, vit seul." in page


def test_a_refusal_of_the_patient_is_printed_on_both_papers() -> None:
    sheet = throat_sheet("EMERGENCY")
    refused = draw(replace(sheet, decision=replace(sheet.decision, patient_refused=True)), PROOF)
    assert "Vous refusez cette orientation : c’est votre droit." in page_words(refused, 0)
    assert "Le patient refuse l’orientation." in page_words(refused, 1)


def test_the_square_code_reads_as_the_mark_and_holds_no_identity() -> None:
    mark = PROOF.mark(throat_sheet().sheet_id)
    assert mark == "osys:7c1e0b5a9f3d4c2e8a6b1d0f5e7c9a3b:418:9fa0a1a2a3a4a5a6"
    bars = code_bars(mark)
    modules = np.full((bars.side + 8, bars.side + 8), 255, np.uint8)
    for left, top, length in bars.bars:
        modules[top + 4, left + 4 : left + 4 + length] = 0
    image = cv2.resize(modules, None, fx=6, fy=6, interpolation=cv2.INTER_NEAREST)
    assert [found.text for found in zxingcpp.read_barcodes(image)] == [mark]


def test_the_proof_of_the_ledger_is_at_the_foot_of_every_page(papers: dict[str, bytes]) -> None:
    paper = papers["throat PHARMACY"]
    for page in range(page_count(paper)):
        assert "N° 418 · 417 · 9fa0a1a2a3a4a5a6" in page_words(paper, page)


def test_the_file_names_no_one_in_its_metadata(papers: dict[str, bytes]) -> None:
    with pikepdf.open(io.BytesIO(papers["throat PHARMACY"])) as pdf:
        told = pdf.Root.Metadata.read_bytes().decode() + str(dict(pdf.docinfo))
    assert "Fiche d’orientation N° 418" in told
    assert "2026-11-23T12:02:31+01:00" in told
    assert not any(name in told for name in ("DORVAL", "Dorval", "Marchetti", "2880435"))


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert draw(tick_sheet(), PROOF) == draw(tick_sheet(), PROOF)


def test_a_changed_file_is_no_longer_archivable(papers: dict[str, bytes]) -> None:
    changed = io.BytesIO()
    with pikepdf.open(io.BytesIO(papers["tick PHARMACY"])) as pdf:
        del pdf.Root.OutputIntents
        pdf.save(changed)
    assert not is_archivable(changed.getvalue())


def test_pages_alone_are_not_archivable_and_hold_no_number() -> None:
    preview = draw_only(throat_sheet())
    assert not is_archivable(preview)
    assert "N° 0 " in words(preview)
