"""Another patient's document is refused, and the sentence says which trait differs, not its value."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exchange.incoming import patient as whose_it_is
from app.exchange.incoming.document import read_document
from app.exchange.incoming.patient import check_patient
from app.exchange.refusals import RefusedDocument
from app.identity import Ins, Patient, Sex
from tests.builders import MATRICULE
from tests.exchange.incoming.letters import INS_DEMO, Whose, a_summary

CAMILLE = Patient(
    birth_family="DORVAL",
    birth_givens=("CAMILLE", "JEANNE"),
    sex=Sex.FEMALE,
    birth_date=date(1988, 4, 12),
    ins=Ins(MATRICULE, INS_DEMO),
)
UNKNOWN_INS = replace(CAMILLE, ins=None)
OTHER_INS = Ins("279035121518989", INS_DEMO)


def compare(document: Whose, patient: Patient = CAMILLE) -> str:
    """Return the refusal, "" when the document is this patient's."""
    found = read_document(a_summary(whose=document)).patient
    try:
        check_patient(found, patient)
    except RefusedDocument as refused:
        return refused.sentence
    return ""


@pytest.mark.parametrize(
    "document",
    [
        Whose(),
        Whose(family="Dorval"),
        Whose(family="D'Orval"),
        Whose(family="DOR-VAL"),
        Whose(givens=""),
        Whose(birth="", sex=""),
        Whose(givens="Camilla"),
        Whose(birth="198804120830"),
    ],
)
def test_the_same_ins_and_agreeing_traits_are_accepted(document: Whose) -> None:
    assert compare(document) == ""


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (Whose(matricule=OTHER_INS.matricule), "le matricule INS diffère"),
        (Whose(root="1.2.250.1.213.1.4.8"), "numéro d’essai"),
        (Whose(family="DUVAL"), "le nom de naissance diffère"),
        (Whose(birth="19880413"), "la date de naissance diffère"),
        (Whose(sex="M"), "le sexe diffère"),
    ],
)
def test_a_trait_that_differs_refuses_the_document_and_is_named(
    document: Whose, words: str
) -> None:
    sentence = compare(document)
    assert words in sentence
    assert "DORVAL" not in sentence.upper()
    assert MATRICULE not in sentence


def test_a_wrong_key_refuses_the_document_even_of_the_same_traits() -> None:
    wrong = MATRICULE[:-1] + ("0" if MATRICULE[-1] != "0" else "1")
    assert compare(Whose(matricule=wrong)) == whose_it_is.WRONG_KEY


@pytest.mark.parametrize("patient", [CAMILLE, UNKNOWN_INS])
def test_without_ins_every_trait_must_be_said_and_agree(patient: Patient) -> None:
    bare = Whose(matricule="")
    assert compare(bare, patient) == ""
    for lacking in ("family", "givens", "birth", "sex"):
        assert "ne dit pas assez" in compare(replace(bare, **{lacking: ""}), patient)


def test_a_twin_without_ins_is_told_apart_by_the_given_name() -> None:
    assert "le prénom de naissance diffère" in compare(Whose(matricule="", givens="Louise"))


def test_two_patients_in_one_document_are_refused() -> None:
    target = a_summary().partition(b"<recordTarget>")[2].partition(b"</recordTarget>")[0]
    twice = a_summary().replace(
        b"</recordTarget>", b"</recordTarget><recordTarget>" + target + b"</recordTarget>"
    )
    with pytest.raises(RefusedDocument) as refused:
        read_document(twice)
    assert refused.value.sentence == whose_it_is.TWO_PATIENTS


def test_two_ins_in_one_document_are_refused() -> None:
    second = f'<id extension="{OTHER_INS.matricule}" root="{INS_DEMO}"/><id extension="12"'
    with pytest.raises(RefusedDocument) as refused:
        read_document(a_summary().replace(b'<id extension="12"', second.encode()))
    assert refused.value.sentence == whose_it_is.TWO_PATIENTS


@given(
    family=st.sampled_from(["DORVAL", "Dôrval", "DUVAL", ""]),
    birth=st.sampled_from(["19880412", "19880413", "1988", ""]),
    sex=st.sampled_from(["F", "M", "UN", ""]),
    matricule=st.sampled_from([MATRICULE, OTHER_INS.matricule, ""]),
)
def test_no_document_with_a_differing_trait_is_ever_accepted(
    family: str, birth: str, sex: str, matricule: str
) -> None:
    differs = (
        family == "DUVAL" or birth == "19880413" or sex == "M" or matricule == OTHER_INS.matricule
    )
    is_refused = compare(Whose(matricule, INS_DEMO, family, "Camille", birth, sex)) != ""
    assert is_refused or not differs
    assert not is_refused or differs or not matricule
