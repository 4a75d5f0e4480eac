"""Archives IHE_XDM of an invented sender, right or spoilt in one place."""

import hashlib
import io
import zipfile
from collections.abc import Mapping

RIM = "urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"
UNIQUE = "urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab"
FOLDER = "IHE_XDM/SUBSET01/"


def announced(
    content: bytes,
    *,
    uri: str = "DOC0001.XML",
    unique_id: str = "2.25.77",
    mime: str = "text/xml",
    sha1: str = "",
    size: str = "",
) -> str:
    slots = {
        "URI": uri,
        "hash": sha1 or hashlib.sha1(content, usedforsecurity=False).hexdigest().upper(),
        "size": size or str(len(content)),
    }
    made = "".join(
        f'<Slot name="{name}"><ValueList><Value>{value}</Value></ValueList></Slot>'
        for name, value in slots.items()
    )
    return (
        f'<ExtrinsicObject mimeType="{mime}">{made}'
        f'<ExternalIdentifier identificationScheme="{UNIQUE}" value="{unique_id}"/>'
        "</ExtrinsicObject>"
    )


def metadata(*entries: str) -> bytes:
    return f'<RegistryObjectList xmlns="{RIM}">{"".join(entries)}</RegistryObjectList>'.encode()


def packed(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def an_archive(
    document: bytes, entry: str = "", *, more: Mapping[str, bytes] | None = None
) -> bytes:
    files = {
        "INDEX.HTM": b"<html/>",
        f"{FOLDER}METADATA.XML": metadata(entry or announced(document)),
        f"{FOLDER}DOC0001.XML": document,
    }
    return packed(files | dict(more or {}))
