"""The protocols of the station on paper and in a record, from a consultation to its documents."""

import io
from collections.abc import Mapping

import pikepdf
import pytest

from app.encounter.effects import SealSheet
from app.encounter.seal import SealAsked
from app.encounter.sheet import OrientationSheet
from app.exchange.codes import CIM10, known
from app.exchange.dossier import make_documents
from app.exchange.patient_page import lay_out
from app.exchange.pdf import patient_page_count
from protocols.load import shipped_library
from tests.builders import a_visit_at_decision
from tests.exchange.reading import plain, words
from tests.exchange.sheets import PROOF, SENT_AT, SUBMISSION

STORIES: tuple[tuple[str, Mapping[str, str], str], ...] = (
    ("piqure_tique", {}, "PHARMACY"),
    ("piqure_tique", {"t_em": "yes"}, "DOCTOR_SAME_DAY"),
    ("piqure_tique", {"t_neuro": "yes"}, "EMERGENCY"),
    ("douleur_pharyngee", {"a_air": "yes"}, "SAMU_15"),
    ("douleur_pharyngee", {"a_fiev": "yes"}, "DOCTOR_SAME_DAY"),
)


def sealed(protocol: str, answers: Mapping[str, str]) -> OrientationSheet:
    visit = a_visit_at_decision(protocol, answers).say(SealAsked())
    effect = visit.asked(SealSheet)[-1]
    assert isinstance(effect, SealSheet)
    return effect.sheet


@pytest.mark.parametrize(("protocol", "answers", "level"), STORIES)
def test_a_consultation_gives_one_patient_page_and_all_its_questions(
    protocol: str, answers: Mapping[str, str], level: str
) -> None:
    sheet = sealed(protocol, answers)
    assert sheet.decision.level == level
    documents = make_documents(sheet, PROOF, SUBMISSION, SENT_AT)
    assert documents.findings == ()
    assert patient_page_count(documents.pdf) == 1
    assert lay_out(sheet).moved == ()
    text = words(documents.pdf)
    assert [one.wording for one in sheet.answers if plain(one.wording) not in text] == []
    with pikepdf.open(io.BytesIO(documents.pdf)) as pdf:
        assert len(pdf.pages) <= 4, "two sheets, both sides"


@pytest.mark.parametrize("name", sorted(shipped_library()))
def test_the_code_a_record_carries_has_its_official_label(name: str) -> None:
    codes = shipped_library()[name].cim10
    assert codes
    assert known(CIM10, codes[0]) is not None, "add it to resources/codes/cim10.json"
