"""All that the shipped protocols conclude, through our checks, the schema and the agency's rules.

One outcome for each level and route in the ordinary run, all of them with ``--full-faults``.
"""

import io
import zipfile
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from app.encounter.sheet import OrientationSheet
from app.encounter.wording import LEVELS
from app.exchange import cda, xdm
from app.exchange.archive_checks import archive_findings
from app.exchange.checks import paper_findings, record_findings
from app.exchange.dossier import make_documents
from app.exchange.refusals import UnfitRecord
from app.exchange.structured import build_structured
from app.exchange.trod import build_trod
from app.exchange.trod_facts import holds_rapid_test
from protocols.load import shipped_library
from protocols.model import Level
from tests.exchange.official import OfficialRules
from tests.exchange.outcomes import Outcome, all_outcomes, sheet_of, some_outcomes
from tests.exchange.reading import plain, words
from tests.exchange.sheets import PROOF, SENT_AT, SUBMISSION

PDF = b"%PDF-1.4 not drawn here: the rules never open it"
NEVER = {"douleur_mictionnelle": {Level.DOCTOR_48H}}
"""A level with words that the rules never give. Source: clinical.md §3.6, « every sum from 10 to 29
is MEDECIN_JOUR »."""
RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{one}{n}" for one in ("COM", "LPT") for n in range(10))}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "outcome" in metafunc.fixturenames:
        whole = metafunc.config.getoption("--full-faults")
        metafunc.parametrize("outcome", all_outcomes() if whole else some_outcomes(), ids=str)


@cache
def record_of(outcome: Outcome) -> bytes:
    return cda.build(sheet_of(outcome), PDF)


def packed(sheet: OrientationSheet, record: bytes) -> bytes:
    return xdm.pack(record, xdm.sender_of(sheet), SUBMISSION, SENT_AT)


def test_the_outcomes_are_many_and_each_way_out_is_tried_in_the_ordinary_run() -> None:
    every, some = all_outcomes(), some_outcomes()
    assert len({one.protocol for one in every}) == 14
    assert len(every) > 120
    assert {(one.level, one.route) for one in some} == {(one.level, one.route) for one in every}
    assert len({one.protocol for one in some}) > 5


def test_the_patients_of_a_protocol_reach_every_level_it_has_words_for() -> None:
    for name, protocol in shipped_library().items():
        reached = {one.level for one in all_outcomes() if one.protocol == name}
        assert reached == set(protocol.outcomes) - NEVER.get(name, set()), name


def test_papers_and_records_are_made_whole(outcome: Outcome) -> None:
    sheet = sheet_of(outcome)
    made = make_documents(sheet, PROOF, SUBMISSION, SENT_AT)
    assert (made.findings, paper_findings(made.cda)) == ((), ())
    assert made.xdm is not None
    assert plain(LEVELS[Level[sheet.decision.level]]) in words(made.pdf)
    if holds_rapid_test(sheet):
        assert made.test.notices != ()  # these patients say no device: it is asked for
    else:
        assert made.test.notices == ()


def test_records_and_archives_have_no_finding(outcome: Outcome) -> None:
    sheet = sheet_of(outcome)
    for record in (record_of(outcome), build_structured(sheet)):
        assert record_findings(record) == ()
        assert archive_findings(packed(sheet, record), record) == ()


def test_a_test_done_by_a_patient_without_device_is_refused(outcome: Outcome) -> None:
    sheet = sheet_of(outcome)
    if not holds_rapid_test(sheet):
        assert sheet.tests == ()
        return
    with pytest.raises(UnfitRecord) as refused:
        build_trod(sheet)
    assert "saisissez" in refused.value.sentence


def test_archives_unzip_under_the_rules_of_windows(outcome: Outcome) -> None:
    with zipfile.ZipFile(io.BytesIO(packed(sheet_of(outcome), record_of(outcome)))) as archive:
        names = archive.namelist()
    assert len({name.lower() for name in names}) == len(names)
    for part in (part for name in names for part in name.split("/") if part):
        stem, _, ending = part.partition(".")
        assert part.isascii() and part == part.upper()
        assert 1 <= len(stem) <= 8 and len(ending) <= 3
        assert stem not in RESERVED
        assert not set(part) & set('<>:"\\|?* ')


@pytest.mark.cda_rules
def test_the_agency_accepts_both_records(outcome: Outcome, official: OfficialRules) -> None:
    for record in (record_of(outcome), build_structured(sheet_of(outcome))):
        assert official.errors(record) == []


@pytest.mark.cda_rules
def test_the_registry_accepts_the_metadata(outcome: Outcome, kit: Path) -> None:
    schema = etree.XMLSchema(etree.parse(kit / "xdm" / "ebRS30" / "lcm.xsd"))
    with zipfile.ZipFile(io.BytesIO(packed(sheet_of(outcome), record_of(outcome)))) as archive:
        metadata = etree.fromstring(archive.read("IHE_XDM/SUBSET01/METADATA.XML"))
    assert schema.validate(metadata), schema.error_log
