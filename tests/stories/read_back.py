"""An IHE_XDM.ZIP read by the standard library and lxml: nothing of the station’s own readers."""

import base64
import io
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree

CDA, RIM = "{urn:hl7-org:v3}", "{urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0}"
FOLDER = "IHE_XDM/SUBSET01/"
TYPE_CODE = "urn:uuid:f0306f51-975f-434e-a61c-c59651d33983"
AUTHOR = "urn:uuid:93606bcf-9494-43ec-9b4e-a7748d1a838d"
UNIQUE_ID = "urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab"
PATIENT_ID = "urn:uuid:58a6f841-87b3-4a3e-92fd-a8ffeff98427"


@dataclass(frozen=True)
class Archive:
    """What one archive holds; ``metadata`` and ``header`` name the same things the same way."""

    document: bytes
    paper: bytes
    metadata: dict[str, str]
    header: dict[str, str]


def read_archive(packed: bytes) -> Archive:
    """Return the one document of ``packed`` with what is said of it."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.testzip() is None
        document = archive.read(f"{FOLDER}DOC0001.XML")
        metadata = etree.fromstring(archive.read(f"{FOLDER}METADATA.XML").strip())
    (entry,) = metadata.iter(f"{RIM}ExtrinsicObject")
    root = etree.fromstring(document)
    return Archive(document, _paper(root), _told(entry), _header(root))


def _told(entry: etree._Element) -> dict[str, str]:
    told = {
        str(slot.get("name")): slot.findtext(f".//{RIM}Value", "")
        for slot in entry.iterchildren(f"{RIM}Slot")
    }
    for one in entry.iterchildren(f"{RIM}ExternalIdentifier"):
        name = {UNIQUE_ID: "uniqueId", PATIENT_ID: "patientId"}.get(
            str(one.get("identificationScheme")), ""
        )
        told[name] = str(one.get("value"))
    for one in entry.iterchildren(f"{RIM}Classification"):
        if one.get("classificationScheme") == TYPE_CODE:
            told["typeCode"] = str(one.get("nodeRepresentation"))
        if one.get("classificationScheme") == AUTHOR:
            slot = one.find(f"{RIM}Slot[@name='authorPerson']//{RIM}Value")
            told["author"] = "" if slot is None else str(slot.text).partition("^")[0]
    told["title"] = str(entry.find(f"{RIM}Name/{RIM}LocalizedString").get("value"))
    return told


def _header(root: etree._Element) -> dict[str, str]:
    identifier = root.find(f"{CDA}id")
    patient = root.find(f"{CDA}recordTarget/{CDA}patientRole/{CDA}id")
    author = root.find(f"{CDA}author/{CDA}assignedAuthor/{CDA}id")
    low = root.find(f"{CDA}documentationOf/{CDA}serviceEvent/{CDA}effectiveTime/{CDA}low")
    return {
        "id": str(identifier.get("root")),
        "patientId": f"{patient.get('extension')}^^^&{patient.get('root')}&ISO^NH",
        "typeCode": str(root.find(f"{CDA}code").get("code")),
        "title": root.findtext(f"{CDA}title", ""),
        "languageCode": str(root.find(f"{CDA}languageCode").get("code")),
        "creationTime": _utc(str(root.find(f"{CDA}effectiveTime").get("value"))),
        "serviceStartTime": _utc(str(low.get("value"))),
        "author": str(author.get("extension")),
    }


def _utc(time: str) -> str:
    return datetime.strptime(time, "%Y%m%d%H%M%S%z").astimezone(UTC).strftime("%Y%m%d%H%M%S")


def _paper(root: etree._Element) -> bytes:
    """Return the paper inside a level 1 document, nothing for a structured one."""
    body = root.findtext(f"{CDA}component/{CDA}nonXMLBody/{CDA}text", "")
    return base64.b64decode(body)
