"""What is said on the link, by other code than ours: ``email`` of Python, and lxml alone."""

from dataclasses import dataclass
from email import message_from_bytes, policy

from lxml import etree

NAMES = {
    "soap": "http://www.w3.org/2003/05/soap-envelope",
    "wsa": "http://www.w3.org/2005/08/addressing",
    "wsse": "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd",
    "xds": "urn:ihe:iti:xds-b:2007",
    "lcm": "urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0",
    "rim": "urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0",
    "query": "urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0",
    "xop": "http://www.w3.org/2004/08/xop/include",
}
RS = "urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0"
SUCCESS = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success"
FAILURE = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Failure"
PARTIAL = "urn:ihe:iti:2007:ResponseStatusType:PartialSuccess"
ERROR = "urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Error"
REPOSITORY = "2.25.77"
ENTRY_UNIQUE = "urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab"
ENTRY_PATIENT = "urn:uuid:58a6f841-87b3-4a3e-92fd-a8ffeff98427"
SUBMISSION_UNIQUE = "urn:uuid:96fdda7c-d067-4183-912e-bf5ee74998a8"


@dataclass(slots=True)
class Request:
    """One request as it was read, its attachments by Content-ID."""

    action: str
    message_id: str
    content_type: str
    envelope: etree._Element
    attached: dict[str, bytes]
    raw: bytes

    @property
    def content(self) -> etree._Element:
        (found,) = self.envelope.xpath("soap:Body/*", namespaces=NAMES)
        return found


Answer = tuple[int, str, bytes]


def read_request(content_type: str, body: bytes) -> Request:
    """Read a request with the standard library: parts by ``email``, the envelope by lxml."""
    whole = f"Content-Type: {content_type}\r\n\r\n".encode() + body
    message = message_from_bytes(whole, policy=policy.HTTP)
    assert message.get_content_type() == "multipart/related"
    assert not message.defects
    parts = {
        str(part["Content-ID"]).strip("<>"): part.get_payload(decode=True)
        for part in message.iter_parts()
    }
    start = message["Content-Type"].params["start"].strip("<>")
    envelope = etree.fromstring(parts.pop(start))
    (action,) = envelope.xpath("soap:Header/wsa:Action/text()", namespaces=NAMES)
    (message_id,) = envelope.xpath("soap:Header/wsa:MessageID/text()", namespaces=NAMES)
    assert message["Content-Type"].params["action"] == action
    assert len(envelope.xpath("soap:Header/wsse:Security/*", namespaces=NAMES)) == 1
    return Request(str(action), str(message_id), content_type, envelope, parts, body)


def response(status: str, *codes: str, severity: str = ERROR) -> bytes:
    errors = "".join(
        f'<rs:RegistryError codeContext="Jeanne Martin" errorCode="{code}" severity="{severity}"/>'
        for code in codes
    )
    listed = f"<rs:RegistryErrorList>{errors}</rs:RegistryErrorList>" if errors else ""
    made = f'<rs:RegistryResponse xmlns:rs="{RS}" status="{status}">{listed}</rs:RegistryResponse>'
    return made.encode()


def soap(request: Request, body: bytes, related: str | None = None) -> Answer:
    to = request.message_id if related is None else related
    whole = (
        f'<s:Envelope xmlns:s="{NAMES["soap"]}" xmlns:a="{NAMES["wsa"]}"><s:Header>'
        f"<a:Action>{request.action}Response</a:Action><a:RelatesTo>{to}</a:RelatesTo>"
        "</s:Header><s:Body>"
    ).encode()
    return 200, "application/soap+xml; charset=UTF-8", whole + body + b"</s:Body></s:Envelope>"


def fault(request: Request, code: str, reason: str = "") -> Answer:
    inner = f"<s:Subcode><s:Value>x:{reason}</s:Value></s:Subcode>" if reason else ""
    said = f"<s:Fault xmlns:x='urn:x'><s:Code><s:Value>s:{code}</s:Value>{inner}</s:Code></s:Fault>"
    _, kind, body = soap(request, said.encode())
    return 500, kind, body


def multipart(root: bytes, attached: dict[str, bytes], status: int = 200) -> Answer:
    edge = b"--edge-of-the-service"
    parts = [("root", b'application/xop+xml; type="application/soap+xml"', root)]
    parts += [(name, b"text/xml", content) for name, content in attached.items()]
    body = b"".join(
        edge + b"\r\nContent-Type: " + kind + b"\r\nContent-ID: <" + name.encode() + b">\r\n"
        b"Content-Transfer-Encoding: binary\r\n\r\n" + content + b"\r\n"
        for name, kind, content in parts
    )
    kind = 'multipart/related; boundary="edge-of-the-service"; start="<root>"; type="application/xop+xml"'
    return status, kind, b"preamble\r\n" + body + edge + b"--\r\n"
