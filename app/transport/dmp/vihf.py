"""The assertion by which the station says who speaks to the DMP, and for which patient (VIHF).

SAML 2.0, signed by the card of the professional, with the attributes of the agency's VIHF 4.0.
Without a homologation number none is made: the service would be told something false.

Source: agency, « Volet transmission d'un document CDA R2 en HL7v2 », mapping of the VIHF for the
DMP (version, attributes, formats); OASIS saml-core-2.0 §2 and §5 (order, signature), saml-authn-
context-2.0 §3.4 (smart card); dmp.md §6.
"""

import logging
import re
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.x509.oid import NameOID
from lxml import etree
from signxml.algorithms import (
    CanonicalizationMethod,
    DigestAlgorithm,
    SignatureConstructionMethod,
    SignatureMethod,
)
from signxml.signer import XMLSigner

from app.errors import RefusedIdentity
from app.exchange.codes import FACILITY, Coded, coded, known
from app.identity import Ins
from app.station import Professional
from app.transport.dmp.card_key import CardKey, not_signed
from app.transport.dmp.speaker import Speaker

SAML = "urn:oasis:names:tc:SAML:2.0:assertion"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
HL7 = "urn:hl7-org:v3"
DS = "http://www.w3.org/2000/09/xmldsig#"
VERSION = "4.0"
SUBJECT_NAME = "urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName"
SMART_CARD = "urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI"
SUBJECT_ID = "urn:oasis:names:tc:xspa:1.0:subject:subject-id"
ROLE = "urn:oasis:names:tc:xacml:2.0:subject:role"
RESOURCE_ID = "urn:oasis:names:tc:xacml:2.0:resource:resource-id"
PURPOSE = "urn:oasis:names:tc:xspa:1.0:subject:purposeofuse"
PROFESSIONS, SECTIONS = "1.2.250.1.71.1.2.7", "1.2.250.1.71.4.2.6"
ACCESS_MODES = "1.2.250.1.213.1.1.4.248"
_SYSTEM_NAMES = {
    PROFESSIONS: "TRE_G15-ProfessionSante",
    SECTIONS: "TRE_G05-SousSectionTableauCNOP",
    ACCESS_MODES: "mode acces VIHF 2.0",
}
VALID_FOR = timedelta(minutes=10)
"""Ours: an assertion that is kept by somebody is worth nothing later."""
NOT_A_PHARMACIST = (
    "Votre compte n’a pas de spécialité de pharmacien (G15_21/…) dans les réglages du poste\u00a0: "
    "le DMP n’est pas interrogé. Complétez-la."
)
NOT_AN_INS = "Le patient n’a pas d’INS qualifiée\u00a0: le DMP n’est pas interrogé."
# the library would repeat the whole assertion in its debug lines
logging.getLogger("signxml").setLevel(logging.WARNING)
_PHARMACIST = re.compile(r"G15_21/([A-Z]{1,2})")
_CX = re.compile(r"([0-9AB]{15})\^\^\^&([0-9.]+)&ISO\^NH")
_SHORT_NAMES = {NameOID.GIVEN_NAME: "GN", NameOID.SURNAME: "SN", NameOID.TITLE: "T"}
"""As the agency writes them; RFC 4514 has no short name for these three."""


def signed_assertion(
    speaker: Speaker, patient: str, assertion_id: str, key: CardKey, at: datetime
) -> bytes:
    """Return the ``saml:Assertion`` of ``speaker`` for ``patient``; see ``Assertions.vihf``.

    ``assertion_id`` is a fresh identifier that no other assertion bears.

    Raises:
        NotSigned: no homologation number, no pharmacist, no INS, or the card refuses.
    """
    speaker.require_homologated()
    _require_ins(patient)
    roles = _roles(speaker.professional)
    root = _assertion(speaker.professional, assertion_id, key.certificate, at)
    statement = etree.SubElement(root, f"{{{SAML}}}AttributeStatement")
    for name, value in _plain(speaker, patient):
        etree.SubElement(_attribute(statement, name), f"{{{SAML}}}AttributeValue").text = value
    _coded(statement, ROLE, "Role", roles)
    _coded(statement, PURPOSE, "PurposeOfUse", (coded(ACCESS_MODES, "normal"),))
    signer = XMLSigner(
        method=SignatureConstructionMethod.enveloped,
        signature_algorithm=SignatureMethod.RSA_SHA256,
        digest_algorithm=DigestAlgorithm.SHA256,
        c14n_algorithm=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
    )
    signed = signer.sign(
        root,
        key=key.handle,
        cert=[key.certificate],
        reference_uri=f"#{root.get('ID')}",
    )
    return etree.tostring(signed, encoding="UTF-8", xml_declaration=False)


def _require_ins(patient: str) -> None:
    found = _CX.fullmatch(patient)
    if found is None:
        raise not_signed(NOT_AN_INS)
    try:
        Ins(found[1], found[2])
    except RefusedIdentity as wrong:
        raise not_signed(NOT_AN_INS) from wrong


def _roles(professional: Professional) -> tuple[Coded, ...]:
    """Return the profession and the section of the Order: a pharmacist says both."""
    found = _PHARMACIST.fullmatch(professional.specialty)
    section = known(SECTIONS, found[1]) if found else None
    if section is None or not professional.rpps:
        raise not_signed(NOT_A_PHARMACIST)
    return coded(PROFESSIONS, "21"), section


def _assertion(
    professional: Professional, assertion_id: str, certificate: x509.Certificate, at: datetime
) -> etree._Element:
    """Return the assertion without attributes, the place of its signature kept."""
    instant, end = (_utc(one) for one in (at, at + VALID_FOR))
    root = etree.Element(
        f"{{{SAML}}}Assertion",
        nsmap={None: SAML, "xsi": XSI},  # type: ignore[dict-item]  # the stubs forget None
    )
    for name, value in (("ID", f"_{assertion_id}"), ("IssueInstant", instant), ("Version", "2.0")):
        root.set(name, value)
    issuer = etree.SubElement(root, f"{{{SAML}}}Issuer", Format=SUBJECT_NAME)
    issuer.text = certificate.subject.rfc4514_string(_SHORT_NAMES)
    etree.SubElement(root, f"{{{DS}}}Signature", Id="placeholder", nsmap={"ds": DS})
    subject = etree.SubElement(root, f"{{{SAML}}}Subject")
    etree.SubElement(subject, f"{{{SAML}}}NameID").text = f"8{professional.rpps}"
    etree.SubElement(root, f"{{{SAML}}}Conditions", NotOnOrAfter=end)
    authenticated = etree.SubElement(root, f"{{{SAML}}}AuthnStatement", AuthnInstant=instant)
    context = etree.SubElement(authenticated, f"{{{SAML}}}AuthnContext")
    etree.SubElement(context, f"{{{SAML}}}AuthnContextClassRef").text = SMART_CARD
    return root


def _plain(speaker: Speaker, patient: str) -> tuple[tuple[str, str], ...]:
    person = speaker.professional
    return (
        ("VIHF_Version", VERSION),
        ("Authentification_Mode", "DIRECTE"),
        ("Identifiant_Structure", f"1{speaker.finess}"),
        ("Secteur_Activite", f"{coded(FACILITY, 'SA33').code}^{FACILITY}"),
        (SUBJECT_ID, f"{person.family} {person.given}"),
        (RESOURCE_ID, patient),
        ("Ressource_URN", "urn:dmp"),
        ("LPS_Nom", speaker.software),
        ("LPS_Version", speaker.version),
        ("LPS_ID_HOMOLOGATION_DMP", speaker.homologation),
    )


def _attribute(statement: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(statement, f"{{{SAML}}}Attribute", Name=name)


def _coded(statement: etree._Element, name: str, tag: str, codes: tuple[Coded, ...]) -> None:
    attribute = _attribute(statement, name)
    for one in codes:
        value = etree.SubElement(attribute, f"{{{SAML}}}AttributeValue")
        made = etree.SubElement(
            value,
            f"{{{HL7}}}{tag}",
            nsmap={None: HL7},  # type: ignore[dict-item]  # the stubs forget None
        )
        made.set(f"{{{XSI}}}type", "CE")
        made.set("code", one.code)
        made.set("codeSystem", one.system)
        made.set("codeSystemName", _SYSTEM_NAMES[one.system])
        made.set("displayName", one.label)


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
