"""The assertion of who speaks to the DMP, signed by a card, judged by programs not ours."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from lxml import etree
from signxml import SignatureConfiguration, XMLVerifier
from signxml.exceptions import SignXMLException

from app.identity import ins_key
from app.transport.dmp.ports import NotSigned
from app.transport.dmp.speaker import Speaker
from tests.cards.authority import Authority
from tests.cards.conftest import Watched
from tests.transport.dmp.signing import (
    NOW,
    NUMBER,
    PATIENT,
    PERSON,
    SPEAKER,
    Asked,
    judged,
    signing,
)
from tests.transport.dmp.test_signature import the_certificate

pytestmark = pytest.mark.needs("softhsm", "tcc", "xmlsec1")

SAML = "{urn:oasis:names:tc:SAML:2.0:assertion}"
HL7 = "{urn:hl7-org:v3}"
XSPA = "urn:oasis:names:tc:xspa:1.0:subject:"
XACML = "urn:oasis:names:tc:xacml:2.0:"


@pytest.fixture
def assertion(watched: Watched, asked: Asked) -> bytes:
    return signing(watched.cards(), asked).vihf(PATIENT, NOW)


def attributes(assertion: bytes) -> dict[str, list[etree._Element]]:
    found = etree.fromstring(assertion).iter(f"{SAML}Attribute")
    return {str(one.get("Name")): one.findall(f"{SAML}AttributeValue") for one in found}


def verified(assertion: bytes) -> etree._Element:
    told = XMLVerifier().verify(
        etree.fromstring(assertion),
        x509_cert=the_certificate(assertion),
        expect_config=SignatureConfiguration(expect_references=1),
    )
    assert not isinstance(told, list)
    assert told.signed_xml is not None
    return told.signed_xml


def test_it_says_who_from_where_for_whom_and_by_which_software(assertion: bytes) -> None:
    plain = {name: [one.text for one in values] for name, values in attributes(assertion).items()}
    assert plain == {
        "VIHF_Version": ["4.0"],
        "Authentification_Mode": ["DIRECTE"],
        "Identifiant_Structure": ["1990000010"],
        "Secteur_Activite": ["SA33^1.2.250.1.71.4.2.4"],
        f"{XSPA}subject-id": ["MARCHETTI Hélène"],
        f"{XACML}resource:resource-id": [PATIENT],
        "Ressource_URN": ["urn:dmp"],
        "LPS_Nom": ["OSyS Station"],
        "LPS_Version": ["0.1.0"],
        "LPS_ID_HOMOLOGATION_DMP": [NUMBER],
        f"{XACML}subject:role": [None, None],
        f"{XSPA}purposeofuse": [None],
    }


def test_its_codes_are_those_of_a_pharmacist_who_reads_normally(assertion: bytes) -> None:
    told = attributes(assertion)
    roles = [one[0] for one in told[f"{XACML}subject:role"]]
    assert [(one.tag, one.get("code"), one.get("codeSystem")) for one in roles] == [
        (f"{HL7}Role", "21", "1.2.250.1.71.1.2.7"),
        (f"{HL7}Role", "A", "1.2.250.1.71.4.2.6"),
    ]
    [purpose] = [one[0] for one in told[f"{XSPA}purposeofuse"]]
    assert (purpose.tag, purpose.get("code")) == (f"{HL7}PurposeOfUse", "normal")
    assert {one.get("{http://www.w3.org/2001/XMLSchema-instance}type") for one in roles} == {"CE"}


def test_it_names_the_holder_of_the_card_and_the_number_of_the_person(assertion: bytes) -> None:
    root = etree.fromstring(assertion)
    assert root.findtext(f"{SAML}Issuer") == (
        "GN=Hélène,SN=Marchetti,CN=810001234567,T=Pharmacien,C=FR"
    )
    assert root.findtext(f"{SAML}Subject/{SAML}NameID") == "810001234567"
    context = root.findtext(f".//{SAML}AuthnContextClassRef")
    assert context == "urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI"


def test_its_parts_stand_in_the_order_of_saml_and_it_ends(assertion: bytes) -> None:
    root = etree.fromstring(assertion)
    assert [etree.QName(one).localname for one in root] == [
        "Issuer",
        "Signature",
        "Subject",
        "Conditions",
        "AuthnStatement",
        "AttributeStatement",
    ]
    assert root.get("IssueInstant") == "2026-11-25T11:00:00Z"
    assert root[3].get("NotOnOrAfter") == "2026-11-25T11:10:00Z"
    assert not assertion.startswith(b"<?xml")


@pytest.mark.parametrize("born_in", ["2A", "2B"])
def test_a_patient_born_in_corsica_is_spoken_of_too(
    watched: Watched, asked: Asked, born_in: str
) -> None:
    body = f"27903{born_in}151898"
    patient = PATIENT.replace("279035121518989", f"{body}{ins_key(body):02}")
    made = signing(watched.cards(), asked).vihf(patient, NOW)
    [told] = attributes(made)[f"{XACML}resource:resource-id"]
    assert told.text == patient


def test_two_assertions_bear_two_identifiers(watched: Watched, asked: Asked) -> None:
    with signing(watched.cards(), asked) as ports:
        made = [etree.fromstring(ports.vihf(PATIENT, NOW)).get("ID") for _ in range(2)]
    assert made == [f"_{1:032x}", f"_{2:032x}"]


def test_signxml_and_xmlsec1_hold_it_for_signed(
    assertion: bytes, authority: Authority, tmp_path: Path
) -> None:
    assert verified(assertion).tag == f"{SAML}Assertion"
    told = judged(assertion, authority, tmp_path)
    assert told.holds, told.said
    assert not judged(assertion, Authority("AC d’ailleurs"), tmp_path).holds


def test_it_holds_inside_an_envelope_that_declares_other_names(
    assertion: bytes, authority: Authority, tmp_path: Path
) -> None:
    envelope = (
        b'<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns="urn:other" '
        b'xmlns:xsi="urn:elsewhere"><s:Header>' + assertion + b"</s:Header></s:Envelope>"
    )
    told = judged(envelope, authority, tmp_path)
    assert told.holds, told.said


@pytest.mark.parametrize(
    "said",
    [
        PATIENT.encode(),
        NUMBER.encode(),
        b"SA33",
        b"2026-11-25T11:10:00Z",
        b"SmartcardPKI",
        b"DIRECTE",
    ],
)
def test_one_changed_character_breaks_it_for_both(
    assertion: bytes, authority: Authority, tmp_path: Path, said: bytes
) -> None:
    said = said.replace(b"&", b"&amp;")
    assert assertion.count(said) == 1
    at = assertion.index(said)
    changed = assertion[:at] + bytes([assertion[at] ^ 1]) + assertion[at + 1 :]
    assert not judged(changed, authority, tmp_path).holds
    with pytest.raises(SignXMLException):
        verified(changed)


@pytest.mark.parametrize(
    ("changed", "patient", "sentence"),
    [
        (replace(SPEAKER, homologation=""), PATIENT, "non homologué"),
        (replace(SPEAKER, professional=replace(PERSON, specialty="G15_39")), PATIENT, "G15_21"),
        (replace(SPEAKER, professional=replace(PERSON, specialty="G15_21/Z")), PATIENT, "G15_21"),
        (SPEAKER, "12^^^&2.25.1&ISO^PI", "INS"),
        (SPEAKER, "", "INS"),
        (SPEAKER, PATIENT.replace("4.10", "4.2"), "INS"),
        (SPEAKER, PATIENT.replace("89^", "88^"), "INS"),
    ],
)
def test_what_would_be_false_is_not_said_and_no_code_is_asked(
    watched: Watched, asked: Asked, changed: Speaker, patient: str, sentence: str
) -> None:
    with pytest.raises(NotSigned) as refused:
        signing(watched.cards(), asked, changed).vihf(patient, NOW)
    assert sentence in refused.value.sentence
    assert (asked.times, watched.calls("C_Login")) == (0, 0)


def test_without_a_number_the_card_is_not_even_looked_for(watched: Watched, asked: Asked) -> None:
    with pytest.raises(NotSigned):
        signing(watched.cards(), asked, replace(SPEAKER, homologation="")).vihf(PATIENT, NOW)
    assert watched.calls("C_Initialize") == 0


@pytest.fixture
def _talkative() -> Iterator[None]:
    """The library told to say everything, as a host may do for all of its libraries."""
    root = logging.getLogger()
    before = root.level
    root.setLevel(logging.DEBUG)
    yield
    root.setLevel(before)


@pytest.mark.usefixtures("_talkative")
def test_no_library_repeats_what_is_signed(
    watched: Watched, asked: Asked, caplog: pytest.LogCaptureFixture
) -> None:
    signing(watched.cards(), asked).vihf(PATIENT, NOW + timedelta(seconds=1))
    assert not [one for one in caplog.records if "279035121518989" in one.getMessage()]
