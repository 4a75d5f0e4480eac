"""The attestation of a positive test: what the text asks for, when there is one, its file."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from app.encounter.sheet import OrientationSheet
from app.exchange.attestation import draw_attestation, has_attestation
from app.exchange.paper.archival import is_archivable
from app.exchange.refusals import UnfitRecord
from tests.exchange.reading import page_count, plain, words
from tests.exchange.sheets import PROOF, real, tick_sheet
from tests.exchange.trods import UDI, cystitis, throat, without_device


def test_it_names_the_drug_its_dose_its_times_and_its_duration() -> None:
    told = words(draw_attestation(throat(), PROOF))
    assert "Amoxicilline" in told
    assert "Posologie : 1 g, 2 fois par jour." in told
    assert "Durée : 6 jours, jusqu’au 28 novembre 2026 compris." in told
    assert "Camille Dorval, née le 12 avril 1988" in told
    assert "positif, le 23 novembre 2026 à 11:" in told
    assert UDI in told


def test_a_single_dose_is_one_day_in_the_singular() -> None:
    told = words(draw_attestation(cystitis(), PROOF))
    assert "Fosfomycine trométamol" in told
    assert "Durée : 1 jour, jusqu’au 23 novembre 2026 compris." in told
    assert "Bandelette urinaire, nitrites : positif" in told
    assert "Bandelette urinaire, leucocytes : négatif" in told


def test_a_device_without_udi_is_named_by_maker_reference_and_lot() -> None:
    told = words(draw_attestation(cystitis(scanned=False), PROOF))
    assert "Nadal, référence 242001, lot L2611" in told
    assert "UDI" not in told


def test_only_the_drugs_of_the_text_are_attested() -> None:
    assert "paracetamol" in {one.substance for one in throat().treatments}
    assert "Paracétamol" not in words(draw_attestation(throat(), PROOF))


@pytest.mark.parametrize("is_real", [False, True])
def test_it_is_one_archivable_page_and_says_a_demonstration(is_real: bool) -> None:
    sheet = real(cystitis()) if is_real else throat()
    pdf = draw_attestation(sheet, PROOF)
    assert is_archivable(pdf)
    assert page_count(pdf) == 1
    assert ("Démonstration" in words(pdf)) == sheet.demonstration
    assert plain(PROOF.footer) in words(pdf)


def test_french_signs_stay_with_their_word() -> None:
    told = words(draw_attestation(throat(), PROOF))
    assert re.search(r"[^ ][:;!?]( |$)", told.replace("11:", "").replace(" :", "")) is None
    assert "'" not in told


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert draw_attestation(cystitis(), PROOF) == draw_attestation(cystitis(), PROOF)


NONE: dict[str, Callable[[], OrientationSheet]] = {
    "negative": lambda: throat("negatif"),
    "unreadable": lambda: throat("invalide"),
    "nothing given": lambda: replace(throat(), treatments=()),
    "not done": lambda: throat("non_fait"),
    "another protocol": tick_sheet,
    "no device": lambda: without_device(throat()),
}


@pytest.mark.parametrize("name", NONE)
def test_without_a_positive_test_and_a_drug_there_is_none(name: str) -> None:
    sheet = NONE[name]()
    assert not has_attestation(sheet)
    with pytest.raises(UnfitRecord):
        draw_attestation(sheet, PROOF)


def test_a_positive_test_with_a_drug_has_one() -> None:
    assert has_attestation(throat())
    assert has_attestation(cystitis())
