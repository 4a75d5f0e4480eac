"""Papers of sheets with too much of everything: one patient page, nothing lost."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.encounter.sheet import SheetExclusion
from app.exchange.pdf import draw, draw_only, patient_page_count
from app.exchange.refusals import UnwritablePaper
from tests.exchange.conclusions import AMOXICILLIN, PARACETAMOL
from tests.exchange.reading import page_count, page_words, plain, words
from tests.exchange.sheets import PROOF, THROAT_ANSWERS, throat_sheet


def test_long_names_wrap_and_stay_on_one_patient_page() -> None:
    sheet = throat_sheet()
    long = " ".join(["MARIE-CHRISTINE-DOMINIQUE"] * 12)
    patient = replace(sheet.patient, birth_family=long, birth_givens=(long, "JEANNE"))
    pharmacy = replace(sheet.pharmacy, name="Pharmacie " + "X" * 290)
    paper = draw(replace(sheet, patient=patient, pharmacy=pharmacy), PROOF)
    assert patient_page_count(paper) == 1
    assert long in words(paper)


def test_what_does_not_fit_on_the_patient_page_is_continued_and_said() -> None:
    sheet = throat_sheet()
    advice = tuple(
        f"Conseil {rank}, écrit assez long pour tenir toute une ligne." for rank in range(60)
    )
    medicines = tuple(replace(PARACETAMOL, label=f"Produit {rank}") for rank in range(14))
    crowded = replace(sheet, advice=advice, treatments=(AMOXICILLIN, *medicines))
    paper = draw(crowded, PROOF)
    assert patient_page_count(paper) == 1
    assert "La suite de vos conseils est à la fin de cette fiche." in page_words(paper, 0)
    assert "Appelez le 15 si" in page_words(paper, 0)
    last = words(paper).partition("Suite de la page patient")[2]
    assert plain(advice[-1]) in last
    assert "Produit 13" in last


def test_more_answers_than_a_page_run_to_further_sheets() -> None:
    many = tuple(
        replace(THROAT_ANSWERS[rank % len(THROAT_ANSWERS)], label=f"Signe {rank}")
        for rank in range(240)
    )
    paper = draw(replace(throat_sheet(), answers=many), PROOF)
    assert patient_page_count(paper) == 1
    assert page_count(paper) > 4
    text = words(paper)
    shown_here = [one for one in many if one.block != "identity"]
    assert [one.label for one in shown_here if one.label not in text] == []


def test_a_sign_no_face_holds_is_named_by_its_code_never_dropped() -> None:
    sheet = throat_sheet("DOCTOR_48H")
    kept = replace(sheet.decision, reason="Très mal \U0001f600, fièvre ≥ 39")
    text = words(draw(replace(sheet, decision=kept), PROOF))
    assert "Très mal [U+1F600], fièvre >= 39" in text


def test_a_text_longer_than_a_page_is_refused_with_a_sentence() -> None:
    sheet = throat_sheet()
    kept = replace(sheet.decision, reason="mot " * 4000)
    with pytest.raises(UnwritablePaper) as refused:
        draw(replace(sheet, decision=kept), PROOF)
    assert refused.value.sentence.endswith("Raccourcissez le texte libre.")


TEXTS = st.text("abcdeéèà ’-", min_size=1, max_size=90).map(lambda text: f"x{text}x")


@settings(max_examples=25, deadline=None)
@given(
    advice=st.lists(TEXTS, max_size=25),
    return_if=st.lists(TEXTS, max_size=25),
    excluded=st.lists(TEXTS, max_size=8),
    products=st.integers(0, 9),
)
def test_nothing_is_lost_and_the_patient_has_one_page_whatever_the_protocol_says(
    advice: list[str], return_if: list[str], excluded: list[str], products: int
) -> None:
    sheet = replace(
        throat_sheet(),
        advice=tuple(advice),
        return_if=tuple(return_if),
        exclusions=tuple(
            SheetExclusion(str(rank), one, "motif") for rank, one in enumerate(excluded)
        ),
        treatments=(PARACETAMOL,) * products,
    )
    paper = draw_only(sheet)
    text = words(paper)
    assert [one for one in (*advice, *return_if) if plain(one) not in text] == []
    assert patient_page_count(draw(sheet, PROOF)) == 1
