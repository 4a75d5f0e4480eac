"""The structured twin of the sheet: what it says, its codes, its rules, its metadata."""

import pytest
from lxml import etree

from app.encounter.sheet import OrientationSheet
from app.exchange import cda, xdm
from app.exchange.archive_checks import archive_findings
from app.exchange.checks import record_findings
from app.exchange.markup import CDA
from app.exchange.metadata import derive
from app.exchange.structured import build_structured
from tests.exchange.official import OfficialRules
from tests.exchange.sheets import (
    LEVELS,
    SENT_AT,
    SUBMISSION,
    real,
    throat_sheet,
    tick_sheet,
    unqualified,
)
from tests.exchange.trods import corrected

SHEETS = {
    **{f"throat {level}": throat_sheet(level) for level in LEVELS},
    **{f"tick {level}": tick_sheet(level) for level in LEVELS},
    "real": real(throat_sheet()),
    "unqualified": unqualified(throat_sheet()),
    "corrected": corrected(throat_sheet()),
}
over_all = pytest.mark.parametrize("name", SHEETS)


def part(element: etree._Element, name: str) -> etree._Element:
    found = element.find(f"h:{name}", {"h": CDA})
    assert found is not None
    return found


def told_by(sheet: OrientationSheet) -> str:
    words = " ".join(map(str, etree.fromstring(build_structured(sheet)).itertext()))
    return " ".join(words.split())


@over_all
def test_it_has_no_finding_and_an_archive_of_its_own_format(name: str) -> None:
    sheet = SHEETS[name]
    record = build_structured(sheet)
    assert record_findings(record) == ()
    archive = xdm.pack(record, xdm.sender_of(sheet), SUBMISSION, SENT_AT)
    assert archive_findings(archive, record) == ()
    assert xdm.format_of(derive(record)).code == "urn:asipSante:modelesHorsProfils:2011"


@over_all
def test_it_says_all_that_the_sheet_says(name: str) -> None:
    sheet = SHEETS[name]
    told = told_by(sheet)
    printed = [one.wording for one in sheet.answers] + [one.label for one in sheet.proposal.rules]
    printed += [*sheet.advice, *sheet.limits, *sheet.return_if, *sheet.mentions]
    printed += [one.label for one in sheet.treatments] + [sheet.proposal.case]
    assert [line for line in printed if " ".join(line.split()) not in told] == []


def test_measures_are_coded_with_their_unit_and_point_to_their_words() -> None:
    record = etree.fromstring(build_structured(throat_sheet()))
    found = {
        part(one, "code").get("code"): part(one, "value")
        for one in record.iter(f"{{{CDA}}}observation")
    }
    assert set(found) == {"8310-5", "8480-6", "8462-4", "20564-1", "9279-1"}
    assert (found["8310-5"].get("value"), found["8310-5"].get("unit")) == ("38.4", "Cel")


def test_it_is_another_document_than_the_level_1_record() -> None:
    structured = derive(build_structured(throat_sheet()))
    level_1 = derive(cda.build(throat_sheet(), b"%PDF-1.4 "))
    assert structured.unique_id != level_1.unique_id
    assert structured.kind == level_1.kind


@pytest.mark.cda_rules
@over_all
def test_it_passes_the_official_rules(name: str, official: OfficialRules) -> None:
    record = build_structured(SHEETS[name])
    assert official.errors(record) == []
    assert official.fired(record) > 100
