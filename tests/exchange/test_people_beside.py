"""Who was with the patient: on the paper, in the record, and nobody in the sheets of before."""

from dataclasses import replace

import pytest

from app.encounter.sheet import OrientationSheet, SheetPresence
from app.exchange import cda, pdf
from app.exchange.header import Node, read_header
from tests.exchange.reading import words
from tests.exchange.sheets import PROOF, of_a_child, throat_sheet, unqualified

PDF = b"%PDF-1.4"


def guardians(sheet: OrientationSheet) -> tuple[Node, ...]:
    return read_header(cda.build(sheet, PDF)).children("recordTarget/patientRole/patient/guardian")


@pytest.mark.parametrize("link", ["parent", "parent_called"])
def test_the_holder_of_parental_authority_is_the_guardian_of_the_record(link: str) -> None:
    (guardian,) = guardians(of_a_child(throat_sheet(), link))
    assert guardian.child("guardianPerson/name/family").text == "Dorval Anne"


@pytest.mark.parametrize("link", ["", "companion"])
def test_another_adult_is_no_guardian(link: str) -> None:
    assert guardians(of_a_child(throat_sheet(), link)) == ()


def test_the_paper_names_the_adult_his_right_and_the_interpreter() -> None:
    said = words(pdf.draw(of_a_child(throat_sheet()), PROOF))
    assert "autorité parentale, présent : Dorval Anne" in said
    assert "interprète M. Haddad (arabe)" in said
    called = words(pdf.draw(of_a_child(throat_sheet(), "parent_called"), PROOF))
    assert "joint par téléphone : Dorval Anne" in called


def test_a_sheet_of_before_names_its_companion_as_it_did() -> None:
    old = throat_sheet()
    old = replace(old, patient=replace(old.patient, companion="Anne"))
    assert "accompagnant : Anne" in words(pdf.draw(old, PROOF))


def test_the_paper_of_a_visitor_says_that_there_is_no_ins() -> None:
    sheet = replace(unqualified(throat_sheet()), presence=SheetPresence(is_visitor=True))
    assert "Identité validée, visiteur sans INS" in words(pdf.draw(sheet, PROOF))
