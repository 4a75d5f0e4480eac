"""The SOAP envelope around what is asked and what is answered.

The assertion and the content go in byte for byte: they are signed, or hashed, as they are.

Source: W3C SOAP 1.2 §5 (envelope, fault); WS-Addressing 1.0 Core §3 and SOAP Binding §3;
WS-Security 1.1 §5; IHE ITI TF-2 Appendix V (headers that must be understood).
"""

from dataclasses import dataclass
from xml.sax.saxutils import escape

from lxml import etree

from app.exchange.incoming.opening import open_xml
from app.exchange.refusals import RefusedDocument

SOAP = "http://www.w3.org/2003/05/soap-envelope"
ADDRESSING = "http://www.w3.org/2005/08/addressing"
SECURITY = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
ANONYMOUS = f"{ADDRESSING}/anonymous"
SENDER_CODES = frozenset({"Sender", "MustUnderstand", "VersionMismatch", "DataEncodingUnknown"})
"""Faults of a message that was not processed; a fault of the receiver does not say it."""


class NotAnAnswer(Exception):
    """What came back is not an answer to what was asked."""


class Fault(Exception):
    """The service answered by a fault; ``is_ours`` when it says the message was not processed."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(code)
        self.code = code
        self.reason = reason

    @property
    def is_ours(self) -> bool:
        """True when the message itself is refused."""
        return self.code in SENDER_CODES


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: the action of the transaction, where, and the random id of the message."""

    action: str
    address: str
    message_id: str

    @property
    def urn(self) -> str:
        """The identifier of the message, as WS-Addressing writes it."""
        digits = self.message_id
        return f"urn:uuid:{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def envelope(asked: Asked, assertion: bytes, body: bytes) -> bytes:
    """Return the message: ``assertion`` in its security header, ``body`` in its body."""
    head = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<soap:Envelope xmlns:soap="{SOAP}" '
        f'xmlns:wsa="{ADDRESSING}"><soap:Header>'
        f'<wsa:Action soap:mustUnderstand="1">{escape(asked.action)}</wsa:Action>'
        f"<wsa:MessageID>{asked.urn}</wsa:MessageID>"
        f"<wsa:ReplyTo><wsa:Address>{ANONYMOUS}</wsa:Address></wsa:ReplyTo>"
        f'<wsa:To soap:mustUnderstand="1">{escape(asked.address)}</wsa:To>'
        f'<wsse:Security xmlns:wsse="{SECURITY}" soap:mustUnderstand="1">'
    )
    between = "</wsse:Security></soap:Header><soap:Body>"
    end = "</soap:Body></soap:Envelope>"
    return b"".join(
        (head.encode("ascii"), assertion, between.encode("ascii"), body, end.encode("ascii"))
    )


def content_of(answer: bytes, asked: Asked) -> etree._Element:
    """Return the single element in the body of an answer to ``asked``.

    Raises:
        Fault: the service says that it did not do it.
        NotAnAnswer: it cannot be read safely, or answers something else.
    """
    try:
        root = open_xml(answer)
    except RefusedDocument as refused:
        raise NotAnAnswer from refused
    if root.tag != f"{{{SOAP}}}Envelope":
        raise NotAnAnswer
    related = root.findtext(f"{{{SOAP}}}Header/{{{ADDRESSING}}}RelatesTo") or ""
    contents = [*root.iterfind(f"{{{SOAP}}}Body/*")]
    if len(contents) != 1:
        raise NotAnAnswer
    if contents[0].tag == f"{{{SOAP}}}Fault":
        raise _fault(contents[0])
    if related.strip() != asked.urn:
        raise NotAnAnswer
    return contents[0]


def _fault(element: etree._Element) -> Fault:
    code = (element.findtext(f"{{{SOAP}}}Code/{{{SOAP}}}Value") or "").strip()
    inner = element.findtext(f"{{{SOAP}}}Code/{{{SOAP}}}Subcode/{{{SOAP}}}Value") or ""
    return Fault(code.rpartition(":")[2], inner.strip().rpartition(":")[2])
