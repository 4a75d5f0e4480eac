"""A bundle of ours read by the import of identities: another station finds the same patient."""

from dataclasses import replace
from datetime import date

from app.exchange.fhir.leaving import FILE
from app.identity import INS_NIR, INS_TEST
from app.identity.imports.fhir_patient import read_fhir
from app.identity.imports.found import Asked
from tests.exchange.fhir.bundles import leaving
from tests.exchange.sheets import real, unqualified
from tests.exchange.trods import throat

TODAY = date(2026, 11, 25)


def imported(sheet):
    text = leaving(sheet).files[FILE].decode()
    return read_fhir(text, Asked(TODAY, sheet.demonstration))


def test_the_traits_come_back_as_they_left():
    sheet = real(throat())
    named = replace(sheet, patient=replace(sheet.patient, used_family="LE GOFF"))
    found = imported(named)
    assert (found.family, found.used_family) == ("DORVAL", "LE GOFF")
    assert found.givens.replace(",", " ").split() == ["CAMILLE", "JEANNE"]
    assert (found.birth_date, found.sex, found.place) == ("12/04/1988", "F", "35238")
    assert found.phone.replace(" ", "") == "0600001234"


def test_a_qualified_matricule_comes_back_under_its_authority():
    real_one, demonstration = imported(real(throat())), imported(throat())
    assert (real_one.matricule, real_one.root) == (throat().patient.matricule, INS_NIR)
    assert demonstration.root == INS_TEST


def test_another_identity_brings_its_traits_and_no_matricule():
    sheet = real(throat())
    validated = replace(sheet, patient=replace(sheet.patient, status="validated"))
    for one in (unqualified(sheet), validated):
        found = imported(one)
        assert (found.matricule, found.root) == ("", "")
        assert found.family == "DORVAL"
