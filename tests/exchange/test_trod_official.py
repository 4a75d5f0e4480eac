"""The record of a rapid test against the agency's rules, the volet's own, and its archive."""

import io
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from app.exchange import xdm
from app.exchange.codes import known
from app.exchange.registry import ENTRY_AUTHOR, RIM, SUBMISSION_AUTHOR
from app.exchange.trod import build_trod
from tests.exchange.official import OfficialRules
from tests.exchange.sheets import SENT_AT, SUBMISSION
from tests.exchange.trods import TESTED, throat

pytestmark = pytest.mark.cda_rules
METADATA = "IHE_XDM/SUBSET01/METADATA.XML"


@pytest.mark.parametrize("name", TESTED)
def test_it_passes_the_schema_the_profiles_and_the_rules_of_its_volet(
    name: str, official: OfficialRules, trod_volet: OfficialRules
) -> None:
    record = build_trod(TESTED[name]())
    assert official.errors(record) == []
    assert official.fired(record) > 100
    assert trod_volet.errors(record) == []
    assert trod_volet.fired(record) > 6


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'"96173-0"', b'"93024-8"'),
        (b'"DEPISTAGE"', b'"AMBULATOIRE"'),
        (b'root="2.51.1.1"', b'root="2.51.1.2"'),
        (b'"10828004"', b'"10828005"'),
        (b'typeCode="DEV"', b'typeCode="CSM"'),
    ],
)
def test_the_rules_of_the_volet_do_catch_a_fault(
    before: bytes, after: bytes, trod_volet: OfficialRules
) -> None:
    record = build_trod(throat())
    assert before in record
    assert trod_volet.errors(record.replace(before, after)) != []


def _shape(metadata: etree._Element) -> Counter[tuple[str, str]]:
    """Return how many slots and codes of each name stand in each kind of object."""
    found: Counter[tuple[str, str]] = Counter()
    for holder in metadata.iter(f"{{{RIM}}}RegistryPackage", f"{{{RIM}}}ExtrinsicObject"):
        kind = etree.QName(holder).localname
        found.update((kind, str(one.get("name"))) for one in holder.iterfind(f"{{{RIM}}}Slot"))
        for name in ("classificationScheme", "identificationScheme"):
            found.update((kind, str(one.get(name))) for one in holder.iterfind(f"*[@{name}]"))
    return found


def _codes(metadata: etree._Element) -> set[tuple[str, str, str]]:
    authors = {ENTRY_AUTHOR, SUBMISSION_AUTHOR, None}
    return {
        (
            str(one.get("classificationScheme")),
            str(one.get("nodeRepresentation")),
            str(one.findtext(f".//{{{RIM}}}Value")),
        )
        for one in metadata.iter(f"{{{RIM}}}Classification")
        if one.get("classificationScheme") not in authors
    }


def test_the_metadata_have_the_shape_and_codes_of_the_published_archive(kit: Path) -> None:
    with zipfile.ZipFile(kit / "xdm/examples/BIO-TROD_2024.01_Angine.IHE_XDM.ZIP") as archive:
        published = etree.fromstring(archive.read(METADATA).strip())
    made = xdm.pack(build_trod(throat()), xdm.sender_of(throat()), SUBMISSION, SENT_AT)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        ours = etree.fromstring(archive.read(METADATA))
    assert _shape(ours) == _shape(published)
    assert _codes(ours) == _codes(published)
    schema = etree.XMLSchema(etree.parse(kit / "xdm" / "ebRS30" / "lcm.xsd"))
    assert schema.validate(ours), schema.error_log


def test_every_label_we_write_is_that_of_the_value_sets(kit: Path) -> None:
    compared = 0
    for file in (kit / "cda" / "jeuxDeValeurs").glob("JDV_*.xml"):
        # two sets give their own words to common codes: the volet and header sets are the rule
        if not file.name.startswith(("JDV_J", "JDV_ResultatDepistage_")):
            continue
        for concept in etree.parse(file).iter("{*}Concept"):
            ours = known(str(concept.get("codeSystem")), str(concept.get("code")))
            if ours is not None:
                compared += 1
                assert (file.name, ours.label) == (file.name, concept.get("displayName"))
    assert compared > 20
