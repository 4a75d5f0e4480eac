"""Our records against the agency's own schema, profiles and archives (needs the public kit)."""

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from app.encounter.sheet import OrientationSheet
from app.exchange import cda, xdm
from app.exchange.metadata import as_names, derive
from app.exchange.registry import (
    ENTRY_CONFIDENTIALITY,
    ENTRY_FACILITY,
    ENTRY_KIND,
    ENTRY_PATIENT,
    ENTRY_PRACTICE,
    ENTRY_UNIQUE,
    RIM,
)
from tests.exchange.calls import called_sheet
from tests.exchange.official import OfficialRules
from tests.exchange.sheets import (
    LEVELS,
    SENT_AT,
    SUBMISSION,
    of_a_child,
    real,
    throat_sheet,
    tick_sheet,
    unqualified,
)

pytestmark = pytest.mark.cda_rules

PDF = b"%PDF-1.4 not drawn here: the rules never open it"
SHEETS = {
    **{f"throat {level}": throat_sheet(level) for level in LEVELS},
    **{f"tick {level}": tick_sheet(level) for level in LEVELS},
    "real": real(tick_sheet()),
    "unqualified": unqualified(throat_sheet()),
    "called": real(called_sheet()),
    "child": real(of_a_child(throat_sheet())),
}


@pytest.mark.parametrize("name", SHEETS)
def test_a_record_passes_the_schema_and_the_five_profiles(
    name: str, official: OfficialRules
) -> None:
    document = cda.build(SHEETS[name], PDF)
    assert official.errors(document) == []
    assert official.fired(document) > 100


def test_the_official_rules_do_catch_a_fault(official: OfficialRules) -> None:
    document = cda.build(throat_sheet(), PDF)
    assert official.errors(document.replace(b"93024-8", b"00000-0")) != []
    assert official.errors(document.replace(b'"fr-FR"', b'"fr"')) != []
    assert official.errors(document.replace(b'qualifier="BR"', b'qualifier="SP"')) != []


@pytest.mark.parametrize("sheet", [throat_sheet(), real(tick_sheet())], ids=["throat", "real"])
def test_the_metadata_file_passes_the_schema_of_the_registry(
    sheet: OrientationSheet, kit: Path
) -> None:
    archive = xdm.pack(cda.build(sheet, PDF), xdm.sender_of(sheet), SUBMISSION, SENT_AT)
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        metadata = etree.fromstring(opened.read("IHE_XDM/SUBSET01/METADATA.XML"))
    schema = etree.XMLSchema(etree.parse(kit / "xdm" / "ebRS30" / "lcm.xsd"))
    assert schema.validate(metadata), schema.error_log


@pytest.mark.parametrize("name", ["BIO-TROD_2024.01_Angine", "TLM-CR_2022.01"])
def test_metadata_equals_that_of_the_official_archive(name: str, kit: Path) -> None:
    with zipfile.ZipFile(kit / "xdm" / "examples" / f"{name}.IHE_XDM.ZIP") as archive:
        document = archive.read("IHE_XDM/SUBSET01/DOC0001.XML")
        metadata = etree.fromstring(archive.read("IHE_XDM/SUBSET01/METADATA.XML").strip())
    expected = _official_names(metadata)
    ours = as_names(derive(document))
    assert len(ours) == 17
    assert {**ours, "hash": ours["hash"].upper()} == expected


def _official_names(metadata: etree._Element) -> dict[str, str]:
    document = next(metadata.iter(f"{{{RIM}}}ExtrinsicObject"))
    slots = {
        slot.get("name"): slot.findtext(f".//{{{RIM}}}Value")
        for slot in document.iter(f"{{{RIM}}}Slot")
    }
    codes = {
        one.get("classificationScheme"): one.get("nodeRepresentation")
        for one in document.iter(f"{{{RIM}}}Classification")
    }
    ids = {
        one.get("identificationScheme"): one.get("value")
        for one in document.iter(f"{{{RIM}}}ExternalIdentifier")
    }
    names = ("hash", "size", "creationTime", "languageCode", "serviceStartTime")
    names += ("serviceStopTime", "sourcePatientId", "legalAuthenticator")
    names += ("authorSpecialty", "authorInstitution")
    return {
        **{name: slots.get(name) or "" for name in names},
        "patientId": ids[ENTRY_PATIENT],
        "uniqueId": ids[ENTRY_UNIQUE],
        "typeCode": codes[ENTRY_KIND],
        "confidentialityCode": codes[ENTRY_CONFIDENTIALITY],
        "healthcareFacilityTypeCode": codes[ENTRY_FACILITY],
        "practiceSettingCode": codes[ENTRY_PRACTICE],
        "title": document.find(f"{{{RIM}}}Name/{{{RIM}}}LocalizedString").get("value"),
    }
