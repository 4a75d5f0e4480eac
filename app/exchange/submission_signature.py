"""The entry of the signature document in a submission set, as the shared record expects it.

The signature is a document of the set like the others, linked to the set that it signs.

Source: IHE ITI TF-3 §5.5 (document digital signature, association ``signs``); ANS, JDV_J07 (type
E1762). The class, the format, the event and the masking stand in no text of the kit: they are
those that two implementations of the DMP agree on, to be confirmed by the homologation tests.
"""

import hashlib
from dataclasses import replace
from typing import Final

from lxml import etree

from app.exchange.codes import CONFIDENTIALITY, MASKING, Coded, coded
from app.exchange.metadata import DocumentEntry
from app.exchange.oids import derived_oid
from app.exchange.registry import (
    RIM,
    SIGNS,
    ObjectWriter,
    Submission,
    add_document,
    add_member,
)

LANGUAGE: Final = "art"
TITLE: Final = "Source"
CLASS: Final = Coded("urn:oid:1.3.6.1.4.1.19376.1.2.1.1.1", "Digital Signature", "URN")
KIND: Final = Coded("E1762", "Full Document", "ASTM")
FORMAT: Final = Coded("http://www.w3.org/2000/09/xmldsig#", "Default Signature Style", "URN")
EVENT: Final = Coded("1.2.840.10065.1.12.1.14", TITLE, "1.2.840.10065.1.12")
HIDDEN: Final = ("MASQUE_PS", "INVISIBLE_PATIENT")


def with_signature(
    metadata: etree._Element, entry: DocumentEntry, submission_id: str, signature: bytes
) -> str:
    """Add ``signature`` to the ``lcm:SubmitObjectsRequest``; return the id of its entry.

    ``entry`` describes a document of the set: the signature has the same patient, authors, place
    and responsible person. The same arguments give the same identifiers at each call.
    """
    objects = next(metadata.iter(f"{{{RIM}}}RegistryObjectList"))
    package = next(metadata.iter(f"{{{RIM}}}RegistryPackage"))
    writer = ObjectWriter(objects, f"{submission_id} signature")
    time = _submission_time(package)
    submission = Submission(
        unique_id=submission_id,
        time=time,
        source_id="",
        document_class=CLASS,
        document_format=FORMAT,
        masking=tuple(coded(MASKING, code) for code in HIDDEN),
    )
    described = _described(entry, submission_id, time, signature)
    document = add_document(writer, described, submission, "")
    add_member(writer, package, document)
    writer.object(
        "Association",
        associationType=SIGNS,
        sourceObject=str(document.get("id")),
        targetObject=str(package.get("id")),
    )
    return str(document.get("id"))


def _described(
    entry: DocumentEntry, submission_id: str, time: str, signature: bytes
) -> DocumentEntry:
    return replace(
        entry,
        # SHA-1 is what XDS asks for
        hash=hashlib.sha1(signature, usedforsecurity=False).hexdigest().upper(),
        size=len(signature),
        creation_time=time,
        service_start=time,
        service_stop=time,
        language=LANGUAGE,
        title=TITLE,
        kind=KIND,
        events=(EVENT,),
        confidentiality=coded(CONFIDENTIALITY, "N"),
        source_patient_info=(),
        unique_id=derived_oid("signature", submission_id),
        replaces="",
    )


def _submission_time(package: etree._Element) -> str:
    for slot in package.iterchildren(f"{{{RIM}}}Slot"):
        if slot.get("name") == "submissionTime":
            return slot.findtext(f"{{{RIM}}}ValueList/{{{RIM}}}Value") or ""
    return ""
