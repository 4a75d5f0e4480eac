"""The signature of a submission set: a XAdES document that names the set and hashes its documents.

A ``ds:Manifest`` names the SubmissionSet and each document by their OID, with the SHA-256 of the
canonical form of each document. The signature covers the manifest, the certificate and the signed
properties: time, hash of the certificate, implied policy, purpose.

The reference of the SubmissionSet has no bytes to hash: its digest is one zero byte, as the public
integrations of the DMP write it. So the metadata are bound through the documents alone, which hold
in their header what the metadata repeat.

Source: IHE ITI TF-3 §5.5 (document digital signature, manifest, purpose); ETSI EN 319 132-1
(XAdES baseline B-B); RFC 9231 §2.3.2 (RSA-SHA256); docs/adr/0028 for what is not the agency's.
"""

from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha1, sha256

from lxml import etree
from signxml.algorithms import (
    CanonicalizationMethod,
    DigestAlgorithm,
    SignatureConstructionMethod,
    SignatureMethod,
)
from signxml.signer import SignatureReference
from signxml.util import SigningSettings
from signxml.xades.xades import XAdESDataObjectFormat, XAdESSigner

from app.exchange.incoming.opening import open_xml
from app.exchange.oids import is_oid
from app.exchange.refusals import RefusedDocument
from app.exchange.registry import ENTRY_UNIQUE, RIM, SUBMISSION_UNIQUE
from app.transport.dmp.card_key import CardKey, not_signed

DS = "http://www.w3.org/2000/09/xmldsig#"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
MANIFEST_ID, SIGNATURE_ID = "IHEManifest", "OSyS-signature"
SOURCE_SIGNATURE = "urn:oid:1.2.840.10065.1.12.1.14"
"""« Source Signature », ASTM E1762-95, as IHE DSG asks of who submits."""
NO_BYTES = b64encode(b"\0").decode()
_CANONICAL = CanonicalizationMethod.CANONICAL_XML_1_0_WITH_COMMENTS
_NAMES = {"ds": DS, "xades": XADES}
UNFIT = (
    "Le lot à signer et ses documents ne concordent pas\u00a0: il n’est pas signé. "
    "Signalez-le à l’éditeur."
)


def sign_submission(
    submission_xml: bytes, documents: Mapping[str, bytes], key: CardKey, at: datetime
) -> bytes:
    """Return the signature document of a submission; see ``SubmissionSigner.sign``.

    Raises:
        NotSigned: the set and its documents disagree, or the card refuses.
    """
    set_id = _agreed_set(submission_xml, documents)
    told = _told(set_id, documents)
    signature = _Signer(at).sign(
        told,
        key=key.handle,
        cert=[key.certificate],
        reference_uri=[SignatureReference(f"#{MANIFEST_ID}")],
        always_add_key_value=False,
    )
    signature.extend(list(told))
    return etree.tostring(signature, xml_declaration=True, encoding="UTF-8")


class _Signer(XAdESSigner):
    """Signs at a time that is given, and says what the references are."""

    def __init__(self, at: datetime) -> None:
        super().__init__(
            data_object_format=XAdESDataObjectFormat("Lot de soumission", "text/xml"),
            method=SignatureConstructionMethod.detached,
            signature_algorithm=SignatureMethod.RSA_SHA256,
            digest_algorithm=DigestAlgorithm.SHA256,
            c14n_algorithm=_CANONICAL,
        )
        self._at = at
        self.signature_annotators.insert(0, self._say_manifest)
        self.signed_data_object_properties_annotators.append(self._say_purpose)

    def _say_manifest(self, sig_root: etree._Element, signing_settings: SigningSettings) -> None:
        """Name the signature, and tell that its first reference is a manifest."""
        sig_root.set("Id", SIGNATURE_ID)
        next(sig_root.iter(f"{{{DS}}}Reference")).set("Type", f"{DS}Manifest")

    def _say_purpose(
        self,
        signed_data_object_properties: etree._Element,
        sig_root: etree._Element,
        signing_settings: SigningSettings,
    ) -> None:
        """Say that who signs is the source of the documents."""
        made = etree.SubElement(
            signed_data_object_properties, f"{{{XADES}}}CommitmentTypeIndication"
        )
        named = etree.SubElement(made, f"{{{XADES}}}CommitmentTypeId")
        identifier = etree.SubElement(named, f"{{{XADES}}}Identifier", Qualifier="OIDAsURN")
        identifier.text = SOURCE_SIGNATURE
        etree.SubElement(made, f"{{{XADES}}}AllSignedDataObjects")

    def add_signing_time(
        self,
        signed_signature_properties: etree._Element,
        sig_root: etree._Element,
        signing_settings: SigningSettings,
    ) -> None:
        """Write the time that was given: the library would read the clock of the computer."""
        made = etree.SubElement(signed_signature_properties, f"{{{XADES}}}SigningTime")
        made.text = self._at.astimezone(UTC).isoformat(timespec="seconds")

    def add_signature_policy_identifier(
        self,
        signed_signature_properties: etree._Element,
        sig_root: etree._Element,
        signing_settings: SigningSettings,
    ) -> None:
        """Say that the rules of the signature are those of the service it is made for."""
        made = etree.SubElement(
            signed_signature_properties, f"{{{XADES}}}SignaturePolicyIdentifier"
        )
        etree.SubElement(made, f"{{{XADES}}}SignaturePolicyImplied")


def _told(set_id: str, documents: Mapping[str, bytes]) -> etree._Element:
    """Return a signature that holds nothing yet but the manifest, where it will be canonical."""
    root = etree.Element(f"{{{DS}}}Signature", nsmap=_NAMES)
    held = etree.SubElement(root, f"{{{DS}}}Object")
    manifest = etree.SubElement(held, f"{{{DS}}}Manifest", Id=MANIFEST_ID)
    _refer(manifest, set_id, NO_BYTES)
    for unique_id, content in documents.items():
        _refer(
            manifest, unique_id, b64encode(sha256(canonical(content)).digest()).decode(), _CANONICAL
        )
    return root


def _refer(
    manifest: etree._Element,
    unique_id: str,
    digest: str,
    transform: CanonicalizationMethod | None = None,
) -> None:
    reference = etree.SubElement(manifest, f"{{{DS}}}Reference", URI=f"urn:oid:{unique_id}")
    if transform is not None:
        transforms = etree.SubElement(reference, f"{{{DS}}}Transforms")
        etree.SubElement(transforms, f"{{{DS}}}Transform", Algorithm=transform.value)
    method = DigestAlgorithm.SHA256.value
    etree.SubElement(reference, f"{{{DS}}}DigestMethod", Algorithm=method)
    etree.SubElement(reference, f"{{{DS}}}DigestValue").text = digest


def canonical(document: bytes) -> bytes:
    """Return the canonical form of an XML document, comments kept (Canonical XML 1.0).

    Raises:
        NotSigned: it is no XML that the station opens.
    """
    try:
        root = open_xml(document)
    except RefusedDocument as refused:
        raise not_signed(UNFIT) from refused
    return etree.tostring(root.getroottree(), method="c14n", with_comments=True)


def _agreed_set(submission_xml: bytes, documents: Mapping[str, bytes]) -> str:
    """Return the OID of the set, once its entries are these very documents.

    Raises:
        NotSigned: another document, another hash, or an identifier that is no OID.
    """
    try:
        root = open_xml(submission_xml)
    except RefusedDocument as refused:
        raise not_signed(UNFIT) from refused
    sets = _identifiers(root, SUBMISSION_UNIQUE)
    entries = {
        unique: _slot(one, "hash")
        for one in root.iter(f"{{{RIM}}}ExtrinsicObject")
        for unique in _identifiers(one, ENTRY_UNIQUE)
    }
    # the metadata of XDS hash by SHA-1; the signature hashes again, by SHA-256
    hashes = {
        unique: sha1(content, usedforsecurity=False).hexdigest().upper()
        for unique, content in documents.items()
    }
    named = {unique: told.upper() for unique, told in entries.items()}
    if not documents or len(sets) != 1 or named != hashes or not all(map(is_oid, [*sets, *hashes])):
        raise not_signed(UNFIT)
    return sets[0]


def _identifiers(parent: etree._Element, scheme: str) -> list[str]:
    found = parent.iter(f"{{{RIM}}}ExternalIdentifier")
    return [str(one.get("value")) for one in found if one.get("identificationScheme") == scheme]


def _slot(parent: etree._Element, name: str) -> str:
    found = (one for one in parent.iter(f"{{{RIM}}}Slot") if one.get("name") == name)
    return next((one.findtext(f"{{{RIM}}}ValueList/{{{RIM}}}Value") or "" for one in found), "")
