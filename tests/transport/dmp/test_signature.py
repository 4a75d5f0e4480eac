"""The signature of a submission, made by a card, judged by two programs that are not ours."""

import re
from base64 import b64decode
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography import x509
from lxml import etree
from signxml import VerifyResult
from signxml.exceptions import SignXMLException
from signxml.xades.xades import XAdESVerifier

from app.transport.dmp.ports import NotSigned
from tests.cards.authority import Authority
from tests.cards.conftest import Watched
from tests.exchange.sheets import SUBMISSION
from tests.transport.dmp.signing import DS, Asked, Submitted, judged, signing

pytestmark = pytest.mark.needs("softhsm", "tcc", "xmlsec1")

SIGNED_PLACES = {
    "a hash of the manifest": rb"(?<=<ds:DigestValue>)[A-Za-z0-9+/]{43}=(?=</ds:DigestValue>)",
    "the document named": rb"(?<=URI=\"urn:oid:)[0-9.]+",
    "the time": rb"(?<=<xades:SigningTime>)[0-9]{4}",
    "the purpose": rb"(?<=urn:oid:)1\.2(?=\.840)",
    "the certificate": rb"(?<=<ds:X509Certificate>)\s*[A-Za-z0-9+/]{30}",
    "the signature": rb"(?<=<ds:SignatureValue>)[A-Za-z0-9+/]{30}",
    "the transform": rb"REC-xml-c14n-20010315#WithComments(?=\"/></ds:Transforms><ds:DigestMethod)",
}


@pytest.fixture
def signature(watched: Watched, submitted: Submitted, asked: Asked) -> bytes:
    return signing(watched.cards(), asked).sign(submitted.metadata, submitted.documents)


def verified(signature: bytes, certificate: x509.Certificate) -> list[VerifyResult]:
    return XAdESVerifier().verify(etree.fromstring(signature), x509_cert=certificate)


def the_certificate(signature: bytes) -> x509.Certificate:
    told = etree.fromstring(signature).findtext(f".//{DS}X509Certificate")
    assert told is not None
    return x509.load_der_x509_certificate(b64decode(told))


def test_signxml_holds_it_for_signed_under_the_certificate_of_the_card(signature: bytes) -> None:
    found = verified(signature, the_certificate(signature))
    tags = {etree.QName(one.signed_xml).localname for one in found if one.signed_xml is not None}
    assert tags == {"Manifest", "SignedProperties", "KeyInfo"}


def test_xmlsec1_holds_it_for_signed_under_the_authority(
    signature: bytes, authority: Authority, tmp_path: Path
) -> None:
    told = judged(signature, authority, tmp_path)
    assert told.holds, told.said


def test_xmlsec1_does_not_hold_it_under_another_authority(signature: bytes, tmp_path: Path) -> None:
    assert not judged(signature, Authority("AC d’ailleurs"), tmp_path).holds


def test_xmlsec1_finds_the_document_as_the_manifest_hashes_it(
    signature: bytes, authority: Authority, submitted: Submitted, tmp_path: Path
) -> None:
    files = {
        f"urn:oid:{SUBMISSION}": b"\0",
        f"urn:oid:{submitted.unique_id}": submitted.document,
    }
    told = judged(signature, authority, tmp_path, files)
    assert told.manifest == "1/2", told.said  # the set has no bytes: its digest is a zero
    changed = submitted.document.replace(b"20261123", b"20261124", 1)
    files[f"urn:oid:{submitted.unique_id}"] = changed
    assert judged(signature, authority, tmp_path, files).manifest == "0/2"


@pytest.mark.parametrize("place", SIGNED_PLACES)
def test_one_changed_character_breaks_it_for_both(
    signature: bytes, authority: Authority, tmp_path: Path, place: str
) -> None:
    found = list(re.finditer(SIGNED_PLACES[place], signature))
    assert found, place
    certificate = the_certificate(signature)
    for one in found:
        at = (one.start() + one.end()) // 2
        usual, otherwise = (b"7", b"8") if signature[at : at + 1].isdigit() else (b"B", b"C")
        changed = signature[:at] + (usual if signature[at : at + 1] != usual else otherwise)
        changed += signature[at + 1 :]
        assert not judged(changed, authority, tmp_path).holds
        with pytest.raises((SignXMLException, ValueError)):
            verified(changed, certificate)


def test_the_manifest_names_the_set_then_the_document(
    signature: bytes, submitted: Submitted
) -> None:
    references = etree.fromstring(signature).findall(f".//{DS}Manifest/{DS}Reference")
    named = [one.get("URI") for one in references]
    assert named == [f"urn:oid:{SUBMISSION}", f"urn:oid:{submitted.unique_id}"]
    digests = [b64decode(one.findtext(f"{DS}DigestValue") or "") for one in references]
    form = etree.tostring(etree.fromstring(submitted.document).getroottree(), method="c14n")
    assert digests == [b"\0", sha256(form).digest()]


def test_only_rsa_and_sha_256_are_named(signature: bytes) -> None:
    algorithms = set(re.findall(rb'Algorithm="([^"]+)"', signature))
    assert algorithms == {
        b"http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments",
        b"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        b"http://www.w3.org/2001/04/xmlenc#sha256",
    }


def test_it_says_the_time_that_was_given_and_no_identity(signature: bytes) -> None:
    assert b"<xades:SigningTime>2026-11-25T11:00:00+00:00</xades:SigningTime>" in signature
    assert b"DORVAL" not in signature
    assert signature.startswith(b"<?xml version='1.0' encoding='UTF-8'?>")


def test_a_verifier_that_expects_another_certificate_refuses(signature: bytes) -> None:
    other = Authority("AC d’ailleurs").root
    with pytest.raises((SignXMLException, ValueError)):
        verified(signature, other)


@pytest.mark.parametrize(
    "wrong", ["another document", "no document", "one more", "changed", "not xml"]
)
def test_a_set_that_is_not_that_of_its_documents_is_not_signed(
    watched: Watched, submitted: Submitted, asked: Asked, wrong: str
) -> None:
    own, document = submitted.unique_id, submitted.document
    documents = {
        "another document": {f"{own}1": document},
        "no document": {},
        "one more": {own: document, f"{own}1": document},
        "changed": {own: document.replace(b"20261123", b"20261124", 1)},
        "not xml": {own: b"%PDF-1.4"},
    }[wrong]
    with pytest.raises(NotSigned) as refused:
        signing(watched.cards(), asked).sign(submitted.metadata, documents)
    assert "ne concordent pas" in refused.value.sentence
    assert (asked.times, watched.calls("C_Login")) == (0, 0)


def test_a_submission_that_is_no_xml_is_not_signed(
    watched: Watched, submitted: Submitted, asked: Asked
) -> None:
    for metadata in (b"", b"<a", b"<!DOCTYPE a []><a/>"):
        with pytest.raises(NotSigned):
            signing(watched.cards(), asked).sign(metadata, submitted.documents)
    assert asked.times == 0
