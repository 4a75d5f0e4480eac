"""A registry and a repository on the loopback: real TLS that wants a client certificate.

What comes in is read by other code than ours: the multipart message by the ``email`` package of
Python, the envelope by lxml alone. A document whose hash or size is not the announced one is
refused, as is a submission that is already there.
"""

import hashlib
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from copy import deepcopy
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

from lxml import etree

from tests.transport.dmp.messages import (
    ENTRY_PATIENT,
    ENTRY_UNIQUE,
    FAILURE,
    NAMES,
    REPOSITORY,
    SUBMISSION_UNIQUE,
    SUCCESS,
    Answer,
    Request,
    multipart,
    read_request,
    response,
    soap,
)


@dataclass(slots=True)
class Kept:
    """A document of the repository, with the description it came with."""

    described: bytes
    content: bytes
    patient: str


@dataclass(slots=True)
class Endpoint:
    """What the service keeps, and how it misbehaves.

    ``early`` is a status given instead of the permission to send the body. ``instead`` answers a
    request in the place of the service; ``silent`` registers and then says nothing until
    ``released``; ``cut_after`` closes the link after so many bytes of the body.
    """

    requests: list[Request] = field(default_factory=list)
    documents: dict[str, Kept] = field(default_factory=dict)
    submissions: set[str] = field(default_factory=set)
    early: int = 0
    ignores_expect: bool = False
    instead: Callable[[Request], Answer | None] | None = None
    silent: bool = False
    cut_after: int | None = None
    cuts_the_answer: bool = False
    bodies: int = 0
    released: threading.Event = field(default_factory=threading.Event)

    def answer(self, request: Request) -> Answer:
        self.requests.append(request)
        if self.instead is not None and (given := self.instead(request)) is not None:
            return given
        made = {
            "ProvideAndRegisterDocumentSetRequest": self._registered,
            "AdhocQueryRequest": self._found,
            "RetrieveDocumentSetRequest": self._retrieved,
        }[etree.QName(request.content).localname](request)
        return made if isinstance(made, tuple) else soap(request, made)

    def _registered(self, request: Request) -> bytes:
        content = request.content
        (submission,) = content.xpath(
            "lcm:SubmitObjectsRequest/rim:RegistryObjectList/rim:RegistryPackage"
            "/rim:ExternalIdentifier[@identificationScheme=$scheme]/@value",
            namespaces=NAMES,
            scheme=SUBMISSION_UNIQUE,
        )
        if submission in self.submissions:
            return response(FAILURE, "XDSDuplicateUniqueIdInRegistry")
        entries = content.xpath("lcm:SubmitObjectsRequest//rim:ExtrinsicObject", namespaces=NAMES)
        given = {
            one.get("id"): _bytes(one, request) for one in content.findall("xds:Document", NAMES)
        }
        if set(given) != {one.get("id") for one in entries}:
            return response(FAILURE, "XDSMissingDocument")
        if any(not _agrees(one, given[one.get("id")]) for one in entries):
            return response(FAILURE, "XDSRepositoryMetadataError")
        self.submissions.add(submission)
        for one in entries:
            unique, patient = _external(one, ENTRY_UNIQUE), _external(one, ENTRY_PATIENT)
            self.documents[unique] = Kept(_described(one), given[one.get("id")], patient)
        return response(SUCCESS)

    def _found(self, request: Request) -> bytes:
        slots = {
            one.get("name"): one.findtext("rim:ValueList/rim:Value", namespaces=NAMES)
            for one in request.content.iterfind("rim:AdhocQuery/rim:Slot", NAMES)
        }
        patient = slots.get("$XDSDocumentEntryPatientId")
        wanted = slots.get("$XDSDocumentEntryUniqueId", "")
        listed = b"".join(
            kept.described
            for unique, kept in self.documents.items()
            if (patient == f"'{kept.patient}'" if patient else f"'{unique}'" in wanted)
        )
        return (
            f'<q:AdhocQueryResponse xmlns:q="{NAMES["query"]}" status="{SUCCESS}">'
            f'<rim:RegistryObjectList xmlns:rim="{NAMES["rim"]}">'.encode()
            + listed
            + b"</rim:RegistryObjectList></q:AdhocQueryResponse>"
        )

    def _retrieved(self, request: Request) -> Answer:
        uniques = request.content.xpath(
            "xds:DocumentRequest/xds:DocumentUniqueId/text()", namespaces=NAMES
        )
        given = {str(one): self.documents[str(one)].content for one in uniques}
        listed = "".join(
            f"<x:DocumentResponse><x:RepositoryUniqueId>{REPOSITORY}</x:RepositoryUniqueId>"
            f"<x:DocumentUniqueId>{one}</x:DocumentUniqueId><x:mimeType>text/xml</x:mimeType>"
            f'<x:Document><xop:Include xmlns:xop="{NAMES["xop"]}" href="cid:{number}%40here"/>'
            "</x:Document></x:DocumentResponse>"
            for number, one in enumerate(given)
        )
        body = (
            f'<x:RetrieveDocumentSetResponse xmlns:x="{NAMES["xds"]}">'
            f"{response(SUCCESS).decode()}{listed}</x:RetrieveDocumentSetResponse>"
        )
        status, kind, root = soap(request, body.encode())
        return multipart(root, {f"{n}@here": one for n, one in enumerate(given.values())}, status)


def _bytes(place: etree._Element, request: Request) -> bytes:
    href = place.find("xop:Include", NAMES).get("href")
    assert href.startswith("cid:")
    return request.attached[unquote(href[4:])]


def _agrees(entry: etree._Element, content: bytes) -> bool:
    values = {
        one.get("name"): one.findtext("rim:ValueList/rim:Value", namespaces=NAMES)
        for one in entry.iterfind("rim:Slot", NAMES)
    }
    sha1 = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    return values["hash"].lower() == sha1 and values["size"] == str(len(content))


def _described(entry: etree._Element) -> bytes:
    """Return the entry as a registry gives it: with where its document is kept."""
    kept = deepcopy(entry)
    place = etree.SubElement(kept, f"{{{NAMES['rim']}}}Slot", name="repositoryUniqueId")
    values = etree.SubElement(place, f"{{{NAMES['rim']}}}ValueList")
    etree.SubElement(values, f"{{{NAMES['rim']}}}Value").text = REPOSITORY
    kept.insert(0, place)
    return etree.tostring(kept)


def _external(entry: etree._Element, scheme: str) -> str:
    (found,) = entry.xpath(
        "rim:ExternalIdentifier[@identificationScheme=$scheme]/@value",
        namespaces=NAMES,
        scheme=scheme,
    )
    return str(found)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def _endpoint(self) -> Endpoint:
        return self.server.endpoint

    def handle_expect_100(self) -> bool:
        if self._endpoint.early:
            self._say(self._endpoint.early, "text/plain", b"no")
            return False
        return self._endpoint.ignores_expect or super().handle_expect_100()

    def do_POST(self) -> None:
        endpoint, length = self._endpoint, int(self.headers["Content-Length"])
        self.close_connection = True
        if endpoint.cut_after is not None:
            self.rfile.read(min(length, endpoint.cut_after))
            return
        body = self.rfile.read(length)
        endpoint.bodies += 1
        status, kind, said = endpoint.answer(read_request(self.headers["Content-Type"], body))
        if endpoint.silent:
            endpoint.released.wait(20)
        elif endpoint.cuts_the_answer:
            self._say(status, kind, said[:40], len(said))
        else:
            self._say(status, kind, said)

    def _say(self, status: int, kind: str, said: bytes, length: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(said) if length is None else length))
        self.end_headers()
        self.wfile.write(said)
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = False

    def __init__(self, endpoint: Endpoint, context: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.endpoint, self._context = endpoint, context

    def finish_request(self, request: object, client_address: object) -> None:
        with suppress(OSError):  # a client that is refused, or leaves
            request.settimeout(30)
            with self._context.wrap_socket(request, server_side=True) as link:
                super().finish_request(link, client_address)


@contextmanager
def an_endpoint(context: ssl.SSLContext) -> Iterator[tuple[int, Endpoint]]:
    """Run the service; yields its port and what it keeps."""
    endpoint = Endpoint()
    server = _Server(endpoint, context)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server.server_address[1], endpoint
    finally:
        endpoint.released.set()
        server.shutdown()
        server.server_close()
        thread.join(10)
