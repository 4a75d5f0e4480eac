"""A SOAP message and its documents as the parts of one body, written and read byte for byte.

Nothing is encoded: a document leaves and arrives as its exact bytes, as its hash wants it.

Source: W3C SOAP MTOM §3 and XOP §4 (``application/xop+xml``, ``xop:Include``); RFC 2046 §5.1
(multipart); RFC 2387 (``multipart/related``, ``start``); RFC 2392 (``cid:``).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.message import Message as Header
from email.parser import BytesHeaderParser
from types import MappingProxyType
from urllib.parse import unquote

from app.transport.dmp.wire import Message

SOAP = "application/soap+xml"
XOP = "application/xop+xml"
RELATED = "multipart/related"
ROOT = "root@osys.invalid"
MOST_PARTS = 200
LONGEST_HEADER = 8_192
_PLAIN = frozenset({"", "binary", "8bit", "7bit"})


class NotParts(Exception):
    """The answer is not a whole multipart message."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The SOAP message and its attachments, by Content-ID without brackets."""

    root: bytes = field(repr=False)
    attached: Mapping[str, bytes] = field(repr=False)


def packed(envelope: bytes, attached: Mapping[str, bytes], action: str, unique: str) -> Message:
    """Return what is posted; ``unique`` is a random identifier, of which the boundary is made.

    Raises:
        ValueError: the boundary is in a part.
    """
    boundary = f"osys-{unique}"
    if any(boundary.encode("ascii") in part for part in (envelope, *attached.values())):
        raise ValueError("boundary in a part")
    content_type = (
        f'{RELATED}; boundary="{boundary}"; type="{XOP}"; start="<{ROOT}>"; '
        f'start-info="{SOAP}"; action="{action}"'
    )
    soap = f'{XOP}; charset=UTF-8; type="{SOAP}"'
    parts = [_part(boundary, soap, ROOT, envelope)]
    parts += [_part(boundary, "text/xml", name, content) for name, content in attached.items()]
    return Message(content_type, b"".join([*parts, f"--{boundary}--\r\n".encode("ascii")]))


def unpacked(content_type: str, body: bytes) -> Parts:
    """Return the parts of an answer, a single SOAP message being its own root.

    Raises:
        NotParts: another type, a part is missing, coded, or named twice.
    """
    header = _header(f"Content-Type: {content_type}\r\n\r\n".encode("latin-1", "replace"))
    kind = header.get_content_type()
    if kind in {SOAP, XOP}:
        return Parts(body, MappingProxyType({}))
    boundary = header.get_boundary()
    if kind != RELATED or not boundary or len(boundary) > 70:  # noqa: PLR2004 - RFC 2046 §5.1.1
        raise NotParts
    read = list(_read(body, boundary.encode("latin-1", "replace")))
    start = str(header.get_param("start") or "").strip("<>") or read[0][0]
    names = [name for name, _ in read]
    if len(set(names)) != len(names) or start not in names:
        raise NotParts
    found = dict(read)
    return Parts(found.pop(start), MappingProxyType(found))


def named(href: str) -> str:
    """Return the Content-ID that a ``cid:`` address names, "" for another address."""
    return unquote(href[4:]) if href.startswith("cid:") else ""


def _part(boundary: str, content_type: str, name: str, content: bytes) -> bytes:
    head = (
        f"--{boundary}\r\nContent-Type: {content_type}\r\n"
        f"Content-Transfer-Encoding: binary\r\nContent-ID: <{name}>\r\n\r\n"
    )
    return head.encode("ascii") + content + b"\r\n"


def _read(body: bytes, boundary: bytes) -> Iterator[tuple[str, bytes]]:
    line = b"\r\n--" + boundary
    pieces = (b"\r\n" + body).split(line, MOST_PARTS + 2)
    if len(pieces) < 3 or not pieces[-1].startswith(b"--"):  # noqa: PLR2004 - before, one, end
        raise NotParts  # too many, none, or cut before the end
    for piece in pieces[1:-1]:
        head, end, content = piece.lstrip(b" \t").partition(b"\r\n\r\n")
        if not end or len(head) > LONGEST_HEADER or not (head + end).startswith(b"\r\n"):
            raise NotParts
        header = _header(head[2:] + end)
        if str(header["Content-Transfer-Encoding"] or "").strip().lower() not in _PLAIN:
            raise NotParts
        yield str(header["Content-ID"] or "").strip().strip("<>"), content


def _header(lines: bytes) -> Header:
    return BytesHeaderParser().parsebytes(lines)
