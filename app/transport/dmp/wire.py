"""One request to the service over TLS, with the client certificate; bounded in size and time.

The header goes first and asks to be answered (``Expect: 100-continue``): a certificate, an
address or a size that is refused is known before one byte of a patient has left. Once the body
begins to leave, only a whole answer says what became of it.

Source: RFC 9110 §10.1.1 (Expect), §15 (status codes); RFC 9112 (HTTP/1.1); RFC 8446 §6.2 (alerts).
"""

import contextlib
import io
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse, HTTPSConnection
from typing import TYPE_CHECKING

from app import clock
from app.transport.certified import why_lost
from app.transport.dmp.account import Place
from app.transport.states import Why

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

CONNECT_S = 20
CONTINUE_S = 5
"""How long the server may take to say that it wants the body; silence is no refusal."""
PATIENCE_S = 120
LARGEST_ANSWER = 60_000_000
CHUNK = 65_536
_HEAD_END = b"\r\n\r\n"
_LONGEST_HEAD = 16_384
_CONTINUE = (b"HTTP/1.1 100", b"HTTP/1.0 100")


class NothingLeft(Exception):
    """The request ended before its first byte: it may be tried again."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.name)
        self.why = why


class EndUnknown(Exception):
    """The request may have been taken, or not."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.name)
        self.why = why


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent: the body, and the header that describes it."""

    content_type: str
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Returned:
    """A whole answer; ``after_body`` is false when it came before the body of the request left."""

    status: int
    content_type: str
    body: bytes = field(repr=False)
    after_body: bool = True


@dataclass(frozen=True, slots=True)
class Patience:
    """How long, in seconds, the whole exchange may last, and the answer to the header."""

    whole_s: float = PATIENCE_S
    continue_s: float = CONTINUE_S


USUAL = Patience()


def post(
    place: Place, context: ssl.SSLContext, message: Message, patience: Patience = USUAL
) -> Returned:
    """Return what the service answered to ``message``.

    Raises:
        NothingLeft: nothing of the body left.
        EndUnknown: part of it left, and no whole answer came.
    """
    until = _now_s() + patience.whole_s
    with _connected(place, context) as link:
        early = _announced(link, place, message, patience)
        if early is not None and not early.startswith(_CONTINUE):
            return _read(link.sock, early, until, after_body=False)
        try:
            _give(link, message.body, until)
        except OSError as cut:
            raise EndUnknown(Why.CUT) from cut
        return _read(link.sock, _rest_of(early), until, after_body=True)


@contextlib.contextmanager
def _connected(place: Place, context: ssl.SSLContext) -> Iterator[HTTPSConnection]:
    link = HTTPSConnection(place.host, place.port, timeout=CONNECT_S, context=context)
    try:
        try:
            link.connect()
        except (OSError, ValueError) as lost:  # ssl.SSLError is an OSError
            raise NothingLeft(why_lost(lost)) from lost
        yield link
    finally:
        link.close()


def _announced(
    link: HTTPSConnection, place: Place, message: Message, patience: Patience
) -> bytes | None:
    """Send the header; return the first bytes of an answer, None when none came in time."""
    try:
        link.putrequest("POST", place.path, skip_accept_encoding=True)
        link.putheader("Content-Type", message.content_type)
        link.putheader("Content-Length", str(len(message.body)))
        link.putheader("Accept", "multipart/related, application/soap+xml, application/xop+xml")
        link.putheader("Expect", "100-continue")
        link.putheader("Connection", "close")
        link.endheaders()
        return _head(link, _now_s() + patience.continue_s)
    except (OSError, HTTPException) as lost:
        raise NothingLeft(why_lost(_alert(link) or lost)) from lost


def _alert(link: HTTPSConnection) -> OSError | None:
    """Return what the server said before it closed: a write fails before it is read."""
    try:
        link.sock.recv(1)
    except OSError as told:
        return told
    return None


def _head(link: HTTPSConnection, until: float) -> bytes | None:
    """Return the first bytes of an answer, None when none came until then."""
    head = b""
    while _HEAD_END not in head:
        try:
            link.sock.settimeout(_left(until))
            got = link.sock.recv(CHUNK)
        except TimeoutError:
            if head:
                raise
            return None
        if not got or len(head) > _LONGEST_HEAD:
            raise NothingLeft(Why.SERVER_DOWN)
        head += got
    return head


def _rest_of(early: bytes | None) -> bytes:
    """Return what came after the permission to go on."""
    return b"" if early is None else early.partition(_HEAD_END)[2]


def _give(link: HTTPSConnection, body: bytes, until: float) -> None:
    view = memoryview(body)
    for start in range(0, len(view), CHUNK):
        link.sock.settimeout(_left(until))
        link.sock.sendall(view[start : start + CHUNK])


def _read(link: ssl.SSLSocket, early: bytes, until: float, *, after_body: bool) -> Returned:
    """Read a whole answer, cut or too long: its end is not known."""
    answer = HTTPResponse(_Rest(link, early, until))  # type: ignore[arg-type]  # asks makefile only
    try:
        answer.begin()
        body = answer.read(LARGEST_ANSWER + 1)
    except (OSError, HTTPException, ValueError) as cut:
        if not after_body:
            raise NothingLeft(Why.SERVER_DOWN) from cut
        raise EndUnknown(Why.CUT) from cut
    if answer.length:  # what was announced and did not come
        raise EndUnknown(Why.CUT) if after_body else NothingLeft(Why.SERVER_DOWN)
    if len(body) > LARGEST_ANSWER:
        raise EndUnknown(Why.NOT_UNDERSTOOD) if after_body else NothingLeft(Why.NOT_UNDERSTOOD)
    return Returned(answer.status, answer.getheader("Content-Type", ""), body, after_body)


class _Rest(io.RawIOBase):
    """The bytes already read, then the link, until an instant."""

    def __init__(self, link: ssl.SSLSocket, early: bytes, until: float) -> None:
        super().__init__()
        self._link, self._early, self._until = link, early, until

    def makefile(self, _mode: str) -> io.BufferedReader:
        """Return what an answer is read from."""
        return io.BufferedReader(self)

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, room: "WriteableBuffer", /) -> int:
        """Fill ``room`` with what comes next; 0 at the end."""
        view = memoryview(room).cast("B")
        if self._early:
            given, self._early = self._early[: len(view)], self._early[len(view) :]
            view[: len(given)] = given
            return len(given)
        self._link.settimeout(_left(self._until))
        return self._link.recv_into(view)


def _left(until: float) -> float:
    left = until - _now_s()
    if left <= 0:
        raise TimeoutError
    return left


def _now_s() -> float:
    return clock.monotonic_ns() / 1_000_000_000
