"""What the papers say of a call: all of it for professionals, plain words for the patient."""

from dataclasses import replace

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from app.encounter.sheet import canonical_bytes, read_sheet, sheet_hash
from app.encounter.sheet_files import attached
from app.exchange.call_words import LONGEST_PIECE, doctor_lines, pieces
from app.exchange.cda import build
from app.exchange.checks import record_findings
from app.exchange.paper.archival import is_archivable
from app.exchange.patient_content import content_of
from app.exchange.pdf import draw
from app.exchange.words import patient_words
from protocols.model import Level
from tests.exchange.calls import CALL, PAPER, called_sheet, with_conclusion
from tests.exchange.reading import plain, words
from tests.exchange.sheets import LEVELS, PROOF, throat_sheet


def told(sheet) -> str:
    paper = draw(sheet, PROOF)
    assert is_archivable(paper)
    return plain(words(paper))


def test_the_professional_page_tells_the_whole_call() -> None:
    said = told(called_sheet())
    for one in (
        "Téléconsultation",
        "oui, donné à 11:52",
        "ouverte à 11:53, médecin en ligne à 11:55, fin à 12:07",
        "médecin : Dr Léa Essai",
        "otoscope, stéthoscope",
        "RPPS 100 001 234 54, tels que déclarés par le médecin",
        "Angine à streptocoque A",
        "Revoir si la fièvre dure plus de trois jours",
        "ordonnance.pdf, 80 Kio, SHA-256",
        PAPER.sha256,
        "code TLM, prescripteur 10000123454, date 23/11/2026, aucun supplément demandé au patient",
    ):
        assert plain(one) in said, one


@pytest.mark.parametrize("level", LEVELS)
def test_the_patient_reads_what_the_doctor_decided_in_plain_words(level: str) -> None:
    said = told(called_sheet(level=level))
    assert plain("Ce que le médecin a dit") in said
    assert plain("Dr Léa Essai a parlé avec vous par vidéo. Il a fait une ordonnance.") in said
    assert plain("Reposez-vous deux jours.") in said


@pytest.mark.parametrize("level", ["DOCTOR_48H", "DOCTOR_SAME_DAY"])
def test_who_was_just_seen_is_not_told_to_go_and_see_a_doctor(level: str) -> None:
    content = content_of(called_sheet(level=level))
    assert content.title == "Un médecin vous a vu par vidéo. Suivez ce qu’il a dit."
    assert content.body == ""
    assert content.where == (patient_words()["show"],)
    assert content.return_if != ()


@pytest.mark.parametrize(("outcome", "level"), [("emergency", "EMERGENCY"), ("samu_15", "SAMU_15")])
@pytest.mark.parametrize("kept", LEVELS)
def test_a_doctor_may_raise_what_the_patient_reads_and_never_lower_it(
    outcome: str, level: str, kept: str
) -> None:
    content = content_of(called_sheet(with_conclusion(outcome=outcome), kept))
    assert content.level is max(Level[level], Level[kept])
    if Level[kept] < Level[level]:
        assert content.treatments == () and content.remember == ()
        assert content.where[0] == patient_words().lists[f"places.{level}"][0]
        assert "aujourd’hui" not in f"{content.title} {content.body}"


def test_a_call_without_a_conclusion_changes_nothing_of_where_to_go() -> None:
    alone = replace(CALL, conclusion=None, papers=(), billing=None)
    assert content_of(called_sheet(alone)) == content_of(throat_sheet("DOCTOR_SAME_DAY"))


def test_without_the_doctors_number_the_paper_says_that_nothing_can_be_billed_yet() -> None:
    call = with_conclusion(rpps="")
    said = told(called_sheet(replace(call, billing=replace(CALL.billing, prescriber=""))))
    assert plain("identifiant du téléconsultant absent") in said
    assert plain("numéro RPPS non donné") in said


def test_a_call_without_a_conclusion_or_refused_says_so_and_bills_nothing() -> None:
    alone = replace(CALL, conclusion=None, papers=(), billing=None, outcome="Pas d’appel")
    said = told(called_sheet(alone))
    assert plain("Pas d’appel") in said
    assert "TLM" not in said and plain("Ce que le médecin a dit") not in said


@pytest.mark.parametrize("text", ["x" * 4000, "\U0001f600" * 2000])
def test_no_text_of_a_doctor_keeps_a_sheet_from_being_sealed(text: str) -> None:
    call = with_conclusion(advice=text, diagnosis=text[:400], follow_up=text[:400])
    assert told(called_sheet(call))


@settings(max_examples=60)
@given(st.text(max_size=1500))
def test_pieces_leave_nothing_out(text: str) -> None:
    cut = list(pieces(text))
    assert "".join("".join(cut).replace("·", "").split()) == "".join(text.replace("·", "").split())
    assert all(0 < len(one) <= LONGEST_PIECE for one in cut)


def test_sheets_of_before_keep_their_bytes_and_one_with_a_call_reads_back() -> None:
    before = canonical_bytes(throat_sheet())
    assert b'teleconsultation":{' not in before
    assert read_sheet(before).teleconsultation is None
    sheet = called_sheet()
    assert read_sheet(canonical_bytes(sheet)) == sheet
    assert sheet_hash(sheet) != sheet_hash(replace(sheet, teleconsultation=None))


def test_the_documents_of_the_doctor_are_sealed_beside_the_sheet_under_names_of_ours() -> None:
    (one,) = attached(called_sheet())
    assert (one.name, one.id, one.size) == ("medecin-01.pdf", PAPER.id, PAPER.size)


def test_the_record_of_a_sheet_with_a_call_has_none_of_the_faults_we_look_for() -> None:
    sheet = called_sheet()
    assert record_findings(build(sheet, draw(sheet, PROOF))) == ()


def test_who_was_not_seen_by_a_doctor_reads_nothing_of_one() -> None:
    assert doctor_lines(throat_sheet()) == ()
