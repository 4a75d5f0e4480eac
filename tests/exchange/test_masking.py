"""Masking: said in the metadata beside « Normal », never in the document, refused when absurd."""

import io
import zipfile
from dataclasses import replace
from itertools import combinations

import pytest

from app.exchange import cda, xdm
from app.exchange.archive_checks import archive_findings
from app.exchange.codes import MASKING, Coded
from app.exchange.masking import Masking, masking_codes
from app.exchange.refusals import UnfitRecord
from app.exchange.registry import ENTRY_CONFIDENTIALITY
from tests.exchange.sheets import SENT_AT, SUBMISSION, throat_sheet

PDF = b"%PDF-1.4 "
MINOR = replace(throat_sheet(), patient=replace(throat_sheet().patient, age_years=12))


def packed(*masked: Masking) -> tuple[bytes, bytes]:
    record = cda.build(MINOR, PDF)
    sharing = xdm.Sharing(masking_codes(MINOR, frozenset(masked)))
    return xdm.pack(record, xdm.sender_of(MINOR), SUBMISSION, SENT_AT, sharing), record


ALLOWED = [
    one
    for size in range(len(Masking) + 1)
    for one in combinations(Masking, size)
    if not {Masking.PATIENT, Masking.PROFESSIONALS} <= set(one)
]


@pytest.mark.parametrize("masked", ALLOWED)
def test_each_mask_adds_one_code_beside_normal(masked: tuple[Masking, ...]) -> None:

    archive, record = packed(*masked)
    assert archive_findings(archive, record) == ()
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        metadata = opened.read("IHE_XDM/SUBSET01/METADATA.XML").decode()
        assert opened.read("IHE_XDM/SUBSET01/DOC0001.XML") == cda.build(MINOR, PDF)
    assert metadata.count(f'classificationScheme="{ENTRY_CONFIDENTIALITY}"') == 1 + len(masked)


def test_the_codes_and_labels_are_those_of_the_value_set() -> None:
    assert masking_codes(MINOR, frozenset({Masking.PROFESSIONALS, Masking.GUARDIANS})) == (
        Coded("MASQUE_PS", "Masqué aux professionnels de santé", MASKING),
        Coded(
            "INVISIBLE_REPRESENTANTS_LEGAUX",
            "Non visible par les représentants légaux du patient",
            MASKING,
        ),
    )


def test_a_document_nobody_could_read_is_refused() -> None:
    with pytest.raises(UnfitRecord):
        masking_codes(MINOR, frozenset({Masking.PATIENT, Masking.PROFESSIONALS}))


def test_an_adult_has_no_legal_representative_to_hide_from() -> None:
    assert throat_sheet().patient.age_years == 38
    with pytest.raises(UnfitRecord):
        masking_codes(throat_sheet(), frozenset({Masking.GUARDIANS}))
    at_eighteen = replace(MINOR, patient=replace(MINOR.patient, age_years=18))
    with pytest.raises(UnfitRecord):
        masking_codes(at_eighteen, frozenset({Masking.GUARDIANS}))
