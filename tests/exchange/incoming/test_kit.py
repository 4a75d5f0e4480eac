"""Every example document and archive of the agency's kit is read and rendered."""

import json
from pathlib import Path

import pytest

from app.cli.command import run
from app.encounter import incoming_table as table
from app.encounter.incoming import FactKind, Standing
from app.exchange.incoming.reading import read_file

pytestmark = pytest.mark.cda_rules

EXPECTED = {
    "BIO-TROD_2024.01_Angine.xml": (1, 0, 0),
    "TLM-CR_2022.01.xml": (0, 0, 1),
    "TLM-DA_2022.01_TCG.xml": (7, 5, 1),
    "VAC-NOTE_2023.01.xml": (1, 0, 0),
}
"""Sections at the first level, facts, files: counted by hand in the documents."""


def test_every_example_document_is_rendered(kit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    examples = sorted((kit / "cda" / "ExemplesCDA").glob("*.xml"))
    assert [one.name for one in examples] == sorted(EXPECTED)
    for one in examples:
        assert run(["exchange", "read", str(one), "--json"]) == 0
        (shown,) = json.loads(capsys.readouterr().out)["documents"]
        counted = tuple(len(shown[name]) for name in ("sections", "facts", "attachments"))
        assert counted == EXPECTED[one.name]
        assert shown["source"]["title"]
        assert shown["patient"]["birth_date"] == "19790328"


def test_both_example_archives_hold_what_they_announce(kit: Path) -> None:
    for one in sorted((kit / "xdm" / "examples").glob("*.ZIP")):
        example = kit / "cda" / "ExemplesCDA" / one.name.replace(".IHE_XDM.ZIP", ".xml")
        (document,) = read_file(one.read_bytes()).documents
        assert document.source == read_file(example.read_bytes()).documents[0].source


def test_the_facts_of_the_teleconsultation_request_are_those_a_reader_finds(kit: Path) -> None:
    example = kit / "cda" / "ExemplesCDA" / "TLM-DA_2022.01_TCG.xml"
    (document,) = read_file(example.read_bytes()).documents
    found = [(one.kind, one.standing, one.words.partition(",")[0]) for one in document.facts]
    assert found == [
        (FactKind.CONDITION, Standing.PRESENT, "Accident ischémique cérébral transitoire"),
        (FactKind.CONDITION, Standing.PAST, "Pyélonéphrite aiguë"),
        (FactKind.ALLERGY, Standing.PRESENT, "bêta-lactamines"),
        (FactKind.TREATMENT, Standing.PRESENT, "PLAVIX 75mg"),
        (FactKind.PREGNANCY, Standing.PRESENT, "enceinte"),
    ]


def test_every_code_of_a_condition_is_one_of_the_official_file(kit: Path) -> None:
    """The prefixes of the table are codes of CIM-10, but the letter of the whole chapter O."""
    terms = kit / "cda" / "schematrons" / "profils" / "terminologies" / "terminologie"
    official = (terms / "2.16.840.1.113883.6.3.rdf").read_text("utf-8")
    known = {part.partition("<")[0] for part in official.split("<skos:notation>")[1:]}
    conditions = {code for row in table.CONDITIONS for code in row.prefixes}
    assert {"D70", "Z88.0", "Z33"} < known
    assert conditions - known == {"O"}
